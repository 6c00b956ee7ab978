"""A version is reckoned at once whenever its lines change: what it comes to, or what is to be mended."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from methodologies.base import Text
from methodologies.projects.troubles import NotReckoned, Trouble
from methodologies.projects.writing import document
from projects.models import EventLine, ReportLine, ReportVersion
from projects.monitoring.stated import method_of, report

MOST_TROUBLES = 200
"""More than anybody mends at one sitting."""


def reckon(version: ReportVersion) -> ReportVersion:
    """Reckons the lines as they are and writes down the result, or the troubles. Raises nothing."""
    found, lines = version.report, list(version.lines.order_by("nth"))
    method = method_of(found.project)
    stated = report(found.starts_on, found.ends_on, version.parameters, lines)
    version.result, version.troubles, version.kilograms = {}, [], 0
    try:
        result = method.reckon(stated)
    except NotReckoned as refused:
        version.troubles = [told(trouble, lines) for trouble in refused.troubles[:MOST_TROUBLES]]
    else:
        version.result, version.kilograms = document(result), int(result.reduction_kg)
    version.save(update_fields=["result", "troubles", "kilograms"])
    return version


def told(trouble: Trouble, lines: Sequence[ReportLine | EventLine]) -> dict[str, Any]:
    """As it is kept: which line by its number, which field, and what is to be mended in each language."""
    line = None if trouble.line is None else lines[trouble.line].nth
    sentence = dict(numbered(trouble, [str(each.nth) for each in lines]).sentence)
    return {"code": trouble.code, "line": line, "where": trouble.where, "sentence": sentence}


def numbered(trouble: Trouble, called: Sequence[Text | str]) -> Trouble:
    """The trouble with another line named as readers know it: `called` are the names of all lines in their order."""
    if "other" not in trouble.facts:
        return trouble
    return replace(trouble, facts={**trouble.facts, "other": called[int(str(trouble.facts["other"])) - 1]})


def there_already(nth: int) -> Text:
    """A line that was there before a file came."""
    return {"zh-hans": f"{nth}（已有）", "en": f"{nth} (already there)"}
