"""A rehearsal tells what a rule would have paid, piece by piece and each citizen once, and changes nothing else."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Sum

from activities import jobs
from activities.models import Assessment, Reason
from activities.scoring import taking_back
from activities.scoring.rehearsing import run
from credits.models import LedgerAccount
from scenarios import publishing
from scenarios.models import Rehearsal, RuleVersion
from scenarios.rehearsals.asking import ask, rehearsed, stop
from scenarios.rehearsals.models import Stage
from tests.at_once import at_once
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk
from tests.processes import test_database_url, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LATER = NOW + timedelta(minutes=10)
ROOT = Path(__file__).parents[2]
RUNNER = """
from django.utils import timezone
from activities.scoring.rehearsing import run
run.CITIZENS_A_PIECE = 1
while run.go_on(clock=timezone.now):
    pass
"""
MOVES_ON = {"scenarios_rehearsal", "scenarios_rehearsalevent"}


def draft_of(code: str, change: Callable[[dict], object] = lambda document: None) -> RuleVersion:
    begun = RuleVersion.objects.published().filter(scenario__code=code, effective_from__lte=TODAY)
    draft = publishing.copy_version(begun.latest("effective_from"), now=NOW)
    document = {**draft.document, "caps": [dict(cap) for cap in draft.document["caps"]]}
    change(document)
    publishing.edit(draft, document=document)
    return RuleVersion.objects.get(pk=draft.pk)


def capped_at_100(document) -> None:
    document["caps"][0]["value"] = 100


def asked(version: RuleVersion, by, days: int = 30) -> Rehearsal:
    return ask(version=version, days=days, by=by, now=LATER)


def done(rehearsal: Rehearsal) -> Rehearsal:
    while run.go_on(clock=lambda: LATER):
        pass
    rehearsal.refresh_from_db()
    return rehearsal


@pytest.fixture
def town(alice, bob):
    """Nine who walked, the fifth of them more, and one whose walk was taken back."""
    citizens = [make_citizen(district=district) for district in ["wuhou"] * 7 + ["jinniu"]]
    for number, citizen in enumerate([alice, bob, *citizens]):
        record(citizen, walk(8000 + 1000 * number), walk(4000, days_ago=1))
    record(alice, ride(2000, ago=timedelta(days=2)))
    score_everything()
    [first, *_rest] = Assessment.objects.filter(activity__citizen=bob).order_by("pk")
    taking_back.take_back(activity=first.activity, reason=Reason.MISTAKEN, by=alice, now=NOW + timedelta(minutes=1))
    return [alice, bob, *citizens]


def rows() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.managed and model._meta.label != "pghistory.Events"]
    return {model._meta.db_table: model._default_manager.count() for model in models}


def balances() -> list[tuple[int, int | None]]:
    return list(LedgerAccount.objects.order_by("pk").values_list("pk", "balance"))


def test_the_version_in_force_pays_what_was_paid(town, desk):
    version = draft_of("walking")
    told = done(asked(version, desk))

    paid = Assessment.objects.filter(activity__scenario__code="walking").aggregate(Sum("grams"), Sum("credits"))
    back = 180, 18
    assert told.state == Stage.DONE
    assert told.sums["grams"] == [paid["grams__sum"] - back[0]] * 2
    assert told.sums["credits"] == [paid["credits__sum"] - back[1]] * 2
    assert (told.acts, told.citizens, told.citizens_done) == (20, 10, 10)
    assert [told.sums[name] for name in ("more", "less", "others", "refused", "days", "gains")] == [0, 0, 0, {}, {}, []]
    assert rehearsed(version)


def test_a_lower_cap_by_hand(town, desk):
    """Of ten who got 160 g or more for the one walk and 80 g for the other; nine of the first stand."""
    told = done(asked(draft_of("walking", capped_at_100), desk))

    before = Assessment.objects.filter(activity__scenario__code="walking").aggregate(Sum("credits"))["credits__sum"]
    assert told.sums["credits"] == [before - 18, 9 * 10 + 10 * 8]
    assert (told.sums["more"], told.sums["less"]) == (0, 9)
    citizens, paid, changed, gain, lose = told.result["citizens"]
    assert (citizens, paid, gain, lose) == (10, before - 18, 0, 9)
    assert changed == 9 * 10 + 10 * 8 - (before - 18)
    assert [example["gets"] for example in told.sums["losses"]] == [[100, 10]] * 5


def test_who_is_alone_cannot_be_found_in_it(town, desk):
    told = done(asked(draft_of("walking", capped_at_100), desk))

    assert [(code, row[0]) for code, row in told.result["districts"]] == [("*", 10)]
    assert sum(part["row"][0] for part in told.result["deciles"]) == 10
    assert all(part["row"][0] >= 5 for part in told.result["deciles"])


def test_nothing_else_changes(town, desk):
    rehearsal = asked(draft_of("walking", capped_at_100), desk)
    before, balances_before = rows(), balances()
    done(rehearsal)

    changed = {table for table, count in rows().items() if count != before[table]}
    assert changed <= MOVES_ON
    assert balances() == balances_before


def test_it_says_when_a_budget_would_have_run_out(town, desk):
    def generous(document):
        document["grams_per_credit"] = {**document["grams_per_credit"], "value": 1}

    version = draft_of("walking", generous)
    left = LedgerAccount.objects.filter(budget__code=version.rule.budget_code).aggregate(Sum("balance"))["balance__sum"]
    told = done(asked(version, desk))
    [budget] = told.result["budgets"]
    assert (budget["budget"], budget["was"], budget["ran_out"]) == (version.rule.budget_code, left, None)
    assert budget["left"] == left - budget["change"]
    before, after = told.sums["credits"]
    # What was taken back filled no budget again.
    assert budget["change"] == after - before + (180 - 18)


def test_piece_by_piece_it_tells_the_same(town, desk, monkeypatch):
    version = draft_of("walking", capped_at_100)
    whole = done(asked(version, desk))
    monkeypatch.setattr(run, "CITIZENS_A_PIECE", 3)
    monkeypatch.setattr(run, "A_WHILE_S", -1)
    pieces = done(asked(version, desk))

    assert (pieces.sums, pieces.result) == (whole.sums, whole.result)


def test_a_piece_that_takes_long_ends_early_and_tells_the_same(town, desk, monkeypatch):
    version = draft_of("walking", capped_at_100)
    whole = done(asked(version, desk))
    monkeypatch.setattr(run, "CITIZENS_AT_ONCE", 2)
    monkeypatch.setattr(run, "A_PIECE_S", -1)
    rehearsal = asked(version, desk)
    running = run.take(now=LATER)
    assert running
    assert run.add_piece(running, now=LATER)

    rehearsal.refresh_from_db()
    assert rehearsal.citizens_done == 2
    run.leave(running)
    pieces = done(rehearsal)
    assert (pieces.sums, pieces.result) == (whole.sums, whole.result)


def test_who_is_at_it_is_left_alone_until_nothing_is_heard(town, desk, monkeypatch):
    monkeypatch.setattr(run, "CITIZENS_A_PIECE", 3)
    asked(draft_of("walking", capped_at_100), desk)
    slow = run.take(now=LATER)
    assert slow
    assert run.add_piece(slow, now=LATER)

    assert run.take(now=LATER + run.LOST_AFTER) is None
    quick = run.take(now=LATER + run.LOST_AFTER + timedelta(seconds=1))
    assert quick
    assert quick.rehearsal.citizens_done == 3
    assert run.add_piece(slow, now=LATER + timedelta(minutes=2)) is False
    quick.rehearsal.refresh_from_db()
    assert quick.rehearsal.citizens_done == 3


def test_stopped_amid_it_stays_as_it_was(town, desk, monkeypatch):
    monkeypatch.setattr(run, "CITIZENS_A_PIECE", 3)
    version = draft_of("walking", capped_at_100)
    rehearsal = asked(version, desk)
    running = run.take(now=LATER)
    assert running
    assert run.add_piece(running, now=LATER)
    stop(rehearsal, now=LATER)

    assert run.add_piece(running, now=LATER) is False
    rehearsal.refresh_from_db()
    assert (rehearsal.state, rehearsal.citizens_done, rehearsal.result) == (Stage.STOPPED, 3, {})
    assert run.go_on(clock=lambda: LATER) is False
    assert not rehearsed(version)


@pytest.mark.parametrize("what", ["edited", "discarded"])
def test_a_draft_that_is_another_now_is_not_rehearsed_on(town, desk, what):
    version = draft_of("walking", capped_at_100)
    rehearsal = asked(version, desk)
    if what == "edited":
        publishing.edit(version, document={**version.document, "claimable": not version.document["claimable"]})
    else:
        publishing.discard(version)

    assert done(rehearsal).state == Stage.STOPPED
    assert rehearsal.sums == {"fen_per_thousand": None}


def test_what_cannot_be_rehearsed_is_broken_off_and_stops_no_other(town, desk):
    version = draft_of("walking")
    broken = asked(version, desk)
    Rehearsal.objects.filter(pk=broken.pk).update(sums={"grams": "nonsense"})
    other = ask(version=draft_of("walking", capped_at_100), days=30, by=desk, now=LATER + timedelta(seconds=1))
    jobs.rehearse()
    jobs.rehearse()

    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, other.state) == (Stage.FAILED, Stage.DONE)


def test_many_that_nobody_is_at_come_one_after_the_other_without_a_pause(town, desk):
    asked_for = [asked(draft_of("walking"), desk) for _each in range(3)]

    assert [jobs.rehearse().more for _each in asked_for] == [True, True, False]

    assert all(done(rehearsal).state == Stage.DONE for rehearsal in asked_for)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_who_go_on_at_once_each_citizen_counts_once(town, desk, monkeypatch):
    monkeypatch.setattr(run, "CITIZENS_A_PIECE", 1)
    rehearsal = asked(draft_of("walking"), desk)
    at_once([lambda: run.go_on(clock=lambda: LATER)] * 6)

    assert done(rehearsal).citizens_done == 10
    assert rehearsal.acts == 20


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_is_killed_leaves_whole_pieces_to_the_next(town, desk):
    for _each in range(60):
        record(make_citizen(), walk(9000), walk(9000, days_ago=2))
    score_everything()
    version = draft_of("walking", capped_at_100)
    whole = done(asked(version, desk))
    rehearsal = asked(version, desk)

    runner = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", RUNNER],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": test_database_url()},
    )
    wait_until(lambda: Rehearsal.objects.filter(pk=rehearsal.pk, citizens_done__gt=2).exists(), "some pieces are added")
    runner.kill()
    runner.wait()

    rehearsal.refresh_from_db()
    assert rehearsal.state == Stage.RUNNING
    assert 2 < rehearsal.citizens_done < 70
    Rehearsal.objects.filter(pk=rehearsal.pk).update(alive_at=NOW)
    resumed = done(rehearsal)
    assert (resumed.state, resumed.sums, resumed.result) == (Stage.DONE, whole.sums, whole.result)
