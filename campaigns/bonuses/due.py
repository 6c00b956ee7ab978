"""Which bonuses are due: of check-ins, and of acts that were paid; found again and again until each is paid once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Freeze
from activities.models import Reinstatement
from campaigns.bonuses.posting import Due, pay
from campaigns.models import BonusKind, Campaign, CheckIn, SignUp, SignUpStatus
from common.city_time import city_day

FOLLOWED_FOR = timedelta(days=14)
"""So long after a campaign acts of its time still earn its bonus once they are scored; and so long after an act was
counted again or its citizen's freeze was over, if that was later. Proposed, nobody's rule."""
PERCENT = 100


def pay_due(*, now: datetime, limit: int) -> int:
    """Pays at most `limit` bonuses of all campaigns; returns how many."""
    paid = 0
    for campaign in _followed(now - FOLLOWED_FOR):
        dues = list(_dues(campaign, now, limit - paid))
        if dues:
            paid += len(pay(campaign, dues, now=now))
        if paid >= limit:
            break
    return paid


def of_checkin(campaign: Campaign, checkin: CheckIn) -> Due | None:
    """What a check-in earns, where the campaign pays for it."""
    if campaign.bonus != BonusKind.FLAT:
        return None
    return Due(checkin.signup, campaign.flat_credits, checkin_id=checkin.pk)


def bonus_on(credits: int, percent: int) -> int:
    """What an act that was paid so many credits earns besides: whole credits, rounded down."""
    return credits * percent // PERCENT


def _followed(since: datetime) -> QuerySet[Campaign]:
    """Those that ended later, or in which somebody is who could not be paid until then."""
    counted_again = Reinstatement.objects.filter(reinstated_at__gt=since).values("activity__citizen")
    thawed = Freeze.objects.filter(earning=True, over_at__gt=since).values("citizen")
    late = (
        SignUp.objects.inside()
        .filter(campaign=OuterRef("pk"))
        .filter(Q(citizen__in=counted_again) | Q(citizen__in=thawed))
    )
    followed = Campaign.objects.published().filter(Q(ends_at__gt=since) | Exists(late))
    return followed.exclude(bonus=BonusKind.NONE).order_by("pk")


def _dues(campaign: Campaign, now: datetime, limit: int) -> Iterator[Due]:
    return _of_checkins(campaign, limit) if campaign.bonus == BonusKind.FLAT else _of_acts(campaign, now, limit)


def _of_checkins(campaign: Campaign, limit: int) -> Iterator[Due]:
    """Of who was there and was frozen then."""
    unpaid = CheckIn.objects.standing().filter(signup__campaign=campaign, signup__status=SignUpStatus.IN, bonus=None)
    for checkin in unpaid.select_related("signup").order_by("checked_in_at", "pk")[:limit]:
        yield Due(checkin.signup, campaign.flat_credits, checkin_id=checkin.pk)


_ACTS = f"""
    SELECT signup.id, act.id, assessment.credits
    FROM campaigns_signup AS signup
    JOIN campaigns_campaign AS campaign ON campaign.id = signup.campaign_id
    JOIN activities_activity AS act ON act.citizen_id = signup.citizen_id
    JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
    JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
    WHERE campaign.id = %s AND signup.status = 'in' AND act.status = 'scored' AND act.city_day < %s
      AND act.city_day >= (campaign.starts_at AT TIME ZONE 'Asia/Shanghai')::date
      AND act.started_at >= greatest(signup.in_at, campaign.starts_at)
      AND act.started_at < least(campaign.ends_at, campaign.cancelled_at)
      AND scenario.code = ANY (campaign.scenario_codes)
      AND assessment.credits * campaign.percent >= {PERCENT}
      AND (
          campaign.ends_at > %s
          OR EXISTS (
              SELECT FROM activities_reinstatement AS again
              WHERE again.activity_id = act.id AND again.reinstated_at > %s
          )
          OR EXISTS (
              SELECT FROM accounts_freeze AS thawed
              WHERE thawed.citizen_id = act.citizen_id AND thawed.earning AND thawed.over_at > %s
          )
      )
      AND NOT EXISTS (
          SELECT FROM campaigns_bonus AS bonus JOIN campaigns_signup AS own ON own.id = bonus.signup_id
          WHERE bonus.activity_id = act.id AND own.campaign_id = campaign.id
      )
      AND NOT EXISTS (
          SELECT FROM accounts_freeze AS frozen
          WHERE frozen.citizen_id = act.citizen_id AND frozen.over_at IS NULL AND frozen.earning
      )
    ORDER BY act.id
    LIMIT %s
"""  # noqa: S608, a number of this program alone


def _of_acts(campaign: Campaign, now: datetime, limit: int) -> Iterator[Due]:
    """Of days that are over, in the order in which the acts were recorded."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTS, [campaign.pk, city_day(now), *[now - FOLLOWED_FOR] * 3, limit])
        rows = cursor.fetchall()
    signups = SignUp.objects.in_bulk({signup_id for signup_id, _act, _credits in rows})
    for signup_id, act_id, credits in rows:
        yield Due(signups[signup_id], bonus_on(credits, campaign.percent), act_id)
