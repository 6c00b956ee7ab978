"""Every page that people see, with who looks at it; the gallery photographs them and a test misses none."""

from dataclasses import dataclass
from enum import StrEnum


class Visitor(StrEnum):
    ANONYMOUS = "anonymous"
    NEWCOMER = "newcomer"
    """A citizen who has just signed up: the empty states."""
    REGULAR = "regular"
    """A citizen of the demonstration who has lived there, and has everything that has a page."""
    WORKER = "worker"
    """A citizen of the demonstration who is a cashier of one merchant and a manager of another."""
    MERCHANT = "owner of a merchant"
    """Somebody of the demonstration who owns a merchant: what a manager of one may not do."""
    SHARED = "shared phone"
    """The worker on a phone that their shop shares: only the till."""
    OWNER = "owner of projects"
    """Somebody of the demonstration who acts for an enterprise with projects, and has everything that has a page."""
    VERIFIER = "verifier"
    """Somebody of the demonstration who verifies others' projects."""
    DESK = "desk"
    """A member of staff."""


ROOM = "enterprise/<public_id:public_id>/"
DESIGN, REPORT = "designs/<public_id:design_id>/", "reports/<public_id:report_id>/"


@dataclass(frozen=True)
class Shot:
    """One page as one visitor sees it. `address` may name what the regular has: {activity}, {token}, …"""

    name: str
    route: str
    address: str
    visitor: Visitor


def both(name: str, route: str) -> list[Shot]:
    """A page that looks different when it is empty."""
    return [
        Shot(f"{name}, empty", route, f"/{route}", Visitor.NEWCOMER),
        Shot(f"{name}, full", route, f"/{route}", Visitor.REGULAR),
    ]


def public(name: str, route: str, address: str = "") -> Shot:
    return Shot(name, route, address or f"/{route}", Visitor.ANONYMOUS)


def regular(name: str, route: str, address: str = "") -> Shot:
    return Shot(name, route, address or f"/{route}", Visitor.REGULAR)


def worker(name: str, route: str, address: str = "") -> Shot:
    return Shot(name, route, address or f"/{route}", Visitor.WORKER)


def owner(name: str, page: str, address: str = "") -> Shot:
    """A page of the enterprise's room; `page` is its route within the room."""
    return Shot(name, f"{ROOM}{page}", f"/enterprise/{{enterprise}}/{address or page}", Visitor.OWNER)


def verifier(name: str, page: str, address: str = "") -> Shot:
    return Shot(name, f"{ROOM}{page}", f"/enterprise/{{verifier_house}}/{address or page}", Visitor.VERIFIER)


def desk(name: str, place: str = "") -> Shot:
    return Shot(f"desk: {name}", "admin/", f"/admin/{place}", Visitor.DESK)


