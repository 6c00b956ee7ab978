"""A desk with something in every list: rows in each of their states, made by the portal's own use cases."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission

from accounts.changing_phone import waiting
from accounts.changing_phone.models import Stopped
from accounts.deeds.noting import note, note_looks
from accounts.models import DeedKind, Seen, User
from accounts.standing import freezing
from activities.attempts.keeping import keep
from activities.models import Activity, Reason
from activities.reinstating import reinstate
from activities.reviewables import all_kinds
from activities.scoring import taking_sets_back, under_review
from activities.scoring.rehearsing.run import go_on
from activities.scoring.taking_back import take_back
from activities.scoring.taking_sets_back import Asked
from campaigns.checkins.checking_in import by_code
from campaigns.checkins.codes import on_screen
from campaigns.checkins.undoing import undo
from campaigns.desk import opening
from campaigns.signups.joining import sign_up
from campaigns.teams import changing_guardians
from campaigns.teams import consenting as team_consenting
from campaigns.teams import reporting as name_reporting
from channels.household import driving, vehicles
from channels.household import reviewing as odometers
from channels.household.models import OdometerReview
from channels.photo_reports import reviewing
from channels.photo_reports.models import PhotoReport
from channels.photo_reports.words import REASONS
from channels.quiz import bank
from channels.quiz.drawing import sheet_for
from channels.quiz.models import QuizQuestion
from city.cases.deciding import decide
from city.cases.submitting import submit
from common.city_time import day_span, next_month
from credits.adjusting import deciding, proposing
from credits.merging import asking as merging_asking
from credits.merging import deciding as merging_deciding
from desk import roles
from jobs.models import Outcome, Run
from lists import confirming, reading
from lists.kinds import every_kind
from lists.models import Edition
from merchants import tickets
from merchants.desk import approval
from merchants.mall.releasing import give_back
from merchants.models import Cause, CauseReport, Merchant, MerchantStatus, OfferKind, OfferStatus, Role, Statement
from merchants.refunds.foreseeing import foresee
from merchants.refunds.refunding import By, refund
from merchants.room import submitting
from merchants.settlement import closing, disputing, paying
from merchants.till.taking import capture
from platforms.identities import Identity, link
from platforms.models import Platform
from projects.bulletin import dealing, offering
from projects.desk.proposing import propose_issuance
from projects.events.retiring import certify
from projects.models import FindingKind, Organisation, Part
from projects.monitoring.finding import open_finding
from projects.redactions.redacting import redact
from projects.registry.issuing import issue
from review import answering, appealing, granting
from review.models import Opinion, Verdict
from scenarios import approving, catalogue, publishing, rulebook
from scenarios.calendars import beginning, years
from scenarios.models import RuleVersion, Scenario, Venue
from scenarios.rehearsals.asking import ask, stop
from scenarios.venues import catalogue as venue_catalogue
from scenarios.venues.check_list import Mark
from scenarios.venues.evaluation import evaluate
from scenarios.venues.screens import move_screen
from tests import rules
from tests.activities.doubting_rules import doubt_from_now_on
from tests.campaigns import conftest as in_campaigns
from tests.campaigns.teams.conftest import joined, school
from tests.channels.household.conftest import timeless
from tests.channels.photo_reports.conftest import report
from tests.conftest import (
    NOW,
    TODAY,
    filled_budget,
    make_alice,
    make_bob,
    make_citizen,
    make_desk,
    record,
    ride,
    score_everything,
    walk,
)
from tests.credits.adjusting.conftest import FUNDING, SERVING, approved, official, proposed
from tests.credits.merging.conftest import asked
from tests.kept_rows import begin_with_all
from tests.merchants.conftest import code_of, give, make_member, make_merchant, make_offer, make_shop, text, voucher_of
from tests.projects.conftest import make_organisation, make_project, seat
from tests.projects.cycle import conftest as way
from tests.projects.events import conftest as gatherings
from tests.projects.monitoring.conftest import GROVE, GROVES, begun, handed_in, sampled, verified, written
from tests.projects.pooling.months import reported_month, waiting_month
from tests.review.test_claims import claimed
from tests.scenarios.venues.conftest import marks_of
from tests.second_factors import enrolled

A_DAY = timedelta(days=1)
ADJUSTERS = {"adjuster": SERVING, "controller": FUNDING, "third-look": FUNDING}


class Cast(NamedTuple):
    alice: User
    bob: User
    desk: User


def begin(uploads: Path) -> Cast:
    """In an empty database, with a folder for uploads of the test's own; what is there was made at noon."""
    rulebook.rule_of.cache_clear()
    rulebook.forget()
    reading.forget()
    with time_machine.travel(NOW, tick=False):
        begin_with_all("desk", _fill, uploads)
    alice, bob = (User.objects.get(profile__display_name=name) for name in ("Alice", "Bob"))
    return Cast(alice, bob, User.objects.get(username="desk"))


