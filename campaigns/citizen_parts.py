"""A citizen's sign-ups for campaigns, for the help desk."""

from collections.abc import Sequence

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from campaigns.models import SignUp
from common.desk_citizen import Cell, Part, Shown, shown


def _signups(citizen_id: int, after: str) -> Shown:
    own = SignUp.objects.filter(citizen=citizen_id).select_related("campaign").prefetch_related("checkins")
    return shown(own.annotate(credits=Sum("bonuses__credits")), _cells, after)


def _cells(one: SignUp) -> Sequence[Cell]:
    there = one.checkin.checked_in_at if one.checkin else "—"
    said = (one.nth, one.get_status_display(), one.signed_up_at, there, getattr(one, "credits", None) or "—")
    return [Cell(one.campaign, one.campaign), *map(Cell, said)]


HEADER = (_("campaign"), _("number"), _("status"), _("signed up"), _("checked in"), _("credits of bonus"))
PARTS = [Part("campaigns", _("Campaigns"), HEADER, _signups, place=45)]
