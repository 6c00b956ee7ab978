"""Pictures of a month or year: chosen and looked at, shown to everybody who has an address, taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from activities.keepsakes import sharing
from activities.keepsakes.sharing import Shown
from activities.models import SharedPicture
from common import editions
from common.access import citizens, owners, public
from common.embedding import shown_anywhere
from common.errors import DomainError
from portal.year import picture
from portal.year.figures import Figures, figures_of
from portal.year.forms import PictureForm
from portal.year.shown import AT_FIRST, shown_of
from portal.year.spans import Span
from portal.year.views import asked

PNG = "image/png"
CHOSEN = "year_picture"
"""What was chosen last, in the session: a nickname stands in no address and in no log."""


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def year_picture(request: HttpRequest, period: str) -> HttpResponse:
    """Choosing what is shown, with the picture as it is; choosing changes the picture and shows it to nobody yet."""
    span = asked(period)
    figures = figures_of(citizen_of(request).pk, span)
    form = PictureForm(request.POST if request.method == "POST" else None, figures=figures, initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        request.session[CHOSEN] = form.cleaned_data
        return HttpResponseRedirect(f"{reverse('portal:year_picture', args=[period])}#picture")
    return render(request, "portal/year/picture.html", _context(request, span, figures, form))


@citizens
@cache_control(private=True, max_age=600)
@require_safe
def year_picture_file(request: HttpRequest, period: str, language: str, shape: str) -> HttpResponse:
    """The citizen's own picture as PNG, as they chose it last."""
    figures = figures_of(citizen_of(request).pk, asked(period))
    return _file(_shown(request, figures), language, shape, f"carbon-{period}-{shape}.png")


@citizens
@require_POST
def share_picture(request: HttpRequest, period: str) -> HttpResponse:
    """Shows what the page showed to everybody who has the address."""
    citizen = citizen_of(request)
    shown = _shown(request, figures_of(citizen.pk, asked(period)))
    edition = request.POST.get(editions.FIELD, "")
    try:
        shared = sharing.share(citizen_id=citizen.pk, shown=shown, edition=edition, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(reverse("portal:year_picture", args=[period]))
    messages.success(request, _("Whoever has this address sees the picture. You can take it back at any time."))
    return HttpResponseRedirect(shared.get_absolute_url())


@owners
@require_POST
def take_back_picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its address leads nowhere from now on."""
    shared = get_object_or_404(SharedPicture.objects.of(citizen_of(request).pk), public_id=public_id)
    sharing.take_back(shared)
    messages.success(request, _("The picture is taken back: its address leads nowhere now."))
    return HttpResponseRedirect(reverse("portal:year_picture", args=[shared.period]))


@public
@never_cache
@require_safe
def shared(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a citizen shows, as it was on that day; whoever finds the address sees no more than the picture."""
    found = get_object_or_404(SharedPicture, public_id=public_id)
    shown = sharing.shown_of(found)
    addresses = {shape: _shared_address(found, shape) for shape in picture.SHAPES}
    context = {
        "shared": found,
        "title": picture.title_of(shown),
        "lines": picture.lines_of(shown),
        "picture": addresses["tall"],
        "card": request.build_absolute_uri(addresses["square"]),
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "is_own": request.user.pk == found.citizen_id,
    }
    return _unlisted(render(request, "portal/year/shared.html", context))


@public
@never_cache
@require_safe
@shown_anywhere
def shared_file(request: HttpRequest, public_id: str, language: str, shape: str) -> HttpResponse:
    found = get_object_or_404(SharedPicture, public_id=public_id)
    return _unlisted(_file(sharing.shown_of(found), language, shape, f"carbon-{found.period}-{shape}.png"))


def _context(request: HttpRequest, span: Span, figures: Figures, form: PictureForm) -> dict[str, Any]:
    shown = _shown(request, figures)
    edition = editions.edition_of(*shown.parts)
    files = {
        shape: f"{reverse('portal:year_picture_file', args=[span.code, get_language(), shape])}?v={edition[:12]}"
        for shape in picture.SHAPES
    }
    own = SharedPicture.objects.of(citizen_of(request).pk).filter(period=span.code)
    return {
        "span": span,
        "form": form,
        "title": picture.title_of(shown),
        "lines": picture.lines_of(shown),
        "files": files,
        "edition": edition,
        "shared": own.order_by("-pk"),
        "has_acts": bool(figures.acts),
    }


def _chosen(request: HttpRequest) -> dict[str, Any]:
    chosen: dict[str, Any] = request.session.get(CHOSEN) or {"parts": list(AT_FIRST), "nickname": ""}
    return chosen


def _shown(request: HttpRequest, figures: Figures) -> Shown:
    chosen = _chosen(request)
    return shown_of(figures, chosen["parts"], chosen["nickname"])


def _shared_address(found: SharedPicture, shape: str) -> str:
    return reverse("portal:shared_file", args=[found.public_id, get_language(), shape])


def _file(shown: Shown, language: str, shape: str, name: str) -> HttpResponse:
    """Shown in its place: a phone saves it by a long press, a link with `download` by its name."""
    if language not in picture.LANGUAGES or shape not in picture.SHAPES:
        raise Http404
    return HttpResponse(
        picture.drawn(shown, shape, language),
        content_type=PNG,
        headers={"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language},
    )


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """No search engine keeps what may be taken back."""
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer
