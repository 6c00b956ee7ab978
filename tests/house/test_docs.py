"""The documents are true: their worked examples run through the real code, their links and names lead somewhere."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from accounts import audit as accounts_audit
from activities import audit as activities_audit
from activities import reinstating
from activities.gate.drafts import Draft
from activities.intake import Recorded, Refused, Repeated
from activities.models import Activity, Assessment, Reason, Revocation
from activities.scoring import scorer, taking_back
from activities.second_opinion import auditing
from channels.household.binding import things_of_car
from city.news import attachments
from city.rollups import audit as rollups_audit
from city.transparency import auditing as city_auditing
from common.city_time import CITY_ZONE, city_day
from common.errors import DomainError
from common.typed import numbers, times
from credits import audit as credits_audit
from credits import books as ledger_books
from credits import budgets, clawback, holds, ledger, statements
from credits.adjusting import deciding
from credits.merging import forwarding
from credits.models import LARGE_FUNDING, WAYS, Transfer, TransferKind
from desk import roles
from merchants.settlement import audit as settlement_audit
from methodologies.base import Span
from portal.books import apps_with_books
from projects.bulletin import audit as bulletin_audit
from projects.buyers import audit as buyers_audit
from projects.cycle import audit as cycle_audit
from projects.documents import audit as documents_audit
from projects.events import audit as events_audit
from projects.monitoring import audit as monitoring_audit
from projects.organisations import audit as organisations_audit
from projects.pooling import audit as pooling_audit
from scenarios.models import RuleVersion, Scenario
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence, Rule, SourcedBound
from seals import auditing as seals_audit
from seals.sources import every_source
from tests.conftest import NOW, RELEASED, TODAY, make_citizen, record, ride, score_everything, walk
from tests.credits.adjusting.conftest import FUNDING, SERVING, approved, official, proposed
from tests.credits.merging.conftest import merged
from tests.merchants.conftest import NEXT_VINTAGE, THIS_VINTAGE, give

ROOT = Path(__file__).parents[2]
SKIPPED = {"node_modules"}
DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part.startswith(".") or part in SKIPPED for part in path.relative_to(ROOT).parts)
)
SCORING, LEDGER, GLOSSARY, TYPED = "docs/scoring.md", "docs/ledger.md", "docs/glossary.md", "docs/typed.md"
BOOKS = "docs/books.md"
PROJECTS = "docs/projects-methods.md"
ELSEWHERE = [
    ROOT / "tests" / name
    for name in (
        "activities/test_never_twice.py",
        "activities/test_ridden_steps.py",
        "methodologies/projects/test_documents.py",
    )
]
"""Each runs examples of its own."""
MARK = re.compile(r"^<!-- example: ([\w-]+) -->$", re.MULTILINE)
ACT = re.compile(r"([\d,.]+) (steps|km)(?: in (\d+) min)?")
LATER = NOW + timedelta(minutes=5)

Row = dict[str, str]


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def rows_after(text: str, mark: str) -> list[Row]:
    """The table after `mark`, a row each, by the names of its columns; without the marks of code."""
    _before, found, after = text.partition(mark)
    assert found, f"{mark} is missing"
    lines = []
    for line in after.lstrip("\n").splitlines():
        if not line.startswith("|"):
            break
        lines.append([cell.strip().replace("`", "") for cell in line.strip("|").split("|")])
    header, _rule, *rows = lines
    assert rows, f"{mark} has no rows"
    return [dict(zip(header, row, strict=True)) for row in rows]


def example(document: str, name: str) -> list[Row]:
    return rows_after(text_of(document), f"<!-- example: {name} -->")


def number(cell: str) -> int:
    return int(cell.replace(",", "").replace("−", "-"))


def signed(amount: int) -> str:
    return f"{amount:+}".replace("-", "−")


# Scoring


def started_at(row: Row) -> datetime | None:
    """The start that a row names: a clock of today, a day, or both."""
    said = row.get("from", "")
    if not said:
        return None
    whole = f"{NOW.astimezone(CITY_ZONE).date()} {said}" if len(said) == len("08:00") else said
    return datetime.fromisoformat(whole).replace(tzinfo=CITY_ZONE)


def draft_of(row: Row, now: datetime = NOW) -> Draft:
    start, client_id = started_at(row), row.get("id", "")
    if row["act"] == "1 idle day":
        assert start
        odometer = {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}
        return Draft("idle-car", Span.PERIOD, start, start + timedelta(days=1), odometer, client_id)
    found = ACT.fullmatch(row["act"])
    assert found, row
    amount, unit, minutes = found.groups()
    if unit == "steps":
        days_ago = (city_day(now) - city_day(start)).days if start else 0
        return walk(number(amount), days_ago=days_ago, client_id=client_id, now=now)
    distance_m = int(Decimal(amount) * 1000)
    ago = now - start if start else timedelta(hours=1)
    return ride(distance_m, minutes=int(minutes), ago=ago, client_id=client_id, now=now)


def cuts_in_words(assessment: Assessment) -> str:
    return "; ".join(map(cut_in_words, assessment.cuts)) or "–"


def cut_in_words(cut: dict) -> str:
    if cut["code"] in {"overlaps", "covered"}:
        return cut["code"]
    if cut["code"] == "counted_before":
        return f"{cut['code']} {cut['limit']} g, {cut['used']} credits"
    return f"{cut['code']} limit {cut['limit']}, used {cut['used']}"


def assert_reckoned_as(rows: Iterable[Row], assessments: Iterable[Assessment]) -> None:
    for row, assessment in zip(rows, assessments, strict=True):
        assert Decimal(assessment.facts["quantified"]) == Decimal(row["exact g"]), row
        assert (assessment.grams, assessment.credits) == (number(row["g"]), number(row["credits"])), row
        assert cuts_in_words(assessment) == row["cut by"], row


def assessments_of(citizen) -> list[Assessment]:
    own = Assessment.objects.filter(activity__citizen=citizen).select_related("activity", "version")
    return list(own.order_by("activity_id"))


def rule_of(scenario: str) -> Rule:
    """The rule that the documents speak of."""
    book = RuleBook()
    found = book.rule_on(book.scenarios[scenario].pk, city_day(RELEASED))
    assert found
    return found[1]


@pytest.mark.usefixtures("catalogue")
def test_factors_are_those_of_the_catalogue():
    stated = []
    for scenario in RuleBook().scenarios:
        rule = rule_of(scenario)
        for factor in (rule.factors[slot.name] for slot in rule.methodology.slots):
            source = factor.source
            words = f"{source.title['zh-hans']}, {source.publisher['zh-hans']}, {source.published_on}"
            stated.append((scenario, f"{factor.value:f} {factor.unit}", factor.standing.value, words))

    assert [tuple(row.values()) for row in example(SCORING, "factors")] == stated


def bound_in_words(sourced: SourcedBound) -> str:
    least, most = sourced.bound.least, sourced.bound.most
    return f"at least {least:,} {sourced.unit}" if most is None else f"{least:,} to {most:,} {sourced.unit}"


@pytest.mark.usefixtures("catalogue")
def test_limits_are_those_of_the_catalogue():
    stated = []
    for scenario in ("walking", "bike-share"):
        rule = rule_of(scenario)
        for sourced in rule.bounds:
            stated.append((scenario, sourced.bound.measure, bound_in_words(sourced), sourced.standing.value))
        for cap in rule.caps:
            limit = f"{cap.limit.value:,} {cap.limit.unit}"
            stated.append((scenario, f"{cap.measure} per {cap.period}", limit, cap.limit.standing.value))
        price = rule.grams_per_credit
        stated.append((scenario, "a credit", f"{price.value} {price.unit}", price.standing.value))
        for grade in filter(rule.windows.get, Evidence):
            window = rule.windows[grade]
            days = "none" if window.value is None else f"{window.value} {window.unit}"
            stated.append((scenario, f"window of {grade}", days, window.standing.value))
        for grade, worth in rule.worth.items():
            stated.append((scenario, f"worth of {grade}", f"{worth.value} {worth.unit}", worth.standing.value))
        for grade, most in rule.most_grams.items():
            named = f"most of one act of {grade}"
            stated.append((scenario, named, f"{most.value} {most.unit}", most.standing.value))

    assert [tuple(row.values()) for row in example(SCORING, "limits")] == stated


@pytest.mark.usefixtures("catalogue", "budget")
def test_single_acts_earn_what_the_document_says():
    rows = example(SCORING, "single-acts")
    citizens = [make_citizen() for _row in rows]
    for citizen, row in zip(citizens, rows, strict=True):
        record(citizen, draft_of(row))

    score_everything()

    assert_reckoned_as(rows, [assessments_of(citizen)[0] for citizen in citizens])


@pytest.mark.usefixtures("catalogue", "budget")
def test_day_totals_earn_what_the_document_says(alice):
    rows = example(SCORING, "day-totals")
    record(alice, *(draft_of(row) for row in rows))

    score_everything()

    assessments = assessments_of(alice)
    assert_reckoned_as(rows, assessments)
    grams = credits = 0
    for row, assessment in zip(rows, assessments, strict=True):
        grams, credits = grams + assessment.grams, credits + assessment.credits
        assert row["the day so far"] == f"{grams} g, {credits} credits"


@pytest.mark.usefixtures("catalogue", "budget")
def test_seven_rides_earn_what_the_document_says(alice):
    rows = example(SCORING, "seven-rides")
    record(alice, *(draft_of(row) for row in rows))

    score_everything()

    assert_reckoned_as(rows, assessments_of(alice))


@pytest.mark.usefixtures("catalogue", "budget")
def test_rides_at_one_time_earn_what_the_document_says(alice):
    rows = example(SCORING, "overlaps")
    record(alice, *(draft_of(row) for row in rows))

    score_everything()

    assert_reckoned_as(rows, assessments_of(alice))


@pytest.mark.usefixtures("catalogue", "budget")
def test_evidence_is_worth_what_the_document_says():
    rows = example(SCORING, "evidence")
    citizens = [make_citizen() for _row in rows]
    for citizen, row in zip(citizens, rows, strict=True):
        record(citizen, draft_of(row, RELEASED), evidence=Evidence(row["evidence"]), now=RELEASED)

    score_everything(RELEASED)

    assert_reckoned_as(rows, [assessments_of(citizen)[0] for citizen in citizens])


@pytest.mark.usefixtures("catalogue", "budget")
@pytest.mark.parametrize("rows", [example(SCORING, "better-proof"), example(SCORING, "best-counting")])
def test_acts_that_meet_earn_what_the_document_says(alice, rows):
    for row in rows:
        record(alice, draft_of(row), evidence=Evidence(row["evidence"]))

    score_everything()

    assert_reckoned_as(rows, assessments_of(alice))


@pytest.mark.usefixtures("catalogue", "budget")
def test_versions_are_chosen_as_the_document_says(alice):
    for scenario in Scenario.objects.filter(code__in=["walking", "bike-share"]):
        latest = scenario.versions.filter(effective_from__lt=NOW).latest("effective_from")
        dearer = {**latest.document, "grams_per_credit": {**latest.document["grams_per_credit"], "value": 20}}
        RuleVersion.objects.create(
            scenario=scenario, number=9, effective_from="2026-11-23", document=dearer, published_at=NOW
        )
    rows = example(SCORING, "versions")
    record(alice, *(draft_of(row) for row in rows))

    score_everything()

    for row, assessment in zip(rows, assessments_of(alice), strict=True):
        assert assessment.activity.city_day.isoformat() == row["city day"], row
        assert assessment.version.number == int(row["version"]), row
        assert (assessment.grams, assessment.credits) == (number(row["g"]), number(row["credits"])), row


@pytest.mark.usefixtures("catalogue")
def test_exhausted_budget_makes_an_act_wait_as_the_document_says(alice):
    budget = budgets.open_budget("citizens", {"zh-hans": "小", "en": "Small"})
    budgets.fund(budget, 32, reference="fund:small", now=NOW)
    record(alice, walk(8000))
    seen = []

    def look(what: str) -> None:
        left, earned = budgets.remaining("citizens"), statements.available(alice.pk, today=TODAY)
        seen.append((what, f"{left:,}", Activity.objects.get().status, str(earned)))

    score_everything()
    look("recorded and scored")
    budgets.fund(budget, 8000, reference="fund:more", now=LATER)
    look("funded with 8,000 more")
    scorer.release_waiting(now=LATER)
    look("released")
    score_everything(LATER)
    look("scored")

    assert [tuple(row.values()) for row in example(SCORING, "waiting")] == seen


@pytest.mark.usefixtures("catalogue", "budget")
def test_nothing_counts_twice_as_the_document_says(alice):
    rows = example(SCORING, "never-twice")

    answers = [record(alice, draft_of(row))[0] for row in rows]
    score_everything()

    earned = {assessment.activity_id: assessment for assessment in assessments_of(alice)}
    for row, answer in zip(rows, answers, strict=True):
        match answer:
            case Recorded(activity):
                assessment = earned[activity.pk]
                said = ("recorded", str(assessment.grams), str(assessment.credits))
            case Repeated():
                said = ("repeated", "–", "–")
            case Refused(error):
                said = (f"refused: {error.code}", "–", "–")
        assert said == (row["answer"], row["g"], row["credits"])


@pytest.mark.usefixtures("catalogue", "budget")
def test_things_count_once_as_the_document_says(alice, bob):
    rows = example(SCORING, "once")
    assert {row["who"] for row in rows} == {"alice", "bob"}

    for row in rows:
        citizen = alice if row["who"] == "alice" else bob
        answer = record(citizen, drive_of(row), evidence=Evidence.PHOTO)[0]
        said = f"refused: {answer.error.code}" if isinstance(answer, Refused) else "recorded"
        assert said == row["answer"], row


def drive_of(row: Row) -> Draft:
    """Two hours at the wheel of one electric car."""
    first, last = (number(kilometres) * 1000 for kilometres in row["kilometres"].split(" to "))
    start = started_at(row)
    values = {"odometer_start_m": first, "odometer_end_m": last}
    things = things_of_car("ev-driving", "川AD12345")
    return Draft("ev-driving", Span.PERIOD, start, start + timedelta(hours=2), values, "", things)


# The ledger


class Books:
    """The worked example of docs/ledger.md, done step by step; `balances` has a column for each step."""

    def __init__(self, alice) -> None:
        self.alice = alice
        self.balances: list[tuple[str, dict[str, int]]] = []
        self.budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
        self.first = budgets.fund(self.budget, 83, reference="fund:example", now=NOW)
        self.note("after FUND")
        record(alice, ride(2000), walk(8000))
        score_everything()
        self.note("after the ride")
        self.second = budgets.fund(self.budget, 80, reference="fund:more", now=LATER)
        self.note("after the second FUND")
        scorer.release_waiting(now=LATER)
        score_everything(LATER)
        self.note("after the walk")
        self.ride, self.walk = assessments_of(alice)
        self.awards = [ledger.find(assessment.award_reference) for assessment in (self.ride, self.walk)]
        self.reversal = ledger.reverse(self.awards[0], now=LATER)
        self.note("after the REVERSAL")

    def note(self, step: str) -> None:
        given = sum(Transfer.objects.filter(kind=TransferKind.FUND).values_list("amount", flat=True))
        balances = {
            "issuance (derived)": -given,
            "the 8 slots together": sum(self.budget.slots.values_list("balance", flat=True)),
            "alice's available": statements.available(self.alice.pk, today=TODAY),
        }
        self.balances.append((step, {**balances, "sum": sum(balances.values())}))

    def filled(self, words: str) -> str:
        """The document's words with its row numbers filled in."""
        numbers = {
            "{ride}": self.ride.activity_id,
            "{walk}": self.walk.activity_id,
            "{ride's transfer}": self.awards[0].pk,
        }
        for place, value in numbers.items():
            words = words.replace(place, str(value))
        return words


