"""Every address in every role: a view without an access rule, or one that does not keep its rule, fails here."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, datetime, timedelta
from itertools import product
from urllib.parse import unquote

import pytest
from django.contrib import admin
from django.core.signing import Signer
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from accounts import tokens
from accounts.app_sign_in import keeping as app_sign_ins
from accounts.changing_phone import stop_links, waiting
from accounts.inbox.telling import News, tell
from accounts.inbox_words import ASKED_FOR_MORE
from accounts.models import AppSignIn, AppWay, Notice, SignedIn, User
from activities.models import Activity, SharedPicture, YearCertificate
from campaigns import pictures as campaign_pictures
from campaigns.desk import opening as campaign_opening
from campaigns.models import Campaign, Team, TrophyAward, TrophyPublication
from campaigns.signups.joining import sign_up
from campaigns.teams import consenting as team_consents
from campaigns.trophies import book as trophies
from campaigns.trophies import publishing
from channels.files.upload import upload
from channels.household import meters, pledges, vehicles
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from city.cases import beginning as cases
from city.cases.deciding import decide
from city.cases.model import CaseSubmission
from city.cases.submitting import submit
from city.indicators import beginning as indicators
from city.news import attachments
from city.news import beginning as news
from city.report import beginning as city_report
from common.access import Access
from common.attached import Clean, Kind
from common.city_time import city_day, day_span, next_month
from desk import roles
from evidence.photos import take_in
from evidence.viewing import Size, address_of
from lists import confirming, reading
from merchants import bank_accounts
from merchants.bank_accounts import Account
from merchants.models import BankAccount, Cause, Membership, Merchant, OfferKind, OfferStatus, Role, Shop, StatementLine
from merchants.room.staff import invite
from merchants.settlement import closing
from merchants.till.taking import capture
from projects.bulletin import dealing, offering
from projects.buyers import stating
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.events import drafting
from projects.events.retiring import certify
from projects.models import (
    BlockStatus,
    CarbonProject,
    Comment,
    Deal,
    DocumentVersion,
    Event,
    Finding,
    FindingKind,
    MonitoringReport,
    Offer,
    Order,
    OrderKind,
    Organisation,
    Part,
    ProjectDesign,
    Purpose,
    Seat,
    UnitBlock,
    YearStatement,
)
from projects.monitoring.finding import open_finding
from projects.organisations.seats import invite as offer_seat
from projects.registry.issuing import issue
from projects.registry.ordering import release, retire
from scenarios.calendars import beginning
from scenarios.models import Venue
from scenarios.rules import Evidence
from scenarios.venues import catalogue as venue_catalogue
from seals.models import SealedDay
from tests.campaigns import conftest as campaigns
from tests.campaigns.teams import conftest as teams
from tests.channels.photo_reports.conftest import report
from tests.common.test_documents import PDF
from tests.conftest import NOW, TODAY, make_citizen, record, score_everything, walk
from tests.credits.adjusting.conftest import FUNDING, SERVING, approved, official, proposed
from tests.credits.merging.conftest import asked as asked_to_merge
from tests.credits.merging.conftest import merged
from tests.evidence.pictures import as_file, drawn
from tests.merchants.conftest import code_of, give, make_member, make_merchant, make_offer, make_shop, text, voucher_of
from tests.projects.conftest import issued, make_organisation, make_project, seat
from tests.projects.cycle.conftest import Cast, commented, make_verifier, published, validating_
from tests.projects.events import conftest as gatherings
from tests.projects.monitoring.conftest import GROVE, GROVES, begun, handed_in, sampled, verified, written
from tests.projects.pooling.months import reported_month
from tests.review.test_claims import claimed
from tests.second_factors import browser_of_leader

SIGN_IN, PROVE = "/sign-in/", "/me/second-factor/code/"
SHUT = {401, 403, 404}
A_TIME = "<str:period>"
"""Everybody has that year; what is told of it is the asker's own."""
FEN = 98_765
"""What the scheme owes for each piece of each offer: a number that stands nowhere else."""
FILE_PAGES = ("", "progress/", "original", "refused.csv")
OFFER_PAGES = ("", "redeem/", "wish/")
CAMPAIGN_PAGES = (
    "/",
    ".ics",
    *(f"/{page}/" for page in ("join", "withdraw", "remind", "check-in", "ticket", "ticket/code")),
)
BUYER_PAGES = (
    *("bulletin/", "bulletin/<public_id:offer_id>/", "units/<int:first>/offer/", "deals/<public_id:deal_id>/"),
    *(f"deals/<public_id:deal_id>/{deed}/" for deed in ("paid", "confirm", "dispute", "retract")),
    *("years/", "years/state/", "years/<int:year>/", "years/<int:year>/publish/", "years/<int:year>/take-back/"),
    "years/<int:year>/units/<int:first>/",
)
TEAM_PAGES = ("", "nickname/", "leave/", "members/", "report/", "name/", "code/", "close/")
ENTERPRISE_PAGES = ("cases/", "cases/new/", "", "seats/", "units/", "orders/")
ORDER_PAGES = ("", "release/", "refuse/", "withdraw/")
DESIGN_PAGES = (
    *("", "write/<slug:step>/", "lines/", "lines/<int:place>/remove/", "documents/", "submit/", "withdraw/"),
    *("verifier/", "versions/<int:number>/", "comments/<public_id:comment_id>/"),
)
OWN_REPORT_PAGES = (
    "",
    "submit/",
    "revise/",
    "withdraw/",
    "file/",
    "template.xlsx",
    "tables/<slug:code>/",
    "tables/<slug:code>/template.csv",
    "tables/<slug:code>/lines.csv",
    "lines/<int:nth>/remove/",
)
VERIFIED_REPORT_PAGES = ("sample/", "findings/new/", "findings/<public_id:finding_id>/", "state/")
OWN_EVENT_PAGES = (
    *(
        "",
        "facts/",
        "measures/",
        "factors/",
        "documents/",
        "file/",
        "template.xlsx",
        "publish/",
        "revise/",
        "call-off/",
    ),
    *("certify/", "retire/", "retire/<int:first>/", "lines/<int:nth>/remove/"),
    *("tables/<slug:code>/", "tables/<slug:code>/template.csv"),
)
REPORT_OF_A_SPAN_PAGES = ("", "figures.csv", "picture/", "share/")
PICTURE = {"language": "en", "shape": "square"}
STATEMENT_PAGES = ("", "confirm/", "statement.pdf", "statement.xlsx", "statement.csv")
ROOM_PAGES = (
    "",
    "shops/",
    "shops/new/",
    "offers/",
    "offers/new/",
    "owed/",
    "owed/captures.csv",
    "refunds/",
    "staff/",
    "statements/",
    "trade/",
    "trade/taken.csv",
    "business/",
    "business/complete/",
    "business/account/",
    "leave/",
    "stay/",
)
OWN_OFFER_PAGES = ("", "stock/", "withdraw/", "take-back/", "copy/")
DRAFT_PAGES = ("edit/", "submit/", "discard/", "photo/", "photo/remove/")
SHOP_PAGES = ("", "close/", "open/")
VOUCHER_PAGES = ("", "face/", "give-back/")
REVIEW_PAGES = ("", "accept/", "refuse/", "skip/", "opinion/", "again/")


