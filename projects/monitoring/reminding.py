"""Owners are reminded of findings that are to be answered soon, and of those that should have been."""

from datetime import datetime, timedelta

from accounts.inbox.telling import News, tell
from common.city_time import city_day
from projects.models import Finding, FindingKind, FindingStatus, ReportStatus
from projects.monitoring import telling

BEFORE = timedelta(days=3)


def remind(*, now: datetime, limit: int) -> int:
    """Tells of each once before its day and once after it. Returns how many findings were looked at."""
    today = city_day(now)
    due = (
        Finding.objects.filter(
            status=FindingStatus.OPEN, report__status=ReportStatus.SUBMITTED, due_on__lte=today + BEFORE
        )
        .exclude(kind=FindingKind.FAR)
        .select_related("report__project__owner")
        .order_by("due_on", "pk")[:limit]
    )
    news: list[News] = []
    for finding in due:
        news += telling.reminded(finding, telling.OVERDUE if finding.due_on < today else telling.DUE)
    tell(news, now=now)
    return len(due)
