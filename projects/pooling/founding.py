"""A pool is founded: a project of the city's operator by the method of pooling, registered by two of the desk.

It goes through no publication, for it covers no place and no plant: whose acts it counts each citizen says.
"""

from datetime import date, datetime

from django.db import connection, transaction

from accounts.models import User
from common import locks
from methodologies.projects.public_pooling import METHOD
from projects.desk import own_organisation
from projects.models import CarbonProject, Organisation
from projects.refusals import NeedsAnother, NotApproved

NAME = {"zh-hans": "成都市公众减排量汇集", "en": "Pooling of Chengdu’s citizens’ reductions"}
SUMMARY = {
    "zh-hans": "把同意参加的市民的可主张减排量按月汇集、核查并签发，所得用于市民积分预算。",
    "en": "Claimable reductions of citizens who agreed, pooled by month, verified and issued; what they bring funds "
    "citizens’ credits.",
}
ANYWHERE = "gaoxin"
"""A project is of one district; the pool is of the whole city and stands where its operator does."""


@transaction.atomic
def found(
    *, owner: Organisation, credited_from: date, credited_until: date, by: User, agreed_by: User, now: datetime
) -> CarbonProject:
    """Raises `NeedsAnother`, `OwnOrganisation`, `NotApproved`."""
    if by == agreed_by:
        raise NeedsAnother
    for person in (by, agreed_by):
        own_organisation.check(person, owner)
    if not owner.is_approved:
        raise NotApproved(name=str(owner))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.PROJECT_NUMBERS)}")
    latest = CarbonProject.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return CarbonProject.objects.create(
        number=latest + 1,
        name=NAME,
        summary=SUMMARY,
        owner=owner,
        method=METHOD.code,
        district=ANYWHERE,
        credited_from=credited_from,
        credited_until=credited_until,
        registered_at=now,
    )