def _fill() -> None:
    catalogue.load(NOW)
    venue_catalogue.load(NOW)
    filled_budget()
    alice, bob, desk = make_alice(), make_bob(), make_desk()
    _people(alice, bob)
    _acts(alice)
    _photo_reports(alice, desk)
    _freezes(desk)
    _phone_changes(desk)
    link(make_citizen(), Identity(Platform.WECHAT, "wx", "o1", "u1"), NOW)
    _adjustments()
    _mergers()
    _sets(desk)
    _odometers(alice, desk)
    _answers(alice)
    _drawn_for_audit(alice)
    _trail(alice, desk)
    _rules(desk)
    _lists(desk)
    _venues(desk)
    _quiz(bob)
    _campaigns()
    _mall(alice, desk)
    _statements(alice, desk)
    _reports()
    _pooled()
    _events()
    _designs()
    _deal()
    _cases()
    _teams(alice, desk)


def _teams(alice: User, desk: User) -> None:
    """A team of a school, whose name stands, one member's nickname hidden and another one's reported."""
    team = school()
    team_consenting.give(citizen=alice, now=NOW)
    reader, rude, other = joined(team, citizen=alice), joined(team, "笨蛋"), joined(team, "小李")
    of_team = name_reporting.report(team=team, public_id="", by=reader.citizen, now=NOW)
    name_reporting.let_stand(report=of_team, by=desk, now=NOW)
    hidden = name_reporting.report(team=team, public_id=rude.public_id, by=reader.citizen, now=NOW)
    name_reporting.hide(report=hidden, reason="骂人", by=desk, now=NOW)
    name_reporting.report(team=team, public_id=other.public_id, by=reader.citizen, now=NOW)


def _people(alice: User, bob: User) -> None:
    roles.load()
    clerk = User.objects.create(username="clerk", is_staff=True)
    clerk.groups.set([Group.objects.first()])
    enrolled(alice)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    AccessAttempt.objects.create(username="desk", ip_address="203.0.113.9", path_info="/admin/", failures_since_start=5)


def _freezes(desk: User) -> None:
    """One that was lifted, and one that is open."""
    told = {"reason": "unusual_acts", "note": "见工单 42", "ends_at": NOW + 7 * A_DAY, "by": desk, "now": NOW}
    lifted = freezing.freeze(citizen=make_citizen(), earning=True, spending=False, **told)
    freezing.lift(freeze=lifted, by=desk, now=NOW)
    freezing.freeze(citizen=make_citizen(), earning=True, spending=True, **told)


def _phone_changes(desk: User) -> None:
    """One that waits for a second official, and one that was stopped."""
    told = {"to_stop": str, "by": desk, "shown": "contract", "reference": "工单 43", "now": NOW}
    waiting.ask(user=make_citizen(), phone="+8613900000043", **told)
    stopped = waiting.ask(user=make_citizen(), phone="+8613900000044", **told)
    waiting.stop(change=stopped, stopped=Stopped.DESK, by=desk, now=NOW)


def _adjustments() -> None:
    """One that waits, and one of each end; of what was taken one is given back."""
    clerk, controller, third = (official(name, role) for name, role in ADJUSTERS.items())
    proposing.withdraw(adjustment=proposed(make_citizen(), 5, clerk), by=clerk, now=NOW)
    deciding.decline(adjustment=proposed(make_citizen(), 5, clerk), answer="证据不足", by=controller, now=NOW)
    approved(proposed(make_citizen(), 20, clerk), controller)
    taken = approved(proposed(make_citizen(), -20, clerk), controller)
    deciding.undo(adjustment=taken, by=third, now=NOW)
    proposed(make_citizen(), 30, clerk)


def _mergers() -> None:
    """One that waits, and one of each end."""
    by = User.objects.get(username="adjuster")
    for end in (
        lambda merger: merging_deciding.approve(merger=merger, answer="已验证", by=by, now=NOW),
        lambda merger: merging_deciding.decline(merger=merger, answer="证明不足", by=by, now=NOW),
        lambda merger: merging_asking.withdraw(merger=merger, by=merger.stays, now=NOW),
        lambda _merger: None,
    ):
        end(asked(make_citizen(), make_citizen()))


