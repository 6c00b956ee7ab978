"""What a month or year came to, read by a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from activities.models import Activity, Status
from activities.telling import diary, looking_back
from activities.telling.diary import Earned
from activities.telling.looking_back import Ended
from portal.year.beside import Beside, Sums, beside_oneself, sums_of
from portal.year.spans import Span, year_before
from scenarios.models import Scenario
from scenarios.rules import Evidence

MONTHS = 12
UNPROVEN = Evidence.SELF_DECLARED


@dataclass(frozen=True, slots=True)
class Line:
    """What a month or scenario came to; `earlier` is what the same month of the year before did."""

    label: str
    grams: int
    credits: int
    acts: int = 0
    earlier_grams: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a span and one citizen. `months` are those of a year that have begun; `earned` its days, earliest first."""

    span: Span
    sums: Sums
    earned: Sequence[Earned]
    months: Sequence[tuple[date, Line]]
    scenarios: Sequence[tuple[Scenario, Line]]
    ended: Sequence[Ended]
    first: Activity | None
    since: date | None
    beside: Beside | None

    @property
    def acts(self) -> int:
        """Those that count."""
        return sum(row.acts for row in self.ended if row.status == Status.SCORED)

    @property
    def reported(self) -> int:
        return sum(row.acts for row in self.ended)

    @property
    def favourite(self) -> Line | None:
        """The scenario of most acts that count; of several, the one that avoided most."""
        lines = [line for _scenario, line in self.scenarios if line.acts]
        return max(lines, key=lambda line: (line.acts, line.grams), default=None)

    @property
    def best_month(self) -> tuple[date, Line] | None:
        return max(
            ((first, line) for first, line in self.months if line.grams), key=lambda one: one[1].grams, default=None
        )

    @property
    def proven(self) -> Sequence[tuple[str, int]]:
        """How many acts that count were proven how well, by grade, the strongest first."""
        acts: dict[str, int] = defaultdict(int)
        for row in self.ended:
            if row.status == Status.SCORED:
                acts[row.grade] += row.acts
        return [(grade.value, acts[grade]) for grade in reversed(Evidence) if acts[grade]]


def figures_of(citizen_id: int, span: Span) -> Figures:
    """Six statements, however much there is."""
    both = diary.earned_between(citizen_id, year_before(span.first), span.until)
    earned = [row for row in both if row.day >= span.first and (row.grams or row.credits)]
    ended = looking_back.ended_between(citizen_id, span.first, span.until)
    since = looking_back.since(citizen_id)
    return Figures(
        span=span,
        sums=sums_of(earned, span.first, span.until),
        earned=earned,
        months=_months(span, both) if span.is_year else [],
        scenarios=_scenarios(earned, ended),
        ended=ended,
        first=looking_back.first_between(citizen_id, span.first, span.until),
        since=since,
        beside=beside_oneself(span, both, since),
    )


def _months(span: Span, rows: Sequence[Earned]) -> list[tuple[date, Line]]:
    """Each month of the year that has begun, beside the same one of the year before, as far as the year has come."""
    grams, credits, earlier = defaultdict[int, int](int), defaultdict[int, int](int), defaultdict[int, int](int)
    last_of_earlier = year_before(span.until)
    for row in rows:
        if row.day >= span.first:
            grams[row.day.month] += row.grams
            credits[row.day.month] += row.credits
        elif row.day <= last_of_earlier:
            earlier[row.day.month] += row.grams
    begun = range(1, span.until.month + 1)
    return [
        (date(span.first.year, month, 1), Line("", grams[month], credits[month], earlier_grams=earlier[month]))
        for month in begun
    ]


def _scenarios(earned: Sequence[Earned], ended: Sequence[Ended]) -> list[tuple[Scenario, Line]]:
    """Those in which something counts, most grams first."""
    grams, credits, acts = defaultdict[int, int](int), defaultdict[int, int](int), defaultdict[int, int](int)
    for row in earned:
        grams[row.scenario_id] += row.grams
        credits[row.scenario_id] += row.credits
    for one in ended:
        if one.status == Status.SCORED:
            acts[one.scenario_id] += one.acts
    found = Scenario.objects.in_bulk({*grams, *acts})
    lines = [(row, Line(str(row), grams[key], credits[key], acts[key])) for key, row in found.items()]
    return sorted(lines, key=lambda one: (-one[1].grams, -one[1].acts, one[1].label))
