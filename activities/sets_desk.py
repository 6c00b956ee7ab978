"""Taking a set of acts back at the desk: chosen, counted, listed and confirmed; and how far each set is."""

from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts import looks
from accounts.models import Seen
from accounts.requests import citizen_of
from activities.forms import RevocationForm, SetForm
from activities.models import Activity, Outcome, Reason, Revocation, RevocationSet
from activities.scoring import taking_sets_back
from activities.scoring.taking_sets_back import Asked
from common import editions, paging
from common.desk import Colours, ReadOnlyAdmin
from common.desk_trail import EventAdmin
from common.errors import DomainError

RIGHT = "activities.take_back_sets"
SHOWN = 50


@admin.register(RevocationSet)
class RevocationSetAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "why", "acts", "citizens", "credits", "by", "begun_at", "state")
    list_display_links = ("public_id",)
    list_filter = ("reason",)
    list_select_related = ("by",)
    list_before_template = "admin/desk/_set_link.html"

    def get_urls(self) -> list[URLPattern]:
        new = self.admin_site.admin_view(self.new_view)
        return [path("new/", new, name="activities_revocationset_new"), *super().get_urls()]

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """Which acts, and what taking them back comes to; does it when that is confirmed."""
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        form = SetForm(sent or None)
        if not sent or not form.is_valid():
            return self._page(request, "new", {"form": form})
        refused: DomainError | None = None
        try:
            if request.method == "POST":
                return self._begin(request, form.asked)
        except DomainError as error:
            refused = error
        told = {"form": form, "refused": refused, **self._foreseen(request, form.asked)}
        return self._page(request, "new", told)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """How far it is, and each of its acts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        one = get_object_or_404(RevocationSet.objects.select_related("by"), pk=paging.number_in(object_id))
        counts = dict(one.members.values_list("outcome").annotate(Count("pk")))
        taken = Revocation.objects.filter(pk__in=one.members.filter(outcome=Outcome.TAKEN_BACK).values("activity_id"))
        context = {
            "original": one,
            "one": one,
            "reason": Reason(one.reason).label,
            "chosen": SetForm.in_words(one.asked),
            "waits": counts.get(Outcome.WAITS, 0),
            "taken": counts.get(Outcome.TAKEN_BACK, 0),
            "passed": counts.get(Outcome.PASSED_OVER, 0),
            "sums": taken.aggregate(grams=Sum("grams", default=0), credits=Sum("credits", default=0)),
            **self._listed(request, Activity.objects.filter(pk__in=one.members.values("activity_id"))),
        }
        return self._page(request, "", context)

    def _begin(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        form = RevocationForm(request.POST)
        if not form.is_valid():
            raise Http404
        taken = taking_sets_back.begin(
            asked=asked,
            reason=Reason(form.cleaned_data["reason"]),
            by=citizen_of(request),
            now=timezone.now(),
            edition=request.POST.get(editions.FIELD, ""),
        )
        messages.success(request, gettext("The set is being taken back; each citizen reads why."))
        return HttpResponseRedirect(reverse("admin:activities_revocationset_change", args=[taken.pk]))

    def _foreseen(self, request: HttpRequest, asked: Asked) -> dict[str, Any]:
        """What it comes to; or why it comes to nothing."""
        by, now = citizen_of(request), timezone.now()
        try:
            foreseen = taking_sets_back.foresee(asked, by=by, now=now)
        except DomainError as refused:
            return {"refused": refused}
        reasons = RevocationForm()
        listed = self._listed(request, taking_sets_back.acts_of(asked, by=by))
        return {"foreseen": foreseen, "edition": foreseen.edition, "reasons": reasons, **listed}

    def _listed(self, request: HttpRequest, acts: QuerySet[Activity]) -> dict[str, Any]:
        told = acts.select_related("scenario", "citizen", "assessment")
        page = paging.page(told, size=SHOWN, after=request.GET.get("after"), key=paging.NUMBER)
        looks.note(of=[act.citizen_id for act in page.rows], seen=Seen.ACT, by=request.user, now=timezone.now())
        query = request.GET.copy()
        query["after"] = page.following
        return {"page": page, "following": query.urlencode() if page.following else ""}

    def _page(self, request: HttpRequest, name: str, told: dict[str, Any]) -> HttpResponse:
        title = gettext("Take a set of acts back") if name else gettext("A set of acts taken back")
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **told}
        template = "revocation_set_new.html" if name else "revocation_set.html"
        return TemplateResponse(request, f"admin/desk/{template}", context)

    @display(description=_("reason"))
    def why(self, one: RevocationSet) -> str:
        return str(Reason(one.reason).label)

    @display(description=_("status"), label=Colours({"done": "success", "under_way": "warning"}))
    def state(self, one: RevocationSet) -> tuple[str, str]:
        return ("done", gettext("Done")) if one.done_at else ("under_way", gettext("Under way"))


# pghistory makes the table of the trail; it has no class in `models`.
@admin.register(apps.get_model("activities.RevocationSetEvent"))
class RevocationSetEventAdmin(EventAdmin):
    deeds = MappingProxyType({"insert": _("Taken back as a set"), "update": _("Done")})
    wordings = MappingProxyType({"reason": lambda code: str(Reason(code).label)})
