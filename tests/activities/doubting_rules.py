"""Versions of rules that doubt, for tests: what the catalogue says on a day, with what comes of doubts."""

from datetime import date
from typing import Any

from scenarios import rulebook
from scenarios.models import RuleVersion, Scenario
from tests.conftest import NOW

SINCE = date(2026, 11, 2)
SOURCE = {"title": {"zh-hans": "测试", "en": "Test"}, "publisher": {"zh-hans": "测试", "en": "Test"}, "date": "2026"}


def doubts(*, lower: int | None = 40, review: int | None = 60, refuse: int | None = 120, drawn: int = 0) -> Any:
    """The part of a document that says what comes of doubts."""
    numbers = {
        "lower_from": (lower, "weight"),
        "review_from": (review, "weight"),
        "refuse_from": (refuse, "weight"),
        "drawn": (drawn, "per_mille"),
        "review_days": (14, "day"),
    }
    return {
        name: {"value": value, "unit": unit, "standing": "proposed", "source": SOURCE}
        for name, (value, unit) in numbers.items()
    }


def doubt_from_now_on(*codes: str, since: date = SINCE, **weights: Any) -> None:
    """These scenarios' rules doubt, by a version that is in all else a copy of the one in force then.

    By default what is only told counts half: it is a copy of the newest version that doubts nothing.
    """
    for scenario in Scenario.objects.filter(code__in=codes):
        versions = scenario.versions.order_by("-effective_from")
        before = [version for version in versions if "doubts" not in version.document]
        copied = next((each for each in before if since == SINCE or each.effective_from <= since), None)
        assert copied
        RuleVersion.objects.create(
            scenario=scenario,
            number=90,
            effective_from=since,
            document={**copied.document, "doubts": doubts(**weights)},
            published_at=NOW,
        )
    rulebook.forget()
