"""A pool is founded by two of the desk, for an organisation that neither acts for."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from projects.models import CarbonProject, Organisation
from projects.pooling import founding
from projects.refusals import NeedsAnother, NotApproved, OwnOrganisation
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import make_project

DAYS = {"credited_from": date(2026, 1, 1), "credited_until": date(2030, 12, 31)}


def test_a_pool_has_the_next_number_and_no_buffer(operator, clerks, forest):
    make_project(forest, 41)
    pool = founding.found(owner=operator, by=clerks[0], agreed_by=clerks[1], now=NOW, **DAYS)

    assert (pool.number, pool.method, pool.buffer_percent) == (42, "public-pooling", 0)


def test_nobody_founds_alone_nor_for_their_own_nor_for_who_may_not_act(operator, clerks, owner):
    by = clerks[0]
    with pytest.raises(NeedsAnother):
        founding.found(owner=operator, by=by, agreed_by=by, now=NOW, **DAYS)
    with pytest.raises(OwnOrganisation):
        founding.found(owner=operator, by=by, agreed_by=owner, now=NOW, **DAYS)
    Organisation.objects.filter(pk=operator.pk).update(status="applied")
    operator.refresh_from_db()
    with pytest.raises(NotApproved):
        founding.found(owner=operator, by=by, agreed_by=make_citizen(), now=NOW, **DAYS)
    assert not CarbonProject.objects.exists()


def test_the_command_asks_for_two_who_may(operator):
    chief, other = (User.objects.create_superuser(name, "correct horse battery staple") for name in ("chief", "other"))
    asked = [operator.licence, "2026-01-01", "2030-12-31"]
    for two in (("chief", "nobody"), ("chief", "chief")):
        with pytest.raises(CommandError):
            call_command("open_pool", *asked, by=two[0], agreed_by=two[1], stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("open_pool", "91510100MA00000999", *asked[1:], by="chief", agreed_by="other")
    told = StringIO()
    call_command("open_pool", *asked, by=chief.username, agreed_by=other.username, stdout=told)

    assert "project 1" in told.getvalue()
    assert CarbonProject.objects.get().owner == operator
