"""Files of a report are documents of its project, each under a title that names the report's period."""

from datetime import datetime
from enum import StrEnum

from accounts.models import User
from projects.documents.keeping import keep as keep_document
from projects.documents.kinds import Sent
from projects.models import DocumentVersion, MonitoringReport
from projects.refusals import SameDocument


class Title(StrEnum):
    """What files are called: data that every reader sees alike."""

    LINES = "监测数据"
    STATEMENT = "核查声明"
    ANSWER = "答复"


def keep(report: MonitoringReport, sent: Sent, title: str, *, by: User, now: datetime) -> DocumentVersion:
    """Keeps a file as it was sent; the very one that was kept last under its title is not kept twice.

    Raises why a file is not taken.
    """
    called = f"{report.starts_on} – {report.ends_on} {title}"
    try:
        return keep_document(sent, called, report.project, by, now=now)
    except SameDocument:
        return DocumentVersion.objects.filter(document__project=report.project, document__title=called).latest("number")