@pytest.fixture
def books(catalogue, alice) -> Books:
    return Books(alice)


def test_budget_spreads_as_the_document_says(books):
    for row, first, second in zip(example(LEDGER, "funding"), books.first, books.second, strict=True):
        slot, first_amount, first_reference, second_amount, second_reference = row.values()
        assert (first.credit.slot, first.amount, first.reference) == (int(slot), int(first_amount), first_reference)
        assert (second.credit.slot, second.amount, second.reference) == (
            int(slot),
            int(second_amount),
            second_reference,
        )


def account_in_words(account, books: Books) -> str:
    if account.budget_id:
        return "slot"
    assert account.owner_id == books.alice.pk
    return f"alice's {account.kind} until {account.expires_on}"


@pytest.mark.usefixtures("catalogue", "budget")
def test_what_is_taken_back_is_what_the_document_says(alice, bob):
    seen = told_of_taking_back("earned", alice, bob)
    record(alice, driven(5900, hours=1))
    score_everything(LATER)
    seen.append(("earned 70", *kept_and_owed(alice)))

    assert [tuple(row.values()) for row in example(LEDGER, "taking-back")] == seen


@pytest.mark.usefixtures("catalogue", "budget")
def test_what_counts_again_is_what_the_document_says(alice, bob):
    seen = told_of_taking_back("earned 60", alice, bob)
    reinstating.reinstate(revocation=Revocation.objects.get(), by=make_citizen(), now=LATER)
    score_everything(LATER)
    seen.append(("counted again", *kept_and_owed(alice)))

    assert [tuple(row.values()) for row in example(LEDGER, "counted-again")] == seen


