"""A rule says by which ways acts may come in, and every door keeps to it."""

from datetime import date, timedelta

import pytest

from activities import intake, reinstating, ways_in
from activities.models import Reason
from activities.scoring import taking_back
from channels.api.way_in import WAY_IN as API
from channels.files.way_in import WAY_IN as FILE
from channels.form.way_in import WAY_IN as FORM
from review.way_in import WAY_IN as CLAIM
from scenarios import rulebook
from scenarios.models import RuleVersion
from scenarios.rules import Evidence, Rule
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

TYPED = Evidence.SELF_DECLARED


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def in_force(code: str) -> RuleVersion:
    begun = RuleVersion.objects.published().filter(scenario__code=code, effective_from__lte=TODAY)
    return begun.latest("effective_from")


def let_in(code: str, *ways: str, since: date = TODAY) -> None:
    """From a day on its acts come by these ways alone."""
    version = in_force(code)
    RuleVersion.objects.create(
        scenario=version.scenario,
        number=90,
        effective_from=since,
        document={**version.document, "ways": [*ways]},
        published_at=NOW,
    )
    rulebook.forget()


def sent(citizen, draft, way, evidence=TYPED):
    return intake.record(citizen=citizen, drafts=[draft], channel=way, evidence=evidence, now=NOW)[0]


@pytest.mark.parametrize("way", [API, FORM, FILE], ids=lambda way: way.code)
def test_act_comes_by_the_ways_that_its_rule_lets_it(alice, way):
    let_in("bike-share", way.code)

    for other in (API, FORM, FILE):
        outcome = sent(alice, ride(2000), other)
        if other is way:
            assert isinstance(outcome, intake.Recorded)
        elif isinstance(outcome, intake.Refused):
            assert outcome.error.code == "way_closed"
        else:
            # The same act was recorded by then: whoever sends it again learns so.
            assert isinstance(outcome, intake.Repeated)


def test_every_way_is_open_where_a_rule_names_none(alice):
    assert all(isinstance(sent(alice, ride(2000), way), intake.Recorded | intake.Repeated) for way in (API, FORM, FILE))


def test_way_that_is_closed_today_is_closed_for_days_gone_by(alice):
    let_in("walking", "file")

    assert sent(alice, walk(8000, days_ago=1), API).error.code == "way_closed"


def test_way_that_was_closed_on_the_acts_day_stays_closed_for_it(alice):
    let_in("walking", "file", since=TODAY - timedelta(days=1))
    RuleVersion.objects.create(
        scenario=in_force("walking").scenario,
        number=91,
        effective_from=TODAY,
        document={name: part for name, part in in_force("walking").document.items() if name != "ways"},
        published_at=NOW,
    )
    rulebook.forget()

    assert sent(alice, walk(8000, days_ago=1), API).error.code == "way_closed"
    assert isinstance(sent(alice, walk(8000), API), intake.Recorded)


def test_what_the_desk_decides_act_by_act_no_rule_closes(alice, desk):
    [outcome] = record(alice, walk(8000))
    score_everything()
    taking_back.take_back(activity=outcome.activity, reason=Reason.MISTAKEN, by=desk, now=NOW)
    let_in("walking", "api", since=TODAY - timedelta(days=1))

    assert isinstance(sent(alice, walk(5000, days_ago=1), CLAIM), intake.Recorded)
    revocation = type(outcome.activity).objects.get(pk=outcome.activity.pk).revocation
    assert reinstating.reinstate(revocation=revocation, by=make_citizen(), now=NOW).channel == "again"


def test_form_that_is_closed_is_shown_nowhere(client, alice):
    client.force_login(alice)
    assert "hx-post" in client.get("/act/bike-share/").content.decode()

    let_in("bike-share", "api", "file")

    page = client.get("/act/bike-share/").content.decode()
    assert "hx-post" not in page
    assert "文件" in page
    assert client.post("/act/bike-share/estimate/").status_code == 404


def test_one_tap_is_offered_where_the_form_is_open(client, alice):
    client.force_login(alice)
    [row] = [row for row in rows(client) if row.scenario.code == "check-in"]
    assert row.by_one_tap

    let_in("check-in", "api")

    [row] = [row for row in rows(client) if row.scenario.code == "check-in"]
    assert not row.by_one_tap


def rows(client) -> list:
    return [row for section in client.get("/act/").context["menu"].sections for row in section.rows]


def test_api_is_told_of_what_it_may_send(client, alice):
    let_in("bike-share", "form")

    document = client.get("/api/v1/openapi.json").content.decode()

    assert '"walking"' in document
    assert '"bike-share"' not in document


def test_proof_that_is_closed_is_not_advised(alice):
    rule = in_force("walking").rule
    assert ways_in.better_proof_of("walking", rule)[0] == "files:files"

    closed = Rule.from_document({**in_force("walking").document, "ways": ["api", "form"]})

    assert ways_in.better_proof_of("walking", closed) is None
    assert ways_in.open_grades("walking", rule) == {TYPED, Evidence.DEVICE}
    assert ways_in.open_grades("walking", closed) == {TYPED}