SHOTS = [
    public("public home", ""),
    *both("home", ""),
    public("about", "about/"),
    public("help", "help/"),
    public("city", "city/"),
    public("indicators of the city", "city/indicators/"),
    public("an indicator", "city/indicators/<slug:code>/", "/city/indicators/clean-energy/"),
    public("low-carbon cases", "city/cases/"),
    public("transparency", "city/transparency/"),
    public("open data", "city/data/"),
    public("a low-carbon case", "city/cases/<slug:code>/", "/city/cases/universiade/"),
    public("city by month", "city/by/<slug:by>/", "/city/by/month/"),
    public("a chart over time", "city/charts/<slug:name>/", "/city/charts/trend-month/"),
    public("a chart as a map", "city/charts/<slug:name>/", "/city/charts/districts/"),
    public("a chart by size", "city/charts/<slug:name>/", "/city/charts/mix/"),
    public("the city on a wall", "city/wall/"),
    public("districts", "city/districts/"),
    public("a district", "city/districts/<slug:code>/", "/city/districts/pujiang/"),
    owner("cases of an organisation", "cases/"),
    owner("a new case", "cases/new/"),
    public("news and policies", "city/news/"),
    public("a policy", "city/news/<slug:code>/", "/city/news/opinions-2020/"),
    public("a version of a policy", "city/news/<slug:code>/v<int:version>/", "/city/news/opinions-2020/v1/"),
    public("reports", "city/report/"),
    public("a report", "city/report/<int:year>/", "/city/report/2020/"),
    public("a part of the report", "city/report/<int:year>/<slug:part>/", "/city/report/2020/work/"),
    public("a version of the report", "city/report/<int:year>/v<int:version>/", "/city/report/2020/v1/"),
    public(
        "a part of a version",
        "city/report/<int:year>/v<int:version>/<slug:part>/",
        "/city/report/2020/v1/districts/",
    ),
    public("changes of a version", "city/report/<int:year>/v<int:version>/changes/", "/city/report/2020/v1/changes/"),
    public("search", "search/", "/search/?q=绿道"),
    public("sealed books", "ledger/roots/"),
    public("registry", "registry/"),
    public("registry, narrowed down", "registry/", "/registry/?district=pidu"),
    public("open data of the registry", "registry/data/"),
    public("a project", "registry/projects/<public_id:public_id>/", "/registry/projects/{project}/"),
    public("a retirement", "registry/retirements/<public_id:public_id>/", "/registry/retirements/{retirement}/"),
    public("bulletin", "registry/bulletin/"),
    public("neutral events", "registry/events/"),
    public(
        "a quick estimate", "registry/events/estimate/", "/registry/events/estimate/?people=500&nights=100&power=2000"
    ),
    public("a published design", "registry/designs/<public_id:public_id>/", "/registry/designs/{published_design}/"),
    owner("an enterprise's room", ""),
    owner("designs of an enterprise", "designs/"),
    owner("a new design", "designs/new/"),
    owner("a design being written", DESIGN, "designs/{draft_design}/"),
    owner("a published design of one's own", DESIGN, "designs/{published_design}/"),
    owner("a design's place", f"{DESIGN}write/<slug:step>/", "designs/{draft_design}/write/place/"),
    owner("a design's documents", f"{DESIGN}documents/", "designs/{draft_design}/documents/"),
    owner("a design to withdraw", f"{DESIGN}withdraw/", "designs/{draft_design}/withdraw/"),
    owner("a version of a design", f"{DESIGN}versions/<int:number>/", "designs/{published_design}/versions/1/"),
    owner("monitoring reports", "reports/"),
    owner("a monitoring report", REPORT, "reports/{own_report}/"),
    owner("units of an enterprise", "units/"),
    owner("units to transfer", "units/<int:first>/transfer/", "units/{unit}/transfer/"),
    owner("units to use up", "units/<int:first>/retire/", "units/{unit}/retire/"),
    owner("units to cancel", "units/<int:first>/cancel/", "units/{unit}/cancel/"),
    owner("orders of an enterprise", "orders/"),
    owner("an order", "orders/<public_id:order_id>/", "orders/{order}/"),
    owner("seats of an enterprise", "seats/"),
    owner("a seat to end", "seats/<public_id:seat_id>/end/", "seats/{seat}/end/"),
    verifier("a verifier's room", ""),
    verifier("what a verifier validates", "designs/"),
    verifier("a design to validate", "validations/<public_id:design_id>/", "validations/{validation}/"),
    verifier("what a verifier verifies", "reports/"),
    verifier("a report to verify", REPORT, "reports/{report_to_verify}/"),
    public("the API", "api/docs/"),
    public("methods", "methods/"),
    public("a method", "methods/<slug:code>/", "/methods/walking/"),
    regular("scan", "act/venue-visit/scan/"),
    regular("a visit", "v/<public_id:public_id>/", "/v/{venue}/?code=123456"),
    public("a visit before signing in", "v/<public_id:public_id>/", "/v/{venue}/"),
    public("campaigns", "campaigns/"),
    public("past campaigns", "campaigns/", "/campaigns/?when=past"),
    public("a campaign before signing in", "campaigns/<slug:code>/", "/campaigns/snow-mountains/"),
    regular("a campaign", "campaigns/<slug:code>/", "/campaigns/low-carbon-commute/"),
    *both("my campaigns", "campaigns/mine/"),
    public("venues", "venues/"),
    public("a venue", "venues/<public_id:public_id>/", "/venues/{venue}/"),
    public("a plate", "venues/<public_id:public_id>/plate/", "/venues/{venue}/plate/"),
    public("styleguide", "styleguide/"),
    public("sign-in", "sign-in/"),
    Shot("welcome", "welcome/", "/welcome/", Visitor.NEWCOMER),
    Shot("first steps: do", "first-steps/", "/first-steps/", Visitor.NEWCOMER),
    *(
        Shot(f"first steps: {screen}", "first-steps/<slug:screen>/", f"/first-steps/{screen}/", Visitor.NEWCOMER)
        for screen in ("count", "spend")
    ),
    regular("scenarios", "act/"),
    regular("report steps", "act/<slug:code>/", "/act/walking/"),
    regular("report a ride", "act/<slug:code>/", "/act/bike-share/"),
    *both("eco photo", "act/eco-photo/"),
    regular("eco photo, what it shows", "act/eco-photo/<public_id:public_id>/", "/act/eco-photo/{photo}/"),
    *both("photo reports", "photo-reports/"),
    regular("a photo report", "photo-reports/<public_id:public_id>/", "/photo-reports/{photo_report}/"),
    Shot("quiz", "act/quiz/", "/act/quiz/", Visitor.NEWCOMER),
    regular("quiz, answered", "act/quiz/"),
    regular("an act", "activities/<public_id:public_id>/", "/activities/{activity}/"),
    regular("withdraw an act", "activities/<public_id:public_id>/withdraw/", "/activities/{activity}/withdraw/"),
    *both("cars", "me/vehicles/"),
    regular("bind a car", "me/vehicles/new/"),
    regular("a car to leave", "me/vehicles/<public_id:public_id>/", "/me/vehicles/{car}/"),
    regular("an electric car", "me/vehicles/<public_id:public_id>/", "/me/vehicles/{electric_car}/"),
    regular("district of a car", "me/vehicles/<public_id:public_id>/district/", "/me/vehicles/{car}/district/"),
    regular("unbind a car", "me/vehicles/<public_id:public_id>/unbind/", "/me/vehicles/{car}/unbind/"),
    regular("a pledge", "me/pledges/<public_id:public_id>/", "/me/pledges/{pledge}/"),
    regular("abandon a pledge", "me/pledges/<public_id:public_id>/abandon/", "/me/pledges/{pledge}/abandon/"),
    *both("meters", "me/meters/"),
    regular("bind a meter", "me/meters/new/<slug:kind>/", "/me/meters/new/electricity-saving/"),
    regular("a meter", "me/meters/<public_id:public_id>/", "/me/meters/{meter}/"),
    regular("unbind a meter", "me/meters/<public_id:public_id>/unbind/", "/me/meters/{meter}/unbind/"),
    *both("files", "files/"),
    regular("a file", "files/<public_id:public_id>/", "/files/{file}/"),
    *both("diary", "activities/"),
    *both("not taken", "activities/refused/"),
    *both("rewards", "rewards/"),
    regular("an offer", "rewards/offers/<public_id:public_id>/", "/rewards/offers/{offer}/"),
    regular("redeem an offer", "rewards/offers/<public_id:public_id>/redeem/", "/rewards/offers/{offer}/redeem/"),
    *both("vouchers", "rewards/vouchers/"),
    regular("a voucher", "rewards/vouchers/<public_id:public_id>/", "/rewards/vouchers/{voucher}/"),
    regular(
        "give a voucher back",
        "rewards/vouchers/<public_id:public_id>/give-back/",
        "/rewards/vouchers/{voucher}/give-back/",
    ),
    regular("a donation", "rewards/vouchers/<public_id:public_id>/", "/rewards/vouchers/{donation}/"),
    regular(
        "a certificate",
        "rewards/vouchers/<public_id:public_id>/certificate/",
        "/rewards/vouchers/{donation}/certificate/",
    ),
    public("proof of a certificate", "certificates/<public_id:public_id>/", "/certificates/{donation}/"),
    regular("tills, none", "till/"),
    regular("pooling", "pooling/"),
    *both("teams", "teams/"),
    regular("a team of friends", "teams/new/"),
    regular("a guardian is asked", "teams/guardian/"),
    *both("trophies", "trophies/"),
    public("verify a trophy", "trophies/verify/"),
    regular("organisations of mine", "enterprise/"),
    regular("apply for an organisation", "enterprise/apply/"),
    worker("tills", "till/"),
    regular("apply as a merchant", "merchant/apply/"),
    worker("a merchant's room", "merchant/<public_id:public_id>/", "/merchant/{merchant}/"),
    worker("a merchant as a business", "merchant/<public_id:public_id>/business/", "/merchant/{merchant}/business/"),
    worker(
        "what is known of a business",
        "merchant/<public_id:public_id>/business/complete/",
        "/merchant/{merchant}/business/complete/",
    ),
    worker(
        "another bank account",
        "merchant/<public_id:public_id>/business/account/",
        "/merchant/{merchant}/business/account/",
    ),
    worker("leave as a merchant", "merchant/<public_id:public_id>/leave/", "/merchant/{merchant}/leave/"),
    worker("a merchant's shops", "merchant/<public_id:public_id>/shops/", "/merchant/{merchant}/shops/"),
    worker("a shop to add", "merchant/<public_id:public_id>/shops/new/", "/merchant/{merchant}/shops/new/"),
    worker(
        "a shop to change",
        "merchant/<public_id:public_id>/shops/<public_id:shop_id>/",
        "/merchant/{merchant}/shops/{shop}/",
    ),
    worker(
        "a shop to close",
        "merchant/<public_id:public_id>/shops/<public_id:shop_id>/close/",
        "/merchant/{merchant}/shops/{shop}/close/",
    ),
    worker(
        "a merchant's offers",
        "merchant/<public_id:public_id>/offers/",
        "/merchant/{merchant}/offers/",
    ),
    worker(
        "an offer to write",
        "merchant/<public_id:public_id>/offers/new/",
        "/merchant/{merchant}/offers/new/",
    ),
    worker(
        "a merchant's offer",
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/",
        "/merchant/{merchant}/offers/{own_offer}/",
    ),
    worker(
        "a merchant's draft",
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/",
        "/merchant/{merchant}/offers/{draft}/",
    ),
    worker(
        "a draft to edit",
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/edit/",
        "/merchant/{merchant}/offers/{draft}/edit/",
    ),
    worker(
        "a photo to add",
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/photo/",
        "/merchant/{merchant}/offers/{draft}/photo/",
    ),
    worker(
        "stock to release",
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/stock/",
        "/merchant/{merchant}/offers/{own_offer}/stock/",
    ),
    worker(
        "an offer to take off",
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/withdraw/",
        "/merchant/{merchant}/offers/{own_offer}/withdraw/",
    ),
    worker(
        "a draft to throw away",
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/discard/",
        "/merchant/{merchant}/offers/{draft}/discard/",
    ),
    worker("a merchant's trade", "merchant/<public_id:public_id>/trade/", "/merchant/{merchant}/trade/"),
    worker("what a merchant is owed", "merchant/<public_id:public_id>/owed/", "/merchant/{merchant}/owed/"),
    worker(
        "statements of a merchant", "merchant/<public_id:public_id>/statements/", "/merchant/{merchant}/statements/"
    ),
    worker(
        "a statement of a merchant",
        "merchant/<public_id:public_id>/statements/<public_id:statement_id>/",
        "/merchant/{merchant}/statements/{statement}/",
    ),
    worker(
        "a line to dispute",
        "merchant/<public_id:public_id>/statements/<public_id:statement_id>/lines/<public_id:line_id>/",
        "/merchant/{merchant}/statements/{statement}/lines/{line}/",
    ),
    worker("staff of a merchant", "merchant/<public_id:public_id>/staff/", "/merchant/{merchant}/staff/"),
    worker("vouchers of a merchant", "merchant/<public_id:public_id>/vouchers/", "/merchant/{merchant}/vouchers/"),
    worker(
        "cancel a voucher",
        "merchant/<public_id:public_id>/vouchers/<public_id:voucher_id>/cancel/",
        "/merchant/{merchant}/vouchers/{book_voucher}/cancel/",
    ),
    worker("what was refunded", "merchant/<public_id:public_id>/refunds/", "/merchant/{merchant}/refunds/"),
    Shot(
        "refund a voucher",
        "merchant/<public_id:public_id>/vouchers/<public_id:voucher_id>/refund/",
        "/merchant/{own_merchant}/vouchers/{used_voucher}/refund/",
        Visitor.MERCHANT,
    ),
    worker("second factor", "me/second-factor/"),
    regular("set up a second factor", "me/second-factor/new/"),
    worker("show a second factor", "me/second-factor/code/"),
    regular("a new passkey", "me/second-factor/passkeys/new/"),
    *both("ways in", "me/ways-in/"),
    *both("linked platforms", "me/platforms/"),
    regular("another number", "me/phone/"),
    worker("remove a second factor", "me/second-factor/remove/"),
    regular("an invitation", "invitations/<public_id:public_id>/", "/invitations/{invitation}/"),
    worker("a till", "till/<public_id:shop_id>/", "/till/{till}/"),
    Shot("tills on a shared phone", "till/", "/till/", Visitor.SHARED),
    Shot("a till on a shared phone", "till/<public_id:shop_id>/", "/till/{till}/", Visitor.SHARED),
    *both("statement", "statement/"),
    regular("month report", "reports/<str:period>/", "/reports/{month}/"),
    Shot("month report, empty", "reports/<str:period>/", "/reports/{month}/", Visitor.NEWCOMER),
    regular("year report", "reports/<str:period>/", "/reports/{year}/"),
    Shot("year report, empty", "reports/<str:period>/", "/reports/{year}/", Visitor.NEWCOMER),
    regular("a picture of a year", "reports/<str:period>/picture/", "/reports/{year}/picture/"),
    regular("certificate of a year", "reports/<int:year>/certificate/", "/reports/{year}/certificate/"),
    desk("dashboard"),
    Shot("desk: review", "desk/review/", "/desk/review/", Visitor.DESK),
    desk("scenarios", "scenarios/scenario/"),
    desk("rule versions", "scenarios/ruleversion/"),
    desk("factors", "scenarios/emissionfactor/"),
    desk("a new factor", "scenarios/emissionfactor/add/"),
    desk("calendars and lists", "lists/edition/"),
    desk("a new edition of a list", "lists/edition/add/"),
    desk("venues", "scenarios/venue/"),
    desk("campaigns", "campaigns/campaign/"),
    desk("evaluations", "scenarios/evaluation/"),
    desk("activities", "activities/activity/"),
    desk("sets taken back", "activities/revocationset/"),
    desk("taking a set back", "activities/revocationset/new/"),
    desk("photo reports", "photo_reports/photoreport/"),
    desk("odometer photos", "household/odometerreview/"),
    desk("quiz questions", "quiz/quizquestion/"),
    desk("a new quiz question", "quiz/quizquestion/add/"),
    desk("accounts", "credits/ledgeraccount/"),
    desk("transfers", "credits/transfer/"),
    desk("budgets", "credits/budget/"),
    desk("what citizens hold", "credits/budget/liability/"),
    desk("merchants", "merchants/merchant/"),
    desk("offers", "merchants/offer/"),
    desk("a new offer", "merchants/offer/add/"),
    desk("reports of causes", "merchants/causereport/"),
    desk("a new report of a cause", "merchants/causereport/add/"),
    desk("redemptions", "merchants/redemption/"),
    desk("organisations", "projects/organisation/"),
    desk("carbon projects", "projects/carbonproject/"),
    desk("blocks of units", "projects/unitblock/"),
    desk("redactions", "projects/redaction/"),
    desk("a new redaction", "projects/redaction/add/"),
    desk("deals in units", "projects/deal/"),
    desk("proposals for the registry", "projects/proposal/"),
    desk("refunds", "merchants/refund/"),
    desk("statements of merchants", "merchants/statement/"),
    desk("users", "accounts/user/"),
    desk("freezes", "accounts/freeze/"),
    desk("changes of phone", "accounts/phonechange/"),
    desk("what staff did", "trail/"),
    desk("find", "find/"),
    desk("a month", "month/"),
    desk("runs of jobs", "jobs/run/"),
    desk("scheduled work", "jobs/scheduled/"),
    desk("the books", "books/"),
    desk("transfers behind a figure", "books/transfers/"),
    desk("balances at a moment", "books/moment/"),
    desk("changes of photo reports", "photo_reports/photoreportevent/"),
    desk("changes of odometer reviews", "household/odometerreviewevent/"),
    desk("changes of rules", "scenarios/ruleversionevent/"),
    desk("rehearsals of rules", "scenarios/rehearsalevent/"),
    Shot("desk: sign-in", "admin/", "/admin/login/", Visitor.ANONYMOUS),
    public("stop a change of number", "stop/"),
    regular("me", "me/"),
    regular("confirm by phone", "me/proof/"),
    *both("inbox", "inbox/"),
    regular("how the account stands", "me/standing/"),
    regular("who has looked", "me/looks/"),
    regular("what did not arrive", "claims/"),
    regular("what did you do", "claims/new/"),
    regular("a ride that did not arrive", "claims/new/<slug:code>/", "/claims/new/bike-share/"),
    regular("where one is signed in", "me/sessions/"),
    regular("another account", "me/merging/"),
    regular("the number of another account", "me/merging/phone/"),
    regular("the code of another account", "me/merging/pairing/"),
    regular("a code for another account", "me/merging/code/"),
    *both("tokens", "me/tokens/"),
    regular("new token", "me/tokens/new/"),
    regular("revoke a token", "me/tokens/<public_id:public_id>/revoke/", "/me/tokens/{token}/revoke/"),
]

