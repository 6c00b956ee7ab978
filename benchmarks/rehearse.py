"""A rule is rehearsed with many recorded acts, by a process of its own: how long, and what it holds."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from accounts.models import User
from benchmarks import history
from benchmarks.bench import Bench
from benchmarks.frame import Row, Target
from benchmarks.seal import side, took
from scenarios import publishing
from scenarios.models import Rehearsal, RuleVersion
from scenarios.rehearsals.asking import ask
from scenarios.rehearsals.models import Stage

NAME = "rehearse"
CITIZENS, DAYS = 10_000, 100
FIRST_DAYS_AGO = 2
LOWER_CAP_G = 120
AT_MOST_MB = 250.0
RUN = """
from django.utils import timezone
from activities.scoring.rehearsing import run
while run.go_on(clock=timezone.now):
    pass
"""


def rows(bench: Bench) -> Iterator[Row]:
    fill()
    bench.settle()
    rehearsal = asked()
    took_s, mb = took(bench, "shell", "-c", RUN)
    rehearsal.refresh_from_db()
    assert (rehearsal.state, rehearsal.acts) == (Stage.DONE, CITIZENS * DAYS)
    notes = f"{rehearsal.acts:,} acts of {CITIZENS:,} citizens by a lower cap"
    yield Row(f"{NAME}: time", "seconds", [side(NAME, took_s)], (), notes, True)
    yield Row(f"{NAME}: memory", "MB of the process", [side(NAME, mb)], [Target(NAME, at_most=AT_MOST_MB)], notes, True)


def fill() -> None:
    """One walk of each citizen on each of so many days, scored and paid."""
    with connection.cursor() as cursor:
        days = {"first": FIRST_DAYS_AGO, "last": FIRST_DAYS_AGO + DAYS - 1}
        cursor.execute(history.WRITE, {**history.facts(CITIZENS), **days})


def asked() -> Rehearsal:
    """Of a draft with a lower cap."""
    now = timezone.now()
    version = RuleVersion.objects.published().filter(scenario__code="walking").earliest("effective_from")
    draft = publishing.copy_version(version, now=now)
    caps = [{**cap, "value": LOWER_CAP_G} for cap in draft.document["caps"]]
    publishing.edit(draft, document={**draft.document, "caps": caps})
    draft.refresh_from_db()
    by = User.objects.create(username="rehearser", is_staff=True)
    return ask(version=draft, days=DAYS * 2, by=by, now=now)
