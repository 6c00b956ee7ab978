"""What a day's seal covers: campaigns with sign-ups, bonuses and results; consents to teams, their months; trophies."""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "campaigns.openings",
        "terms of a campaign",
        "campaigns_campaign",
        "opened_at",
        """
        SELECT c.id,
               jsonb_build_array(c.public_id, c.code, c.title, c.text, c.picture, c.mode, c.venue_id, c.address,
                                 c.district, c.starts_at, c.ends_at, c.signup_from, c.signup_until, c.capacity,
                                 c.joining, c.proving, c.bonus, c.flat_credits, c.percent, to_jsonb(c.scenario_codes),
                                 c.cap_credits, c.budget_credits, c.document, to_jsonb(c.authors), c.opened_by_id,
                                 c.opened_at),
               NULL::bigint, NULL::text
        FROM campaigns_campaign AS c
        WHERE c.opened_at >= %(since)s AND c.opened_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.steps",
        "step of a campaign",
        "campaigns_campaignstep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.campaign_id, step.kind, step.words, step.by_id, step.happened_at),
               NULL::bigint, NULL::text
        FROM campaigns_campaignstep AS step
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.signups",
        "sign-up",
        "campaigns_signup",
        "signed_up_at",
        """
        SELECT signup.id,
               jsonb_build_array(signup.public_id, signup.campaign_id, signup.citizen_id, signup.nth,
                                 signup.signed_up_at),
               NULL::bigint, NULL::text
        FROM campaigns_signup AS signup
        WHERE signup.signed_up_at >= %(since)s AND signup.signed_up_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.resizings",
        "change of a campaign's places",
        "campaigns_campaignstep",
        "happened_at",
        """
        SELECT step.id, jsonb_build_array(step.campaign_id, step.capacity, step.happened_at), NULL::bigint, NULL::text
        FROM campaigns_campaignstep AS step
        WHERE step.kind = 'resized' AND step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.signups_in",
        "place of a sign-up",
        "campaigns_signup",
        "in_at",
        """
        SELECT signup.id, jsonb_build_array(signup.public_id, signup.campaign_id, signup.in_at),
               NULL::bigint, NULL::text
        FROM campaigns_signup AS signup
        WHERE signup.in_at >= %(since)s AND signup.in_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.signups_withdrawn",
        "withdrawal of a sign-up",
        "campaigns_signup",
        "withdrawn_at",
        """
        SELECT signup.id, jsonb_build_array(signup.public_id, signup.campaign_id, signup.withdrawn_at),
               NULL::bigint, NULL::text
        FROM campaigns_signup AS signup
        WHERE signup.withdrawn_at >= %(since)s AND signup.withdrawn_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.checkins",
        "check-in",
        "campaigns_checkin",
        "checked_in_at",
        """
        SELECT checkin.signup_id,
               jsonb_build_array(checkin.how, checkin.by_id, checkin.checked_in_at),
               NULL::bigint, NULL::text
        FROM campaigns_checkin AS checkin
        WHERE checkin.checked_in_at >= %(since)s AND checkin.checked_in_at < %(until)s
        """,
        is_past=True,
    ),
    SealedRows(
        "campaigns.checkins_of_signups",
        "check-in",
        "campaigns_checkin",
        "checked_in_at",
        """
        SELECT checkin.id,
               jsonb_build_array(checkin.signup_id, checkin.how, checkin.by_id, checkin.checked_in_at),
               NULL::bigint, NULL::text
        FROM campaigns_checkin AS checkin
        WHERE checkin.checked_in_at >= %(since)s AND checkin.checked_in_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.checkins_undone",
        "undone check-in",
        "campaigns_checkin",
        "undone_at",
        """
        SELECT checkin.id,
               jsonb_build_array(checkin.undone_by_id, checkin.undone_for, checkin.undone_at),
               NULL::bigint, NULL::text
        FROM campaigns_checkin AS checkin
        WHERE checkin.undone_at >= %(since)s AND checkin.undone_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.bonuses_for_checkins",
        "check-in of a bonus",
        "campaigns_bonus",
        "posted_at",
        """
        SELECT bonus.id, jsonb_build_array(bonus.checkin_id, bonus.posted_at), NULL::bigint, NULL::text
        FROM campaigns_bonus AS bonus
        WHERE bonus.checkin_id IS NOT NULL AND bonus.posted_at >= %(since)s AND bonus.posted_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.bonuses",
        "bonus",
        "campaigns_bonus",
        "posted_at",
        """
        SELECT bonus.id,
               jsonb_build_array(bonus.signup_id, bonus.activity_id, bonus."full", bonus.credits, bonus.cut,
                                 bonus.posted_at),
               NULL::bigint, NULL::text
        FROM campaigns_bonus AS bonus
        WHERE bonus.posted_at >= %(since)s AND bonus.posted_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.bonuses_returned",
        "bonus taken back",
        "campaigns_bonusreturn",
        "returned_at",
        """
        SELECT back.bonus_id, jsonb_build_array(back.credits, back.returned_at), NULL::bigint, NULL::text
        FROM campaigns_bonusreturn AS back
        WHERE back.returned_at >= %(since)s AND back.returned_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.reports",
        "results of a campaign",
        "campaigns_report",
        "published_at",
        """
        SELECT report.id,
               jsonb_build_array(report.campaign_id, report.nth, report.text, to_jsonb(report.pictures),
                                 report.figures, report.by_id, report.published_at),
               NULL::bigint, NULL::text
        FROM campaigns_report AS report
        WHERE report.published_at >= %(since)s AND report.published_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.team_consents",
        "consent to teams",
        "campaigns_teamconsent",
        "given_at",
        """
        SELECT id, jsonb_build_array(citizen_id, guardian_id, edition, given_at), NULL::bigint, NULL::text
        FROM campaigns_teamconsent
        WHERE given_at >= %(since)s AND given_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.team_consents_ended",
        "end of a consent to teams",
        "campaigns_teamconsent",
        "ended_at",
        """
        SELECT id, jsonb_build_array(citizen_id, guardian_id, ended_at), NULL::bigint, NULL::text
        FROM campaigns_teamconsent
        WHERE ended_at >= %(since)s AND ended_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.children_released",
        "release of a child by its guardian",
        "campaigns_teamconsent",
        "released_at",
        """
        SELECT id, jsonb_build_array(citizen_id, guardian_id, released_at), NULL::bigint, NULL::text
        FROM campaigns_teamconsent
        WHERE released_at >= %(since)s AND released_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.guardian_changes",
        "change of guardian",
        "campaigns_guardianchange",
        "decided_at",
        """
        SELECT change.id,
               jsonb_build_array(change.child_id, change.guardian_id, change.to_id, change.reason, change.reference,
                                 change.asked_by_id, change.asked_at, change.due_at, change.is_agreed,
                                 change.decided_by_id, change.decided_at),
               NULL::bigint, NULL::text
        FROM campaigns_guardianchange AS change
        WHERE change.decided_at >= %(since)s AND change.decided_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.told_months",
        "month of a team",
        "campaigns_toldmonth",
        "told_at",
        """
        SELECT id, jsonb_build_array(team_id, month, kilograms, told_at), NULL::bigint, NULL::text
        FROM campaigns_toldmonth
        WHERE told_at >= %(since)s AND told_at < %(until)s
        """,
    ),
    SealedRows(
        "campaigns.trophies",
        "trophy that was earned",
        "campaigns_trophyaward",
        "awarded_at",
        """
        SELECT id, jsonb_build_array(public_id, citizen_id, trophy, edition_id, subject, earned_on, awarded_at),
               NULL::bigint, NULL::text
        FROM campaigns_trophyaward
        WHERE awarded_at >= %(since)s AND awarded_at < %(until)s
        """,
    ),
]
