"""No day pays more than the caps of its rule, added up plainly from what was scored and what was counted anew.

The second reckoner knows more and looks at a sample; this looks at everybody and knows only sums.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from scenarios.rulebook import RuleBook
from scenarios.rules import CapMeasure, Period
from simulation.city import City
from simulation.doors import books
from simulation.seasons import Day

Place = tuple[int, str, date]

ONLY_WHAT_IS_WRITTEN = True


def holds(_city: City, _day: Day) -> Iterator[str]:
    paid: dict[Place, dict[CapMeasure, int]] = defaultdict(lambda: defaultdict(int))
    for act in books.scored():
        of_day = paid[act.citizen_id, act.scenario, act.day]
        of_day[CapMeasure.GRAMS] += act.grams or 0
        of_day[CapMeasure.CREDITS] += act.credits or 0
    for again in books.recounted():
        of_day = paid[again.citizen_id, again.scenario, again.day]
        of_day[CapMeasure.GRAMS] += again.grams
        of_day[CapMeasure.CREDITS] += again.credits
    book = RuleBook()
    for (citizen_id, scenario, day), amounts in sorted(paid.items()):
        in_force = book.rule_on(book.scenarios[scenario].pk, day)
        assert in_force is not None, "the gate takes no act without a rule"
        for cap in in_force[1].caps:
            most, amount = cap.limit.value, amounts[cap.measure]
            if cap.period is Period.DAY and most is not None and amount > most:
                yield f"citizen {citizen_id} got {amount} {cap.measure} of {scenario} on {day}, the cap is {most}"
