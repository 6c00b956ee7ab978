"""Who is let into an organisation's room: whoever has a seat of the right part, and has shown the second factor."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts import proofs, second_factor
from accounts.models import User
from projects.models import Organisation, Part, Seat
from projects.organisations.access import check_acts, seat_of, seated, seats_of
from projects.refusals import NotApproved, NotYourPart
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import make_organisation, seat, suspended
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db


@seated(Part.OWNER, Part.EDITOR)
def page(request, public_id):
    return HttpResponse(seat_of(request, public_id).part)


def asked(user: User, organisation: Organisation, *, has_proven: bool = False) -> HttpResponse:
    request = RequestFactory().get("/enterprise/")
    request.user, request.session = user, {}
    if has_proven:
        enrolled(user)
        factor = second_factor.find(user)
        request.session[proofs.PROOF] = {"factor": factor.pk, "at": timezone.now().timestamp()}
    return page(request, organisation.public_id)


def test_an_editor_drafts_without_a_second_factor(forest):
    assert asked(seat(forest, Part.EDITOR), forest).content == b"editor"


def test_an_owner_shows_the_second_factor_first(forest):
    owner = seat(forest, Part.OWNER)

    assert asked(owner, forest)["Location"].startswith("/me/second-factor/")
    assert asked(owner, forest, has_proven=True).content == b"owner"


def test_to_whoever_has_no_such_seat_the_organisation_does_not_exist(forest):
    left, other = seat(forest, Part.OWNER), make_organisation("锦江会展", "91510100MA00000002")
    Seat.objects.filter(user=left).update(ended_at=NOW)
    Seat.objects.create(organisation=forest, phone="+8613900000001", part=Part.OWNER, invited_at=NOW)

    for stranger in (make_citizen(), seat(other, Part.OWNER), seat(forest, Part.RELEASER), left):
        with pytest.raises(Http404):
            asked(stranger, forest)


def test_seats_are_found_of_one_part_or_of_any(forest):
    editor = seat(forest, Part.EDITOR)

    assert [each.organisation for each in seats_of(editor)] == [forest]
    assert not seats_of(editor, Part.OWNER).exists()


def test_nothing_is_done_without_the_part_or_in_the_name_of_one_that_is_not_approved(forest):
    editor = seat(forest, Part.EDITOR)

    check_acts(forest, editor, Part.EDITOR)
    with pytest.raises(NotYourPart):
        check_acts(forest, editor, Part.OWNER)
    suspended(forest)
    with pytest.raises(NotApproved):
        check_acts(forest, editor, Part.EDITOR)
