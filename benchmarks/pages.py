"""Pages over HTTP: a citizen's home and statement, and two pages for everyone; beside a small page from a template."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from activities import intake
from activities.gate.drafts import Draft
from activities.models import SHARDS
from activities.scoring import scorer
from benchmarks import ledger_cast, web_cast
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from benchmarks.web import VISITORS, served
from channels.files.way_in import WAY_IN as FILE
from common.city_time import city_day, day_span
from methodologies.base import Span
from scenarios.rules import Evidence

NAME = "pages"
DAYS = 20
"""On each of which a citizen walked and cycled: 40 acts in all."""
BUDGET = "citizens"
PLAIN = "plain page"


def rows(bench: Bench) -> Iterator[Row]:
    citizens = web_cast.make_citizens()
    give_history(citizens)
    sessions = [list(map(web_cast.session, share)) for share in web_cast.shared_out(citizens)]
    own = {"home": "/", "statement": "/statement/"}
    public = {"public home": "/", "methods": "/methods/"}
    bench.settle()
    with served(bench) as web, ExitStack() as stack:
        sides = {}
        for name, path in own.items():
            each = [{"path": path, "sessions": share} for share in sessions]
            sides[name] = stack.enter_context(web.visitors("benchmarks.reading:as_citizen", each))
        for name, path in {**public, PLAIN: "/plain/page/"}.items():
            sides[name] = stack.enter_context(
                web.visitors("benchmarks.reading:as_visitor", [{"path": path}] * VISITORS)
            )
        yield Row(
            NAME,
            "pages a second",
            [Side(name, clients.run) for name, clients in sides.items()],
            [
                *(Target(name, PLAIN, at_least=0.35) for name in own),
                *(Target(name, PLAIN, at_least=0.8) for name in public),
            ],
            f"citizens with {2 * DAYS} acts and what these earned; the plain page shows ten lines and reads nothing; "
            "the same server and middleware",
        )


def give_history(citizens: Sequence[User]) -> None:
    """Acts of the last days, recorded and scored."""
    now = timezone.now()
    ledger_cast.make_budget(BUDGET)
    drafts = [draft for day in range(DAYS) for draft in acts_of(now - timedelta(days=day))]
    for citizen in citizens:
        intake.record(citizen=citizen, drafts=drafts, channel=FILE, evidence=Evidence.DEVICE, now=now)
    for shard in range(SHARDS):
        while scorer.score_batch(shard, now=now):
            pass


def acts_of(moment: datetime) -> list[Draft]:
    """A day's steps, and a ride that ended at that moment."""
    day, ride = day_span(city_day(moment)), (moment - timedelta(minutes=10), moment)
    return [
        Draft("walking", Span.DAY, *day, {"steps": 8_000}),
        Draft("bike-share", Span.PERIOD, *ride, {"distance_m": 2_000}),
    ]
