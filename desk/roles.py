"""The roles of staff: groups with the rights of one office each, and four that join the finer ones for a small house.

Who writes a thing does not also put it into force, and no role has every right.

Made at set-up where they are missing. From then on they belong to the house: a superuser may change, add and remove
them, and only a superuser puts somebody into one.
"""

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction

_RULES = ("scenarios.scenario", "scenarios.ruleversion", "scenarios.emissionfactor", "lists.edition")
_RULES_TRAIL = (
    *("scenarios.ruleversionevent", "scenarios.rehearsalevent", "scenarios.scenarioevent"),
    *("scenarios.emissionfactorevent", "lists.editionevent"),
)
_VENUES = ("scenarios.venue", "scenarios.evaluation", "scenarios.venueevent", "scenarios.evaluationevent")
_LEDGER = ("credits.budget", "credits.ledgeraccount", "credits.transfer", "credits.budgetevent")
_ADJUSTMENTS = ("credits.adjustment", "credits.adjustmentevent")
_MERGERS = ("credits.merger", "credits.mergerevent")
_REPORTS = ("photo_reports.photoreport", "photo_reports.photoreportevent")
_ANSWERS = ("review.appeal", "review.claim", "review.appealevent", "review.claimevent", "review.opinionevent")
_ODOMETERS = ("household.odometerreview", "household.odometerreviewevent")
_QUIZ = ("quiz.quizquestion", "quiz.quizquestionevent")
_MALL = tuple(f"merchants.{table}" for table in ("merchant", "shop", "cause", "causereport", "offer", "redemption"))
_MALL_TRAIL = tuple(f"merchants.{table}event" for table in ("merchant", "shop", "cause", "causereport", "offer"))
_SETTLEMENT = ("merchants.statement", "merchants.refund")
_CAMPAIGNS = ("campaigns.campaign",)
_PROJECTS = ("projects.event", "projects.monitoringreport", "projects.projectdesign")
_CASES = ("city.casesubmission", "city.casesubmissionevent")
_POOLED = ("projects.pooledmonth",)
_UNITS = (
    "projects.organisation",
    "projects.carbonproject",
    "projects.unitblock",
    "projects.deal",
    "projects.proposal",
    "projects.redaction",
)
_UNITS_TRAIL = tuple(f"projects.{table}event" for table in ("organisation", "seat", "carbonproject"))
_TEAMS = ("campaigns.team", "campaigns.namereport")
_GUARDIANS = ("campaigns.guardianchange",)
_TEAMS_TRAIL = (
    "campaigns.teamevent",
    "campaigns.teammemberevent",
    "campaigns.namereportevent",
    "campaigns.guardianchangeevent",
)
_ACTS = ("activities.activity", "activities.refusedattempt")
_DOUBTED = ("activities.doubted", "activities.doubtedevent")
_TAKEN_BACK = ("activities.revocationevent", "activities.reinstatementevent")
_SETS = ("activities.revocationset", "activities.revocationsetevent")
_PEOPLE = ("accounts.user", "axes.accessattempt")
_FREEZES = ("accounts.freeze", "accounts.freezeevent")
_PHONES = ("accounts.phonechange", "accounts.phonechangeevent")
_PEOPLE_TRAIL = (
    *(f"accounts.{table}event" for table in ("user", "secondfactor", "member", "grant", "ownright", "group")),
    "accounts.deed",
    "platforms.linkevent",
)
_MALL_WRITING = tuple(
    f"merchants.{verb}_{model}"
    for verb in ("add", "change")
    for model in ("merchant", "shop", "cause", "causereport", "offer")
)
_QUIZ_WRITING = ("quiz.add_quizquestion", "quiz.change_quizquestion")
_TEAM_WRITING = ("campaigns.add_team", "campaigns.look_after_team", "campaigns.decide_namereport")
_REVIEWING = (
    "activities.revoke_activity",
    "photo_reports.decide_photoreport",
    "household.decide_odometerreview",
    "activities.decide_doubted",
    "review.decide_appeal",
    "review.decide_claim",
    "scenarios.evaluate_venue",
    "merchants.approve_merchant",
    "merchants.publish_offer",
    "merchants.publish_causereport",
)


def _to_view(*models: str) -> tuple[str, ...]:
    return tuple(model.replace(".", ".view_") for model in models)


