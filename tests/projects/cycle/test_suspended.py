"""Of who is suspended nothing is published and nothing registered, until the desk approves it again."""

import pytest

from projects.cycle import deciding
from projects.models import CarbonProject, OrganisationStatus, Stage
from projects.refusals import NotApproved
from tests.conftest import NOW
from tests.projects.conftest import suspended
from tests.projects.cycle.conftest import AFTER, submitted, validated

pytestmark = pytest.mark.django_db


def test_nothing_of_theirs_is_published(cast):
    design = submitted(cast)
    suspended(cast.owner)

    with pytest.raises(NotApproved):
        deciding.publish(design=design, by=cast.clerk, now=NOW)
    design.refresh_from_db()
    assert design.stage == Stage.SUBMITTED


def test_nothing_of_theirs_is_registered_until_they_are_approved_again(cast):
    design = validated(cast)
    suspended(cast.owner)

    with pytest.raises(NotApproved):
        deciding.register(design=design, by=cast.clerk, now=AFTER)
    assert not CarbonProject.objects.exists()
    cast.owner.status, cast.owner.suspension = OrganisationStatus.APPROVED, ""
    cast.owner.save()
    assert deciding.register(design=design, by=cast.clerk, now=AFTER).owner == cast.owner