def addresses(resolver: URLResolver, prefix: str = ""):
    """Every pattern of the portal with its whole route; the desk is one place with a rule of its own."""
    for entry in resolver.url_patterns:
        if getattr(entry, "app_name", None) == "admin":
            yield prefix + str(entry.pattern), entry
            continue
        assert not isinstance(entry.pattern, RegexPattern), f"{entry.pattern}: write addresses as paths"
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        else:
            yield route, entry


def rule_of(entry) -> Access | None:
    if isinstance(entry, URLResolver):
        return admin.site.access
    return getattr(entry.callback, "access", None)


def unmarked(patterns) -> list[str]:
    return [route for route, entry in patterns if not isinstance(rule_of(entry), Access)]


PATTERNS = list(addresses(get_resolver()))


def test_every_view_carries_an_access_rule():
    assert unmarked(PATTERNS) == []


def test_a_planted_view_without_a_rule_is_reported():
    planted: URLPattern = path("planted/", lambda request: None)

    assert unmarked([*PATTERNS, ("planted/", planted)]) == ["planted/"]


@pytest.fixture
def places(catalogue, budget, alice, settings, tmp_path):
    """What stands in the places of the routes: rows of alice's."""
    settings.MEDIA_ROOT = tmp_path
    claim = claimed(alice, now=timezone.now())
    waits = waiting.ask(user=make_citizen(), phone="+8613900000043", to_stop=str, now=timezone.now())
    token, _secret = tokens.issue(user=alice, label="walk", now=timezone.now())
    session = SignedIn.objects.create(
        user=alice, session_key="x" * 32, device="android", at=NOW, last_used_on=NOW.date()
    )
    app_sign_ins.start(citizen=alice, scopes=["read"], way=AppWay.PHONE, device="android", now=timezone.now())
    [outcome] = record(alice, walk(8000))
    typed = typed_and_scored(alice, timezone.now())
    merchant = make_merchant("蜀风茶舍")
    till = make_shop(merchant, "春熙路店")
    bookshop = make_merchant("浣花书店")
    branch, bookmark = make_shop(bookshop, "天府广场店"), make_offer(bookshop, settlement_fen=FEN)
    draft = make_offer(bookshop, status=OfferStatus.DRAFT, published_at=None, settlement_fen=FEN)
    tea, cause = (
        make_offer(merchant, price=1, settlement_fen=FEN),
        Cause.objects.create(name=text("植树"), summary=text("种树")),
    )
    # Before alice works for either: staff redeem nothing of their merchant.
    give(alice, 20)
    voucher = voucher_of(alice, tea, timezone.now())
    book_voucher = voucher_of(alice, make_offer(bookshop, price=1, settlement_fen=FEN), timezone.now())
    cashier = Membership.objects.create(
        merchant=merchant, user=alice, role=Role.CASHIER, invited_at=NOW, accepted_at=NOW
    )
    owner = Membership.objects.create(merchant=bookshop, user=alice, role=Role.OWNER, invited_at=NOW, accepted_at=NOW)
    invited = invite(by=owner, phone="13700000001", role=Role.CASHIER, now=NOW)
    of_teahouse = make_member(make_merchant("锦里茶楼"), Role.OWNER)
    invitation = invite(by=of_teahouse, phone=alice.profile.phone, role=Role.CASHIER, now=NOW)
    customer = make_citizen()
    give(customer, 20)
    used = voucher_of(customer, tea, timezone.now())
    capture(user=cashier.user, shop=till.public_id, code=code_of(used, timezone.now()), key="walk", now=timezone.now())
    donation = make_offer(None, kind=OfferKind.DONATION, cause=cause, settlement_fen=0, price=1)
    gift = voucher_of(alice, donation, timezone.now())
    line = a_line_of(bookshop, branch, owner, customer)
    sealed = sealed_long_ago()
    job = upload(citizen=alice, name="steps.csv", content=b"date,steps\n2026-11-22,8000\n", now=NOW)
    photo = take_in(citizen=alice, content=as_file(drawn()), purpose=PHOTO_REPORT, now=NOW)
    sent = report(alice, 2)
    car = vehicles.bind(citizen=alice, plate="川A12345", engine_ml=1498, district="wuhou", now=NOW)
    pledge = pledges.declare(vehicle=car, days=1, now=NOW)
    meter = meters.bind(citizen=alice, kind="water-saving", number="8120", people=3, said_yes_to=(), now=NOW)
    tell([News(alice.pk, ASKED_FOR_MORE, "walk")], now=NOW)
    picture = address_of(photo, Size.WHOLE, viewer=alice, now=timezone.now())
    roles.load()
    adjusted = approved(proposed(alice, 5, official("clerk", SERVING)), official("controller", FUNDING))
    one_of_two = merged(make_citizen(), alice, official("merging-clerk", SERVING))
    two = asked_to_merge(make_citizen(), alice)
    venue_catalogue.load(NOW)
    venue = Venue.objects.get(code="demo-mall-jinjiang")
    used_up = one_unit_used_up()
    waiting_order, of_forest = one_that_waits(alice)
    offered_units, taken_up, other_offer, year = trades_of(alice)
    forest = waiting_order.holder.public_id
    own_case = case_of(waiting_order.holder, alice)
    another = Seat.objects.get(user=seat(make_organisation("锦江会展", "91510100MA00000003"), Part.OWNER))
    offered = offer_seat(by=another, phone=alice.profile.phone, part=Part.EDITOR, now=NOW)
    own, other, found = reports_of(alice)
    pooled = pooled_for(alice)
    written_event, judged_event, neutral_event, units_of_the_event = events_of(alice)
    design, comment, judged = designs_of(alice)
    of_own = {"public_id": own.project.owner.public_id, "report_id": own.public_id}
    of_other = {"public_id": other.verifier.public_id, "report_id": other.public_id}
    joined = campaign_of(alice, timezone.now())
    indicators.load(NOW)
    cases.load(NOW)
    news.load(NOW)
    city_report.load(NOW)
    of_a_notice = attached_to_a_notice()
    shown, year_certificate = keepsakes_of(alice)
    team, member, trophy = team_and_trophy_of(alice)
    of_team = {"public_id": team.public_id}
    return {
        **{f"teams/<public_id:public_id>/{page}": of_team for page in TEAM_PAGES},
        **{
            f"teams/<public_id:public_id>/members/<public_id:member_id>/{deed}/": {**of_team, "member_id": member}
            for deed in ("remove", "captain")
        },
        **{
            f"trophies/kinds/<slug:code>/<int:edition>/{page}": {
                "code": trophy.award.trophy,
                "edition": str(trophy.award.edition_id),
            }
            for page in ("", "badge.svg")
        },
        **{
            f"trophies/mine/<public_id:public_id>/{deed}/": {"public_id": trophy.award.public_id}
            for deed in ("publish", "withdraw")
        },
        **{f"trophies/<public_id:public_id>/{page}": {"public_id": trophy.public_id} for page in ("", "credential/")},
        "trophies/status/<int:number>/": {"number": "1"},
        **{f"enterprise/<public_id:public_id>/{page}": {"public_id": forest} for page in ENTERPRISE_PAGES},
        "city/cases/<public_id:public_id>/photo.jpg": {"public_id": own_case.public_id},
        "enterprise/<public_id:public_id>/cases/<public_id:case_id>/withdraw/": {
            "public_id": forest,
            "case_id": own_case.public_id,
        },
        "enterprise/<public_id:public_id>/seats/<public_id:seat_id>/end/": {
            "public_id": forest,
            "seat_id": of_forest.public_id,
        },
        **{
            f"enterprise/<public_id:public_id>/units/<int:first>/{kind}/": {"public_id": forest, "first": "3"}
            for kind in OrderKind.values
        },
        **{
            f"enterprise/<public_id:public_id>/orders/<public_id:order_id>/{page}": {
                "public_id": forest,
                "order_id": waiting_order.public_id,
            }
            for page in ORDER_PAGES
        },
        **{
            f"enterprise/invitations/<public_id:seat_id>/{page}": {"seat_id": offered.public_id}
            for page in ("", "accept/", "decline/")
        },
        **{f"campaigns/<slug:code>{page}": {"code": joined.code} for page in CAMPAIGN_PAGES},
        **{f"campaigns/screen/<slug:token>/{page}": {"token": joined.screen_token} for page in ("", "code/")},
        "campaigns/pictures/<slug:size>/<slug:name>.jpg": {"size": "small", "name": joined.picture},
        "first-steps/<slug:screen>/": {"screen": "count"},
        **{f"sign-in/with/<slug:name>/{page}": {"name": "wechat"} for page in ("", "back/")},
        **{f"me/platforms/<slug:name>/{page}/": {"name": "wechat"} for page in ("link", "unlink")},
        "act/eco-photo/<public_id:public_id>/": {"public_id": photo.public_id},
        "photo-reports/<public_id:public_id>/": {"public_id": sent.public_id},
        **{
            f"desk/review/<slug:kind>/<public_id:public_id>/{page}": {"kind": "photo", "public_id": sent.public_id}
            for page in REVIEW_PAGES
        },
        **{
            f"{route}<public_id:public_id>/{page}": {"public_id": claim.public_id}
            for route, page in (("claims/", ""), ("desk/review/claim/", "provider/"))
        },
        "claims/new/<slug:code>/": {"code": "bike-share"},
        "appeals/<slug:kind>/<public_id:public_id>/": {"kind": "photo", "public_id": sent.public_id},
        "phone-change/<str:token>/": {"token": Signer(salt=stop_links.SALT).sign(waits.public_id)},
        "photos/<str:address>": {"address": picture.removeprefix("/photos/")},
        **{f"venues/<public_id:public_id>/{page}": {"public_id": venue.public_id} for page in ("", "plate/")},
        **{f"v/<public_id:public_id>/{page}": {"public_id": venue.public_id} for page in ("", "visit/")},
        **{f"screens/<slug:token>/{page}": {"token": venue.screen_token} for page in ("", "code/")},
        **{
            f"me/vehicles/<public_id:public_id>/{page}": {"public_id": car.public_id}
            for page in ("", "district/", "unbind/")
        },
        **{f"me/meters/<public_id:public_id>/{page}": {"public_id": meter.public_id} for page in ("", "unbind/")},
        "me/meters/new/<slug:kind>/": {"kind": "water-saving"},
        **{f"me/pledges/<public_id:public_id>/{page}": {"public_id": pledge.public_id} for page in ("", "abandon/")},
        "files/templates/<slug:code>.csv": {"code": "steps"},
        **{f"rewards/offers/<public_id:public_id>/{page}": {"public_id": tea.public_id} for page in OFFER_PAGES},
        **{
            f"rewards/vouchers/<public_id:public_id>/{page}": {"public_id": voucher.public_id} for page in VOUCHER_PAGES
        },
        "rewards/vouchers/<public_id:public_id>/certificate/": {"public_id": gift.public_id},
        "causes/reports/<public_id:public_id>/photo.jpg": {"public_id": gift.public_id},
        **{
            f"invitations/<public_id:public_id>/{page}": {"public_id": invitation.public_id}
            for page in ("", "accept/", "decline/")
        },
        **{f"merchant/<public_id:public_id>/{page}": {"public_id": bookshop.public_id} for page in ROOM_PAGES},
        **{
            f"merchant/<public_id:public_id>/shops/<public_id:shop_id>/{page}": {
                "public_id": bookshop.public_id,
                "shop_id": branch.public_id,
            }
            for page in SHOP_PAGES
        },
        **{
            f"merchant/<public_id:public_id>/offers/<public_id:offer_id>/{page}": {
                "public_id": bookshop.public_id,
                "offer_id": offer.public_id,
            }
            for offer, pages in ((bookmark, OWN_OFFER_PAGES), (draft, DRAFT_PAGES))
            for page in pages
        },
        **{
            f"merchant/<public_id:public_id>/statements/<public_id:statement_id>/{page}": {
                "public_id": bookshop.public_id,
                "statement_id": line.statement.public_id,
            }
            for page in STATEMENT_PAGES
        },
        "merchant/<public_id:public_id>/statements/<public_id:statement_id>/lines/<public_id:line_id>/": {
            "public_id": bookshop.public_id,
            "statement_id": line.statement.public_id,
            "line_id": line.public_id,
        },
        "merchant/<public_id:public_id>/business/account/<public_id:account_id>/withdraw/": {
            "public_id": bookshop.public_id,
            "account_id": waiting_account(owner).public_id,
        },
        "merchant/<public_id:public_id>/staff/<public_id:member_id>/end/": {
            "public_id": bookshop.public_id,
            "member_id": invited.public_id,
        },
        "rewards/photos/<slug:size>/<slug:name>.jpg": {"size": "small", "name": "0" * 32},
        "merchant/<public_id:public_id>/vouchers/": {"public_id": bookshop.public_id},
        "merchant/<public_id:public_id>/vouchers/<public_id:voucher_id>/cancel/": {
            "public_id": bookshop.public_id,
            "voucher_id": book_voucher.public_id,
        },
        "merchant/<public_id:public_id>/vouchers/<public_id:voucher_id>/refund/": {
            "public_id": bookshop.public_id,
            "voucher_id": line.redemption.public_id,
        },
        "till/<public_id:shop_id>/": {"shop_id": till.public_id},
        "till/<public_id:shop_id>/undo/<public_id:public_id>/": {
            "shop_id": till.public_id,
            "public_id": used.public_id,
        },
        "certificates/<public_id:public_id>/": {"public_id": gift.public_id},
        "api/v1/offers/<public_id:public_id>": {"public_id": tea.public_id},
        "api/v1/redemptions/<public_id:public_id>": {"public_id": voucher.public_id},
        "api/v1/redemptions/<public_id:public_id>/release": {"public_id": voucher.public_id},
        "api/v1/captures/<public_id:public_id>/undo": {"public_id": voucher.public_id},
        **{f"files/<public_id:public_id>/{page}": {"public_id": job.public_id} for page in FILE_PAGES},
        "act/<slug:code>/": {"code": "walking"},
        "act/<slug:code>/estimate/": {"code": "walking"},
        "enter/<public_id:public_id>/": {"public_id": alice.public_id},
        "ledger/roots/<str:day>.json": {"day": sealed.day.isoformat()},
        "api/<path:rest>": {"rest": "v1/nothing"},
        "adjustments/<public_id:public_id>/": {"public_id": adjusted.public_id},
        "me/merging/<public_id:public_id>/": {"public_id": two.public_id},
        "me/merging/<public_id:public_id>/withdraw/": {"public_id": two.public_id},
        "me/former/<public_id:public_id>/": {"public_id": one_of_two.public_id},
        "activities/<public_id:public_id>/": {"public_id": outcome.activity.public_id},
        "activities/<public_id:public_id>/outcome/": {"public_id": outcome.activity.public_id},
        "activities/<public_id:public_id>/withdraw/": {"public_id": typed.public_id},
        **{
            f"api/v1/activities/<public_id:public_id>{page}": {"public_id": typed.public_id}
            for page in ("", "/explanation", "/withdrawal")
        },
        "api/v1/scenarios/<slug:code>": {"code": "walking"},
        "api/v1/sign-in/<slug:platform>": {"platform": "wechat"},
        "api/v1/campaigns/<slug:code>": {"code": joined.code},
        **{
            f"api/v1/signups/<slug:code>{page}": {"code": joined.code}
            for page in ("", "/withdraw", "/remind", "/check-in", "/ticket")
        },
        **{f"api/v1/files/<public_id:public_id>{page}": {"public_id": job.public_id} for page in ("", "/refused")},
        "api/v1/claims/<public_id:public_id>": {"public_id": claim.public_id},
        "api/v1/appeals/<slug:kind>/<public_id:public_id>": {"kind": "photo", "public_id": sent.public_id},
        **{
            f"api/v1/photo-reports/<public_id:public_id>{page}": {"public_id": sent.public_id}
            for page in ("", "/picture")
        },
        "api/v1/years/<str:period>": {"period": "2026-11"},
        **{
            f"api/v1/trophies/<public_id:public_id>/{deed}": {"public_id": trophy.award.public_id}
            for deed in ("show", "hide")
        },
        **{
            f"api/v1/teams/<public_id:public_id>{page}": of_team
            for page in ("", "/members", "/nickname", "/leave", "/rename", "/code", "/close")
        },
        **{
            f"api/v1/teams/<public_id:public_id>/members/<public_id:member_id>/{deed}": {
                **of_team,
                "member_id": member,
            }
            for deed in ("remove", "hand-over")
        },
        "api/v1/venues/<public_id:public_id>": {"public_id": venue.public_id},
        "api/v1/inbox/<public_id:public_id>/read": {"public_id": Notice.objects.of(alice.pk).earliest("pk").public_id},
        **{
            f"api/v1/vehicles/<public_id:public_id>{page}": {"public_id": car.public_id}
            for page in ("", "/district", "/unbind", "/readings", "/pledges")
        },
        **{
            f"api/v1/pledges/<public_id:public_id>{page}": {"public_id": pledge.public_id}
            for page in ("", "/photos", "/abandon")
        },
        **{
            f"api/v1/meters/<public_id:public_id>{page}": {"public_id": meter.public_id}
            for page in ("", "/readings", "/unbind")
        },
        "methods/<slug:code>/": {"code": "walking"},
        "city/cases/<slug:code>/": {"code": "universiade"},
        "city/districts/<slug:code>/": {"code": "pujiang"},
        "city/news/<slug:code>/": {"code": "opinions-2020"},
        "city/news/files/<slug:digest>/": {"digest": of_a_notice},
        "city/news/<slug:code>/v<int:version>/": {"code": "opinions-2020", "version": "1"},
        "city/report/<int:year>/": {"year": "2020"},
        "city/report/<int:year>/<slug:part>/": {"year": "2020", "part": "work"},
        "city/report/<int:year>/v<int:version>/<slug:part>/": {"year": "2020", "version": "1", "part": "work"},
        **{
            f"city/report/<int:year>/v<int:version>{end}": {"year": "2020", "version": "1"}
            for end in ("/", "/changes/", ".pdf")
        },
        "city/by/<slug:by>/": {"by": "month"},
        **{f"city/charts/<slug:name>{end}": {"name": "mix"} for end in ("/", ".csv")},
        "city/charts/<slug:name>/<slug:language>.png": {"name": "mix", "language": "en"},
        **{f"city/data/<slug:name>.{form}": {"name": "cases"} for form in ("csv", "json")},
        "api/v1/city/series/<slug:name>": {"name": "cases"},
        "api/v1/city/indicators/<slug:code>": {"code": "good-air"},
        "api/v1/city/cases/<slug:code>": {"code": "universiade"},
        **{f"city/indicators/<slug:code>{end}": {"code": "good-air"} for end in ("/", ".csv", ".json")},
        "registry/projects/<public_id:public_id>/": {"public_id": used_up.holder.projects.get().public_id},
        **{f"registry/data/<slug:table>.{form}": {"table": "units"} for form in ("csv", "json")},
        "registry/documents/<public_id:public_id>/": {
            "public_id": a_public_document(used_up.holder.projects.get()).public_id
        },
        **{
            f"enterprise/<public_id:public_id>/{page}": {
                "public_id": taken_up.buyer.public_id,
                "first": str(offered_units.numbers.lower),
                "offer_id": other_offer.public_id,
                "deal_id": taken_up.public_id,
                "year": str(year.year),
            }
            for page in BUYER_PAGES
        },
        **{
            f"enterprise/<public_id:public_id>/offers/<public_id:offer_id>/{page}": {
                "public_id": offered_units.holder.public_id,
                "offer_id": offered_units.public_id,
            }
            for page in ("", "publish/", "refuse/", "withdraw/")
        },
        **{
            f"registry/years/<public_id:public_id>/{page}": {"public_id": year.public_id}
            for page in ("", "statement.pdf")
        },
        **{
            f"enterprise/<public_id:public_id>/events/{page}": {"public_id": written_event.owner.public_id}
            for page in ("", "begin/")
        },
        **{
            f"enterprise/<public_id:public_id>/events/<public_id:event_id>/{page}": {
                "public_id": written_event.owner.public_id,
                "event_id": written_event.public_id,
                "code": "travel",
                "nth": "1",
                "first": str(units_of_the_event),
            }
            for page in OWN_EVENT_PAGES
        },
        "enterprise/<public_id:public_id>/events/<public_id:event_id>/judge/": {
            "public_id": judged_event.verifier.public_id,
            "event_id": judged_event.public_id,
        },
        **{
            f"registry/events/<public_id:public_id>/{page}": {"public_id": neutral_event.public_id}
            for page in ("", "certificate/", "certificate.pdf")
        },
        "enterprise/<public_id:public_id>/reports/": {"public_id": own.project.owner.public_id},
        "enterprise/<public_id:public_id>/projects/<public_id:project_id>/reports/begin/": {
            "public_id": own.project.owner.public_id,
            "project_id": own.project.public_id,
        },
        **{
            f"enterprise/<public_id:public_id>/reports/<public_id:report_id>/{page}": {
                **of_own,
                "code": "areas",
                "nth": "1",
            }
            for page in OWN_REPORT_PAGES
        },
        **{
            f"enterprise/<public_id:public_id>/reports/<public_id:report_id>/{page}": {
                **of_other,
                "finding_id": found.public_id,
            }
            for page in VERIFIED_REPORT_PAGES
        },
        "enterprise/<public_id:public_id>/reports/<public_id:report_id>/acts/": {
            "public_id": pooled.verifier.public_id,
            "report_id": pooled.public_id,
        },
        "enterprise/<public_id:public_id>/designs/": {"public_id": design.owner.public_id},
        "enterprise/<public_id:public_id>/designs/new/": {"public_id": design.owner.public_id},
        **{
            f"enterprise/<public_id:public_id>/designs/<public_id:design_id>/{page}": {
                "public_id": design.owner.public_id,
                "design_id": design.public_id,
                "comment_id": comment.public_id,
                "step": "place",
                "place": "0",
                "number": "1",
            }
            for page in DESIGN_PAGES
        },
        "enterprise/<public_id:public_id>/validations/<public_id:design_id>/": {
            "public_id": judged.verifier.public_id,
            "design_id": judged.public_id,
        },
        **{
            f"registry/designs/<public_id:public_id>/{page}": {"public_id": design.public_id}
            for page in ("", "comment/")
        },
        "registry/designs/<public_id:public_id>/comments/<public_id:comment_id>/report/": {
            "public_id": design.public_id,
            "comment_id": comment.public_id,
        },
        "registry/reports/<public_id:public_id>/": {"public_id": a_report_of_what_was_issued().public_id},
        **{
            f"registry/retirements/<public_id:public_id>/{page}": {"public_id": used_up.public_id}
            for page in ("", "certificate.pdf")
        },
        **{f"reports/<str:period>/{page}": {"period": "2026-11"} for page in REPORT_OF_A_SPAN_PAGES},
        "reports/<str:period>/picture/<slug:language>/<slug:shape>.png": {"period": "2026-11", **PICTURE},
        "reports/<int:year>/certificate/": {"year": "2026"},
        **{f"shared/<public_id:public_id>/{page}": {"public_id": shown.public_id} for page in ("", "take-back/")},
        "shared/<public_id:public_id>/<slug:language>/<slug:shape>.png": {"public_id": shown.public_id, **PICTURE},
        **{
            f"year-certificates/<public_id:public_id>/{page}": {"public_id": year_certificate.public_id}
            for page in ("", "certificate.pdf", "withdraw/")
        },
        "inbox/<public_id:public_id>/": {"public_id": Notice.objects.of(alice.pk).earliest("pk").public_id},
        "me/tokens/<public_id:public_id>/revoke/": {"public_id": token.public_id},
        "me/sessions/<public_id:public_id>/end/": {"public_id": session.public_id},
        "me/sessions/apps/<public_id:public_id>/end/": {"public_id": AppSignIn.objects.get().public_id},
    }


