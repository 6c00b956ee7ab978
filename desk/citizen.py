"""Everything of one citizen that serving them needs, part by part; what is personal is shown whole only on a press.

Who opens it leaves a trace that the citizen reads, and who has a value shown another one, with the reason.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import looks
from accounts.models import Seen, User
from accounts.standing.reading import frozen_now
from common.city_time import city_day
from common.desk_citizen import Cell, Part, Shown, every_part, personal_of
from common.desk_days import day_field
from common.typed.fields import WordsField
from credits import statements
from desk.ways import way_to

RIGHT, SEES_WHOLE = "accounts.serve_user", "accounts.view_profile"
MOST_WORDS = 100


class ReasonForm(forms.Form):
    reason = WordsField(label=_("Why do you need it?"), max_length=MOST_WORDS)


class DayForm(forms.Form):
    """Which day somebody calls about; it may be left out."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["day"] = day_field(_("Of one day"))


@require_http_methods(["GET", "HEAD", "POST"])
def citizen(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; sent with a reason, with what is personal. Raises `PermissionDenied`; `Http404` for staff, too."""
    if not request.user.has_perm(RIGHT) or (request.method == "POST" and not request.user.has_perm(SEES_WHOLE)):
        raise PermissionDenied
    user = get_object_or_404(User, pk=pk, is_staff=False)
    form = ReasonForm(request.POST or None)
    is_whole = request.method == "POST" and form.is_valid()
    seen, reason = (Seen.PROFILE, form.cleaned_data["reason"]) if is_whole else (Seen.SERVED, "")
    looks.note(of=[user.pk], seen=seen, by=request.user, now=timezone.now(), reason=reason)
    return TemplateResponse(request, "admin/desk/citizen.html", _context(request, user, form, is_whole=is_whole))


def _context(request: HttpRequest, user: User, form: ReasonForm, *, is_whole: bool) -> dict[str, Any]:
    parts = every_part()
    chosen = next((part for part in parts if part.code == request.GET.get("part")), parts[0])
    asked, now = DayForm(request.GET), timezone.now()
    rows, following = _page(chosen, user.pk, asked, request.GET.get("after", ""))
    return {
        **admin.site.each_context(request),
        "title": gettext("A citizen"),
        "subtitle": user.public_id,
        "citizen": user,
        "freeze": frozen_now(user.pk, now=now),
        "available": statements.available(user.pk, today=city_day(now)),
        "account_address": way_to(user, request),
        "personal": list(personal_of(user.pk)),
        "is_whole": is_whole,
        "form": form if request.user.has_perm(SEES_WHOLE) and not is_whole else None,
        "parts": parts,
        "chosen": chosen,
        "rows": [_labelled(chosen, row, request) for row in rows],
        "following": following,
        "is_first": not request.GET.get("after"),
        "asked": asked if chosen.of_day else None,
        "this_part": urlencode(
            {"part": chosen.code, **({"day": request.GET["day"]} if request.GET.get("day") else {})}
        ),
    }


def _page(part: Part, citizen_id: int, asked: DayForm, after: str) -> Shown:
    """Of the day that was asked for; nothing for one that cannot be read: all of it would be taken for the answer."""
    if part.of_day is None or not asked.data.get("day"):
        return part.page(citizen_id, after)
    return part.of_day(citizen_id, asked.cleaned_data["day"], after) if asked.is_valid() else Shown([], "")


def _labelled(part: Part, row: Sequence[Cell], request: HttpRequest) -> list[tuple[Any, str, Any]]:
    """Each cell with where it leads, and with its column's name, which stands beside it on a phone."""
    cells = zip(row, part.header, strict=True)
    return [(cell.text, way_to(cell.of, request), label) for cell, label in cells]
