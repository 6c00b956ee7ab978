"""Trophies as lists of the desk: entered by one person, put into force by another."""

from django.utils.translation import gettext_lazy as _

from campaigns.trophies import book
from campaigns.trophies.forms import TrophyForm, of_a_trophy
from lists import kinds


def _named(code: str) -> str:
    known = book.trophies().get(code)
    return str(known) if known else code


LISTS = [
    kinds.Kind(
        book.LIST,
        _("Trophies"),
        TrophyForm,
        of_a_trophy,
        subject_in_words=_named,
        about=_("Citizens earn them by acts that count; what was earned stays judged by the edition of its day."),
    ),
]
