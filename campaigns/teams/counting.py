"""What members' acts of each month came to while they were in their teams, worked out anew wherever acts changed.

A sum is a function of acts, revocations and membership alone: whoever works it out, in whatever order, finds the same.
An act counts from the city day of joining on and where it began before leaving: a sum that fell as somebody left would
tell what they did that day. A day on which somebody leaves and comes back counts once, for the later of the two.
Grams are those that scoring found and no revocation took; credits that were bought, given or paid are no acts.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Min

from campaigns.changed import changed_since, heard, heard_until
from campaigns.models import TeamMember

READER = "teams"
MEMBERS_A_RUN = 500


@transaction.atomic
def keep_up(*, now: datetime) -> tuple[int, bool]:
    """Counts members anew whose acts changed since the last time; how many, and whether more wait."""
    since = heard_until(READER) or TeamMember.objects.aggregate(first=Min("joined_at"))["first"] or now
    changed = changed_since(since, now=now)
    members = TeamMember.objects.filter(citizen__in=changed.citizens).values_list("pk", flat=True)
    found = list(members.order_by("pk"))
    for first in range(0, len(found), MEMBERS_A_RUN):
        count(found[first : first + MEMBERS_A_RUN])
    heard(READER, changed.until)
    return len(found), changed.is_more


def count(members: Sequence[int]) -> None:
    """Works out all months of these members; rows that are right already are left alone."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"members": list(members)})


_COUNT = """
    WITH counted AS (
        SELECT member.id AS member_id, date_trunc('month', act.city_day)::date AS month,
               sum(assessment.grams - coalesce(revoked.grams, 0))::bigint AS grams,
               count(DISTINCT act.city_day) AS days
        FROM campaigns_teammember AS member
        JOIN activities_activity AS act ON act.citizen_id = member.citizen_id
             AND act.city_day >= (member.joined_at AT TIME ZONE 'Asia/Shanghai')::date
             AND (member.left_at IS NULL OR act.started_at < member.left_at)
             AND NOT EXISTS (SELECT FROM campaigns_teammember AS later
                             WHERE later.team_id = member.team_id AND later.citizen_id = member.citizen_id
                               AND later.id > member.id
                               AND (later.joined_at AT TIME ZONE 'Asia/Shanghai')::date <= act.city_day)
        JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
        LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = act.id
        WHERE member.id = ANY (%(members)s)
          AND (assessment.grams > coalesce(revoked.grams, 0) OR assessment.credits > coalesce(revoked.credits, 0))
        GROUP BY 1, 2
    ), gone AS (
        DELETE FROM campaigns_teammonth AS kept
        WHERE kept.member_id = ANY (%(members)s)
          AND NOT EXISTS (SELECT FROM counted
                          WHERE counted.member_id = kept.member_id AND counted.month = kept.month)
    )
    INSERT INTO campaigns_teammonth AS kept (member_id, month, grams, days)
    SELECT member_id, month, grams, days FROM counted
    ON CONFLICT (member_id, month) DO UPDATE SET grams = EXCLUDED.grams, days = EXCLUDED.days
    WHERE (kept.grams, kept.days) IS DISTINCT FROM (EXCLUDED.grams, EXCLUDED.days)
"""