@pytest.mark.usefixtures("budget", "tmp_uploads")
def test_what_is_adjusted_is_what_the_document_says(alice):
    roles.load()
    clerk, controller = official("clerk", SERVING), official("controller", FUNDING)
    for amount, expires_on in ((50, THIS_VINTAGE), (10, NEXT_VINTAGE)):
        give(alice, amount, expires_on)
    seen = [("before", *kept_and_owed(alice))]
    taken = approved(proposed(alice, -80, clerk), controller)
    seen.append(("taken 80", *kept_and_owed(alice)))
    approved(proposed(alice, 100, clerk), controller)
    seen.append(("given 100", *kept_and_owed(alice)))
    deciding.undo(adjustment=taken, by=official("third", FUNDING), now=NOW)
    seen.append(("80 given back", *kept_and_owed(alice)))

    assert [tuple(row.values()) for row in example(LEDGER, "adjusting")] == seen


@pytest.mark.usefixtures("budget")
def test_what_is_merged_is_what_the_document_says(alice, bob):
    roles.load()
    seen = []

    def note(step: str) -> None:
        seen.append((step, *kept_and_owed(alice), *kept_and_owed(bob)))

    for citizen, owed, key in ((alice, 30, "revoke:1"), (bob, 10, "revoke:2")):
        ledger.post_all(clawback.taken_back(citizen.pk, owed, reference=key, now=NOW), now=NOW)
    for citizen, amount, expires_on in ((alice, 50, THIS_VINTAGE), (alice, 100, NEXT_VINTAGE), (bob, 20, NEXT_VINTAGE)):
        give(citizen, amount, expires_on)
    note("before")
    merged(alice, bob, official("clerk", SERVING))
    note("merged")
    ledger.post_all(clawback.taken_back(alice.pk, 40, reference="revoke:3", now=NOW), now=NOW)
    note("40 taken back")
    forwarding.forward(now=NOW)
    note("forwarded")

    assert [tuple(row.values()) for row in example(LEDGER, "merging")] == seen