def _sets(desk: User) -> None:
    """A set of one act that is being taken back."""
    citizen = make_citizen()
    record(citizen, walk(8000))
    score_everything()
    asked = Asked(first_on=TODAY, last_on=TODAY, citizen=citizen.public_id)
    taking_sets_back.begin(asked=asked, reason=Reason.OPERATOR, by=desk, now=NOW)


def _acts(alice: User) -> None:
    record(alice, walk(8000), ride(2000), ride(2001, ago=timedelta(minutes=62)))
    score_everything()
    record(alice, walk(9000, days_ago=1))
    [outcome] = record(alice, ride(2000, ago=-A_DAY))
    keep(citizen=alice, scenario=Scenario.objects.get(code="bike-share"), error=outcome.error, now=NOW)


def _photo_reports(alice: User, desk: User) -> None:
    _received, taken_up, accepted, refused = [report(alice, seed, place=None) for seed in range(4)]
    reviewing.take_up(report=taken_up, by=desk, now=NOW)
    reviewing.accept(report=accepted, by=desk, now=NOW)
    reviewing.refuse(report=refused, reason=next(iter(REASONS)), note="看不清", by=desk, now=NOW)


def _odometers(alice: User, desk: User) -> None:
    car = vehicles.bind(citizen=alice, plate="川AD10000", engine_ml=None, district="", now=NOW)
    for place in range(4):
        moment = NOW + place * A_DAY / 4
        photo = timeless(alice, 60 + place, moment)
        driving.read(vehicle=car, photo=photo, odometer_m=1_000_000 + place * 10_000, now=moment)
    accepted, refused, _waiting = OdometerReview.objects.with_photos().order_by("pk")
    odometers.accept(review=accepted, by=desk, now=NOW + A_DAY)
    odometers.refuse(review=refused, reason="unclear", note="看不清", by=desk, now=NOW + A_DAY)


def _answers(alice: User) -> None:
    """Appeals and claims, waiting and decided."""
    colleague = User.objects.create(username="colleague", is_staff=True)
    refused = PhotoReport.objects.get(status="refused")
    other = reviewing.refuse(report=report(alice, 5, place=None), reason="unclear", note="", by=colleague, now=NOW)
    said = {"kind": all_kinds()["photo"], "by": alice, "words": "放大看得清", "photo": None, "now": NOW}
    answering.let_stand(
        appeal=appealing.appeal(row=refused, **said), reason="nothing_new", note="", by=colleague, now=NOW
    )
    appealing.appeal(row=other, **said)
    granting.grant(claim=claimed(alice, ride(2100, ago=A_DAY / 4)), by=colleague, now=NOW)
    claimed(alice, ride(2200, ago=A_DAY / 3))


def _drawn_for_audit(alice: User) -> None:
    doubt_from_now_on("ebike-share", lower=None, review=None, refuse=None, drawn=1000)
    record(alice, replace(ride(2000, ago=A_DAY / 6), scenario="ebike-share"))
    score_everything()


def _trail(alice: User, desk: User) -> None:
    """What staff does that no other part here leaves a trace of."""
    colleague, citizen = User.objects.get(username="colleague"), make_citizen()
    record(citizen, walk(7000), replace(ride(2000, ago=A_DAY / 6), scenario="ebike-share"))
    score_everything()
    walked, ridden = Activity.objects.filter(citizen=citizen).order_by("pk")
    taken_back = take_back(activity=walked, reason=Reason.MISTAKEN, by=desk, now=NOW)
    reinstate(revocation=taken_back, by=colleague, now=NOW)
    under_review.look_at(activity=ridden, by=desk, now=NOW, is_sound=True)
    Opinion.objects.create(kind="photo", item_id=1, by=desk, verdict=Verdict.UNSURE, said_at=NOW)
    note_looks(of=[alice.pk], by=desk, now=NOW, facts={"seen": Seen.PROFILE, "reason": "工单 42"})
    for kind in (DeedKind.PASSWORD, DeedKind.SEARCHED, DeedKind.TOOK, DeedKind.UNLOCKED, DeedKind.STOCKED):
        note(kind, of=alice, by=desk, now=NOW, facts={"found": 1})
    alice.user_permissions.set(Permission.objects.filter(codename="view_user"))
    alice.user_permissions.clear()
    Run.objects.create(job="city.keep_figures", due_at=NOW, started_at=NOW, ended_at=NOW, outcome=Outcome.DONE)


