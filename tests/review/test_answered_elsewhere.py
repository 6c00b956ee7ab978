"""What was taken back at the desk, and what was refused for a freeze, is looked at again once, by somebody else."""

from datetime import timedelta

import pytest

from accounts.models import Freeze, Notice
from accounts.refusals import FrozenByYou, NotUpheld, OwnFreeze
from activities.jobs import settle_freezes
from activities.models import Activity, Reason, Reinstatement, Revocation, Status
from activities.reviewables import all_kinds
from activities.scoring import frozen as freezes
from activities.scoring import taking_back
from credits import statements
from review import appealing, deciding, refusals
from review.models import Appeal
from scenarios.rules import Evidence
from tests.accounts.standing.conftest import A_WEEK, frozen
from tests.activities.test_taking_back import assert_books_are_sound
from tests.at_once import at_once
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.desk_pages import carried_to
from tests.review.conftest import at_desk, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget", "_noon")]

REVOKED_AT, LATER = NOW + timedelta(minutes=1), NOW + timedelta(days=3)
OVER = NOW + A_WEEK
RIGHTS = ("decide_appeal", "revoke_activity", "freeze_user")


@pytest.fixture
def lin(db):
    return make_reviewer("lin", *RIGHTS)


@pytest.fixture
def zhou(db):
    return make_reviewer("zhou", *RIGHTS)


def taken_back(citizen, by) -> Activity:
    [outcome] = record(citizen, ride(2000))
    score_everything()
    act = Activity.objects.get(pk=outcome.activity.pk)
    taking_back.take_back(activity=act, reason=Reason.NOT_DONE, by=by, now=REVOKED_AT)
    act.refresh_from_db()
    return act


def upheld(citizen, by, time_machine) -> Freeze:
    """A freeze that has refused a walk and a ride."""
    freeze = frozen(citizen, by)
    record(citizen, walk(8000), ride(2000))
    time_machine.move_to(OVER, tick=False)
    settle_freezes()
    freeze.refresh_from_db()
    return freeze


def row_of(kind: str, row) -> Revocation | Freeze:
    return all_kinds()[kind].rows().get(pk=row.pk)


def raised(kind: str, row, by, now) -> Appeal:
    said = {"by": by, "words": "那天真的骑了", "photo": None, "now": now}
    return appealing.appeal(kind=all_kinds()[kind], row=row_of(kind, row), **said)


def grant(appeal: Appeal, by, now) -> None:
    deciding.accept(kind=all_kinds()["appeal"], row=appeal, by=by, now=now)


def earned(citizen, now=LATER) -> int:
    score_everything(now)
    return statements.available(citizen.pk, today=TODAY)


@pytest.fixture
def phone(client, alice):
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    return client


# What was taken back


def test_citizen_is_led_from_the_inbox_to_the_act_and_from_there_to_the_appeal(phone, alice, lin):
    act = taken_back(alice, lin)
    notice = Notice.objects.of(alice.pk).get(code="act_revoked")
    page = phone.get(notice.path).text

    assert f"/appeals/revoked/{act.public_id}/" in page
    assert "until Dec. 8, 2026" in page
    form = phone.get(f"/appeals/revoked/{act.public_id}/").text
    assert all(words in form for words in ("2 km", "It did not happen as it was reported.", "until Dec. 8, 2026"))


def test_won_appeal_counts_the_act_again_and_both_pages_say_so(phone, alice, lin, zhou, time_machine):
    act = taken_back(alice, lin)
    assert earned(alice) == 0
    time_machine.move_to(LATER, tick=False)
    phone.post(f"/appeals/revoked/{act.public_id}/", {"words": "那天真的骑了"})
    page = f"/desk/review/appeal/{Appeal.objects.get().public_id}/"
    office = at_desk(zhou)
    shown = office.get(page).text
    assert all(words in shown for words in ("那天真的骑了", "It did not happen as it was reported.", "2 km", "lin"))

    office.post(f"{page}accept/", carried_to(office.get(page), f"{page}accept/"))

    assert earned(alice) == 6
    again = Reinstatement.objects.get().activity
    assert Reinstatement.objects.get().by == zhou
    assert again.get_absolute_url() in phone.get(act.get_absolute_url()).text
    assert act.get_absolute_url() in phone.get(again.get_absolute_url()).text
    assert again.get_absolute_url() in phone.get(f"/appeals/revoked/{act.public_id}/").text
    assert "you were right" in phone.get("/inbox/").text
    assert_books_are_sound()


def test_it_stays_taken_back_where_the_decision_stands(phone, alice, lin, zhou):
    appeal = raised("revoked", taken_back(alice, lin), alice, LATER)
    deciding.refuse(kind=all_kinds()["appeal"], row=appeal, reason="nothing_new", note="", by=zhou, now=LATER)

    assert (earned(alice), Reinstatement.objects.count()) == (0, 0)
    assert_books_are_sound()


def test_whoever_took_it_back_does_not_decide(alice, lin):
    appeal = raised("revoked", taken_back(alice, lin), alice, LATER)

    with pytest.raises(refusals.WaitsForAnother):
        grant(appeal, lin, LATER)
    assert (earned(alice), Reinstatement.objects.count()) == (0, 0)