def keepsakes_of(citizen: User) -> tuple[SharedPicture, YearCertificate]:
    """A picture that a citizen shares, and the certificate of their year."""
    until = date(2026, 11, 30)
    shown = SharedPicture.objects.create(
        citizen=citizen, period="2026-11", until=until, told={"days": 1}, shared_at=NOW
    )
    certificate = YearCertificate.objects.create(
        citizen=citizen, year=2026, until=until, grams=160, credits=16, acts=1, days=1, revoked=0, made_at=NOW
    )
    return shown, certificate


def team_and_trophy_of(citizen: User) -> tuple[Team, str, TrophyPublication]:
    """A team that a citizen leads, another member of it, and a trophy that the citizen shows."""
    trophies.load(NOW)
    team_consents.give(citizen=citizen, now=NOW)
    team = teams.friends(citizen)
    member = teams.joined(team)
    earned = {"trophy": "first-bike", "edition_id": trophies.trophies()["first-bike"].edition_id, "earned_on": TODAY}
    award = TrophyAward.objects.create(citizen=citizen, **earned, awarded_at=NOW)
    return team, member.public_id, publishing.publish(award=award, now=NOW)


def one_unit_used_up() -> Order:
    owner = make_organisation("林盘合作社", "91510100MA00000001")
    block = issued(make_project(owner, 1), 2_000, (make_citizen(), make_citizen())).blocks.get(status=BlockStatus.HELD)
    asked = {"beneficiary": "会议", "purpose": Purpose.EVENT, "words": "", "now": NOW}
    order = retire(block=block, tonnes=1, by=seat(owner, Part.EDITOR), **asked)
    return release(order=order, by=seat(owner, Part.RELEASER), now=NOW)