def _rules(desk: User) -> None:
    """Of walking: in force, published for later, withdrawn, drafts in each state; of bikes, the first one is past.

    The metro is to end, buses perhaps. The latest draft is being rehearsed; the version in force has been, and what is
    published for later was stopped.
    """
    first = RuleVersion.objects.get(scenario__code="walking", number=1)
    for place in range(3):
        draft = publishing.copy_version(first, now=NOW)
        if place < 2:
            rules.publish(draft, effective_from=TODAY + A_DAY * (place + 1), now=NOW)
        if place == 1:
            publishing.withdraw(draft, now=NOW)
    rules.approve(publishing.copy_version(first, now=NOW), now=NOW)
    returned = publishing.copy_version(first, now=NOW)
    approving.send_back(returned, why="上限太高", by=rules.make_approver(), now=NOW)
    for code, is_published in (("metro", True), ("bus", False)):
        day = TODAY + 365 * A_DAY
        end = publishing.draft_end(Scenario.objects.get(code=code), effective_from=day, now=NOW)
        if is_published:
            rules.publish(end, effective_from=day, now=NOW)
    second = publishing.copy_version(RuleVersion.objects.get(scenario__code="bike-share", number=1), now=NOW)
    rules.publish(second, effective_from=TODAY - A_DAY, now=NOW - 3 * A_DAY)
    _rehearsals(first, desk)


def _rehearsals(first: RuleVersion, desk: User) -> None:
    ask(version=first, days=30, by=desk, now=NOW)
    while go_on(clock=lambda: NOW):
        pass
    published, *_others = first.scenario.versions.filter(number__gt=5, published_at__isnull=False).order_by("number")
    stop(ask(version=published, days=7, by=desk, now=NOW), now=NOW)
    ask(version=RuleVersion.objects.filter(published_at=None, ends=False).latest("pk"), days=30, by=desk, now=NOW)


def _lists(desk: User) -> None:
    """Those of the program, one that somebody has confirmed, and one that waits."""
    colleague = User.objects.create(username="calendars", is_staff=True)
    document = Edition.objects.get(list_code=years.LIST, subject="2026").document
    said = {"kind": every_kind()[years.LIST], "document": document, "effective_from": None, "by": colleague, "now": NOW}
    confirming.confirm(confirming.enter(subject="2027", **said), by=desk, now=NOW)
    confirming.enter(subject="2028", **said)


def _venues(desk: User) -> None:
    mall = Venue.objects.get(code="demo-mall-jinjiang")
    evaluate(mall, marks=marks_of(mall.kind), evaluator=desk, now=NOW)
    shop = Venue.objects.get(code="ito-chunxi")
    evaluate(shop, marks=dict.fromkeys(marks_of(shop.kind), Mark.NOT_MET), evaluator=desk, now=NOW)
    move_screen(mall, now=NOW)


def _quiz(bob: User) -> None:
    bank.load()
    sheet_for(citizen=bob, now=NOW)
    QuizQuestion.objects.filter(pk=QuizQuestion.objects.latest("pk").pk).update(is_active=False)


def _mall(alice: User, desk: User) -> None:
    give(alice, 1000)
    teahouse = make_merchant("蜀风茶舍")
    for name, status in (("锦里茶楼", MerchantStatus.APPLIED), ("停业茶楼", MerchantStatus.SUSPENDED)):
        Merchant.objects.create(name=text(name), status=status, status_at=NOW)
    refused = Merchant.objects.create(name=text("无名小店"), applicant=alice, business="茶", status_at=NOW)
    approval.refuse(merchant=refused, by=None, reason=text("资料不全"), now=NOW)
    shop = make_shop(teahouse, "春熙路店")
    make_shop(refused, "总店")
    cause = Cause.objects.create(name=text("植树"), summary=text("种树"))
    CauseReport.objects.create(
        cause=cause,
        from_on=TODAY,
        to_on=TODAY,
        text=text("种了香樟"),
        place=text("龙泉山"),
        done_on=TODAY,
        quantity=30,
        written_by=desk,
    )
    tea = make_offer(teahouse, stock=100)
    make_offer(teahouse, status=OfferStatus.SUBMITTED, published_at=None, submitted_at=NOW, sent_back={})
    make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None, sent_back=text("价格太高"))
    submitting.withdraw(offer=make_offer(teahouse), now=NOW)
    donation = make_offer(None, kind=OfferKind.DONATION, cause=cause, settlement_fen=0)
    ticket = make_offer(teahouse, kind=OfferKind.TRANSIT, is_limited=True)
    tickets.import_codes(ticket, ["METRO-1", "METRO-2"], opens_at=NOW, now=NOW)
    used, returned, *_held = [voucher_of(alice, offer) for offer in (tea, tea, tea, donation, ticket)]
    capture(user=make_member(teahouse).user, shop=shop.public_id, code=code_of(used), key="desk", now=NOW)
    give_back(citizen=alice, redemption=returned, key="desk", now=NOW)
    cold = voucher_of(alice, tea)
    capture(user=make_member(teahouse).user, shop=shop.public_id, code=code_of(cold), key="cold", now=NOW)
    cold.refresh_from_db()
    refund(redemption=cold, by=By(desk), words="茶是凉的", foreseen=foresee(cold, now=NOW).word, now=NOW)


