"""Teams are made at the desk and by citizens, and joined by code; sums and trophies come as the jobs make them."""

from datetime import datetime

from accounts.models import User
from campaigns import changed
from campaigns.models import Team, TeamKind, TeamMember, TrophyAward
from campaigns.teams import consenting, counting, joining, months
from campaigns.trophies import awarding, book, publishing
from simulation.doors.in_their_name import in_their_name


@in_their_name
def found_at_desk(kind: str, name: str, district: str, *, by: User, now: datetime) -> Team:
    return joining.found_at_desk(kind=TeamKind(kind), name=name, district=district, by=by, now=now)


def found(name: str, nickname: str, *, citizen: User, now: datetime) -> Team:
    consenting.give(citizen=citizen, now=now)
    return joining.found(citizen=citizen, name=name, nickname=nickname, now=now)


def join(team: Team, nickname: str, *, citizen: User, now: datetime) -> None:
    consenting.give(citizen=citizen, now=now)
    joining.join(citizen=citizen, code=team.code, nickname=nickname, now=now)


def pass_the_months(*, now: datetime) -> int:
    """What the jobs do, over all that has been until now. Returns how many trophies are held."""
    book.load(now)
    counting.count(list(TeamMember.objects.values_list("pk", flat=True)))
    awarding.judge(list(User.objects.filter(is_staff=False).values_list("pk", flat=True)), now=now)
    for reader in (counting.READER, awarding.READER):
        changed.heard(reader, now)
    months.tell_due(now=now)
    awarding.award_team(now=now)
    return TrophyAward.objects.standing().count()


def publish(citizen: User, *, now: datetime) -> None:
    """The latest of a citizen's own, where there is one."""
    award = TrophyAward.objects.standing().filter(citizen=citizen).order_by("-earned_on", "-pk").first()
    if award is not None:
        publishing.publish(award=award, now=now)
