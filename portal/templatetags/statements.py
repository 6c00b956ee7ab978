"""`{% statement_lines lines %}`, `{% vintage_rows vintages %}`: the rows of a statement's tables."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from common.kept_forms import filled_each
from common.texts import day_shown
from credits.statements import Vintage
from portal.statement_lines import Line, rows

register = template.Library()


@register.simple_tag
def statement_lines(lines: Iterable[Line]) -> SafeString:
    return rows(lines)


@register.simple_tag
def vintage_rows(vintages: Iterable[Vintage]) -> SafeString:
    places = [{"day": day_shown(vintage.expires_on), "credits": str(vintage.credits)} for vintage in vintages]
    return filled_each("portal/vintage_row.html", [({}, words) for words in places])