@pytest.fixture
def tmp_uploads(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def told_of_taking_back(first: str, citizen, staff) -> list[tuple[str, str, str]]:
    """Sixty credits are earned, fifty spent, and all taken back."""
    [act] = record(citizen, driven(5050, hours=3))
    score_everything()
    seen = [(first, *kept_and_owed(citizen))]
    chosen = holds.portions(citizen.pk, 50, today=TODAY)
    ledger.post_all(holds.donated("trees", chosen, reference="donate:1", now=NOW), now=NOW)
    seen.append(("spent 50", *kept_and_owed(citizen)))
    taking_back.take_back(activity=act.activity, reason=Reason.MISTAKEN, by=staff, now=LATER)
    return [*seen, ("revoked", *kept_and_owed(citizen))]


def kept_and_owed(citizen) -> tuple[str, str]:
    return str(statements.available(citizen.pk, today=TODAY)), str(statements.debt(citizen.pk))


def driven(metres: int, *, hours: int) -> Draft:
    """Twenty minutes in an electric car, so long ago."""
    values = {"odometer_start_m": 10_000_000 * hours, "odometer_end_m": 10_000_000 * hours + metres}
    start = NOW - timedelta(hours=hours)
    return Draft("ev-driving", Span.PERIOD, start, start + timedelta(minutes=20), values)


def test_transfers_are_those_of_the_document(books):
    posted = [*books.awards, books.reversal]
    assert books.reversal.credit_id == books.awards[0].debit_id
    for row, transfer in zip(example(LEDGER, "transfers"), posted, strict=True):
        assert transfer.kind.upper() == row["kind"]
        assert account_in_words(transfer.debit, books) in row["from"]
        assert account_in_words(transfer.credit, books) in row["to"]
        assert transfer.amount == number(row["amount"])
        assert transfer.reference == books.filled(row["reference"])


def test_balances_are_those_of_the_document(books):
    rows = example(LEDGER, "balances")
    stated = [
        (step, {row["account"]: number(row[step]) for row in rows}) for step in list(rows[0]) if step != "account"
    ]

    assert stated == books.balances
    assert list(credits_audit.findings()) == []


def test_trial_balance_is_that_of_the_document(books):
    [trial] = ledger_books.books(TODAY, TODAY, now=NOW + timedelta(days=1)).trials()
    sums = ("sum", trial.opening, trial.gave, trial.received, trial.closing)
    seen = [*((line.kind.value, *line[1:], line.closing) for line in trial.lines), sums]

    rows = example(BOOKS, "trial-balance")
    assert [(row["account"], *(number(row[name]) for name in list(row)[1:])) for row in rows] == seen


def test_statement_is_that_of_the_document(books):
    entries = statements.page(books.alice.pk).entries

    assert [tuple(row.values()) for row in example(LEDGER, "statement")] == [
        (entry.kind.upper(), signed(entry.change), str(entry.balance), str(entry.expires_on)) for entry in entries
    ]


def test_audit_reports_what_the_document_says(books):
    stated = [books.filled(row["finding"]) for row in example(LEDGER, "finding")]

    assert [str(finding) for finding in activities_audit.findings()] == stated


def test_audit_rules_are_those_of_the_document():
    rules = {
        name: [rule.code for rule in module.RULES] for name, module in apps_with_books().items() if name != "seals"
    }
    rules["accounts"] += [accounts_audit.NOT_AS_CHANGED]
    rules["activities"] += auditing.CODES
    rules["merchants"] += settlement_audit.CODES
    of_reports = [rule.code for rule in monitoring_audit.RULES]
    of_pools = [rule.code for rule in pooling_audit.RULES]
    rules["projects"] += [*cycle_audit.CODES, *documents_audit.CODES, *of_reports, *of_pools]
    rules["projects"] += [*bulletin_audit.CODES, *buyers_audit.CODES]
    rules["projects"] += [rule.code for rule in (*events_audit.RULES, *organisations_audit.RULES)]

    rules["city"] += [city_auditing.CODE, *(rule.code for rule in rollups_audit.RULES), *attachments.CODES]

    stated = [row["rule"] for row in example(LEDGER, "audit-rules")]
    assert stated == [code for codes in rules.values() for code in codes]


def test_kinds_of_transfers_are_those_of_the_document():
    assert [row["kind"] for row in example(LEDGER, "kinds")] == TransferKind.names


def test_ways_of_transfers_are_those_of_the_document():
    stated = [
        (row["kind"], debit, credit, asset, "one vintage" in words, is_of_one_citizen(words), "to another’s" in words)
        for row in example(LEDGER, "kinds")
        if row["kind"] != TransferKind.REVERSAL.name
        for words in [row["from → to"]]
        for ends in [re.findall(r"(\w+) → (\w+)", words)]
        for (debit, credit), asset in zip(ends, row["asset"].split(", "), strict=True)
    ]

    assert sorted(stated) == sorted((way.kind.name, *way[1:]) for way in WAYS)


def is_of_one_citizen(words: str) -> bool:
    return "of one citizen" in words and "one vintage" not in words


def test_limit_of_what_one_person_issues_is_that_of_the_document():
    assert f"More than {LARGE_FUNDING:,} credits at once, a *proposed* limit" in text_of(LEDGER)


def test_guards_of_the_database_are_those_of_the_document():
    stated = [(row["table"], row["guard"]) for row in example(LEDGER, "guards")]
    guards = [
        (f"credits.{name}", guard.name)
        for name in ("Transfer", "LedgerAccount", "TransferKey", "Funding")
        for options in [apps.get_model("credits", name)._meta]
        for guard in (*options.triggers, *options.constraints)
    ]

    assert sorted(stated) == sorted(guards)


def test_rows_that_a_day_has_are_those_of_the_document():
    stated = [(row["rows"], row["by"]) for row in example(LEDGER, "sealed-rows")]

    assert stated == [(source.name, source.column) for source in every_source()]


def test_findings_of_the_chain_are_those_of_the_document():
    written = re.findall(r'Finding\(\s*"(\w+)"', Path(seals_audit.__file__).read_text(encoding="utf-8"))

    assert sorted(row["finding"] for row in example(LEDGER, "seal-findings")) == sorted(set(written))


def test_every_example_of_the_documents_is_run():
    marks = {name for document in DOCUMENTS for name in MARK.findall(document.read_text(encoding="utf-8"))}
    tests = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__), *ELSEWHERE))
    run = set(re.findall(r'example\((?:SCORING|LEDGER|TYPED|BOOKS|PROJECTS), "([\w-]+)"\)', tests))

    assert marks == run


