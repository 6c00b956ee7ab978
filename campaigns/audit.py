"""Proves campaigns: bonuses have their causes and transfers, none is above the cap, and places went in order."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone

from campaigns.checkins.undoing import SOON
from campaigns.teams import audit as teams
from campaigns.trophies import audit as trophies
from common.audit import WHOLE, AuditRule, Extent, Finding, broken
from credits.reading import TRANSFERS

_PAYS = "substring(transfer.reference FROM '^bonus:([0-9]{1,18}):')::bigint"
_TAKES = "substring(transfer.reference FROM '^unbonus:([0-9]{1,18}):')::bigint"
_CAMPAIGN_OF_BONUS = """
    campaigns_bonus AS bonus
    JOIN campaigns_signup AS signup ON signup.id = bonus.signup_id
    JOIN campaigns_campaign AS campaign ON campaign.id = signup.campaign_id
"""

SOON_S = int(SOON.total_seconds())

STAYS = AuditRule(
    "bonus_stays_although_its_act_is_taken_back",
    "bonus {0} of act {1}, taken back {2}",
    """
    SELECT bonus.id, bonus.activity_id, revocation.revoked_at
    FROM campaigns_bonus AS bonus
    JOIN activities_revocation AS revocation ON revocation.activity_id = bonus.activity_id
    LEFT JOIN campaigns_bonusreturn AS back ON back.bonus_id = bonus.id
    WHERE bonus.credits > 0 AND back.bonus_id IS NULL
    AND revocation.revoked_at < %s - interval '1 day'
    """,
)
"""Measured against the moment of the audit: the last day's would else never be told, were the job to stand still."""

