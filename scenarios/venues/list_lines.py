"""What a check list says, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lists.kinds import Line
from scenarios.standing_words import standing_in_words
from scenarios.venues.check_list import CheckList, Criterion
from scenarios.venues.models import GRADE_WORDS, source_in_words


def of_a_check_list(document: Mapping[str, Any]) -> list[Line]:
    """Each criterion with its points, the grades, how long an evaluation holds, and the source."""
    check_list = CheckList.from_document(document)
    grades = [
        (str(GRADE_WORDS[grade]), _("from %(least)s points on") % {"least": least})
        for grade, least in check_list.grades.items()
    ]
    return [
        *((str(criterion), _points(criterion)) for criterion in check_list.criteria),
        *grades,
        (_("Holds for"), _("%(days)s days") % {"days": check_list.valid_days}),
        (_("Checked again after"), _("%(days)s days") % {"days": check_list.recheck_days}),
        (_("Standing"), standing_in_words(check_list.standing)),
        (_("Source"), source_in_words(check_list.source)),
    ]


def _points(criterion: Criterion) -> str:
    words = _("%(points)s points. Must be met to pass.") if criterion.required else _("%(points)s points.")
    return words % {"points": criterion.points}