# The README


@pytest.mark.usefixtures("catalogue", "budget")
def test_first_call_of_the_readme_earns_what_it_says(alice, client, token_of, time_machine):
    time_machine.move_to(RELEASED)
    [body] = re.findall(r"-d '(\{.*?\})'", text_of("README.md"), re.DOTALL)
    today = city_day(RELEASED)
    for name, day in (("'$TODAY'", today), ("'$YESTERDAY'", today - timedelta(days=1))):
        body = body.replace(name, day.isoformat())

    answer = client.post(
        "/api/v1/activities", json.loads(body), content_type="application/json", headers=token_of(alice)
    ).json()
    score_everything(RELEASED)

    assert [(result["id"], result["outcome"]) for result in answer["results"]] == [
        ("walk-1", "recorded"),
        ("ride-1", "recorded"),
    ]
    read = client.get("/api/v1/activities", headers=token_of(alice)).json()["activities"]
    assert [(act["scenario"], act["grams"], act["credits"]) for act in read] == [
        ("bike-share", 33, 3),
        ("walking", 80, 8),
    ]
    said = text_of("README.md")
    assert "they earned: 80 g and 8 credits, 33 g and 3 credits" in said
    assert "80 g and 8 credits with the whole reckoning" in said
    assert "it counts for 33 g and 3 credits" in said


