"""Does one cell: the scene is set, the blow falls, it ends, and what came of it is counted and timed."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psycopg2

from chengdu_carbon.service_error import ServiceError
from faults.cast import Cast
from faults.cells import Amid, Cell, How
from faults.checker import Checker, Findings
from faults.clock import NEARLY_A_DAY_S
from faults.deeds import MOST_RIDES, RIDES_A_DAY, Doer, Journal, Stream
from faults.stage import Stage
from faults.watch import Watch

AT_LEAST_S, AT_MOST_S = 4.0, 31.0
"""A blow lasts until health tells of it; so long at the least and at the most."""
TELLS_WITHIN_S = RECOVERS_WITHIN_S = 30.0
WELL_WITHIN_S = 60.0
GIVES_UP_AFTER_S = 90.0
AT_REST_S = 3.0
"""A job that is due is taken within that time where nothing is the matter."""
LOOKS_FOR_A_BATCH_S = 20.0
STREAMS_FOR_S = 2.0
BUNDLES, RIDERS, SPENDERS = 8, 3, 2


@dataclass(slots=True)
class Result:
    cell: Cell
    findings: Findings = field(default_factory=Findings)
    deeds: int = 0
    lasted_s: float = 0.0
    told_s: float | None = None
    """From the blow to the first answer of /healthz that was not 200; `None` where there was none."""
    told: str = ""
    """What it told of."""
    recovered_s: float | None = None
    """From the end of the blow until an act sent then, and all that was sent before, was scored; `None` for never."""
    well_s: float | None = None
    """From the end of the blow until /healthz said that all is well; `None` for never."""
    absences: int = 0
    """How often the API answered that it could do nothing."""
    troubles: list[str] = field(default_factory=list)

    @property
    def told_the_truth(self) -> bool:
        """What stands still is told within half a minute, unless it moved again before; and so is that it moves."""
        told = self.told_s is not None and self.told_s <= TELLS_WITHIN_S
        return (told or self.lasted_s < TELLS_WITHIN_S) and self.well_s is not None

    @property
    def is_sound(self) -> bool:
        recovered = self.recovered_s is not None and self.recovered_s <= RECOVERS_WITHIN_S
        return recovered and self.told_the_truth and not self.findings and not self.troubles


@dataclass(frozen=True, slots=True)
class Blow:
    """Lasts until health tells of it, or until something else is so."""

    begin: Callable[[], None]
    end: Callable[[], None]
    is_over: Callable[[], bool] | None = None
    is_brief: bool = False


class Drill:
    """One stage and its cast; each cell has citizens of its own. A blow lasts `hold_s` at the least."""

    def __init__(self, stage: Stage, cast: Cast, *, hold_s: float = AT_LEAST_S) -> None:
        self.stage = stage
        self.cast = cast
        self.hold_s = hold_s
        self.last_run = 0
        self.earners = iter(cast.earners)
        self.spenders = iter(cast.spenders)
        self.calm = self._calm()

    def do(self, cell: Cell) -> Result:
        result, journal = Result(cell), Journal()
        watch = Watch(self.stage.port)
        try:
            self.stage.wait(self._is_at_rest, "the portal is not at rest before the blow")
            watch.start()
            self._do(cell, result, journal, watch)
        except (ServiceError, psycopg2.Error) as error:
            result.troubles.append(f"{type(error).__name__}: {error}")
        finally:
            watch.stop()
        result.troubles += [f"{count} × {code}" for code, count in sorted(journal.refusals.items())]
        result.absences = sum(journal.absences.values())
        if cell.how == How.FULL and cell.amid == Amid.STREAM and not journal.absences["no_room"]:
            result.troubles.append("nobody was told that there is no room")
        result.deeds = sum(map(len, [*journal.acts.values(), *journal.redemptions.values(), journal.captured]))
        with self.stage.database() as cursor:
            result.findings = Checker(cursor, self.cast.credits).check(journal, self.calm)
        return result

    def _is_at_rest(self) -> bool:
        """Whether nothing is left of the blow before, which health might tell of only during the next."""
        with self.stage.database() as cursor:
            return not self.stage.visitor().health() and not Checker(cursor).late_jobs(AT_REST_S)

    def _do(self, cell: Cell, result: Result, journal: Journal, watch: Watch) -> None:
        blow = self._blow(cell)
        with self._amid(cell.amid, journal):
            self._look_at_jobs()
            struck_at = time.monotonic()
            blow.begin()
            self._hold(blow, watch, struck_at)
            self._look_at_jobs()
            blow.end()
            returned_at = time.monotonic()
            result.lasted_s = returned_at - struck_at
            sent_before = [public_id for acts in journal.acts.values() for public_id in acts]
            result.recovered_s = self._recovery(journal, sent_before, returned_at)
        with suppress(ServiceError):
            self.stage.wait(
                lambda: watch.well_after(returned_at) is not None, "health is not well after the blow", WELL_WITHIN_S
            )
        result.well_s = watch.well_after(returned_at)
        if told := watch.told_after(struck_at):
            result.told_s, result.told = told
        if blow.is_over:
            self.stage.wait(blow.is_over, "not every job has run again", RECOVERS_WITHIN_S)
        with suppress(ServiceError):
            self.stage.wait(lambda: self._pending(journal) == 0, "acts are not scored", RECOVERS_WITHIN_S)
        if cell.part == "scheduler":
            self._see_the_scheduler()

    def _blow(self, cell: Cell) -> Blow:
        """What a cell does to the stage; what is needed for it is made ready here."""
        stage = self.stage
        match cell.how:
            case How.BACK:
                return Blow(
                    lambda: stage.set_clock_wrong(-NEARLY_A_DAY_S),
                    lambda: stage.set_clock_wrong(0),
                    self._every_job_ran,
                )
            case How.FORWARD:
                return Blow(
                    lambda: stage.set_clock_wrong(NEARLY_A_DAY_S), lambda: stage.set_clock_wrong(0), self._every_job_ran
                )
            case How.FULL:
                return Blow(stage.fill_disk, stage.empty_disk)
        part = stage.parts[cell.part]
        match cell.how:
            case How.RESTART:
                return Blow(part.runs.stop, part.runs.start, lambda: True, is_brief=True)
            case How.KILL:
                return Blow(part.runs.kill, part.runs.start)
            case How.FREEZE:
                return Blow(part.runs.freeze, part.runs.thaw)
            case How.CUT:
                return Blow(part.cut, part.mend)
            case How.FAILOVER:
                return Blow(part.runs.freeze, stage.stand_in(cell.part))

    def _hold(self, blow: Blow, watch: Watch, struck_at: float) -> None:
        """Until health has told, or until what the blow waits for has happened."""
        while (lasted_s := time.monotonic() - struck_at) < max(AT_MOST_S, self.hold_s):
            is_over = blow.is_over() if blow.is_over else watch.told_after(struck_at) is not None
            if is_over and (lasted_s >= self.hold_s or blow.is_brief):
                return
            time.sleep(0.1)
        if blow.is_over:
            raise ServiceError(f"not every job has run within {AT_MOST_S:.0f} s")

    def _look_at_jobs(self) -> None:
        """What was written down of jobs before the clock is set."""
        if self.stage.clock:
            with self.stage.database() as cursor:
                self.last_run = Checker(cursor).last_run()

    def _every_job_ran(self) -> bool:
        """Whether every job was done since the clock was set; all of them are due then."""
        with self.stage.database() as cursor:
            return Checker(cursor).jobs_not_done_since(self.last_run) == []

    @contextmanager
    def _amid(self, amid: Amid, journal: Journal) -> Iterator[None]:
        """Up to the moment of the blow; what was begun goes on after it, and has ended at the end of the block."""
        match amid:
            case Amid.IDLE:
                yield
            case Amid.COMMIT:
                self._doer(journal).submit(next(self.earners), range(1))
                yield
            case Amid.BATCH:
                with self._bundles(journal):
                    yield
            case Amid.STREAM:
                with self._stream(journal):
                    yield

    @contextmanager
    def _bundles(self, journal: Journal) -> Iterator[None]:
        """Hundreds of acts in a request, until a worker is seen in the transaction of a batch."""
        citizens, doer = [next(self.earners) for _ in range(BUNDLES)], self._doer(journal)
        sending = threading.Thread(
            target=lambda: [doer.submit(citizen, range(MOST_RIDES)) for citizen in citizens], daemon=True
        )
        with self.stage.database() as cursor:
            sending.start()
            self._see_a_batch(cursor)
        yield
        doer.give_up_at = time.monotonic() + RECOVERS_WITHIN_S
        sending.join(GIVES_UP_AFTER_S)

    def _see_the_scheduler(self) -> None:
        """Health does without one for a quarter of a minute; but the next blow is to strike one that is at work."""
        with self.stage.database() as cursor:
            checker = Checker(cursor)
            now = checker.now()
            self.stage.wait(lambda: checker.has_announced_since(now), "no scheduler is at work", RECOVERS_WITHIN_S)

    def _see_a_batch(self, cursor: "psycopg2.extensions.cursor") -> None:
        deadline = time.monotonic() + LOOKS_FOR_A_BATCH_S
        while time.monotonic() < deadline:
            cursor.execute(
                """
                SELECT FROM pg_stat_activity
                WHERE application_name = 'worker' AND query LIKE '%activities_assessment%' AND xact_start IS NOT NULL
                """
            )
            if cursor.fetchone() is not None:
                return
        raise ServiceError("no worker was seen in the transaction of a batch")

    @contextmanager
    def _stream(self, journal: Journal) -> Iterator[None]:
        stream = Stream(
            self.stage.port,
            journal,
            self.cast,
            [next(self.earners) for _ in range(RIDERS)],
            [next(self.spenders) for _ in range(SPENDERS)],
        )
        stream.start()
        time.sleep(STREAMS_FOR_S)
        yield
        time.sleep(STREAMS_FOR_S)
        journal.unanswered += stream.stop(RECOVERS_WITHIN_S)

    def _recovery(self, journal: Journal, sent_before: Sequence[str], returned_at: float) -> float | None:
        """How long until an act that is sent now, and those sent before, are scored; it is sent until one answers."""
        doer, citizen = self._doer(journal), next(self.earners)
        doer.give_up_at = returned_at + GIVES_UP_AFTER_S
        if not doer.submit(citizen, range(1)):
            return None
        awaited = [*sent_before, *journal.acts[citizen.pk]]
        with self.stage.database() as cursor, suppress(ServiceError):
            checker = Checker(cursor)
            self.stage.wait(lambda: checker.pending(awaited) == 0, "acts are not scored", GIVES_UP_AFTER_S)
            return time.monotonic() - returned_at
        return None

    def _pending(self, journal: Journal) -> int:
        with self.stage.database() as cursor:
            return Checker(cursor).pending([public_id for acts in journal.acts.values() for public_id in acts])

    def _doer(self, journal: Journal) -> Doer:
        return Doer(self.stage.port, journal, self.cast)

    def _calm(self) -> list[int]:
        """What the rides of a day earn one by one, where nothing is struck."""
        journal, citizen = Journal(), next(self.earners)
        self._doer(journal).submit(citizen, range(RIDES_A_DAY))
        self.stage.wait(lambda: self._pending(journal) == 0, "acts are not scored in calm weather")
        with self.stage.database() as cursor:
            [credits] = Checker(cursor).credits_of(citizen.pk)
        return credits
