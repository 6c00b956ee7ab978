"""Views that do one thing and check nothing."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from rest_framework.permissions import AllowAny
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ModelViewSet

from benchmarks.plain.models import Act
from common.public_ids import new_public_id


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One INSERT by the ORM."""
    said = json.loads(request.body)
    started_at, ended_at = datetime.fromisoformat(said["started_at"]), datetime.fromisoformat(said["ended_at"])
    act = Act.objects.create(
        public_id=new_public_id(),
        citizen_id=said["citizen_id"],
        scenario=said["scenario"],
        started_at=started_at,
        ended_at=ended_at,
        city_day=started_at.date(),
        values=said["values"],
        status="pending",
        recorded_at=timezone.now(),
    )
    return JsonResponse({"activity": act.public_id})


class ActSerializer(ModelSerializer[Act]):
    class Meta:
        model = Act
        fields = "__all__"
        read_only_fields = ("public_id", "city_day", "status", "recorded_at")

    def create(self, validated_data: dict[str, Any]) -> Act:
        own = {"public_id": new_public_id(), "status": "pending", "recorded_at": timezone.now()}
        return super().create({**validated_data, **own, "city_day": validated_data["started_at"].date()})


class Acts(ModelViewSet[Act]):
    """The same by DRF, which knows nobody and lets everybody in."""

    queryset = Act.objects.all()
    serializer_class = ActSerializer
    authentication_classes = ()
    permission_classes = (AllowAny,)


def page(request: HttpRequest) -> HttpResponse:
    """A small page from a template."""
    lines = [{"name": f"Line {number}", "value": number} for number in range(10)]
    return render(request, "plain/page.html", {"title": "Plain", "lines": lines})
