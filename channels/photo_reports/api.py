"""`/api/v1/photo-reports`: the photo first, then what it shows and where; then what the desk said."""

from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView, UploadView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities.attempts.keeping import kept
from channels.photo_reports import reporting, reviewing
from channels.photo_reports.api_schema import CATEGORIES_TOLD, DRAFT, PHOTO_REQUEST, REPORT, REPORT_PAGE, REPORT_REQUEST
from channels.photo_reports.forms import PhotoForm, ReportForm
from channels.photo_reports.models import PhotoReport, PlaceSource
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from channels.photo_reports.words import CATEGORIES
from common import paging
from common.city_time import city_clock, city_clock_if_any
from common.filled_in import as_sent, files_sent, filled
from common.json_schema import BEFORE
from common.problem_schema import problems
from common.texts import in_reader_language
from evidence import photos
from evidence.models import Photo
from evidence.viewing import Size, address_of
from evidence.views import pictured

PAGE_SIZE = 50
CREATED = 201


class Categories(OwnView):
    scopes: ClassVar = {"GET": Scope.SUBMIT}

    @extend_schema(
        operation_id="list_photo_report_categories",
        summary="What a photo report may show",
        responses={200: CATEGORIES_TOLD, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        told = [{"code": code, "name": in_reader_language(name)} for code, name in CATEGORIES.items()]
        return Response({"categories": told})


class Photos(UploadView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="send_photo",
        summary="Send the photo of a report; it stays a draft for seven days",
        description="JPEG, PNG, WebP or HEIC. It is drawn anew: who sees it sees nothing of its camera.",
        request={"multipart/form-data": PHOTO_REQUEST},
        responses={201: DRAFT, **problems(400, 401, 403, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        citizen, now = citizen_of(request), timezone.now()
        self.check_photo(request)
        form = filled(PhotoForm(as_sent(request), files_sent(request)))
        with kept(citizen=citizen, scenario=reviewing.SCENARIO, now=now):
            content = form.cleaned_data["photo"].read()
            photo = photos.take_in(citizen=citizen, content=content, purpose=PHOTO_REPORT, now=now)
        return Response(_draft(photo), status=CREATED)


class Reports(OwnView):
    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="send_photo_report",
        summary="Send a report of a photo that is here already",
        description="The same photo again is answered with the first report. Where somebody has reported something "
        "right there it is refused (`reported_nearby`) unless `despite_nearby` is true.",
        request={"application/json": REPORT_REQUEST},
        responses={201: REPORT, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        sent, citizen = as_sent(request), citizen_of(request)
        drafts = Photo.objects.of(citizen.pk).filter(purpose=PHOTO_REPORT.code)
        photo = get_object_or_404(drafts, public_id=_one(sent.get("photo")))
        earlier = PhotoReport.objects.filter(photo=photo).first()
        report = earlier or _sent(photo, filled(ReportForm(sent)))
        return Response(_described(report, request), status=CREATED)

    @extend_schema(
        operation_id="list_photo_reports",
        summary="Your photo reports, latest first",
        parameters=[BEFORE],
        responses={200: REPORT_PAGE, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        page = paging.page(_own(request), size=PAGE_SIZE, after=request.query_params.get("before"))
        told = [_described(report, request) for report in page.rows]
        return Response({"reports": told, "next": page.following or None})


class OneReport(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_photo_report",
        summary="One of your photo reports, and what the desk said",
        responses={200: REPORT, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        report = get_object_or_404(_own(request), public_id=public_id)
        activity = reviewing.act_of(report)
        return Response({**_described(report, request), "activity": activity.public_id if activity else None})


class Picture(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_photo_of_report",
        summary="The photo of one of your reports, as a JPEG",
        parameters=[
            OpenApiParameter("size", str, enum=[*Size], description="`thumbnail`, unless you want the whole."),
        ],
        responses={(200, "image/jpeg"): {"type": "string", "format": "binary"}, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        photo = get_object_or_404(_own(request), public_id=public_id).photo
        is_whole = request.query_params.get("size") == Size.WHOLE
        # Until the worker has made the small one, the whole one stands in for it.
        return pictured(photo.file if is_whole else photo.thumbnail or photo.file, max_age_s=0)


def _own(request: Request) -> Any:
    return PhotoReport.objects.of(citizen_of(request).pk).select_related("photo")


def _one(public_id: str | None) -> str:
    """What the database takes; nothing is called so where it takes it not."""
    return (public_id or "").replace("\x00", "")


def _sent(photo: Photo, form: ReportForm) -> PhotoReport:
    given = form.cleaned_data
    return reporting.send(
        photo=photo,
        category=given["category"],
        words=given["words"],
        place=form.place(),
        place_source=PlaceSource(given["place_source"] or PlaceSource.MAP),
        despite_nearby=given["despite_nearby"],
        now=timezone.now(),
    )


def _draft(photo: Photo) -> dict[str, Any]:
    place = None if photo.latitude is None else {"latitude": str(photo.latitude), "longitude": str(photo.longitude)}
    return {"photo": photo.public_id, "received_at": city_clock(photo.received_at), "place": place}


def _described(report: PhotoReport, request: Request) -> dict[str, Any]:
    citizen, now = citizen_of(request), timezone.now()
    place = None if report.latitude is None else {"latitude": str(report.latitude), "longitude": str(report.longitude)}
    return {
        "report": report.public_id,
        "category": report.category,
        "category_name": report.category_name,
        "words": report.words,
        "place": place,
        "status": report.status,
        "state": str(report.get_status_display()),
        "reason": report.reason_in_words,
        "note": report.note,
        "sent_at": city_clock(report.sent_at),
        "decided_at": city_clock_if_any(report.decided_at),
        "picture": address_of(report.photo, Size.THUMBNAIL, viewer=citizen, now=now),
    }
