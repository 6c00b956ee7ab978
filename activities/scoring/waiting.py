"""Who waits for a budget, and who has to wait behind them."""

from collections import defaultdict
from collections.abc import Iterable

from activities.scoring.cases import Case
from activities.scoring.reckoning import Reach, State, reach_of


class Line:
    """What is not paid has not counted, but it keeps its place.

    Behind an act that waits stands everything that would earn something else once it is paid: later acts of its
    scenario and of those whose acts it meets, since they share their caps, and what is at the same time.
    """

    def __init__(self, ahead: Iterable[Case], after: State) -> None:
        self._after = after
        self._scenarios: set[tuple[int, int]] = set()
        self._busy: dict[tuple[int, str], list[Reach]] = defaultdict(list)
        for case in ahead:
            self.join(case)

    def join(self, case: Case) -> None:
        """An act begins to wait."""
        reach = reach_of(case, self._after)
        self._scenarios.update((reach.citizen_id, scenario_id) for scenario_id in reach.scenario_ids)
        if reach.lane:
            self._busy[reach.citizen_id, reach.lane].append(reach)

    def keeps(self, case: Case) -> bool:
        """Whether an act must wait behind another."""
        if not self._scenarios:
            return False
        busy = self._busy.get((case.citizen_id, case.lane), ())
        return (case.citizen_id, case.scenario_id) in self._scenarios or any(
            case.started_at < reach.ended_at and reach.started_at < case.busy_until for reach in busy
        )