def case_of(organisation: Organisation, owner: User) -> CaseSubmission:
    """A public one with a photo, handed in by who speaks for the organisation."""
    said = {"name": {"zh-hans": "屋顶光伏"}, "summary": {"zh-hans": "供三成用电"}, "category": "energy"}
    document = {**said, "district": "pidu", "year": "2025", "proof": "验收报告"}
    made = submit(organisation=organisation, document=document, photo=as_file(drawn()), by=owner, now=NOW)
    return decide(made, is_accepted=True, reason="材料齐全", by=make_citizen(), now=NOW)


def attached_to_a_notice() -> str:
    """The hash of a public one's file."""
    file = attachments.keep(Clean("管理办法全文", Kind.PDF, PDF))
    document = {**news.documents()["opinions-2020"], "attachments": [file]}
    confirming.begin("news", "with-a-file", document, effective_from=None, now=NOW)
    return str(file["sha256"])


def one_that_waits(owner: User) -> tuple[Order, Seat]:
    """An order of an organisation of the owner's, and the seat of who gave it; the organisation holds unit 3."""
    forest = make_organisation("川西林盘", "91510100MA00000002")
    Seat.objects.create(organisation=forest, user=owner, part=Part.OWNER, begun_at=NOW)
    issued(make_project(forest, 2, buffer_percent=0), 2_000, (make_citizen(), make_citizen()))
    block, by = UnitBlock.objects.get(holder=forest), seat(forest, Part.EDITOR)
    asked = {"beneficiary": "会议", "purpose": Purpose.EVENT, "words": "", "now": NOW}
    return retire(block=block, tonnes=1, by=by, **asked), Seat.objects.get(user=by)


