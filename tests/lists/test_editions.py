"""An edition of a list is entered by one person, put into force by another, and never changed."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.test import Client

from accounts.models import User
from common.editions import ChangedMeanwhile
from desk import roles
from lists import confirming, reading
from lists.kinds import every_kind
from lists.models import Edition
from lists.refusals import AlreadyConfirmed, DayPassed, NotLaterThanToday, Overtaken, OwnEntry, ThrownAway
from scenarios import catalogue as scenario_catalogue
from scenarios.calendars import years
from tests.conftest import NOW, TODAY
from tests.desk_pages import carried, carried_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

SOURCE = {
    "title": {"zh-hans": "国务院办公厅关于 2027 年部分节假日安排的通知", "en": "Notice on the public holidays of 2027"},
    "publisher": {"zh-hans": "国务院办公厅", "en": "General Office of the State Council"},
    "date": "2026-11-20",
}
YEAR = {
    "holidays": [{"code": "new-year", "first": "2027-01-01", "last": "2027-01-03"}],
    "workdays": ["2027-01-09"],
    "standing": "published",
    "source": SOURCE,
}
LIST = "/admin/lists/edition/"


def official(name: str, *rights: str) -> User:
    user = User.objects.create(username=name, is_staff=True)
    codenames = ["view_edition", *rights]
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="lists", codename__in=codenames))
    return user


@pytest.fixture
def drafter(db) -> User:
    return official("drafter", "add_edition")


@pytest.fixture
def checker(db) -> User:
    return official("checker", "confirm_edition")


def entered(by: User | None, subject: str = "2027", document=YEAR, effective_from: date | None = None) -> Edition:
    kind = every_kind()[years.LIST]
    return confirming.enter(kind, subject=subject, document=document, effective_from=effective_from, by=by, now=NOW)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_nothing_goes_by_an_edition_that_nobody_has_confirmed(drafter, checker):
    edition = entered(drafter)
    assert 2027 not in years.current().years

    confirming.confirm(edition, by=checker, now=NOW)

    assert years.current().is_holiday(date(2027, 1, 2))
    assert years.current().is_workday(date(2027, 1, 9))


def test_nobody_confirms_what_they_entered(drafter):
    edition = entered(drafter)

    with pytest.raises(OwnEntry):
        confirming.confirm(edition, by=drafter, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(confirmed_at=NOW, confirmed_by=drafter)

    assert 2027 not in years.current().years


def test_last_edition_holds_and_the_one_before_stays_on_record(drafter, checker):
    first = confirming.confirm(entered(drafter), by=checker, now=NOW)
    second = confirming.confirm(entered(drafter, document={**YEAR, "workdays": []}), by=checker, now=NOW)

    assert not years.current().is_workday(date(2027, 1, 9))
    assert reading.current().editions(years.LIST, "2027") == [first, second]
    assert (second.before, Edition.objects.get(pk=first.pk).after) == (first, second)


def test_what_was_entered_later_is_the_correction_whichever_is_confirmed_first(drafter, checker):
    first, second = entered(drafter), entered(drafter, document={**YEAR, "workdays": []})
    confirming.confirm(second, by=checker, now=NOW)

    with pytest.raises(Overtaken):
        confirming.confirm(first, by=checker, now=NOW)

    assert reading.current().editions(years.LIST, "2027") == [second]


@pytest.mark.parametrize("changed", [{"document": {}}, {"number": 7}, {"subject": "2028"}, {"entered_by": None}])
def test_what_was_entered_is_never_changed(drafter, changed):
    edition = entered(drafter)

    with pytest.raises(InternalError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**changed)


def test_what_was_confirmed_stays(drafter, checker):
    edition = confirming.confirm(entered(drafter), by=checker, now=NOW)

    with pytest.raises(AlreadyConfirmed):
        confirming.confirm(edition, by=checker, now=NOW)
    with pytest.raises(AlreadyConfirmed):
        confirming.throw_away(edition)
    for deed in (lambda rows: rows.update(confirmed_by=None), lambda rows: rows.delete()):
        with pytest.raises(InternalError), transaction.atomic():
            deed(Edition.objects.filter(pk=edition.pk))


def test_what_was_thrown_away_is_confirmed_by_nobody(drafter, checker):
    edition = entered(drafter)
    confirming.throw_away(edition)

    with pytest.raises(ThrownAway):
        confirming.confirm(edition, by=checker, now=NOW)


def test_what_holds_from_a_day_on_holds_from_a_later_day(drafter, checker):
    with pytest.raises(NotLaterThanToday):
        entered(drafter, effective_from=TODAY)
    edition = entered(drafter, effective_from=TODAY + timedelta(days=1))

    with pytest.raises(DayPassed):
        confirming.confirm(edition, by=checker, now=NOW + timedelta(days=1))


def test_loading_what_lists_begin_with_leaves_the_desks_own_alone(drafter, checker):
    correction = entered(drafter, "2026", {**YEAR, "holidays": []})
    confirming.confirm(correction, by=checker, now=NOW)

    scenario_catalogue.load(NOW)

    assert years.current().years[2026].holidays == {}
    assert Edition.objects.filter(list_code=years.LIST).count() == 3


def test_book_is_asked_for_once_a_second(drafter, checker, django_assert_num_queries, time_machine):
    years.current()

    with django_assert_num_queries(0):
        for _time in range(100):
            years.current()


# At the desk


def test_edition_whose_day_came_first_is_entered_anew_and_offers_no_other_way(drafter, checker, time_machine):
    edition = entered(drafter, effective_from=TODAY + timedelta(days=1))
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    address, anew = f"{LIST}{edition.pk}/change/", f"{LIST}add/?list=calendar&amp;subject=2027"

    by_drafter, by_checker = (browser(one).get(address).content.decode() for one in (drafter, checker))
    refused = browser(checker).post(f"{LIST}{edition.pk}/confirm/", carried(browser(checker).get(address)), follow=True)

    assert "那一天到来时还没有人确认" in by_drafter
    assert anew in by_drafter
    assert f"{LIST}{edition.pk}/confirm/" not in by_checker
    assert f"{LIST}{edition.pk}/throw_away/" in by_checker
    assert "请为 2026-11-25 或更晚的日期重新录入" in refused.content.decode()


def test_edition_is_confirmed_at_the_desk_by_a_colleague_who_saw_it(drafter, checker, time_machine):
    time_machine.move_to(NOW, tick=False)
    edition = entered(drafter)
    page, deed = f"{LIST}{edition.pk}/change/", f"{LIST}{edition.pk}/confirm/"
    shown = carried(browser(checker).get(page))

    assert browser(drafter).post(deed, shown).status_code == 403
    browser(checker).post(deed)
    assert Edition.objects.get(pk=edition.pk).confirmed_at is None
    browser(checker).post(deed, shown)

    edition.refresh_from_db()
    assert (edition.confirmed_at, edition.confirmed_by, edition.entered_by) == (NOW, checker, drafter)
    event = apps.get_model("lists.EditionEvent").objects.latest("pgh_id")
    assert (event.pgh_label, event.pgh_context.metadata["user"]) == ("update", checker.pk)


def test_edition_that_was_shown_beside_another_is_looked_at_again(drafter, checker, time_machine):
    time_machine.move_to(NOW, tick=False)
    first, second = entered(drafter), entered(drafter)
    shown = carried(browser(checker).get(f"{LIST}{second.pk}/change/"))
    confirming.confirm(first, by=checker, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        confirming.confirm(second, by=checker, now=NOW, shown_as=shown["edition"])
    browser(checker).post(f"{LIST}{second.pk}/confirm/", shown)

    assert Edition.objects.get(pk=second.pk).confirmed_at is None


def test_superuser_who_entered_it_is_not_asked_to_confirm_it(desk, time_machine):
    time_machine.move_to(NOW, tick=False)
    edition = entered(desk)
    client = browser(desk)

    page = client.get(f"{LIST}{edition.pk}/change/")
    answer = client.post(f"{LIST}{edition.pk}/confirm/", carried(page), follow=True)

    assert not page.context["may_confirm"]
    assert answer.redirect_chain == [(f"{LIST}{edition.pk}/change/", 302)]
    assert "这是您自己录入的，须由同事确认。" in answer.content.decode()
    assert Edition.objects.get(pk=edition.pk).confirmed_at is None


def test_what_waits_can_be_thrown_away(checker, drafter, time_machine):
    time_machine.move_to(NOW, tick=False)
    edition = entered(drafter)
    client, deed = browser(checker), f"{LIST}{edition.pk}/throw_away/"

    client.post(deed, carried_to(client.get(f"{LIST}{edition.pk}/change/"), deed))

    assert not Edition.objects.filter(pk=edition.pk).exists()


def test_roles_that_draft_enter_and_those_that_publish_confirm():
    roles.load()
    rights = {
        name: set(
            Group.objects.get(name=name)
            .permissions.filter(content_type__app_label="lists")
            .values_list("codename", flat=True)
        )
        for name in ("规则起草 · Rule drafting", "规则发布 · Rule publishing")
    }
    seen = {"view_edition", "view_editionevent"}

    assert list(rights.values()) == [seen | {"add_edition"}, seen | {"confirm_edition"}]