ROLES: Mapping[str, tuple[str, ...]] = {
    "规则起草 · Rule drafting": (
        *_to_view(*_RULES, *_RULES_TRAIL),
        "scenarios.change_ruleversion",
        "scenarios.delete_ruleversion",
        "scenarios.add_scenario",
        "scenarios.change_scenario",
        "scenarios.add_emissionfactor",
        "lists.add_edition",
    ),
    "规则发布 · Rule publishing": (
        *_to_view(*_RULES, *_RULES_TRAIL),
        "scenarios.approve_ruleversion",
        "scenarios.publish_ruleversion",
        "lists.confirm_edition",
    ),
    "预算拨付 · Budget funding": (
        *_to_view(*_LEDGER, *_ADJUSTMENTS, *_POOLED, *_CAMPAIGNS, "accounts.user"),
        "credits.fund_budget",
        "campaigns.open_campaign",
        "projects.agree_poolproceeds",
        "credits.approve_adjustment",
    ),
    "低碳场景登记 · Venue records": (*_to_view(*_VENUES), "scenarios.add_venue", "scenarios.change_venue"),
    "低碳场景评价 · Venue evaluation": (*_to_view(*_VENUES), "scenarios.evaluate_venue"),
    "随手拍审核 · Photo reports": (
        *_to_view(*_REPORTS, *_ACTS),
        "photo_reports.decide_photoreport",
    ),
    "里程照片审核 · Odometer photos": (
        *_to_view(*_ODOMETERS, *_ACTS),
        "household.decide_odometerreview",
    ),
    "商家与奖励编写 · Mall drafting": (
        *_to_view(*_MALL, *_MALL_TRAIL),
        *_MALL_WRITING,
    ),
    "商家与奖励审核 · Mall approval": (
        *_to_view(*_MALL, *_MALL_TRAIL),
        "merchants.approve_merchant",
        "merchants.publish_offer",
        "merchants.publish_causereport",
    ),
    "结算 · Settlement": (
        *_to_view(*_MALL, *_SETTLEMENT),
        "merchants.close_statement",
        "merchants.pay_statement",
    ),
    "退还 · Refunds": (*_to_view(*_MALL, "merchants.refund"), "merchants.refund_voucher"),
    "项目 · Projects": (
        *_to_view(*_PROJECTS, "projects.organisation", "projects.carbonproject"),
        "projects.decide_projectdesign",
        "projects.hide_event",
        *_to_view(*_CASES),
        "city.decide_casesubmission",
    ),
    "登记 · Registry": (
        *_to_view(*_UNITS, *_UNITS_TRAIL, *_PROJECTS, *_POOLED),
        "projects.draw_pooledmonth",
        "projects.propose_poolproceeds",
        "projects.approve_organisation",
        "projects.propose_proposal",
        "projects.freeze_unitblock",
        "projects.make_redaction",
        "projects.end_deal",
    ),
    "登记复核 · Registry control": (
        *_to_view(*_UNITS, *_UNITS_TRAIL, *_PROJECTS, *_POOLED),
        "projects.agree_pooledmonth",
        "projects.accredit_organisation",
        "projects.agree_proposal",
    ),
    "题库编写 · Quiz questions": (*_to_view(*_QUIZ), *_QUIZ_WRITING),
    "账户服务 · Account service": (
        *_to_view(*_PEOPLE, *_FREEZES, *_PHONES, *_MALL, *_ACTS, *_ADJUSTMENTS, *_MERGERS, *_GUARDIANS),
        "accounts.view_profile",
        "accounts.set_lost_phone",
        "campaigns.add_guardianchange",
        "credits.propose_adjustment",
        "credits.decide_merger",
        "accounts.change_user",
        "accounts.serve_user",
        "accounts.freeze_user",
        "accounts.reset_secondfactor",
        "axes.delete_accessattempt",
    ),
    "运营 · Operator": (
        *_to_view(*_VENUES, *_ACTS, "accounts.user", "accounts.profile"),
        "scenarios.add_venue",
        "scenarios.change_venue",
        "accounts.change_user",
    ),
    "审核 · Reviewer": (
        *_to_view(*_REPORTS, *_ODOMETERS, *_ANSWERS, *_DOUBTED, *_ACTS, *_TAKEN_BACK, *_VENUES, *_MALL, *_MALL_TRAIL),
        *_REVIEWING,
    ),
    "活动管理 · Campaign manager": (
        *_to_view(*_MALL, *_MALL_TRAIL, *_QUIZ, *_CAMPAIGNS, *_TEAMS),
        *_MALL_WRITING,
        *_QUIZ_WRITING,
        *_TEAM_WRITING,
        "campaigns.add_campaign",
        "campaigns.check_in_campaign",
    ),
    "安全 · Security": (
        *_to_view(
            *(*_PEOPLE, *_FREEZES, *_PHONES, *_GUARDIANS, *_PEOPLE_TRAIL, *_SETS, *_ACTS, *_TAKEN_BACK),
            *("auth.group", "jobs.run"),
        ),
        "accounts.agree_lost_phone",
        "campaigns.agree_guardianchange",
        "activities.take_back_sets",
        "jobs.start_run",
        "accounts.look_after_staff",
        "accounts.change_user",
        "accounts.freeze_user",
        "accounts.reset_secondfactor",
        "axes.delete_accessattempt",
    ),
    "审计 · Audit": _to_view(
        *_RULES,
        *_RULES_TRAIL,
        *_VENUES,
        *_LEDGER,
        *_ADJUSTMENTS,
        *_MERGERS,
        *_REPORTS,
        *_ODOMETERS,
        *_ANSWERS,
        *_DOUBTED,
        *_QUIZ,
        *_MALL,
        *_MALL_TRAIL,
        *_SETTLEMENT,
        *_CAMPAIGNS,
        *_PROJECTS,
        *_CASES,
        *_POOLED,
        *_UNITS,
        *_UNITS_TRAIL,
        *_TEAMS,
        *_GUARDIANS,
        *_TEAMS_TRAIL,
        *_PEOPLE,
        *_FREEZES,
        *_PHONES,
        *_PEOPLE_TRAIL,
        *_SETS,
        *_ACTS,
        *_TAKEN_BACK,
        "auth.group",
        "jobs.run",
    ),
}
"""What each role may, by its group's name, in both languages since a group has but one name."""


@transaction.atomic
def load() -> None:
    """Makes the groups that are missing, with their rights; one that is there stays as the house has made it."""
    for name, rights in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set([_right(right) for right in rights])


def _right(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