def _statements(alice: User, desk: User) -> None:
    """One that waits for its merchant, one in dispute, one to be paid, one that is; and a merchant that has left."""
    waiting, disputed, confirmed, paid = (_statement(alice, name) for name in ("一号店", "二号店", "三号店", "四号店"))
    later = {"now": waiting.until}
    leaders = {row.pk: make_member(row.merchant, Role.OWNER) for row in (disputed, confirmed, paid)}
    disputing.dispute(line=disputed.lines.get(), leader=leaders[disputed.pk], words="少了 2 元", **later)
    for row in (confirmed, paid):
        disputing.confirm(statement=row, owner=leaders[row.pk], fen=row.fen, **later)
    paying.pay(statement=paid, by=desk, bank_reference="ICBC-1", fen=paid.fen, **later)
    left = _one_that_took(alice, "已关门小店", NOW - timedelta(hours=1))
    left.shops.update(is_open=False)


def _reports() -> None:
    """One that is drawn up, one in verification with a finding, one to be issued by a proposal, one that is issued."""
    owner, verifier = (
        make_organisation("青城林盘", "91510100MA00000005"),
        make_organisation("蓉城核查", "91510100MA00000006"),
    )
    Organisation.objects.filter(pk=verifier.pk).update(is_verifier=True)
    verifier.refresh_from_db()
    by, auditor = seat(owner, Part.OWNER), seat(verifier, Part.OWNER)
    projects = [make_project(owner, number, parameters=GROVES) for number in range(21, 25)]
    drawn_up, *sent = [written(begun(project, by), by, GROVE) for project in projects]
    asked, *looked_at = [handed_in(report, verifier, by) for report in sent]
    due = {"due_on": TODAY + timedelta(days=9), "by": auditor, "now": NOW}
    open_finding(report=asked, kind=FindingKind.CAR, words="面积与测绘图不符", **due)
    for each in looked_at:
        verified(sampled(each, auditor), auditor, 2940)
    two = {"by": make_citizen(), "agreed_by": make_citizen(), "document": "成环〔2026〕3号", "now": NOW}
    issue(project=looked_at[-1].project, vintage=2025, kilograms=2940, report=looked_at[-1], **two)
    asked_for = {"vintage": 2025, "kilograms": 2940, "document": "成环〔2026〕4号", "report": looked_at[0]}
    propose_issuance(project=looked_at[0].project, by=make_citizen(), now=NOW, **asked_for)
    assert drawn_up.verifier is None


def _deal() -> None:
    """One in dispute."""
    seller, buyer = (
        make_organisation("大邑林盘", "91510100MA00000071"),
        make_organisation("锦江会展", "91510100MA00000072"),
    )
    clerks = {"by": make_citizen(), "agreed_by": make_citizen(), "document": "成环〔2026〕7号", "now": NOW}
    project = make_project(seller, 71, buffer_percent=0)
    block = issue(project=project, vintage=2025, kilograms=60_000, **clerks).blocks.get()
    wanted = offering.Wanted(20, 4350, 1, TODAY + timedelta(days=30), "成都银行，账号 1001")
    offer = offering.ask(block=block, wanted=wanted, by=seat(seller, Part.EDITOR), now=NOW)
    releaser, owner = seat(seller, Part.RELEASER), seat(buyer, Part.OWNER)
    offering.publish(offer=offer, by=releaser, now=NOW)
    deal = dealing.accept(offer=offer, buyer=buyer, tonnes=20, by=owner, now=NOW)
    dealing.say_paid(deal=deal, bank_reference="ICBC-1", paid_on=TODAY, by=owner, now=NOW)
    dealing.dispute(deal=deal, words="款项未到账", by=releaser, now=NOW)