def campaign_of(joined: User, now: datetime) -> Campaign:
    """One that is under way, with a picture, which somebody has joined."""
    author, opener = (campaigns.make_staff(name, *campaigns.OPENS) for name in ("campaign-author", "campaign-opener"))
    times = {"signup_from": now - campaigns.DAY, "starts_at": now - campaigns.DAY, "signup_until": now + campaigns.DAY}
    draft = campaigns.drafted(author, **times, ends_at=now + 2 * campaigns.DAY)
    [draft.picture] = campaign_pictures.keep(draft, as_file(drawn()))
    draft.save()
    campaign_opening.propose(campaign=draft, by=author, now=now)
    opened = campaign_opening.open_(campaign=draft, by=opener, now=now)
    sign_up(campaign=opened, citizen=joined, now=now)
    return opened


def trades_of(sitting: User) -> tuple[Offer, Deal, Offer, YearStatement]:
    """What somebody's organisation offers, what it has taken up, the other's offer of that, and a published year."""
    own, other = (
        make_organisation("锦江会展", "91510100MA00000061"),
        make_organisation("大邑林盘", "91510100MA00000062"),
    )
    clerks = (make_citizen(), make_citizen())
    Seat.objects.create(organisation=own, user=sitting, part=Part.OWNER, begun_at=NOW)
    until, made = city_day(timezone.now()) + timedelta(days=30), []
    wanted = offering.Wanted(20, 4350, 1, until, "成都银行，账号 1001")
    for number, organisation in enumerate((own, other), 61):
        block = issued(make_project(organisation, number, buffer_percent=0), 60_000, clerks).blocks.get()
        made.append(offering.ask(block=block, wanted=wanted, by=seat(organisation, Part.EDITOR), now=NOW))
    offering.publish(offer=made[1], by=seat(other, Part.RELEASER), now=NOW)
    deal = dealing.accept(offer=made[1], buyer=own, tonnes=5, by=sitting, now=NOW)
    emitted = stating.Emitted(10, "核算报告", "范围一")
    year = stating.state(organisation=own, year=NOW.year - 1, emitted=emitted, by=sitting, now=NOW).statement
    return made[0], deal, made[1], stating.publish(statement=year, by=sitting, now=NOW)


