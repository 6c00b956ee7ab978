"""Trophies as they come with the program, and a citizen who has earned some."""

import pytest

from accounts.models import User
from campaigns.models import TrophyAward, TrophyPublication
from campaigns.trophies import awarding, book, publishing
from tests.campaigns.teams.conftest import rode
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _ground(catalogue, budget):
    book.load(NOW)


def codes(citizen: User) -> list[str]:
    own = TrophyAward.objects.standing().filter(citizen=citizen)
    return sorted(own.values_list("trophy", flat=True))


def published(citizen: User) -> TrophyPublication:
    """A first ride that its rider shows."""
    rode(citizen, 3000)
    awarding.judge([citizen.pk], now=NOW)
    return publishing.publish(award=TrophyAward.objects.get(citizen=citizen, trophy="first-bike"), now=NOW)
