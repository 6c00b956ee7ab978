"""What citizens are told of what they earned: one line a day, reckoned once the day is over."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Sum
from django.urls import reverse

from accounts.inbox.telling import News
from accounts.models import Notice
from activities.models import Assessment
from common.city_time import city_day, day_span

CREDITED = "credited"


def news(*, now: datetime, limit: int) -> list[News]:
    """For citizens who were credited something yesterday and were not told so."""
    day = city_day(now) - timedelta(days=1)
    first, after = day_span(day)
    key = f"credited:{day.isoformat()}"
    told = Notice.objects.filter(citizen_id=OuterRef("activity__citizen_id"), key=key)
    awarded = Assessment.objects.filter(assessed_at__gte=first, assessed_at__lt=after, credits__gt=0)
    by_citizen = awarded.filter(~Exists(told)).values_list("activity__citizen_id").order_by("activity__citizen_id")
    sums = by_citizen.annotate(Sum("credits"), Count("pk"))[:limit]
    path = reverse("activities:diary")
    return [
        News(citizen_id, CREDITED, key, path, {"day": day.isoformat(), "credits": credits, "acts": acts})
        for citizen_id, credits, acts in sums
    ]
