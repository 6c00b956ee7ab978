"""The six parts of 《成都市绿色低碳发展报告》, in their order and in words."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LIST = "report"
"""The list of whose editions a part is; its subject is the year and the part."""


class Part(StrEnum):
    """Source: the founding article; 2021."""

    GENERAL = "general"
    WORK = "work"
    DISTRICTS = "districts"
    CASES = "cases"
    POLICIES = "policies"
    APPENDIX = "appendix"


NAMES: Mapping[str, str | Promise] = {
    Part.GENERAL: pgettext_lazy("part of the report", "Overview"),
    Part.WORK: pgettext_lazy("part of the report", "Main work"),
    Part.DISTRICTS: pgettext_lazy("part of the report", "Highlights of districts"),
    Part.CASES: pgettext_lazy("part of the report", "Typical cases"),
    Part.POLICIES: pgettext_lazy("part of the report", "Policies"),
    Part.APPENDIX: pgettext_lazy("part of the report", "Appendix"),
}


def subject(year: int, part: Part) -> str:
    return f"{year}-{part}"


def subject_in_words(code: str) -> str:
    """A year and a part, as the desk names what an edition is of."""
    year, _dash, part = code.partition("-")
    return f"{year} {NAMES[part]}" if part in NAMES else code