def a_public_document(project: CarbonProject) -> DocumentVersion:
    table = Sent("readings.csv", b"day,reading\n2026-01-01,12\n")
    return keep(table, "Readings", project, make_citizen(), now=NOW, is_public=True)


def designs_of(sitting: User) -> tuple[ProjectDesign, Comment, ProjectDesign]:
    """One of an organisation of somebody's, published and commented on, and another's that they validate."""
    beginning.load(NOW)
    reading.forget()
    owner, other = (
        make_organisation("青羊林盘", "91510100MA00000041"),
        make_organisation("崇州林盘", "91510100MA00000042"),
    )
    verifier, mine = make_verifier("蓉城认证", "91510100MA00000043"), make_verifier("天府认证", "91510100MA00000044")
    for organisation in (owner, mine):
        Seat.objects.create(organisation=organisation, user=sitting, part=Part.OWNER, begun_at=NOW)
    design = published(Cast(owner, sitting, verifier, make_citizen(), make_citizen()))
    judged = validating_(Cast(other, seat(other, Part.OWNER), mine, sitting, make_citizen()))
    return design, commented(design), judged


def events_of(sitting: User) -> tuple[Event, Event, Event, int]:
    """One that somebody writes, one that they verify, one that is neutral; and the first's organiser's first unit."""
    own, other = (
        make_organisation("锦城会展", "91510100MA00000081"),
        make_organisation("蜀都会展", "91510100MA00000082"),
    )
    verifier = a_verifier("91510100MA00000083")
    for organisation in (own, verifier):
        Seat.objects.create(organisation=organisation, user=sitting, part=Part.OWNER, begun_at=NOW)
    by, second = seat(other, Part.OWNER), seat(other, Part.OWNER)
    two = make_citizen(), make_citizen()
    mine, theirs = (
        issued(make_project(each, nth, buffer_percent=0), 9_000, two) for each, nth in ((own, 31), (other, 32))
    )
    being_written = gatherings.planned(own, sitting)
    drafting.revise(event=being_written, by=sitting, now=gatherings.BEFORE)
    judged = gatherings.measured(gatherings.planned(other, by), by, verifier=verifier)
    neutral = gatherings.measured(gatherings.planned(other, by), by)
    gatherings.retired(neutral, theirs.blocks.get(), gatherings.TONNES, by, second)
    certify(event=neutral, by=by, now=gatherings.AFTER)
    return being_written, judged, neutral, mine.numbers.lower


def reports_of(sitting: User) -> tuple[MonitoringReport, MonitoringReport, Finding]:
    """One that somebody draws up, another that they verify, and what they found in it."""
    own = make_organisation("青城林盘", "91510100MA00000005")
    Seat.objects.create(organisation=own, user=sitting, part=Part.OWNER, begun_at=NOW)
    drawn_up = begun(make_project(own, 12, parameters=GROVES), sitting)
    other, verifier = make_organisation("都江堰林盘", "91510100MA00000006"), a_verifier("91510100MA00000007")
    Seat.objects.create(organisation=verifier, user=sitting, part=Part.OWNER, begun_at=NOW)
    by = seat(other, Part.OWNER)
    sent = handed_in(written(begun(make_project(other, 13, parameters=GROVES), by), by, GROVE), verifier, by)
    given = {"kind": FindingKind.CAR, "words": "?", "due_on": date(2026, 12, 7), "by": sitting, "now": NOW}
    return drawn_up, sent, open_finding(report=sent, **given)


def pooled_for(sitting: User) -> MonitoringReport:
    """Citizens' acts that somebody verifies, with a sample."""
    owner, verifier = make_organisation("成都碳惠运营公司", "91510100MA00000010"), a_verifier("91510100MA00000011")
    Seat.objects.create(organisation=verifier, user=sitting, part=Part.OWNER, begun_at=NOW)
    month = reported_month(make_project(owner, 15, method="public-pooling", buffer_percent=0))
    assert month.report
    return sampled(handed_in(month.report, verifier, seat(owner, Part.OWNER)), sitting)


def a_report_of_what_was_issued() -> MonitoringReport:
    owner, verifier = make_organisation("彭州林盘", "91510100MA00000008"), a_verifier("91510100MA00000009")
    by, auditor = seat(owner, Part.OWNER), seat(verifier, Part.OWNER)
    report = written(begun(make_project(owner, 14, parameters=GROVES), by), by, GROVE)
    verified(sampled(handed_in(report, verifier, by), auditor), auditor, 2940)
    two = {"by": make_citizen(), "agreed_by": make_citizen(), "document": "1", "now": NOW}
    issue(project=report.project, vintage=2025, kilograms=2940, report=report, **two)
    return report


def a_verifier(licence: str) -> Organisation:
    verifier = make_organisation("蓉城核查", licence)
    verifier.is_verifier = True
    verifier.save()
    return verifier


def waiting_account(owner: Membership) -> BankAccount:
    """That comes into force after its time."""
    Merchant.objects.filter(pk=owner.merchant_id).update(legal_name="成都浣花书店有限公司")
    account = Account("成都银行锦江支行", "1001300000456789")
    return bank_accounts.give(merchant=owner.merchant, account=account, by=owner.user, now=timezone.now())


def typed_and_scored(citizen, now: datetime) -> Activity:
    """What its citizen may withdraw."""
    [outcome] = record(citizen, walk(5000, days_ago=1, now=now), evidence=Evidence.SELF_DECLARED, now=now)
    score_everything(now)
    return outcome.activity


