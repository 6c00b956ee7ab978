"""A citizen's acts, for the help desk."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Status
from common.desk_citizen import Cell, Part, Shown, shown


def _acts(citizen_id: int, after: str) -> Shown:
    return shown(Activity.objects.filter(citizen_id=citizen_id).with_outcome(), _cells, after)


def _acts_of_day(citizen_id: int, day: date, after: str) -> Shown:
    return shown(Activity.objects.filter(citizen_id=citizen_id, city_day=day).with_outcome(), _cells, after)


def _cells(act: Activity) -> Sequence[Cell]:
    credits = act.assessment.credits if act.status == Status.SCORED else "—"
    said = (act.city_day, act.scenario, " · ".join(act.claimed()) or "—", act.get_status_display(), credits)
    return [Cell(act.public_id, act), *map(Cell, said)]


HEADER = (_("public id"), _("day"), _("scenario"), _("claim"), _("status"), _("credits"))
PARTS = [Part("acts", _("Acts"), HEADER, _acts, place=10, of_day=_acts_of_day)]
