"""Acts of cars that wait for a person at the desk: both photos beside what was entered, and the decision."""

from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display

from accounts import looks
from accounts.models import Seen, User
from accounts.requests import citizen_of
from channels.household import reviewing
from channels.household.forms import ReviewRefusalForm
from channels.household.models import OdometerReview, ReviewStatus
from channels.household.review_words import REASONS
from channels.household.reviewing import Shown
from common import editions
from common.desk import ReadOnlyAdmin
from common.desk_trail import EventAdmin
from common.errors import DomainError
from common.texts import in_reader_language
from evidence.viewing import Size, address_of


@admin.register(OdometerReview)
class OdometerReviewAdmin(ReadOnlyAdmin):
    list_display = ("number", "counts", "state", "sent_at", "decided_at")
    list_display_links = ("number",)
    list_filter = ("status",)
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of a review or of a citizen")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        citizens = list(User.objects.filter(public_id=term).values_list("pk", flat=True))
        return queryset.filter(Q(public_id=term) | Q(citizen_id__in=citizens)), False

    def get_urls(self) -> list[URLPattern]:
        deeds = {"accept": self.accept_view, "refuse": self.refuse_view}
        own = [
            path(f"<int:pk>/{deed}/", self.admin_site.admin_view(require_POST(view)), name=f"odometer_review_{deed}")
            for deed, view in deeds.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The two photos, what was entered with them, and which of them tells no time."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            raise Http404
        return self._page(request, _review(int(object_id)), ReviewRefusalForm())

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says what it will do; does it when it comes back confirmed."""
        review = self._decidable(request, pk)
        if "confirm" not in request.POST:
            shown = {"edition": editions.edition_of(*reviewing.shown_of(review))}
            return self._confirmation(request, review, gettext("Accept these photos?"), shown)
        edition = request.POST.get(editions.FIELD, "")
        try:
            reviewing.accept(review=review, by=citizen_of(request), now=timezone.now(), edition=edition)
        except DomainError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, gettext("The photos are accepted, and their act is being scored."))
        return HttpResponseRedirect(_address(review))

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows what the citizen will read; refuses when it comes back confirmed."""
        review = self._decidable(request, pk)
        form = ReviewRefusalForm(request.POST)
        if not form.is_valid():
            return self._page(request, review, form)
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        if "confirm" not in request.POST:
            edition = editions.edition_of(*reviewing.shown_of(review), reason, note)
            told = {"form": form, "reason": in_reader_language(REASONS[reason]), "note": note, "edition": edition}
            return self._confirmation(request, review, gettext("Refuse these photos?"), told)
        given = {"reason": reason, "note": note, "edition": request.POST.get(editions.FIELD, "")}
        try:
            reviewing.refuse(review=review, by=citizen_of(request), now=timezone.now(), **given)
        except DomainError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, gettext("The photos are refused; the citizen reads why."))
        return HttpResponseRedirect(_address(review))

    def _decidable(self, request: HttpRequest, pk: int) -> OdometerReview:
        if not request.user.has_perm("household.decide_odometerreview"):
            raise PermissionDenied
        return _review(pk)

    def _page(self, request: HttpRequest, review: OdometerReview, form: ReviewRefusalForm) -> HttpResponse:
        context = {
            **self._common(request, review, self.counts(review)),
            "form": form,
            "activity": reviewing.act_of(review),
            "is_own": review.citizen_id == request.user.pk,
        }
        return TemplateResponse(request, "admin/desk/odometer_review.html", context)

    def _confirmation(
        self, request: HttpRequest, review: OdometerReview, title: str, told: dict[str, Any]
    ) -> HttpResponse:
        context = {**self._common(request, review, title), **told, "page": _address(review)}
        return TemplateResponse(request, "admin/desk/odometer_review_decision.html", context)

    def _common(self, request: HttpRequest, review: OdometerReview, title: str) -> dict[str, Any]:
        looks.note(of=[review.citizen_id], seen=Seen.ODOMETER, by=request.user, now=timezone.now())
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": review,
            "title": title,
            "subtitle": review.public_id,
            "review": review,
            "pictures": [(shown, _picture(shown, request)) for shown in reviewing.photos_of(review)],
        }

    @display(description=_("public id"))
    def number(self, review: OdometerReview) -> str:
        return review.public_id

    @display(description=_("counts"))
    def counts(self, review: OdometerReview) -> str:
        return gettext("Leaving the car") if review.pledge_id else gettext("Driving an electric car")

    @display(
        description=_("status"),
        label={
            ReviewStatus.WAITING.value: "warning",
            ReviewStatus.ACCEPTED.value: "success",
            ReviewStatus.REFUSED.value: "danger",
        },
    )
    def state(self, review: OdometerReview) -> tuple[str, str]:
        return review.status, review.get_status_display()


def _review(pk: int) -> OdometerReview:
    return get_object_or_404(OdometerReview.objects.with_photos(), pk=pk)


def _address(review: OdometerReview) -> str:
    return reverse("admin:household_odometerreview_change", args=[review.pk])


def _picture(shown: Shown, request: HttpRequest) -> str:
    """Where this member of staff sees the photo; empty where it was erased."""
    if shown.photo is None:
        return ""
    return address_of(shown.photo, Size.WHOLE, viewer=citizen_of(request), now=timezone.now())


# pghistory makes the tables of the trail; they have no class in `models`.
@admin.register(apps.get_model("household.OdometerReviewEvent"))
class OdometerReviewEventAdmin(EventAdmin):
    """Sending the photos is their citizen's and not told; what the desk does with them is."""

    labels = MappingProxyType({"decided_by": _("decided by")})
    wordings = MappingProxyType({"reason": lambda code: in_reader_language(REASONS[code])})
    born = MappingProxyType({"status": ReviewStatus.WAITING.value, "reason": "", "decided_by_id": None})