def a_line_of(merchant: Merchant, shop: Shop, cashier: Membership, customer: User) -> StatementLine:
    """Of the statement of this month, which is over in a month."""
    now = timezone.now()
    voucher = voucher_of(customer, make_offer(merchant, price=1, settlement_fen=FEN), now)
    capture(user=cashier.user, shop=shop.public_id, code=code_of(voucher, now), key="line", now=now)
    month = city_day(now).replace(day=1)
    statement = closing.close(merchant=merchant, month=month, now=day_span(next_month(month))[1])
    assert statement is not None
    return statement.lines.get()


def sealed_long_ago() -> SealedDay:
    """Over which nothing here is dated."""
    day = date(2020, 1, 1)
    whole = {"sealed_at": NOW, "rows": 0, "root": "0", "head": "{}", "head_hash": "0"}
    return SealedDay.objects.create(day=day, ends_at=day_span(day)[1], closed_at=NOW, closing=1, salt=b"", **whole)


def filled(route: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        for converter in ("str", "slug", "public_id", "path", "int"):
            route = route.replace(f"<{converter}:{name}>", value)
    assert "<" not in route, f"{route}: give the walk a row for it"
    return f"/{route}"


class Visitor:
    """Asks by every safe and unsafe method, and follows nothing."""

    def __init__(self, client, user=None, headers=None):
        self.client, self.headers = client, headers or {}
        if user:
            client.force_login(user)

    def statuses(self, address: str) -> set[int]:
        return {getattr(self.client, method)(address, headers=self.headers).status_code for method in ("get", "post")}

    def is_sent_to(self, address: str, place: str) -> bool:
        """Whether another page comes first, and then this one."""
        answers = [getattr(self.client, method)(address, headers=self.headers) for method in ("get", "post")]
        return all(answer.status_code == 302 and unquote(answer.url) == f"{place}?next={address}" for answer in answers)

    def is_sent_to_sign_in(self, address: str) -> bool:
        return self.is_sent_to(address, SIGN_IN)


@pytest.fixture
def visitors(alice, bob, desk, token_of):
    """Alice leads a merchant, and her session has shown her second factor."""
    return {
        "anonymous": Visitor(Client()),
        "alice": Visitor(browser_of_leader(alice)),
        "bob": Visitor(Client(), bob),
        "staff": Visitor(Client(), desk),
        "alice's program": Visitor(Client(), headers=token_of(alice)),
        "bob's program": Visitor(Client(), headers=token_of(bob)),
    }


@contextmanager
def undone(visitors: Iterable[Visitor]) -> Iterator[None]:
    """Whatever the asking does to the portal and to the browsers is forgotten afterwards."""
    cookies = {visitor: deepcopy(visitor.client.cookies) for visitor in visitors}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for visitor, kept in cookies.items():
        visitor.client.cookies = kept


def test_every_address_keeps_its_rule(places, visitors):
    broken = {}
    for route, entry in PATTERNS:
        with undone(visitors.values()):
            try:
                check_rule(route, entry, places, visitors)
            except AssertionError as error:
                broken[route] = str(error)

    assert broken == {}


STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
EVERYWHERE = ("/static/css/portal.css", "/no/such/page/", "/api/v1/nothing", "/livez", "/%00", "/static/nothing.css")


USED = {
    "act/venue-visit/scan/": "camera",
    "v/<public_id:public_id>/": "camera",
    "till/<public_id:shop_id>/": "camera",
    "act/eco-photo/<public_id:public_id>/": "geolocation",
    "campaigns/<slug:code>/check-in/": "camera",
}
"""What of a device the pages use."""
SHOWN_ANYWHERE = {
    "city/charts/<slug:name>/<slug:language>.png",
    "shared/<public_id:public_id>/<slug:language>/<slug:shape>.png",
    "trophies/kinds/<slug:code>/<int:edition>/badge.svg",
}
"""Pictures that are made to be shared."""


def test_every_answer_tells_browsers_to_keep_to_the_portal(places, visitors):
    routes = {
        route: filled(route, places.get(route, {})) for route, _entry in PATTERNS if not route.startswith("admin/")
    }
    found = {}
    for route, address in [*routes.items(), *((address, address) for address in (*EVERYWHERE, "/admin/"))]:
        for visitor in visitors.values():
            answer = visitor.client.get(address, headers=visitor.headers)
            told = {name: answer.headers.get(name) for name in STRICT}
            resource_policy = {"Cross-Origin-Resource-Policy": "cross-origin"} if route in SHOWN_ANYWHERE else {}
            assert told == STRICT | resource_policy, (address, answer.status_code)
            page = b"" if answer.streaming else answer.content
            for feature, script in (("camera", b"/js/camera"), ("geolocation", b"/js/place")):
                is_open = f"{feature}=(self)" in answer.headers["Permissions-Policy"]
                assert is_open or f"{feature}=()" in answer.headers["Permissions-Policy"], address
                assert is_open or script not in page, f"{address} uses what it has not asked for"
                if is_open:
                    found[route] = feature
    assert found == USED


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "BREW"])
def test_methods_that_nobody_needs_are_known_nowhere(places, visitors, method):
    addresses = {filled(route, places.get(route, {})) for route, _entry in PATTERNS if not route.startswith("admin/")}
    for address in [*addresses, *EVERYWHERE, "/admin/"]:
        for visitor in visitors.values():
            answer = visitor.client.generic(method, address, headers=visitor.headers)
            assert answer.status_code == 405, address
            assert answer.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"


def check_rule(route, entry, places, visitors):
    address = filled(route, places.get(route, {}))
    names_something = "<" in route

    match rule_of(entry):
        case Access.PUBLIC:
            assert not visitors["anonymous"].is_sent_to_sign_in(address)
            assert visitors["anonymous"].statuses(address).isdisjoint(SHUT - {404})
        case Access.CITIZEN:
            assert visitors["anonymous"].is_sent_to_sign_in(address)
            for someone in ("alice", "bob", "staff"):
                assert visitors[someone].statuses(address).isdisjoint(SHUT)
        case Access.OWNER:
            assert names_something
            assert visitors["anonymous"].is_sent_to_sign_in(address)
            for stranger in ("bob", "staff"):
                assert visitors[stranger].statuses(address) <= {404, 405}
            assert visitors["alice"].statuses(address).isdisjoint(SHUT)
        case Access.STAFF:
            for method in ("get", "post"):
                answer = getattr(visitors["anonymous"].client, method)(address)
                assert (answer.status_code, answer.url) == (302, f"/admin/login/?next={address}")
            for citizen in ("alice", "bob"):
                assert visitors[citizen].statuses(address) == {403}
            assert visitors["staff"].statuses(address) <= {200, 302, 405}
        case Access.TOKEN:
            for browser in ("anonymous", "alice", "staff"):
                assert visitors[browser].statuses(address) <= {401}
            assert visitors["alice's program"].statuses(address).isdisjoint(SHUT)
            if names_something and A_TIME not in route:
                assert visitors["bob's program"].statuses(address) <= {404, 405}


