"""How the desk looks and what its side bar offers: Unfold's settings, in our colours and words."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _may_view(model: str) -> Callable[[HttpRequest], bool]:
    app, name = model.split(".")
    rights = [f"{app}.view_{name}", f"{app}.change_{name}"]
    return lambda request: any(request.user.has_perm(right) for right in rights)


def _list(model: str, title: Any, icon: str) -> dict[str, Any]:
    link = reverse_lazy(f"admin:{model.replace('.', '_')}_changelist")
    return {"title": title, "icon": icon, "link": link, "permission": _may_view(model)}


UNFOLD = {
    "SITE_TITLE": _("Tianfu Carbon Credits desk"),
    "SITE_HEADER": _("Tianfu Carbon Credits"),
    "SITE_SUBHEADER": _("Staff desk"),
    "SITE_ICON": lambda request: static("icons/favicon.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icons/favicon.svg")},
    ],
    "LOGIN": {"form": "accounts.staff_names.SignInForm"},
    "ACCOUNT": {"navigation": [{"title": _("Two-step verification"), "link": reverse_lazy("accounts:second_factor")}]},
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": False,
    # The trail under "Audit" tells it better: it also knows what no form wrote.
    "SHOW_HISTORY": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "8px",
    "STYLES": [lambda request: static("css/desk.css")],
    "SCRIPTS": [lambda request: static("js/unseen.js"), lambda request: static("js/chooser.js")],
    "COLORS": {
        # The portal's bamboo from its tint to its deepest, and greys that lean the same way.
        "primary": {
            "50": "#f1f8f5",
            "100": "#e6f2ed",
            "200": "#c5e0d5",
            "300": "#97c9b6",
            "400": "#5cc09d",
            "500": "#3aa27f",
            "600": "#1f7a5c",
            "700": "#17614a",
            "800": "#134d3c",
            "900": "#0f3d30",
            "950": "#06231a",
        },
        "base": {
            "50": "#f6f9fa",
            "100": "#edf2f4",
            "200": "#dde6e9",
            "300": "#c3d0d5",
            "400": "#8fa3aa",
            "500": "#5a6d74",
            "600": "#4a5d64",
            "700": "#33454b",
            "800": "#22333a",
            "900": "#172427",
            "950": "#0e1719",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "navigation": [
            {
                "title": _("Overview"),
                "items": [
                    {"title": _("Dashboard"), "icon": "monitoring", "link": reverse_lazy("admin:index")},
                    {"title": _("Find"), "icon": "search", "link": reverse_lazy("admin:find")},
                    {"title": _("A month of the scheme"), "icon": "summarize", "link": reverse_lazy("admin:month")},
                ],
            },
            {
                "title": _("Scenarios and rules"),
                "items": [
                    _list("scenarios.scenario", _("Scenarios"), "park"),
                    _list("scenarios.ruleversion", _("Rule versions"), "rule"),
                    _list("scenarios.emissionfactor", _("Emission factors"), "co2"),
                    _list("lists.edition", _("Calendars and lists"), "calendar_month"),
                ],
            },
            {
                "title": _("Venues"),
                "items": [
                    _list("scenarios.venue", _("Low-carbon venues"), "storefront"),
                    _list("scenarios.evaluation", _("Evaluations"), "checklist"),
                ],
            },
            {
                "title": _("Acts"),
                "items": [
                    {
                        "title": _("Review desk"),
                        "icon": "fact_check",
                        "link": reverse_lazy("review:queue"),
                        "permission": "review.waiting.may_review",
                    },
                    _list("activities.activity", _("Activities"), "directions_walk"),
                    _list("activities.doubted", _("Acts in doubt"), "troubleshoot"),
                    _list("activities.revocationset", _("Sets taken back"), "undo"),
                    _list("photo_reports.photoreport", _("Photo reports"), "photo_camera"),
                    _list("household.odometerreview", _("Odometer photos"), "speed"),
                    _list("review.appeal", _("Appeals"), "balance"),
                    _list("review.claim", _("Did not arrive"), "help"),
                ],
            },
            {
                "title": _("Merchants"),
                "items": [
                    _list("merchants.merchant", _("Merchants"), "storefront"),
                    _list("merchants.shop", _("Shops"), "location_on"),
                    _list("merchants.offer", _("Offers"), "redeem"),
                    _list("merchants.cause", _("Causes"), "volunteer_activism"),
                    _list("merchants.causereport", _("Reports of causes"), "park"),
                    _list("merchants.redemption", _("Redemptions"), "confirmation_number"),
                    _list("merchants.refund", _("Refunds"), "undo"),
                    _list("merchants.statement", _("Statements of merchants"), "receipt_long"),
                    _list("campaigns.campaign", _("Campaigns"), "event"),
                    _list("campaigns.team", _("Teams"), "diversity_3"),
                    _list("campaigns.namereport", _("Reports of names"), "flag"),
                    _list("quiz.quizquestion", _("Quiz questions"), "quiz"),
                ],
            },
            {
                "title": _("Projects and units"),
                "items": [
                    _list("projects.organisation", _("Organisations"), "domain"),
                    _list("city.casesubmission", _("Cases of organisations"), "lightbulb"),
                    _list("projects.projectdesign", _("Designs of projects"), "edit_document"),
                    _list("projects.carbonproject", _("Carbon projects"), "forest"),
                    _list("projects.pooledmonth", _("Pooled months"), "groups"),
                    _list("projects.monitoringreport", _("Monitoring reports"), "monitoring"),
                    _list("projects.event", _("Events to be neutral"), "festival"),
                    _list("projects.unitblock", _("Blocks of units"), "view_column"),
                    _list("projects.redaction", _("Redactions"), "visibility_off"),
                    _list("projects.deal", _("Deals in units"), "receipt_long"),
                    _list("projects.proposal", _("Proposals for the registry of units"), "approval"),
                ],
            },
            {
                "title": _("Ledger"),
                "items": [
                    _list("credits.budget", _("Budgets"), "savings"),
                    {
                        "title": _("What citizens hold"),
                        "icon": "hourglass_bottom",
                        "link": reverse_lazy("admin:credits_budget_liability"),
                        "permission": _may_view("credits.budget"),
                    },
                    {
                        "title": _("The books"),
                        "icon": "menu_book",
                        "link": reverse_lazy("admin:books"),
                        "permission": _may_view("credits.transfer"),
                    },
                    _list("credits.adjustment", _("Adjustments"), "tune"),
                    _list("credits.merger", _("Mergers of accounts"), "merge"),
                    _list("credits.ledgeraccount", _("Accounts of the ledger"), "account_balance"),
                    _list("credits.transfer", _("Transfers"), "swap_horiz"),
                ],
            },
            {
                "title": _("People"),
                "items": [
                    _list("accounts.user", _("Users"), "group"),
                    _list("accounts.freeze", _("Freezes"), "ac_unit"),
                    _list("accounts.phonechange", _("Changes of phone"), "phone_forwarded"),
                    _list("auth.group", _("Groups and permissions"), "badge"),
                ],
            },
            {
                "title": _("Audit"),
                "items": [
                    {
                        "title": _("What staff did"),
                        "icon": "history",
                        "link": reverse_lazy("admin:trail"),
                        "permission": "desk.timeline_page.may_look",
                    },
                    _list("axes.accessattempt", _("Failed sign-ins"), "lock_person"),
                    {
                        "title": _("Scheduled work"),
                        "icon": "schedule",
                        "link": reverse_lazy("admin:jobs_scheduled"),
                        "permission": _may_view("jobs.run"),
                    },
                ],
            },
        ],
    },
}
