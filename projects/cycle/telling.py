"""Who is told what became of a design, and whose turn is nearly or long over; each event once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.inbox.telling import News, tell
from common.city_time import city_day
from projects.models import Comment, CommentReport, Organisation, Part, ProjectDesign, Seat, Stage

STAGE, COMMENTED, CLOSED, DUE = "design_stage", "design_commented", "design_comments_closed", "design_due"
OF_MINE, OF_MY_REPORT = "comment_decided", "comment_report_decided"
BEFORE = timedelta(days=3)
"""How long before a turn should be over whoever's it is is told."""
OWNERS_TURN, VERIFIERS_TURN = (Stage.RETURNED,), (Stage.VALIDATING,)


def stage(design: ProjectDesign, *, now: datetime) -> None:
    """The owner's people, and the verifier's when it is their turn, are told where a design stands now."""
    news = _news(design, design.owner, STAGE, f"{design.stage}:{design.version}")
    if design.stage in VERIFIERS_TURN and design.verifier is not None:
        news += _news(design, design.verifier, STAGE, f"{design.stage}:{design.version}:{design.verifier_id}")
    tell(news, now=now)


def commented(design: ProjectDesign, comment_id: int, *, now: datetime) -> None:
    tell(_news(design, design.owner, COMMENTED, str(comment_id)), now=now)


def reported(comment: Comment, reports: Iterable[CommentReport], *, words: str, is_hidden: bool, now: datetime) -> None:
    """Its author hears what was decided of a comment, and so does whoever reported it; not who did."""
    design = comment.version.design
    path = reverse("projects:published", args=[design.public_id])
    facts = {"name": design.draft.get("name", {}), "is_hidden": is_hidden, "reason": words}
    key = f"{comment.pk}:{now:%Y%m%d%H%M%S}"
    news = [News(comment.by_id, OF_MINE, f"{OF_MINE}:{key}", path, facts)]
    news += [News(one.by_id, OF_MY_REPORT, f"{OF_MY_REPORT}:{key}", path, facts) for one in reports]
    tell(news, now=now)


def remind(*, now: datetime, limit: int) -> int:
    """Tells whose turn ends soon, and whose comments are closed; returns how many designs it looked at.

    What was told is told once: looking again changes nothing.
    """
    today = city_day(now)
    due = Q(stage__in=(*OWNERS_TURN, *VERIFIERS_TURN), due_on__lte=today + BEFORE)
    closed = Q(stage=Stage.PUBLISHED, comments_until__lt=today)
    rows = ProjectDesign.objects.filter(due | closed).select_related("owner", "verifier").order_by("due_on", "pk")
    found = list(rows[:limit])
    tell([one for design in found for one in _reminded(design, is_over=_is_over(design, now))], now=now)
    return len(found)


def _is_over(design: ProjectDesign, now: datetime) -> bool:
    return design.due_on is not None and design.due_on < city_day(now)


def _reminded(design: ProjectDesign, *, is_over: bool) -> Iterable[News]:
    if design.stage == Stage.PUBLISHED:
        return _news(design, design.owner, CLOSED, str(design.version))
    whose = design.verifier if design.stage in VERIFIERS_TURN else design.owner
    assert whose is not None
    return _news(design, whose, DUE, f"{design.stage}:{design.version}:{'over' if is_over else 'soon'}")


def _news(design: ProjectDesign, organisation: Organisation, code: str, event: str) -> list[News]:
    """For whoever acts for it and may do something about it."""
    name = "projects:design" if organisation.pk == design.owner_id else "projects:validation"
    path = reverse(name, args=[organisation.public_id, design.public_id])
    facts = {
        "name": design.draft.get("name", {}),
        "stage": design.stage,
        "day": design.due_on.isoformat() if design.due_on else "",
    }
    seats = Seat.objects.current().filter(organisation=organisation).exclude(part=Part.EDITOR)
    users = seats.values_list("user_id", flat=True)
    return [News(user, code, f"{code}:{design.pk}:{event}", path, facts) for user in users if user is not None]
