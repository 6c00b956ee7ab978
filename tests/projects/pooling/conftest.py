"""The cast of a pooled month: six citizens who agreed and ride in October, the city's operator, and its desk."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from projects.models import CarbonProject, MonthStatus, Organisation, Part, PooledMonth
from projects.pooling import agreeing, consenting, founding, gathering
from tests.conftest import NOW, make_citizen, record, ride, score_everything
from tests.projects.conftest import make_organisation, seat

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
BEFORE = datetime(2026, 9, 20, 4, 0, tzinfo=UTC)
RIDDEN = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
IN_DECEMBER = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)
DISTRICT = "wuhou"


@pytest.fixture(autouse=True)
def _ground(catalogue, budget, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def operator(db) -> Organisation:
    return make_organisation("成都碳惠运营公司", "91510100MA00000101")


@pytest.fixture
def pool(operator, clerks) -> CarbonProject:
    by, agreed_by = clerks
    return founding.found(
        owner=operator,
        credited_from=date(2026, 1, 1),
        credited_until=date(2030, 12, 31),
        by=by,
        agreed_by=agreed_by,
        now=BEFORE,
    )


@pytest.fixture
def owner(operator) -> User:
    return seat(operator, Part.OWNER)


@pytest.fixture
def verifier(db) -> Organisation:
    made = make_organisation("蓉城核查", "91510100MA00000009")
    Organisation.objects.filter(pk=made.pk).update(is_verifier=True)
    made.refresh_from_db()
    return made


@pytest.fixture
def auditor(verifier) -> User:
    return seat(verifier, Part.OWNER)


def rider(*metres: int, agrees: bool = True, district: str = DISTRICT, at: datetime = RIDDEN) -> User:
    """A citizen who rode so far, on a day each."""
    citizen = make_citizen(district=district)
    if agrees:
        consenting.give(citizen=citizen, now=BEFORE)
    rode(citizen, *metres, at=at)
    return citizen


def rode(citizen: User, *metres: int, at: datetime = RIDDEN):
    acts = []
    for day, distance_m in enumerate(metres):
        moment = at + timedelta(days=day)
        acts += record(citizen, ride(distance_m, minutes=10 + distance_m // 250, now=moment), now=moment)
        score_everything(now=moment)
    return acts


@pytest.fixture
def riders(pool) -> list[User]:
    """Six of Wuhou, each 9 km on two days."""
    return [rider(9000, 9000) for _ in range(6)]


def gathered(
    pool: CarbonProject, by: User, month: date = OCTOBER, now: datetime = NOW, at_once: int = 2
) -> PooledMonth:
    found = gathering.begin(project=pool, month=month, document="成碳〔2026〕9号", by=by, now=now)
    while gathering.go_on(now=now, batches=1, citizens=at_once)[1]:
        pass
    found.refresh_from_db()
    assert found.status == MonthStatus.DRAWN
    return found


def agreed(month: PooledMonth, by: User, now: datetime = NOW) -> PooledMonth:
    return agreeing.agree(month=month, by=by, now=now)
