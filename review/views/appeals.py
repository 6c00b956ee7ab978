"""The citizen's page about a decision: asking once that somebody else looks, and what came of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from activities.reviewables import Reviewable, all_kinds
from common.access import owners
from common.errors import DomainError
from common.pictures.forms import MEGABYTE, say_if_cut_short
from evidence.viewing import Size, address_of
from review import appealing
from review.deadlines import appeal_until
from review.forms import AppealForm
from review.models import Appeal
from review.views.proof import taken_in


@owners
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """The form while there is something to appeal, and where the appeal stands once it is sent."""
    citizen, now = citizen_of(request), timezone.now()
    asked, row = own_decision(citizen, kind, public_id)
    form = AppealForm(request.POST, request.FILES) if request.method == "POST" else AppealForm()
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            send_appeal(asked, row, citizen, form, now)
            return redirect("review:appeal", kind, public_id)
        except DomainError as error:
            form.add_error(None, error.sentence)
    raised, decided_at = appealing.appeal_against(asked, row), asked.decided_at(row)
    context = {
        "kind": asked,
        "row": row,
        "state": asked.state_of(row),
        "reason": asked.reason_in_words(row),
        "told": asked.told(row),
        "page": asked.page_of(row),
        "form": form,
        "appeal": raised,
        "may_appeal": appealing.may_appeal(asked, row, now),
        "decided_at": decided_at,
        "until": appeal_until(decided_at) if decided_at else None,
        "picture": _picture(raised, citizen, now),
        "megabytes": settings.PHOTO_MAX_BYTES // MEGABYTE,
    }
    return render(request, "review/appeal.html", context)


def own_decision(citizen: User, kind: str, public_id: str) -> tuple[Reviewable, Any]:
    """Raises `Http404` for what is nobody's, another's or was never decided by a person."""
    asked = all_kinds().get(kind)
    if asked is None or not asked.can_be_appealed:
        raise Http404
    row = asked.rows().filter(public_id=public_id, citizen_id=citizen.pk).first()
    if row is None:
        raise Http404
    return asked, row


def send_appeal(kind: Reviewable, row: Any, citizen: User, form: AppealForm, now: datetime) -> None:
    """Nothing is kept of a photo for what cannot be appealed anyway."""
    photo = taken_in(citizen, form, now) if appealing.may_appeal(kind, row, now) else None
    appealing.appeal(kind=kind, row=row, by=citizen, words=form.cleaned_data["words"], photo=photo, now=now)


def _picture(raised: Appeal | None, citizen: User, now: datetime) -> str:
    if raised is None or raised.photo is None:
        return ""
    return address_of(raised.photo, Size.WHOLE, viewer=citizen, now=now)
