"""`{% statement_lines lines %}`: the rows of a statement's table."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from portal.statement_lines import Line, rows

register = template.Library()


@register.simple_tag
def statement_lines(lines: Iterable[Line]) -> SafeString:
    return rows(lines)
