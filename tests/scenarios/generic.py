"""Two scenarios of generic methodologies, as a catalogue would bring them: a reusable cup, and a bag of one's own."""

from typing import Any

import yaml

from scenarios import catalogue

SOURCE = {
    "title": {"zh-hans": "每杯减排量建议值", "en": "A proposal for each cup"},
    "publisher": {"zh-hans": "成都市碳惠天府专班", "en": "The scheme's office"},
    "date": "2026-11-20",
}
STATED = {"standing": "proposed", "source": SOURCE}
CUP_TERMS = {
    "occupies": "reusable-cup",
    "lasts_minutes": 10,
    "deed": {"zh-hans": "您自带杯买了 {count}", "en": "You brought your own cup for {count}"},
    "unit": {"zh-hans": "杯", "en": "drink"},
    "units": {"zh-hans": "杯", "en": "drinks"},
    "label": {"zh-hans": "杯数", "en": "Number of drinks"},
}
BAG_TERMS = {
    "occupies": "own-bag",
    "lasts_minutes": 30,
    "deed": {"zh-hans": "您自带了购物袋", "en": "You brought your own bag"},
}


def _entry(code: str, name: str, method: str, terms: dict[str, Any], **more: Any) -> dict[str, Any]:
    version = {
        "number": 1,
        "effective_from": "2026-11-01",
        "claimable": False,
        "factors": {},
        "bounds": [],
        "caps": [{"measure": "acts", "per": "day", "value": 3, "unit": "act", **STATED}],
        "windows": {"self_declared": {"value": 7, "unit": "day", **STATED}},
        "budget": "citizens",
        **more.pop("version"),
    }
    described = {"name": {"zh-hans": name, "en": code}, "summary": {"zh-hans": f"{name}。", "en": f"{code}."}}
    placed = {"icon": "cup", "group": "outings", "position": 300}
    return {"code": code, "methodology": method, "terms": terms, **described, **placed, "versions": [version], **more}


CUP = _entry(
    "reusable-cup",
    "自带杯",
    "grams-per-unit",
    CUP_TERMS,
    factors={
        "reusable-cup-2026": {"value": "23", "unit": "g/unit", "region": "chengdu", "year": 2026, **STATED},
    },
    version={
        "factors": {"grams_per_unit": "reusable-cup-2026"},
        "bounds": [{"measure": "count", "least": 1, "most": 5, "unit": "unit", **STATED}],
        "grams_per_credit": {"value": 10, "unit": "g/credit", **STATED},
    },
)
BOX = {
    **CUP,
    "code": "own-box",
    "name": {"zh-hans": "自带餐盒", "en": "Own box"},
    "terms": {**CUP_TERMS, "occupies": "own-box", "unit": {"zh-hans": "盒", "en": "box"}},
}
BAG = _entry(
    "own-bag",
    "自带购物袋",
    "credits-each",
    BAG_TERMS,
    version={"credits_each": {"value": 2, "unit": "credit", **STATED}},
)


def bring(folder, now, *entries: dict[str, Any]) -> None:
    """Loads a catalogue of these entries."""
    for entry in entries:
        text = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False)
        (folder / f"{entry['code']}.yaml").write_text(text, encoding="utf-8")
    catalogue.load(now, folder)
