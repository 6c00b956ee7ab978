"""The lists of a regulation that scenarios go by; the desk keeps them as editions."""

from django.utils.translation import gettext_lazy as _

from lists import kinds
from scenarios.calendars import rotation, years
from scenarios.calendars.forms import CalendarForm, RotationForm
from scenarios.calendars.lines import of_a_calendar, of_a_rotation
from scenarios.venues import check_list
from scenarios.venues.list_form import CheckListForm
from scenarios.venues.list_lines import of_a_check_list
from scenarios.venues.models import Kind

KINDS = dict(Kind.choices)

LISTS = [
    kinds.Kind(
        years.LIST,
        _("Holidays of a year"),
        CalendarForm,
        of_a_calendar,
        about=_("By it plates are not restricted on holidays, and what is to be answered within working days is due."),
    ),
    kinds.Kind(
        rotation.LIST,
        _("Days without a car, by plate"),
        RotationForm,
        of_a_rotation,
        about=_("By it a car that stands earns nothing on a day on which it may not drive anyway."),
    ),
    kinds.Kind(
        check_list.LIST,
        _("Check list of venues"),
        CheckListForm,
        of_a_check_list,
        subject_in_words=lambda kind: str(KINDS.get(kind, kind)),
        subjects=Kind.values,
        about=_(
            "By it venues are evaluated from now on; an evaluation that was made keeps the list by which it was made."
        ),
    ),
]