NOT_PAGES = {
    "display/": "takes POST only",
    "me/second-factor/passkeys/remove/": "of one passkey, after a proof; a browser test looks at it",
    "me/phone/code/": "after a code was sent; a browser test looks at it",
    "me/phone/stop/": "takes POST only",
    "phone-change/<str:token>/": "of a change that waits; a browser test looks at it",
    "sign-in/whose/": "after a code; a browser test looks at it",
    "sign-in/whose/new/": "after a code; a browser test looks at it",
    "sign-in/passkey/": "takes POST only",
    "sign-in/passkey/question/": "takes POST only",
    "inbox/<public_id:public_id>/": "leads on to what a notice is about",
    "inbox/read/": "takes POST only",
    "sign-in/with/<slug:name>/": "takes POST only",
    "sign-in/with/<slug:name>/back/": "leads on; a browser test looks at what it refuses",
    "sign-in/linking/": "leads on",
    "me/platforms/<slug:name>/link/": "takes POST only",
    "me/platforms/<slug:name>/unlink/": "of one link, after a proof; a browser test looks at it",
    "files/templates/<slug:code>.csv": "a file",
    "photos/<str:address>": "a picture",
    "files/<public_id:public_id>/progress/": "a part of the file's page",
    "files/<public_id:public_id>/original": "a file",
    "files/<public_id:public_id>/refused.csv": "a file",
    "causes/reports/<public_id:public_id>/photo.jpg": "a picture",
    "reports/<str:period>/figures.csv": "a file",
    "reports/<str:period>/picture/<slug:language>/<slug:shape>.png": "a picture",
    "reports/<str:period>/share/": "takes POST only",
    "shared/<public_id:public_id>/": "of a picture that somebody shares; a browser test looks at it",
    "shared/<public_id:public_id>/<slug:language>/<slug:shape>.png": "a picture",
    "shared/<public_id:public_id>/take-back/": "takes POST only",
    "year-certificates/<public_id:public_id>/": "of a certificate; a browser test looks at it",
    "year-certificates/<public_id:public_id>/certificate.pdf": "a file",
    "year-certificates/<public_id:public_id>/withdraw/": "takes POST only",
    "me/merging/<public_id:public_id>/": "of a merger; a browser test looks at it",
    "me/merging/<public_id:public_id>/withdraw/": "takes POST only",
    "me/merging/preview/": "after both accounts are proven; a browser test looks at it",
    "me/former/<public_id:public_id>/": "after a merger; a browser test looks at it",
    "sign-in/merged/": "after a merger; a browser test looks at it",
    "adjustments/<public_id:public_id>/": "after an adjustment; a browser test looks at it",
    "glance/": "a part of home",
    "ledger/roots/feed/": "a feed, for programs",
    "registry/changes/": "a feed, for programs",
    "city/charts/<slug:name>.csv": "a file",
    "city/charts/<slug:name>/<slug:language>.png": "a file",
    "city/wall/figures/": "part of a page",
    **{f"city/data/{name}": "a file" for name in ("<slug:name>.csv", "<slug:name>.json")},
    **{f"city/data/{name}": "a document, for programs" for name in ("datapackage.json", "catalogue.jsonld")},
    "city/news/feed/": "a feed, for programs",
    "city/news/files/<slug:digest>/": "a file",
    "city/cases/<public_id:public_id>/photo.jpg": "a picture",
    f"{ROOM}cases/<public_id:case_id>/withdraw/": "takes POST only",
    **{f"city/indicators{part}.{kind}": "a file" for part in ("", "/<slug:code>") for kind in ("csv", "json")},
    **{f"registry/data/{name}": "a file" for name in ("<slug:table>.csv", "<slug:table>.json", "projects.geojson")},
    "city/report/<int:year>/v<int:version>.pdf": "a file",
    "registry/data/datapackage.json": "a document, for programs",
    "registry/documents/<public_id:public_id>/": "a file",
    **{
        f"{ROOM}{DESIGN}{page}": "of another stage than the gallery's designs; HTTP tests read it"
        for page in ("lines/", "submit/", "verifier/", "comments/<public_id:comment_id>/")
    },
    "enterprise/<public_id:public_id>/designs/<public_id:design_id>/lines/<int:place>/remove/": "takes POST only",
    "registry/designs/<public_id:public_id>/comment/": "of somebody signed in; HTTP tests read it",
    "registry/designs/<public_id:public_id>/comments/<public_id:comment_id>/report/": "of a comment; HTTP tests read",
    **{
        f"enterprise/<public_id:public_id>/reports/<public_id:report_id>/{page}": reason
        for page, reason in {
            **dict.fromkeys(
                ("submit/", "file/", "tables/<slug:code>/", "findings/<public_id:finding_id>/"),
                "of a report; a browser test looks at it",
            ),
            **dict.fromkeys(("findings/new/", "state/", "withdraw/"), "of a report; a browser test looks at it"),
            "acts/": "of a pooled report; a browser test looks at it",
            **dict.fromkeys(("revise/", "sample/", "lines/<int:nth>/remove/"), "takes POST only"),
            **dict.fromkeys(
                ("template.xlsx", "tables/<slug:code>/template.csv", "tables/<slug:code>/lines.csv"), "a file"
            ),
        }.items()
    },
    **{f"trophies/mine/<public_id:public_id>/{deed}/": "takes POST only" for deed in ("publish", "withdraw")},
    "trophies/<public_id:public_id>/": "of a trophy that is shown; a browser test looks at it",
    **dict.fromkeys(
        (
            *("trophies/issuer/", "trophies/keys/", "trophies/status/<int:number>/"),
            *("trophies/kinds/<slug:code>/<int:edition>/", "trophies/kinds/<slug:code>/<int:edition>/badge.svg"),
            "trophies/<public_id:public_id>/credential/",
        ),
        "for programs",
    ),
    "teams/join/": "by an invitation; a browser test looks at it",
    "teams/guardian/decide/": "by a child's link; a browser test looks at it",
    "teams/consent/end/": "of a consent that stands; a browser test looks at it",
    "teams/consent/release/": "takes POST only",
    **{
        f"teams/<public_id:public_id>/{page}": reason
        for page, reason in {
            **dict.fromkeys(("nickname/", "name/", "code/"), "takes POST only"),
            **dict.fromkeys(
                (
                    *("", "leave/", "members/", "report/", "close/"),
                    *(f"members/<public_id:member_id>/{deed}/" for deed in ("remove", "captain")),
                ),
                "of a team one is in; a browser test looks at it",
            ),
        }.items()
    },
    **{f"pooling/{deed}/": "takes POST only" for deed in ("agree", "withdraw")},
    "enterprise/<public_id:public_id>/events/": "of an organisation; a browser test looks at it",
    "enterprise/<public_id:public_id>/events/begin/": "of an organisation; a browser test looks at it",
    **{
        f"enterprise/<public_id:public_id>/events/<public_id:event_id>/{page}": reason
        for page, reason in {
            **dict.fromkeys(
                (
                    *("", "facts/", "measures/", "factors/", "documents/", "file/", "tables/<slug:code>/", "publish/"),
                    *("call-off/", "judge/", "retire/", "retire/<int:first>/"),
                ),
                "of an event; a browser test or an HTTP test looks at it",
            ),
            **dict.fromkeys(("revise/", "certify/", "lines/<int:nth>/remove/"), "takes POST only"),
            **dict.fromkeys(("template.xlsx", "tables/<slug:code>/template.csv"), "a file"),
        }.items()
    },
    **{
        f"registry/events/<public_id:public_id>/{page}": "of an event that is published; a browser test looks at it"
        for page in ("", "certificate/")
    },
    "registry/events/<public_id:public_id>/certificate.pdf": "a file",
    "enterprise/<public_id:public_id>/projects/<public_id:project_id>/reports/begin/": "a browser test looks at it",
    "registry/reports/<public_id:public_id>/": "of what was issued by a report; a browser test looks at it",
    "registry/retirements/<public_id:public_id>/certificate.pdf": "a file",
    "registry/bulletin/prices.csv": "a file",
    "registry/years/<public_id:public_id>/": "of a year that a buyer published; a browser test looks at it",
    "registry/years/<public_id:public_id>/statement.pdf": "a file",
    **{
        f"enterprise/<public_id:public_id>/{page}/": "takes POST only"
        for page in (
            *(f"offers/<public_id:offer_id>/{deed}" for deed in ("publish", "refuse", "withdraw")),
            *(f"deals/<public_id:deal_id>/{deed}" for deed in ("paid", "confirm", "dispute")),
            *("years/<int:year>/publish", "years/<int:year>/take-back"),
        )
    },
    **{
        f"enterprise/<public_id:public_id>/{page}": "needs a seat; a browser test or an HTTP test reads it"
        for page in (
            *(
                "units/<int:first>/offer/",
                "bulletin/",
                "bulletin/<public_id:offer_id>/",
                "offers/<public_id:offer_id>/",
            ),
            *("deals/<public_id:deal_id>/", "deals/<public_id:deal_id>/retract/"),
            *("years/", "years/state/", "years/<int:year>/"),
            "years/<int:year>/units/<int:first>/",
        )
    },
    **{
        f"enterprise/<public_id:public_id>/orders/<public_id:order_id>/{deed}/": "takes POST only"
        for deed in ("release", "refuse", "withdraw")
    },
    "enterprise/invitations/<public_id:seat_id>/": "needs an invitation; an HTTP test reads it",
    **{f"enterprise/invitations/<public_id:seat_id>/{deed}/": "takes POST only" for deed in ("accept", "decline")},
    "ledger/roots/<str:day>.json": "a document, for programs",
    "rewards/vouchers/<public_id:public_id>/face/": "a part of the voucher's page",
    "statement/file/": "a file",
    "campaigns/<slug:code>.ics": "a file",
    "campaigns/pictures/<slug:size>/<slug:name>.jpg": "a picture",
    **{f"campaigns/<slug:code>/{deed}/": "takes POST only" for deed in ("join", "remind")},
    **{
        f"campaigns/<slug:code>/{page}/": "while the citizen is in; a browser test looks at it"
        for page in ("withdraw", "check-in", "ticket")
    },
    "campaigns/<slug:code>/ticket/code/": "a part of the ticket's page",
    "campaigns/screen/<slug:token>/": "an organiser's screen, at a secret address; a browser test looks at it",
    "campaigns/screen/<slug:token>/code/": "a part of the organiser's screen",
    "screens/<slug:token>/": "a venue's tablet, at a secret address; a browser test looks at it",
    "screens/<slug:token>/code/": "a part of the tablet's page",
    "invitations/<public_id:public_id>/accept/": "takes POST only",
    "invitations/<public_id:public_id>/decline/": "takes POST only",
    "merchant/<public_id:public_id>/staff/<public_id:member_id>/end/": "asks first; an HTTP test reads it",
    "merchant/<public_id:public_id>/shops/<public_id:shop_id>/open/": "takes POST only",
    "merchant/<public_id:public_id>/stay/": "takes POST only",
    "merchant/<public_id:public_id>/business/account/<public_id:account_id>/withdraw/": "takes POST only",
    "merchant/<public_id:public_id>/owed/captures.csv": "a file",
    "merchant/<public_id:public_id>/trade/taken.csv": "a file",
    "rewards/offers/<public_id:public_id>/wish/": "takes POST only",
    "merchant/<public_id:public_id>/statements/<public_id:statement_id>/confirm/": "takes POST only",
    **{
        f"merchant/<public_id:public_id>/statements/<public_id:statement_id>/statement.{form}": "a file"
        for form in ("pdf", "xlsx", "csv")
    },
    "merchant/<public_id:public_id>/offers/<public_id:offer_id>/submit/": "takes POST only",
    "merchant/<public_id:public_id>/offers/<public_id:offer_id>/take-back/": "takes POST only",
    "merchant/<public_id:public_id>/offers/<public_id:offer_id>/copy/": "takes POST only",
    "merchant/<public_id:public_id>/offers/<public_id:offer_id>/photo/remove/": "takes POST only",
    "rewards/photos/<slug:size>/<slug:name>.jpg": "a picture",
    "till/only/": "takes POST only",
    "till/<public_id:shop_id>/undo/<public_id:public_id>/": "for ten minutes after a use; a browser test looks at it",
    "sign-in/code/": "shown while a code is awaited; a browser test looks at it",
    "sign-in/code/resend/": "takes POST only",
    "me/sessions/end-others/": "takes POST only",
    "enter/<public_id:public_id>/": "takes POST only",
    "me/sessions/<public_id:public_id>/end/": "takes POST only",
    "me/sessions/apps/<public_id:public_id>/end/": "takes POST only",
    "sign-out/": "takes POST only",
    "language/": "takes POST only",
    "v/<public_id:public_id>/visit/": "takes the code and leads to the act",
    "act/<slug:code>/estimate/": "a part of the form’s page",
    "activities/<public_id:public_id>/outcome/": "a part of the act's page",
    "api/": "for programs",
    "api/<path:rest>": "for programs",
    "desk/review/next/": "takes POST only",
    **{
        f"desk/review/<slug:kind>/<public_id:public_id>/{deed}": "takes POST only"
        for deed in ("accept/", "refuse/", "skip/", "opinion/", "again/")
    },
    "desk/review/claim/<public_id:public_id>/provider/": "takes POST only",
    "claims/<public_id:public_id>/": "of what one has told; a browser test looks at it",
    "desk/review/<slug:kind>/<public_id:public_id>/": "gives it to whoever opens it; a browser test looks at it",
    "appeals/<slug:kind>/<public_id:public_id>/": "of what was refused; a browser test looks at it",
    "livez": "for programs",
    "readyz": "for programs",
    "healthz": "for programs",
}