def _cases() -> None:
    """One that waits, and one that is public."""
    works = make_organisation("郫都机械", "91510100MA00000091")
    owner = seat(works, Part.OWNER)
    said = {"name": {"zh-hans": "屋顶光伏"}, "summary": {"zh-hans": "供三成用电"}, "category": "energy"}
    document = {**said, "district": "pidu", "year": "2025", "proof": "验收报告"}
    given = {"organisation": works, "document": document, "photo": b"", "by": owner, "now": NOW}
    submit(**given)
    decide(submit(**given), is_accepted=True, reason="材料齐全", by=make_citizen(), now=NOW)


def _pooled() -> None:
    """A month that was agreed to, and one that waits for a second person."""
    pool = make_project(
        make_organisation("成都碳惠运营公司", "91510100MA00000061"), 26, method="public-pooling", buffer_percent=0
    )
    reported_month(pool)
    waiting_month(make_project(pool.owner, 27, method="public-pooling", buffer_percent=0))


def _campaigns() -> None:
    """A draft that waits to be opened, and one that somebody signed up for and was at."""
    author, opener = (in_campaigns.make_staff(f"campaign-{name}", *in_campaigns.OPENS) for name in ("author", "opener"))
    opening.propose(campaign=in_campaigns.drafted(author, code="waiting"), by=author, now=NOW)
    campaign = in_campaigns.opened(author, opener, **in_campaigns.FLAT)
    citizen = make_citizen()
    sign_up(campaign=campaign, citizen=citizen, now=NOW)
    by_code(campaign=campaign, citizen=citizen, code=on_screen(campaign, now=NOW).code, now=NOW)
    child, guardian = make_citizen(), make_citizen()
    team_consenting.give_for(child=child, guardian=guardian, now=NOW)
    clerk = in_campaigns.make_staff("guardians-clerk", "campaigns.add_guardianchange")
    proof = {"reason": "监护人账户已注销", "reference": "成碳服〔2026〕12号"}
    changing_guardians.ask(child=child, to=None, by=clerk, now=NOW, **proof)
    undo(campaign=campaign, nth=1, by=opener, now=NOW, words=in_campaigns.text("扫错了票。"))
    by_code(campaign=campaign, citizen=citizen, code=on_screen(campaign, now=NOW).code, now=NOW)


def _events() -> None:
    """One whose plan is published, and one that is neutral."""
    organiser = make_organisation("锦城会展", "91510100MA00000081")
    by, second = seat(organiser, Part.OWNER), seat(organiser, Part.OWNER)
    two = {"by": make_citizen(), "agreed_by": make_citizen(), "document": "成环〔2026〕9号", "now": NOW}
    units = issue(project=make_project(organiser, 31, buffer_percent=0), vintage=2025, kilograms=5000, **two)
    gatherings.planned(organiser, by)
    event = gatherings.measured(gatherings.planned(organiser, by), by)
    order = gatherings.retired(event, units.blocks.get(), gatherings.TONNES, by, second)
    redact(number=order.public_id, reason="含个人信息", by=make_citizen(), now=gatherings.AFTER)
    certify(event=event, by=by, now=gatherings.AFTER)


def _designs() -> None:
    """One in each turn: to be checked, published with a comment, with the verifier, to be decided, written."""
    beginning.load(NOW)
    reading.forget()
    owner = make_organisation("金牛林盘", "91510100MA00000051")
    verifier = way.make_verifier("锦江认证", "91510100MA00000052")
    cast = way.Cast(owner, seat(owner, Part.OWNER), verifier, seat(verifier, Part.OWNER), make_citizen())
    way.submitted(cast)
    way.commented(way.published(cast))
    way.validating_(cast)
    way.validated(cast)
    way.drafted(owner, cast.by)


def _statement(alice: User, name: str) -> Statement:
    month = TODAY.replace(day=1)
    until = day_span(next_month(month))[0]
    statement = closing.close(merchant=_one_that_took(alice, name), month=month, now=until)
    assert statement is not None
    return statement


def _one_that_took(alice: User, name: str, at: datetime = NOW) -> Merchant:
    merchant = make_merchant(name)
    shop = make_shop(merchant, "总店")
    code = code_of(voucher_of(alice, make_offer(merchant), at), at)
    capture(user=make_member(merchant).user, shop=shop.public_id, code=code, key="desk", now=at)
    return merchant