def test_it_is_appealed_once_and_within_fifteen_days(alice, lin):
    act, last = taken_back(alice, lin), REVOKED_AT + timedelta(days=15)
    with pytest.raises(refusals.AppealTooLate):
        raised("revoked", act, alice, last + timedelta(seconds=1))
    raised("revoked", act, alice, last)

    with pytest.raises(refusals.AppealedAlready):
        raised("revoked", act, alice, last)


def test_what_a_citizen_withdrew_is_nobodys_decision(phone, alice):
    [outcome] = record(alice, walk(9000), evidence=Evidence.SELF_DECLARED)
    score_everything()
    taking_back.withdraw(activity=outcome.activity, now=REVOKED_AT)

    assert "/appeals/" not in phone.get(outcome.activity.get_absolute_url()).text
    assert phone.get(f"/appeals/revoked/{outcome.activity.public_id}/").status_code == 404


def test_nobody_elses_is_there(client, bob, alice, lin, time_machine):
    act, freeze = taken_back(alice, lin), upheld(alice, lin, time_machine)
    client.force_login(bob)

    for page in (f"/appeals/revoked/{act.public_id}/", f"/appeals/freeze/{freeze.public_id}/"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"words": "再看"}).status_code == 404
    assert not Appeal.objects.exists()


def test_a_colleague_has_it_looked_at_again_from_its_page_at_the_desk(alice, lin, zhou):
    act, wu = taken_back(alice, lin), make_reviewer("wu", *RIGHTS)
    office, page = at_desk(zhou), f"/desk/review/revoked/{act.public_id}/"
    assert "Was this decided wrongly?" in office.get(page).text

    office.post(f"{page}again/", {"words": "照片是真的"})
    for somebody in (lin, zhou):
        with pytest.raises(refusals.WaitsForAnother):
            grant(Appeal.objects.get(), somebody, LATER)
    grant(Appeal.objects.get(), wu, LATER)

    assert earned(alice) == 6


def test_it_waits_in_no_queue(alice, lin):
    taken_back(alice, lin)

    queue = at_desk(lin).get("/desk/review/").text
    assert "Acts taken back" not in queue
    assert at_desk(lin).post("/desk/review/next/").url == "/desk/review/"


# What a freeze has refused


def test_citizen_is_led_from_inbox_and_act_to_the_appeal(phone, alice, lin, time_machine):
    freeze = upheld(alice, lin, time_machine)
    address = f"/appeals/freeze/{freeze.public_id}/"
    told = Notice.objects.of(alice.pk).get(code="freeze_ran_out")

    assert address in phone.get(told.path).text
    for act in Activity.objects.all():
        page = phone.get(act.get_absolute_url()).text
        assert address in page
        assert "until Dec. 15, 2026" in page
    assert freeze.reason_in_words in phone.get(address).text


def test_won_appeal_scores_all_that_was_refused(phone, alice, lin, zhou, time_machine):
    freeze = upheld(alice, lin, time_machine)
    assert earned(alice, OVER) == 0
    appeal = raised("freeze", freeze, alice, OVER)
    shown = at_desk(zhou).get(f"/desk/review/appeal/{appeal.public_id}/").text
    assert all(words in shown for words in ("那天真的骑了", "2 acts were refused for it", "lin"))

    grant(appeal, zhou, OVER)

    assert earned(alice, OVER) == 22
    freeze.refresh_from_db()
    assert (freeze.overturned_by, freeze.overturned_at, freeze.lifted_by) == (zhou, OVER, None)
    assert "looked at again: what was reported counts" in phone.get("/me/standing/").text
    assert_books_are_sound()


def test_who_froze_and_who_is_frozen_do_not_undo_it_nor_anybody_twice(alice, lin, zhou, time_machine):
    freeze = upheld(alice, lin, time_machine)
    for by, error in [(lin, FrozenByYou), (alice, OwnFreeze)]:
        with pytest.raises(error):
            freezes.overturn(freeze=freeze, by=by, now=OVER)
    assert set(Activity.objects.values_list("status", flat=True)) == {Status.REJECTED}

    freezes.overturn(freeze=freeze, by=zhou, now=OVER)
    with pytest.raises(NotUpheld):
        freezes.overturn(freeze=freeze, by=zhou, now=OVER)


def test_a_freeze_that_refused_nothing_or_was_lifted_is_no_refusal(phone, alice, lin, time_machine):
    freeze = frozen(alice, lin)
    time_machine.move_to(OVER, tick=False)
    settle_freezes()

    with pytest.raises(refusals.NothingToAppeal):
        raised("freeze", freeze, alice, OVER)
    assert "/appeals/" not in phone.get("/me/standing/").text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_it_at_once_one_does(alice, lin, zhou, time_machine):
    freeze = upheld(alice, lin, time_machine)

    answers = at_once([lambda: freezes.overturn(freeze=freeze, by=zhou, now=OVER)] * 4)

    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", *["NotUpheld"] * 3]
    assert earned(alice, OVER) == 22
    assert_books_are_sound()
