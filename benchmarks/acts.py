"""A busy evening: citizens, and pending acts of every scenario that people type, put into the tables in bulk.

The amounts vary as people's do, so that hardly two claims are the same; some acts meet a cap or another act's time.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from io import StringIO

from django.db import connection

from common.city_time import city_day, day_span
from common.public_ids import new_public_id
from credits import budgets
from credits.budgets import LARGE_FUNDING
from credits.vintages import expiry_of
from methodologies import metro_network
from scenarios.models import Scenario

EVENING = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""Eight o'clock in the evening of 23 November 2026 in Chengdu."""
VINTAGE = expiry_of(city_day(EVENING))
PLENTY = LARGE_FUNDING
STATIONS = [station.code for station in metro_network.stations()]
DAYS_BACK = 6


@dataclass(frozen=True, slots=True)
class Told:
    """What one act says: its claim, its evidence, and how long it took; a day's total takes the day."""

    values: dict[str, int | str]
    evidence: str = "device"
    minutes: int | None = None


Teller = Callable[[random.Random], Told]


def _journey(metres: tuple[int, int], metres_a_minute: tuple[int, int], evidence: str) -> Teller:
    def tell(chance: random.Random) -> Told:
        distance_m = chance.randrange(*metres)
        return Told({"distance_m": distance_m}, evidence, max(2, distance_m // chance.randrange(*metres_a_minute)))

    return tell


def _metro(chance: random.Random) -> Told:
    origin, destination = chance.sample(STATIONS, 2)
    metres = metro_network.route(origin, destination).distance_m
    return Told({"origin": origin, "destination": destination}, "self_declared", max(3, metres // 550))


def _walk(chance: random.Random) -> Told:
    return Told({"steps": chance.randrange(500, 30_000)})


def _drive(chance: random.Random) -> Told:
    start_m, driven_m = chance.randrange(10_000_000, 90_000_000), chance.randrange(2_000, 60_000)
    return Told({"odometer_start_m": start_m, "odometer_end_m": start_m + driven_m}, "photo", driven_m // 500 + 2)


def _power(chance: random.Random) -> Told:
    start, used, saved = chance.randrange(10**7), chance.randrange(60_000, 300_000), chance.randrange(60_000)
    claim = {"reading_start_wh": start, "reading_end_wh": start + used, "reference_wh": used + saved, "people": 3}
    return Told({**claim}, "self_declared", 30 * 24 * 60)


def _nothing_more(_chance: random.Random) -> Told:
    return Told({}, "self_declared", 0)


MIX: dict[str, tuple[int, Teller]] = {
    "walking": (40, _walk),
    "bike-share": (16, _journey((500, 9_000), (150, 260), "provider")),
    "metro": (14, _metro),
    "bus": (8, _journey((600, 15_000), (250, 500), "self_declared")),
    "ebike-share": (6, _journey((500, 9_000), (200, 300), "device")),
    "ev-driving": (4, _drive),
    "electricity-saving": (2, _power),
    "clean-plate": (5, _nothing_more),
    "check-in": (5, _nothing_more),
}
"""By scenario: its share of a hundred acts, and what one says."""


def fill_budget() -> None:
    """The citizens' budget, with more than any run can spend."""
    budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
    budgets.fund(budget, PLENTY, reference=f"fund:bench:{new_public_id()}", now=EVENING)


def make_citizens(count: int) -> list[int]:
    """New citizens, by number."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_user (password, is_superuser, is_staff, is_active, joined_at, public_id)
            SELECT '!', false, false, true, %s, code FROM unnest(%s::text[]) AS code RETURNING id
            """,
            [EVENING, [new_public_id() for _ in range(count)]],
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            """
            INSERT INTO accounts_profile (user_id, display_name, district, language, phone)
            SELECT id, '', 'jinjiang', 'zh-hans', '+86' || 13000000000 + id FROM unnest(%s::bigint[]) AS id
            """,
            [ids],
        )
    return ids


def record_acts(
    citizen_ids: list[int], count: int, *, seed: int, ending_on: date | None = None, into: str = ""
) -> None:
    """Puts `count` pending acts of these citizens into the tables, as the gate would, by COPY.

    `into` begins the names of other tables of the same shape.
    """
    chance, last_day = random.Random(seed), city_day(EVENING)
    scenarios = dict(Scenario.objects.values_list("code", "pk"))
    kinds = chance.choices(list(MIX), [share for share, _teller in MIX.values()], k=count)
    acts, keys = StringIO(), StringIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('activities_activity_id_seq') FROM generate_series(1, %s)", [count])
        act_ids = [row[0] for row in cursor.fetchall()]
        for act_id, kind in zip(act_ids, kinds, strict=True):
            citizen_id = chance.choice(citizen_ids)
            told = MIX[kind][1](chance)
            day = last_day - timedelta(days=chance.randrange(DAYS_BACK))
            acts.write("\t".join(_row(act_id, citizen_id, scenarios[kind], told, _times(told, day, chance))))
            digest = blake2b(f"{act_id}".encode(), digest_size=16).hexdigest()
            keys.write(f"{citizen_id}\t{digest}\t{act_id}\n")
        for table, text in (("activities_activity", acts), ("activities_activitykey", keys)):
            text.seek(0)
            cursor.copy_expert(f"COPY {into}{table} ({COLUMNS[table]}) FROM STDIN", text)
        cursor.execute(
            f"""
            INSERT INTO {into}activities_queuedact (activity_id, citizen_id, scenario_id)
            SELECT id, citizen_id, scenario_id FROM {into}activities_activity WHERE id BETWEEN %s AND %s
            """,
            [act_ids[0], act_ids[-1]],
        )


CHANNELS = {"device": "file", "self_declared": "api", "photo": "form", "provider": "form"}
"""By which way in an act of such evidence may come; any other the audit names."""

COLUMNS = {
    "activities_activity": "id, public_id, citizen_id, scenario_id, channel, evidence, district, started_at, ended_at,"
    " city_day, values, status, status_at, refusal, recorded_at",
    "activities_activitykey": "citizen_id, digest, activity_id",
}


def _times(told: Told, day: date, chance: random.Random) -> tuple[datetime, datetime]:
    start, end = day_span(day)
    if told.minutes is None:
        return start, end
    begun = start + timedelta(minutes=chance.randrange(6 * 60, 20 * 60))
    if told.minutes > 24 * 60:
        begun = start - timedelta(minutes=told.minutes)
    return begun, begun + timedelta(minutes=told.minutes)


def _row(act_id: int, citizen_id: int, scenario_id: int, told: Told, times: tuple[datetime, datetime]) -> Iterator[str]:
    started_at, ended_at = times
    channel = CHANNELS[told.evidence]
    yield from (str(act_id), new_public_id(), str(citizen_id), str(scenario_id), channel, told.evidence, "jinjiang")
    yield from (started_at.isoformat(), ended_at.isoformat(), city_day(started_at).isoformat())
    yield from (json.dumps(told.values), "pending", EVENING.isoformat(), "", f"{EVENING.isoformat()}\n")