# What people type


def reading(read: Callable[[], Any]) -> Any:
    """What a text is read as, or the code of its refusal."""
    try:
        return read()
    except DomainError as refused:
        return refused.code


@pytest.mark.parametrize("row", example(TYPED, "typed-numbers"), ids=lambda row: row["typed"])
def test_documented_numbers_are_read_as_the_page_says(row):
    typed = row["typed"]

    whole = reading(lambda: numbers.whole(typed, label="步数"))
    decimal = reading(lambda: numbers.decimal(typed, label="距离", places=2))

    assert list(row.values()) == [
        typed,
        str(whole),
        decimal if isinstance(decimal, str) else f"{decimal.normalize():f}",
    ]


@pytest.mark.parametrize("row", example(TYPED, "typed-times"), ids=lambda row: row["typed"])
def test_documented_times_are_read_as_the_page_says(row):
    typed = row["typed"]
    day = reading(lambda: f"{times.day(typed, label='日期')}")
    clock = reading(lambda: f"{times.clock(typed, label='时间'):%H:%M}")
    moment = reading(lambda: f"{times.moment(typed, label='时间').astimezone(CITY_ZONE):%Y-%m-%d %H:%M}")

    shown = ["–" if str(read).startswith("unreadable") else read for read in (day, clock, moment)]
    assert list(row.values()) == [typed, *shown]


# Links and names


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        place, _hash, part = target.partition("#")
        aimed = (document.parent / place).resolve() if place else document
        assert aimed.exists(), target
        if part:
            assert part in anchors(aimed), target


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_decision_is_in_the_index():
    decisions = {path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")}
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", text_of("docs/adr/README.md")))

    assert decisions
    assert linked == decisions


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_file_that_is_named_exists(document):
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w./-])bin/[a-z]+\b", text))
    for code in re.findall(r"`([^`\n]+)`", text):
        path = re.fullmatch(r"([\w.-]+/[\w./-]*?)(?::\d+)?", code)
        top = code.partition("/")[0]
        if path and (ROOT / top).is_dir() and not top.startswith("."):
            named.add(path[1])
    for name in named:
        assert (ROOT / name).exists(), name


def test_glossary_names_every_model_and_no_other():
    named = set(re.findall(r"`([a-z_]+\.[A-Z]\w+)`", text_of(GLOSSARY)))
    ours = {
        model._meta.label
        for app in apps.get_app_configs()
        if app.name in settings.PORTAL_APPS
        for model in app.get_models()
    }

    assert named == ours
