"""Who waits for a budget or for a decision, and who has to wait behind them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from activities.scoring.cases import Case
from activities.scoring.reckoning import Reach, State, reach_of


class Line:
    """What is not paid has not counted, but it keeps its place.

    Behind an act that waits stands everything that would earn something else once it is paid, or would leave it
    something else: later acts at the time of its stretch, those that share a cap with it, since in their own
    stretch or in its stretch is an act of the same scenario, and of one day its rides and its steps.
    """

    def __init__(self, ahead: Iterable[Case], after: State) -> None:
        self._after = after
        self._citizens: set[int] = set()
        self._scenarios: set[tuple[int, int]] = set()
        self._busy: dict[tuple[int, str], list[Reach]] = defaultdict(list)
        self._days: set[tuple[int, date]] = set()
        for case in ahead:
            self.join(case)

    def join(self, case: Case) -> None:
        """An act begins to wait."""
        reach = reach_of(case, self._after)
        self._citizens.add(reach.citizen_id)
        self._scenarios.update((reach.citizen_id, scenario_id) for scenario_id in reach.scenario_ids)
        self._days.update((reach.citizen_id, day) for day in reach.days)
        if reach.lane:
            self._busy[reach.citizen_id, reach.lane].append(reach)

    def keeps(self, case: Case) -> bool:
        """Whether an act must wait behind another."""
        if case.citizen_id not in self._citizens:
            return False
        own = reach_of(case, self._after)
        busy = self._busy.get((case.citizen_id, case.lane), ())
        return (
            any((case.citizen_id, scenario_id) in self._scenarios for scenario_id in own.scenario_ids)
            or any((case.citizen_id, day) in self._days for day in own.days)
            or any(case.started_at < reach.ended_at and reach.started_at < case.busy_until for reach in busy)
        )


class InReview:
    """Acts that somebody has to decide on: they count for nobody, and what meets their time waits for the decision."""

    def __init__(self, acts: Iterable[Case]) -> None:
        self._busy: dict[tuple[int, str], list[Case]] = defaultdict(list)
        for case in acts:
            self.join(case)

    def join(self, case: Case) -> None:
        if case.lane:
            self._busy[case.citizen_id, case.lane].append(case)

    def before(self, case: Case) -> Case | None:
        """The act that another one has to wait for."""
        busy = self._busy.get((case.citizen_id, case.lane), ()) if case.lane else ()
        return next((other for other in busy if other.meets(case)), None)