RULES = [
    AuditRule(
        "bonus_is_not_its_transfers",
        "bonus {0} of sign-up {1} is {2} credits; its transfers out of its campaign's budget to its citizen are {3}",
        f"""
        SELECT bonus.id, bonus.signup_id, bonus.credits, coalesce(paid.amount, 0)
        FROM {_CAMPAIGN_OF_BONUS}
        LEFT JOIN (
            SELECT {_PAYS} AS bonus_id, transfer.to_owner, transfer.from_budget, transfer.created_at,
                sum(transfer.amount) AS amount
            FROM {TRANSFERS} AS transfer
            WHERE transfer.kind = 'bonus' AND transfer.reversed_by IS NULL
            GROUP BY 1, 2, 3, 4
        ) AS paid ON paid.bonus_id = bonus.id AND paid.to_owner = signup.citizen_id
            AND paid.from_budget = 'campaign-' || campaign.code AND paid.created_at = bonus.posted_at
        WHERE bonus.credits <> coalesce(paid.amount, 0)
        """,  # noqa: S608, expressions of this program alone
    ),
    AuditRule(
        "bonus_transfer_without_its_bonus",
        "transfer {0} ({1}) of {2} credits",
        f"""
        SELECT transfer.id, transfer.reference, transfer.amount
        FROM {TRANSFERS} AS transfer
        LEFT JOIN ({_CAMPAIGN_OF_BONUS} LEFT JOIN campaigns_bonusreturn AS back ON back.bonus_id = bonus.id)
            ON bonus.id = coalesce({_PAYS}, {_TAKES})
        WHERE transfer.kind = 'bonus' AND (
            transfer.reference ^@ 'bonus:' AND transfer.from_budget = 'campaign-' || campaign.code
            AND (transfer.to_owner, transfer.created_at) = (signup.citizen_id, bonus.posted_at)
            OR transfer.reference ^@ 'unbonus:' AND transfer.to_kind = 'issuance'
            AND (transfer.from_owner, transfer.created_at) = (signup.citizen_id, back.returned_at)
        ) IS NOT TRUE
        """,  # noqa: S608, expressions of this program alone
    ),
    AuditRule(
        "bonus_return_is_not_its_transfers",
        "bonus {0} was taken back with {1} credits, paid were {2}; its transfers from its citizen are {3}",
        f"""
        SELECT back.bonus_id, back.credits, bonus.credits, coalesce(taken.amount, 0)
        FROM campaigns_bonusreturn AS back
        JOIN campaigns_bonus AS bonus ON bonus.id = back.bonus_id
        JOIN campaigns_signup AS signup ON signup.id = bonus.signup_id
        LEFT JOIN (
            SELECT {_TAKES} AS bonus_id, transfer.from_owner, sum(transfer.amount) AS amount
            FROM {TRANSFERS} AS transfer
            WHERE transfer.kind = 'bonus'
            GROUP BY 1, 2
        ) AS taken ON taken.bonus_id = back.bonus_id AND taken.from_owner = signup.citizen_id
        WHERE back.credits <> bonus.credits OR back.credits <> coalesce(taken.amount, 0)
        """,  # noqa: S608, expressions of this program alone
    ),
    AuditRule(
        "bonus_without_its_act",
        "bonus {0} of campaign {1} promises {2} credits for act {3}, which earned {4}",
        f"""
        SELECT bonus.id, campaign.code, bonus."full", bonus.activity_id, coalesce(assessment.credits, 0)
        FROM {_CAMPAIGN_OF_BONUS}
        LEFT JOIN activities_activity AS act ON act.id = bonus.activity_id
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
        LEFT JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
        WHERE bonus.activity_id IS NOT NULL AND (
            campaign.bonus = 'multiplier' AND act.citizen_id = signup.citizen_id
            AND scenario.code = ANY (campaign.scenario_codes)
            AND act.started_at >= greatest(signup.in_at, campaign.starts_at)
            AND act.started_at < least(campaign.ends_at, campaign.cancelled_at)
            AND bonus."full" = assessment.credits * campaign.percent / 100
        ) IS NOT TRUE
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "bonus_without_its_checkin",
        "bonus {0} of campaign {1} promises {2} credits for a check-in",
        f"""
        SELECT bonus.id, campaign.code, bonus."full"
        FROM {_CAMPAIGN_OF_BONUS}
        LEFT JOIN campaigns_checkin AS checkin ON (checkin.id, checkin.signup_id) = (bonus.checkin_id, signup.id)
        WHERE bonus.activity_id IS NULL AND (
            campaign.bonus = 'flat' AND bonus."full" = campaign.flat_credits
            AND checkin.checked_in_at <= bonus.posted_at
        ) IS NOT TRUE
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "bonus_stays_although_its_checkin_is_undone",
        "bonus {0} of sign-up {1}, paid {2}; its check-in was undone {3}",
        """
        SELECT bonus.id, bonus.signup_id, bonus.posted_at, checkin.undone_at
        FROM campaigns_bonus AS bonus
        JOIN campaigns_checkin AS checkin ON checkin.id = bonus.checkin_id
        LEFT JOIN campaigns_bonusreturn AS back ON back.bonus_id = bonus.id
        WHERE checkin.undone_at IS NOT NULL AND (
            checkin.undone_at < bonus.posted_at
            OR bonus.credits > 0 AND back.returned_at IS DISTINCT FROM checkin.undone_at
        )
        """,
    ),
    AuditRule(
        "checkin_undone_without_reason",
        "check-in {0}, of {1} by {2}, was undone {3} by {4}",
        f"""
        SELECT checkin.id, checkin.checked_in_at, checkin.by_id, checkin.undone_at, checkin.undone_by_id
        FROM campaigns_checkin AS checkin
        WHERE checkin.undone_at IS NOT NULL AND (
            checkin.undone_at >= checkin.checked_in_at AND checkin.undone_by_id IS NOT NULL AND (
                checkin.undone_for <> '{{}}' OR checkin.undone_by_id = checkin.by_id
                AND checkin.undone_at < checkin.checked_in_at + interval '{SOON_S} seconds'
            )
        ) IS NOT TRUE
        """,  # noqa: S608, a number of this program alone
    ),
    AuditRule(
        "two_checkins_stand",
        "sign-up {0} has {1} check-ins that stand",
        """
        SELECT signup_id, count(*) FROM campaigns_checkin WHERE undone_at IS NULL GROUP BY signup_id HAVING count(*) > 1
        """,
    ),
    STAYS,
    AuditRule(
        "bonus_taken_back_with_no_act",
        "bonus {0} of act {1}, check-in {2}",
        """
        SELECT back.bonus_id, bonus.activity_id, bonus.checkin_id
        FROM campaigns_bonusreturn AS back
        JOIN campaigns_bonus AS bonus ON bonus.id = back.bonus_id
        LEFT JOIN activities_revocation AS revocation ON revocation.activity_id = bonus.activity_id
        LEFT JOIN campaigns_checkin AS checkin ON checkin.id = bonus.checkin_id
        WHERE revocation.activity_id IS NULL AND checkin.undone_at IS NULL
        """,
    ),
    AuditRule(
        "bonus_above_the_cap",
        "citizen {0} got {1} credits in campaign {2}, which pays {3} at most",
        f"""
        SELECT signup.citizen_id, sum(bonus.credits - coalesce(back.credits, 0)), campaign.code, campaign.cap_credits
        FROM {_CAMPAIGN_OF_BONUS}
        LEFT JOIN campaigns_bonusreturn AS back ON back.bonus_id = bonus.id
        GROUP BY signup.citizen_id, campaign.id
        HAVING sum(bonus.credits - coalesce(back.credits, 0)) > campaign.cap_credits
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "bonus_for_who_granted_it",
        "bonus {0}: citizen {1} wrote or opened campaign {2}",
        f"""
        SELECT bonus.id, signup.citizen_id, campaign.code
        FROM {_CAMPAIGN_OF_BONUS}
        WHERE signup.citizen_id = ANY (campaign.authors || campaign.opened_by_id)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "places_are_otherwise_than_decided",
        "campaign {0} has {1} places; its terms and its last change say {2}",
        """
        SELECT campaign.id, places.capacity, coalesce(last.capacity, campaign.capacity)
        FROM campaigns_places AS places
        JOIN campaigns_campaign AS campaign ON campaign.id = places.campaign_id
        LEFT JOIN LATERAL (
            SELECT capacity FROM campaigns_campaignstep
            WHERE campaign_id = campaign.id AND kind = 'resized' ORDER BY id DESC LIMIT 1
        ) AS last ON true
        WHERE places.capacity IS DISTINCT FROM coalesce(last.capacity, campaign.capacity)
        """,
    ),
    AuditRule(
        "places_are_not_their_signups",
        "campaign {0}: {1} places are called taken and {2} sign-ups numbered; {3} are in, {4} signed up",
        """
        SELECT places.campaign_id, places.taken, places.asked, count(signup.id) FILTER (WHERE signup.status = 'in'),
            count(signup.id)
        FROM campaigns_places AS places
        LEFT JOIN campaigns_signup AS signup ON signup.campaign_id = places.campaign_id
        GROUP BY places.campaign_id
        HAVING (places.taken, places.asked) <> (
            count(signup.id) FILTER (WHERE signup.status = 'in'), coalesce(max(signup.nth), 0)
        ) OR places.asked <> count(signup.id)
        """,
    ),
    AuditRule(
        "place_before_its_signup",
        "sign-up {0} of campaign {1} has a place since {2} and was made {3}",
        """
        SELECT nth, campaign_id, in_at, signed_up_at
        FROM campaigns_signup
        WHERE in_at < signed_up_at OR withdrawn_at < coalesce(in_at, signed_up_at)
        """,
    ),
    AuditRule(
        "overtaken_on_the_waiting_list",
        "sign-up {0} of campaign {1} waits, and a later one, {2}, got a place",
        """
        SELECT waiting.nth, waiting.campaign_id, min(later.nth)
        FROM campaigns_signup AS waiting
        JOIN campaigns_signup AS later ON later.campaign_id = waiting.campaign_id AND later.nth > waiting.nth
            AND later.in_at IS NOT NULL
        WHERE waiting.status = 'waiting'
        GROUP BY waiting.id
        """,
    ),
    AuditRule(
        "checked_in_without_a_place",
        "sign-up {0} of campaign {1} was checked in {2}",
        """
        SELECT signup.nth, signup.campaign_id, checkin.checked_in_at
        FROM campaigns_checkin AS checkin
        JOIN campaigns_signup AS signup ON signup.id = checkin.signup_id
        JOIN campaigns_campaign AS campaign ON campaign.id = signup.campaign_id
        WHERE (
            signup.in_at <= checkin.checked_in_at AND checkin.checked_in_at >= campaign.starts_at
            AND checkin.checked_in_at < campaign.ends_at AND checkin.by_id IS DISTINCT FROM signup.citizen_id
        ) IS NOT TRUE
        """,
    ),
    AuditRule(
        "campaign_opened_by_nobody_else",
        "campaign {0} was opened by {1}; its authors are {2}",
        """
        SELECT campaign.code, campaign.opened_by_id, campaign.authors::text
        FROM campaigns_campaign AS campaign
        LEFT JOIN campaigns_campaignstep AS step ON step.campaign_id = campaign.id AND step.kind = 'opened'
            AND (step.by_id, step.happened_at) = (campaign.opened_by_id, campaign.opened_at)
        WHERE campaign.opened_at IS NOT NULL
        AND (step.id IS NULL OR campaign.opened_by_id = ANY (campaign.authors) OR campaign.authors = '{}')
        """,
    ),
    *teams.RULES,
    *trophies.RULES,
]


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """Everything of campaigns that is not as it must be."""
    now = timezone.now()
    return broken(replace(rule, parameters=[now]) if rule is STAYS else rule for rule in RULES)
