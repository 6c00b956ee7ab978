"""“It did not arrive”: told with the act and its app, answered by a day, and recorded through the one gate."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.inbox.models import Notice
from activities.models import Activity
from activities.refusals import OutOfBounds, TooLate
from activities.reviewables import all_kinds
from common.city_time import city_day
from credits import statements
from review import appealing, audit, claiming, deciding, granting, refusals
from review.models import Assignment, Claim
from review.waiting import take_next
from review.words import CLAIM_REASONS
from scenarios import rulebook
from scenarios.rules import Evidence
from tests.conftest import NOW, TODAY, record, ride, score_everything
from tests.evidence.conftest import take
from tests.evidence.pictures import as_file, drawn
from tests.review.conftest import at_desk, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LATER = NOW + timedelta(days=3)
RIGHTS = ("decide_claim", "decide_appeal")


@pytest.fixture
def lin(db):
    return make_reviewer("lin", *RIGHTS)


@pytest.fixture
def zhou(db):
    return make_reviewer("zhou", *RIGHTS)


def claimed(citizen, draft=None, *, photo=None, now=NOW) -> Claim:
    draft = draft or ride(3000)
    scenario = rulebook.current().scenarios[draft.scenario]
    _version, rule = rulebook.current().rule_on(scenario.pk, city_day(now))
    said = {"through": "天府通", "words": "还车后没有记录", "photo": photo}
    return claiming.claim(citizen=citizen, draft=draft, rule=rule, now=now, **said)


def kind():
    return all_kinds()["claim"]


def grant(claim, by, now=LATER):
    deciding.accept(kind=kind(), row=claim, by=by, now=now)


def earned(citizen) -> int:
    score_everything(LATER)
    return statements.available(citizen.pk, today=TODAY)


def test_granted_claim_is_an_act_by_a_way_of_its_own(alice, lin):
    claim = claimed(alice)

    grant(claim, lin)

    claim.refresh_from_db()
    act = Activity.objects.get()
    assert (claim.status, claim.activity_id, claim.decided_by, claim.due_on) == (
        "granted",
        act.pk,
        lin,
        date(2026, 12, 7),
    )
    assert (act.channel, act.evidence, act.values, act.citizen) == (
        "claim",
        "self_declared",
        {"distance_m": 3000},
        alice,
    )
    assert earned(alice) > 0
    assert told(alice) == [("claim_granted", claim.get_absolute_url())]


def told(citizen) -> list[tuple[str, str]]:
    """What the desk has answered, as the inbox holds it, and where that leads."""
    return list(Notice.objects.of(citizen.pk).order_by("pk").values_list("code", "path"))


def test_photo_and_provider_prove_it_better(alice, lin, zhou):
    with_photo = claimed(alice, photo=take(alice, as_file(drawn(5))))
    with_provider = claimed(alice, ride(2000, ago=timedelta(hours=3)))
    granting.route(claim=with_provider, note="问天府通", by=lin, now=NOW)
    granting.come_back(claim=with_provider, note="查到订单", is_confirmed=True, by=lin, now=NOW)

    grant(with_photo, zhou)
    grant(with_provider, zhou)

    assert list(Activity.objects.order_by("pk").values_list("evidence", flat=True)) == ["photo", "provider"]


def test_claim_waits_for_a_person_as_long_as_it_takes(alice, lin):
    claim = claimed(alice)

    grant(claim, lin, NOW + timedelta(days=60))

    assert Activity.objects.get().recorded_at == NOW + timedelta(days=60)


def test_what_a_word_proves_no_longer_takes_the_provider(alice, lin, zhou):
    claim = claimed(alice, ride(3000, ago=timedelta(days=20)))

    with pytest.raises(TooLate):
        grant(claim, lin)
    granting.route(claim=claim, note="", by=lin, now=NOW)
    granting.come_back(claim=claim, note="查到订单", is_confirmed=True, by=lin, now=LATER)
    grant(claim, zhou)

    assert Activity.objects.get().evidence == Evidence.PROVIDER


def test_while_the_provider_is_asked_nobody_is_handed_the_claim(alice, lin, zhou):
    claim = claimed(alice)
    granting.route(claim=claim, note="问天府通", by=lin, now=NOW)
    overdue_at = NOW + granting.PROVIDER_ANSWERS_WITHIN

    assert granting.bring_back(now=overdue_at - timedelta(seconds=1)) == 0
    assert take_next(kinds=[kind()], by=zhou, now=NOW) is None
    assert granting.bring_back(now=overdue_at) == 1

    assert take_next(kinds=[kind()], by=zhou, now=NOW).row == claim
    claim.refresh_from_db()
    assert granting.grade_of(claim) == Evidence.SELF_DECLARED


def test_what_the_provider_does_not_confirm_is_proven_no_better(alice, lin):
    claim = claimed(alice)
    granting.route(claim=claim, note="问天府通", by=lin, now=NOW)

    granting.come_back(claim=claim, note="没有查到", is_confirmed=False, by=lin, now=LATER)

    claim.refresh_from_db()
    assert (claim.status, claim.confirmed_at, granting.grade_of(claim)) == ("taken_up", None, Evidence.SELF_DECLARED)


def test_act_that_is_there_already_is_not_recorded_twice(alice, lin):
    record(alice, ride(3000), evidence=Evidence.SELF_DECLARED)
    claim = claimed(alice)

    with pytest.raises(refusals.ThereAlready):
        grant(claim, lin)

    assert Activity.objects.count() == 1
    assert Claim.objects.get().status == "received"


def test_what_no_rule_takes_is_refused_at_once(alice):
    with pytest.raises(OutOfBounds):
        claimed(alice, ride(300_000))

    assert not Claim.objects.exists()


def test_same_act_is_claimed_once_while_it_is_open(alice, lin):
    claim = claimed(alice)
    with pytest.raises(refusals.ClaimedAlready):
        claimed(alice)

    deciding.refuse(kind=kind(), row=claim, reason="not_found", note="", by=lin, now=LATER)

    assert claimed(alice).status == "received"


def test_acts_that_the_portal_makes_itself_are_not_claimed():
    rules = rulebook.current().rules_on(TODAY)
    found = {scenario.code for scenario, _version, rule in rules if claiming.may_be_claimed(scenario, rule)}

    assert {"walking", "bike-share", "metro"} <= found
    assert found.isdisjoint({"eco-photo", "quiz", "venue-visit", "idle-car", "water-saving", "check-in"})


def test_nobody_grants_a_claim_of_their_own(alice):
    claim = claimed(alice)

    with pytest.raises(refusals.WaitsForAnother):
        grant(claim, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.update(status="granted", decided_by=alice, decided_at=LATER, activity_id=1)

    assert not Activity.objects.exists()


def test_refused_claim_is_appealed_and_granted_by_another(alice, lin, zhou):
    claim = claimed(alice)
    deciding.refuse(kind=kind(), row=claim, reason="not_found", note="", by=lin, now=NOW)

    appeal = appealing.appeal(kind=kind(), row=claim, by=alice, words="订单截图见附", photo=None, now=NOW)
    deciding.accept(kind=all_kinds()["appeal"], row=appeal, by=zhou, now=LATER)

    claim.refresh_from_db()
    assert (claim.status, claim.decided_by, claim.reason) == ("granted", zhou, "")
    assert earned(alice) > 0
    assert [code for code, _path in told(alice)] == ["claim_refused", "claim_granted", "appeal_granted"]


def test_audit_finds_a_claim_that_is_not_its_act(alice, bob, lin):
    claim = claimed(alice)
    grant(claim, lin)
    assert list(audit.findings()) == []

    [other] = record(bob, ride(2000))
    Claim.objects.update(activity_id=other.activity.pk)

    assert [str(finding) for finding in audit.findings()] == [f"claim_is_not_its_act: claim {claim.pk}"]


# On pages


@pytest.fixture
def phone(client, alice, time_machine) -> Client:
    time_machine.move_to(NOW, tick=False)
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    return client


RIDE = {"distance_m": "3", "day": "2026-11-22", "start": "08:00", "minutes": "15", "through": "Green bikes"}


def test_citizen_tells_what_did_not_arrive_and_reads_the_answer(phone, alice, lin):
    assert "/claims/" in phone.get("/activities/").content.decode()
    assert "/claims/new/bike-share/" in phone.get("/act/bike-share/").content.decode()
    assert "/claims/new/bike-share/" in phone.get("/claims/new/").content.decode()
    picture = SimpleUploadedFile("a.jpg", as_file(drawn(7)), content_type="image/jpeg")

    sent = phone.post("/claims/new/bike-share/", {**RIDE, "words": "No record.", "photo": picture})

    claim = Claim.objects.get()
    assert (sent.status_code, sent.url) == (302, claim.get_absolute_url())
    assert (claim.through, claim.words, claim.photo.used_at, claim.citizen) == ("Green bikes", "No record.", NOW, alice)
    page = phone.get(claim.get_absolute_url()).content.decode()
    assert all(words in page for words in ("Received", "You get an answer by", "Green bikes", "3 km"))
    assert "Green bikes" in phone.get("/claims/").content.decode()
    deciding.refuse(kind=kind(), row=claim, reason="not_found", note="", by=lin, now=NOW)
    page = phone.get(claim.get_absolute_url()).content.decode()
    assert CLAIM_REASONS["not_found"]["en"] in page
    assert f"/appeals/claim/{claim.public_id}/" in page


def test_claim_names_where_it_came_from(phone):
    answer = phone.post("/claims/new/bike-share/", {**RIDE, "through": ""})

    assert "so that we can ask there" in answer.content.decode()
    assert not Claim.objects.exists()


def test_what_the_gate_says_stands_in_the_form(phone):
    answer = phone.post("/claims/new/bike-share/", {**RIDE, "distance_m": "300"})

    assert answer.status_code == 200
    assert answer.context["act"].errors
    assert not Claim.objects.exists()


@pytest.mark.parametrize("code", ["quiz", "eco-photo", "venue-visit", "nothing"])
def test_there_is_no_form_where_nothing_gets_lost(phone, code):
    assert phone.get(f"/claims/new/{code}/").status_code == 404
    assert phone.post(f"/claims/new/{code}/", RIDE).status_code == 404


def test_nobody_elses_claim_is_there(client, alice, bob):
    claim = claimed(alice)
    client.force_login(bob)

    assert client.get(claim.get_absolute_url()).status_code == 404
    assert claim.public_id not in client.get("/claims/").content.decode()


def test_desk_asks_the_provider_and_notes_its_answer(alice, lin, zhou, time_machine):
    time_machine.move_to(NOW, tick=False)
    claim = claimed(alice)
    office, address = at_desk(lin), f"/desk/review/claim/{claim.public_id}/"
    page = office.get(address).content.decode()
    assert all(words in page for words in ("天府通", "还车后没有记录", "3 km"))

    assert office.post(f"{address}provider/", {"note": ""}).url == address
    office.post(f"{address}provider/", {"note": "问天府通"})

    claim.refresh_from_db()
    assert (claim.status, claim.routed_note) == ("routed", "问天府通")
    assert Assignment.objects.get().reviewer is None
    at_desk(zhou).post(f"{address}provider/", {"note": "查到订单", "is_confirmed": "on"})
    claim.refresh_from_db()
    assert (claim.status, claim.routed_note, claim.confirmed_at) == ("taken_up", "查到订单", NOW)
    assert at_desk(zhou).post("/desk/review/next/").url == address


def test_whoever_may_not_decide_claims_asks_no_provider(alice):
    claim = claimed(alice)
    clerk = at_desk(make_reviewer("clerk", "decide_photoreport"))

    assert clerk.post(f"/desk/review/claim/{claim.public_id}/provider/", {"note": "x"}).status_code == 403
    assert Claim.objects.get().status == "received"
