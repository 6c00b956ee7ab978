"""What pages tell of acts and of how they are counted, as data for programs, in the very words of the pages."""

from collections.abc import Sequence
from typing import Any

from activities.models import Activity, Status
from activities.telling.explanation import Explanation, Step
from activities.telling.methods import Counting, Symbol
from activities.telling.stated import Authority, Stated
from common.city_time import city_clock
from common.json_schema import (
    DAY,
    DAY_OR_NONE,
    MOMENT,
    NUMBER,
    NUMBER_OR_NONE,
    PUBLIC_ID,
    STRING,
    STRING_OR_NONE,
    TRUTH,
    Schema,
    coded,
    list_of,
    object_of,
    or_none,
    said,
)
from scenarios.rules import Standing

ACTIVITY: Schema = {
    "type": "object",
    "properties": {
        "activity": PUBLIC_ID,
        "scenario": {"type": "string", "example": "walking"},
        "day": DAY,
        "started_at": MOMENT,
        "ended_at": MOMENT,
        "claim": {
            "type": "object",
            "additionalProperties": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
            "example": {"steps": 8000},
        },
        "status": coded(*(status.value for status in Status)),
        "grams": said("CO₂ avoided, in grams; `null` until it is scored.", NUMBER_OR_NONE),
        "credits": NUMBER_OR_NONE,
        "refusal": said("The code of why it earned nothing.", STRING_OR_NONE),
    },
    "required": ["activity", "scenario", "day", "status", "grams", "credits"],
}
TOLD: Schema = {
    **ACTIVITY,
    "properties": {
        **ACTIVITY["properties"],
        "name": said("The scenario’s name."),
        "said": said("What was claimed, part by part.", list_of(STRING)),
        "state": said("The status in words."),
    },
    "required": [*ACTIVITY["required"], "name", "said", "state"],
}
STEP = object_of({"words": STRING, "result": STRING})
AUTHORITY = object_of(
    {
        "standing": coded(*(standing.value for standing in Standing)),
        "title": STRING,
        "publisher": STRING,
        "published_on": said("A day, a month or a year."),
    }
)
STATED = object_of({"label": STRING, "value": STRING, "range": STRING, "authority": AUTHORITY})
SYMBOL = object_of({"letter": STRING, "label": STRING, "unit": STRING})
EXPLANATION = object_of(
    {
        "sentences": said("The whole story, without arithmetic.", list_of(STRING)),
        "formula": STRING,
        "symbols": STRING,
        "steps": said("The reckoning line by line.", list_of(STEP)),
        "cuts": said("What left the act with less, in the order in which it did.", list_of(STRING)),
        "factors": list_of(STATED),
        "proofs": list_of(STATED),
        "limits": list_of(STATED),
        "better_proofs": said("By which proof the same act counts for more.", list_of(STRING)),
        "version": said("The number of the rule’s version.", NUMBER),
        "effective_from": DAY,
        "is_claimable": said("Whether the grams may be claimed as a reduction.", TRUTH),
    }
)
COUNTING = object_of(
    {
        "sentence": STRING,
        "formula": STRING,
        "symbols": STRING,
        "caveat": STRING,
        "legend": list_of(SYMBOL),
        "factors": list_of(STATED),
        "proofs": list_of(STATED),
        "limits": list_of(STATED),
        "standing": said("That of its number which binds the least.", AUTHORITY["properties"]["standing"]),
        "version": NUMBER,
        "effective_from": DAY,
        "last_day": said("The last day on which something counts, where it is to end.", DAY_OR_NONE),
        "again_on": DAY_OR_NONE,
        "is_claimable": TRUTH,
    }
)
EXPLANATION_OR_NONE = or_none(EXPLANATION)


def described(activity: Activity) -> dict[str, Any]:
    """An activity as the API shows it to its citizen, in codes."""
    assessment = getattr(activity, "assessment", None)
    return {
        "activity": activity.public_id,
        "scenario": activity.scenario.code,
        "day": activity.city_day.isoformat(),
        "started_at": city_clock(activity.started_at),
        "ended_at": city_clock(activity.ended_at),
        "claim": activity.values,
        "status": activity.status,
        "grams": assessment.grams if assessment else None,
        "credits": assessment.credits if assessment else None,
        "refusal": activity.refusal or None,
    }


def told(activity: Activity) -> dict[str, Any]:
    """As `described`, and in words."""
    return {
        **described(activity),
        "name": str(activity.scenario),
        "said": activity.claimed(),
        "state": str(Status(activity.status).label),
    }


def explained(explanation: Explanation) -> dict[str, Any]:
    return {
        "sentences": [*explanation.plain],
        "formula": explanation.formula,
        "symbols": explanation.symbols,
        "steps": [_step(step) for step in explanation.steps],
        "cuts": [*explanation.cuts],
        "factors": stated(explanation.factors),
        "proofs": stated(explanation.proofs),
        "limits": stated(explanation.limits),
        "better_proofs": [*explanation.better_proofs],
        "version": explanation.version,
        "effective_from": explanation.effective_from.isoformat(),
        "is_claimable": explanation.claimable,
    }


def counted(counting: Counting) -> dict[str, Any]:
    """How a scenario is counted by the rule in force."""
    return {
        "sentence": counting.sentence,
        "formula": counting.formula,
        "symbols": counting.symbols,
        "caveat": counting.caveat,
        "legend": [_symbol(symbol) for symbol in counting.legend],
        "factors": stated(counting.factors),
        "proofs": stated(counting.proofs),
        "limits": stated(counting.limits),
        "standing": counting.standing.value,
        "version": counting.version.number,
        "effective_from": counting.version.effective_from.isoformat(),
        "last_day": counting.last_day.isoformat() if counting.last_day else None,
        "again_on": counting.again_on.isoformat() if counting.again_on else None,
        "is_claimable": counting.rule.claimable,
    }


def stated(numbers: Sequence[Stated]) -> list[dict[str, Any]]:
    return [
        {
            "label": number.label,
            "value": number.value,
            "range": number.range,
            "authority": _authority(number.authority),
        }
        for number in numbers
    ]


def _authority(authority: Authority) -> dict[str, str]:
    return {
        "standing": authority.standing.value,
        "title": authority.title,
        "publisher": authority.publisher,
        "published_on": authority.published_on,
    }


def _step(step: Step) -> dict[str, str]:
    return {"words": step.words, "result": step.result}


def _symbol(symbol: Symbol) -> dict[str, str]:
    return {"letter": symbol.letter, "label": symbol.label, "unit": symbol.unit}