def test_part_of_a_page_leads_whoever_was_signed_out_to_the_door_and_back(places, visitors):
    """A redirect would be followed unseen, and the sign-in page set into a corner of the page that asked."""
    page = "http://testserver/statement/?kind=award"
    part = {"HX-Request": "true", "HX-Current-URL": page}
    doors = {Access.CITIZEN: SIGN_IN, Access.OWNER: SIGN_IN, Access.STAFF: "/admin/login/"}
    led = []

    for route, entry in PATTERNS:
        if (door := doors.get(rule_of(entry))) is None:
            continue
        for method in ("get", "post"):
            answer = getattr(Client(), method)(filled(route, places.get(route, {})), headers=part)
            if answer.status_code != 405:
                leads_to = (answer.status_code, unquote(answer.headers.get("HX-Redirect", "")))
                assert leads_to == (401, f"{door}?next=/statement/?kind=award"), f"{method} {route}"
                led.append(route)

    assert len(led) > 80


ROOM = "merchant/<public_id:public_id>/"
OF_THE_ROOM = [route for route, _entry in PATTERNS if route.startswith(ROOM)]
POST_ONLY = {
    f"{ROOM}shops/<public_id:shop_id>/open/",
    f"{ROOM}stay/",
    f"{ROOM}offers/<public_id:offer_id>/submit/",
    f"{ROOM}offers/<public_id:offer_id>/take-back/",
    f"{ROOM}offers/<public_id:offer_id>/copy/",
    f"{ROOM}offers/<public_id:offer_id>/photo/remove/",
    f"{ROOM}statements/<public_id:statement_id>/confirm/",
    f"{ROOM}business/account/<public_id:account_id>/withdraw/",
}
OF_OWNERS = {f"{ROOM}{page}" for page in ("business/", "business/complete/", "business/account/", "leave/")}
OF_OWNERS |= {f"{ROOM}vouchers/<public_id:voucher_id>/refund/"}
"""Managers find nothing there; other pages tell them what is the owner's to do."""
OF_THE_TILL = ["till/<public_id:shop_id>/", "till/<public_id:shop_id>/undo/<public_id:public_id>/"]


@pytest.fixture
def staff_of(places):
    """Browsers of who works for a merchant, by role and by whether their session has shown a second factor."""

    def staff_of(name: str) -> dict[tuple[Role, bool], Visitor]:
        merchant = Merchant.objects.get(name=text(name))
        who = {role: make_member(merchant, role).user for role in Role}
        return {
            **{(role, False): Visitor(Client(), user) for role, user in who.items()},
            **{(role, True): Visitor(browser_of_leader(user)) for role, user in who.items()},
        }

    return staff_of


def test_pages_that_lead_a_merchant_open_to_its_leaders_with_their_factor_alone(places, staff_of):
    here, elsewhere = staff_of("浣花书店"), staff_of("蜀风茶舍")
    strangers = [here[Role.CASHIER, False], here[Role.CASHIER, True], *elsewhere.values()]

    for route in OF_THE_ROOM:
        address = filled(route, places[route])
        for role in (Role.OWNER, Role.MANAGER):
            with undone([here[role, False], here[role, True]]):
                assert here[role, False].is_sent_to(address, PROVE), route
                status = 404 if route in OF_OWNERS and role != Role.OWNER else 405 if route in POST_ONLY else 200
                assert here[role, True].client.get(address).status_code == status, route
        with undone(strangers):
            assert [stranger.statuses(address) for stranger in strangers] == [{404}] * len(strangers), route


@pytest.mark.parametrize("route", OF_THE_TILL)
def test_tills_open_to_every_role_of_their_merchant_and_to_no_other(route, places, staff_of):
    address, here, elsewhere = filled(route, places[route]), staff_of("蜀风茶舍"), staff_of("浣花书店")

    for stranger in elsewhere.values():
        assert stranger.statuses(address) == {404}
    if "undo" not in route:
        for member in here.values():
            assert member.statuses(address) == {200}


@pytest.mark.slow
def test_cashier_sees_no_money_at_any_address(places, alice, token_of):
    """Alice stands at both tills, and all in `places` is hers but the voucher that was used: that one she has taken."""
    teahouse, owner = Merchant.objects.get(name=text("蜀风茶舍")), browser_of_leader(alice)
    Membership.objects.filter(user=alice).update(role=Role.OWNER)
    assert shows_money(owner.get(f"/merchant/{teahouse.public_id}/owed/"))
    assert shows_money(owner.get(f"/merchant/{teahouse.public_id}/owed/captures.csv"))

    Membership.objects.filter(user=alice).update(role=Role.CASHIER)

    cashier, program = Visitor(Client(), alice), token_of(alice)
    read = {}
    for method, language, (route, _entry) in product(("get", "post"), ("zh-hans", "en"), PATTERNS):
        address = filled(route, places.get(route, {}))
        with undone([cashier]):
            cashier.client.cookies["django_language"] = language
            answer = getattr(cashier.client, method)(address, headers=program if address.startswith("/api/") else {})
            read[f"{method} {route} in {language}"] = (answer.status_code, shows_money(answer))

    assert [name for name, (_status, has_money) in read.items() if has_money] == []
    assert sum(status == 200 for status, _has_money in read.values()) > len(PATTERNS)


def shows_money(answer) -> bool:
    """Whether it has the settlement price, as fen or as yuan."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return any(amount in body for amount in (b"98765", b"98,765", b"987.65"))


PROBES = {"livez", "readyz", "healthz"}
OPEN_AT_THE_TILL = {
    "till/",
    "till/<public_id:shop_id>/",
    "till/<public_id:shop_id>/undo/<public_id:public_id>/",
    "sign-out/",
    "language/",
    "display/",
    *PROBES,
}


@pytest.fixture
def shared_phone(places, alice):
    """Alice's session, kept to the till; it has shown her second factor, and everything in `places` is hers."""
    browser = browser_of_leader(alice)
    browser.post("/till/only/")
    return browser


def is_turned_back(browser, address: str, method: str) -> bool:
    plain = getattr(browser, method)(address)
    part = getattr(browser, method)(address, headers={"HX-Request": "true"})
    page_is_shut = (plain.status_code, plain.headers.get("Location")) == (302, "/till/")
    return (page_is_shut or (address.startswith("/api/") and plain.status_code == 403)) and part.status_code == 403


def test_session_of_a_shared_phone_reaches_nothing_but_the_till(shared_phone, places):
    shut = [route for route, _entry in PATTERNS if route not in OPEN_AT_THE_TILL]

    reached = [
        f"{method} {route}"
        for route in shut
        for method in ("get", "post")
        if not is_turned_back(shared_phone, filled(route, places.get(route, {})), method)
    ]

    assert reached == []
    assert len(shut) > len(OPEN_AT_THE_TILL)


def test_session_of_a_shared_phone_works_at_the_till(shared_phone, places):
    for route in sorted(OPEN_AT_THE_TILL - PROBES - {"sign-out/"}):
        assert Visitor(shared_phone).statuses(filled(route, places.get(route, {}))).isdisjoint(SHUT), route
