"""A citizen withdraws an act that they typed wrongly: first what that does, then it is done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import citizen_of
from activities.models import Activity
from activities.scoring import taking_back
from common import editions
from common.access import owners
from common.errors import DomainError


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Says what is given back, and takes it back once that is confirmed."""
    now = timezone.now()
    own = Activity.objects.of(citizen_of(request).pk).with_outcome()
    activity = get_object_or_404(own, public_id=public_id)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            taking_back.withdraw(activity=activity, edition=request.POST.get(editions.FIELD, ""), now=now)
        except DomainError as error:
            refused = error
            activity.refresh_from_db()
        else:
            messages.success(request, _("The record is withdrawn. Now you can report it as it was."))
            return HttpResponseRedirect(activity.get_absolute_url())
    if not taking_back.is_withdrawable(activity, now=now) and refused is None:
        raise Http404
    given_back = taking_back.foresee(activity)
    context = {
        "activity": activity,
        "claimed": activity.claimed(),
        "given_back": given_back,
        "edition": editions.edition_of(*given_back),
        "refused": refused,
    }
    return render(request, "portal/withdraw.html", context)
