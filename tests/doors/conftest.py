"""Every door through which a typed value comes in: how it is sent there, and what has come of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from accounts.models import AccessToken, Profile
from activities.models import Activity
from channels.files.models import ImportJob
from channels.household.models import Meter, MeterReading, OdometerReading, Vehicle
from channels.photo_reports.models import PhotoReport
from channels.photo_reports.words import CATEGORIES
from channels.quiz.models import QuizQuestion
from common.public_ids import new_public_id
from credits import budgets
from credits.models import Transfer
from merchants.models import Membership, Merchant, Offer, OfferStatus, Redemption, Role, Shop, StockRelease, WrongCode
from scenarios import publishing
from scenarios.models import RuleVersion, Venue
from tests.accounts.proven import proven
from tests.channels.files.conftest import sent_and_read
from tests.channels.household.conftest import bind
from tests.channels.quiz.test_quiz_desk import WRITTEN
from tests.conftest import NOW, TODAY
from tests.desk.test_desk_rules import SOURCE, form_of
from tests.desk_pages import confirmed, decide
from tests.evidence.conftest import take, uploads
from tests.evidence.pictures import as_file, drawn
from tests.merchants.conftest import (
    bookshop,
    cashier,
    make_offer,
    manager,
    rich_alice,
    tea,
    teahouse,
    ticket,
    till,
    voucher_of,
)
from tests.merchants.room.test_applying import SENT as APPLICATION
from tests.merchants.room.test_own_offers import SENT
from tests.scenarios.venues.test_desk import FACTS
from tests.second_factors import browser_of_leader

__all__ = ["bookshop", "cashier", "manager", "rich_alice", "tea", "teahouse", "ticket", "till", "uploads"]


@dataclass(frozen=True)
class Door:
    """`send` gives a text in, `told` the code of the refusal, if any, and `read` the value that was kept, if any."""

    send: Callable[[str], Any]
    read: Callable[[], Any]
    told: Callable[[Any], str | None]

    def answer(self, text: str) -> Any:
        """The value that came of a text, or the code of its refusal; a refusal changes nothing."""
        before = self.read()
        refusal = self.told(self.send(text))
        if refusal is None:
            return self.read()
        assert self.read() == before
        return refusal

    def answers(self, texts: Iterable[str]) -> dict[str, Any]:
        """What comes of each of many texts, as if it were the first."""
        return {text: undone(lambda text=text: self.answer(text)) for text in texts}


def undone(deed: Callable[[], Any]) -> Any:
    """What a deed returns; nothing of it is left in the database."""
    with transaction.atomic():
        returned = deed()
        transaction.set_rollback(True)
    return returned


def beside(field: str) -> Callable[[Any], str | None]:
    """The code of what a page says beside a field."""

    def told(answer: Any) -> str | None:
        if answer.status_code == 302:
            return None
        form = answer.context["adminform"].form if "adminform" in answer.context else answer.context["form"]
        [error, *_more] = form.errors.as_data()[field]
        return error.code

    return told


def value_of(model: Any, name: str) -> Callable[[], Any]:
    """What the newest row of a model holds, if there is one."""
    return lambda: model.objects.order_by("-pk").values_list(name, flat=True).first()


def claimed(name: str) -> Callable[[], Any]:
    return lambda: (value_of(Activity, "values")() or {}).get(name)


@pytest.fixture(autouse=True)
def _noon(db, time_machine):
    cache.clear()
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def phone(client, alice) -> Client:
    """Alice's browser."""
    client.force_login(alice)
    return client


@pytest.fixture
def office(manager, teahouse, till) -> Client:
    """The browser of a merchant's manager."""
    return browser_of_leader(manager.user)


@pytest.fixture
def at_desk(desk) -> Client:
    client = Client()
    client.force_login(desk)
    return client


def file_row(alice, header: str, row: Callable[[str], str]) -> Callable[[str], ImportJob]:
    return lambda text: sent_and_read(alice, f"{header}\n{row(text)}\n")


def told_by_row(job: ImportJob) -> str | None:
    refused = job.rows.filter(outcome="refused").first()
    return refused.refusal if refused else None


# Whole numbers


@pytest.fixture
def steps_in_the_form(phone, catalogue) -> Door:
    return Door(
        lambda text: phone.post("/act/walking/", {"day": f"{TODAY}", "steps": text}), claimed("steps"), beside("steps")
    )


@pytest.fixture
def steps_in_a_file(alice, catalogue) -> Door:
    return Door(file_row(alice, "日期;步数", lambda text: f"2026-11-22;{text}"), claimed("steps"), told_by_row)


@pytest.fixture
def minutes_in_the_form(phone, catalogue) -> Door:
    ride = {"day": f"{TODAY}", "start": "08:00", "distance_m": "2"}

    def lasted() -> int | None:
        act = Activity.objects.first()
        return int((act.ended_at - act.started_at).total_seconds()) // 60 if act else None

    return Door(lambda text: phone.post("/act/bike-share/", {**ride, "minutes": text}), lasted, beside("minutes"))


@pytest.fixture
def people_of_a_meter(phone, catalogue) -> Door:
    sent = {"number": "51001234", "photovoltaics": "no", "third_tier": "no"}
    return Door(
        lambda text: phone.post("/me/meters/new/electricity-saving/", {**sent, "people": text}),
        value_of(Meter, "people"),
        beside("people"),
    )


def offer_door(office: Client, merchant: Any, field: str, column: str) -> Door:
    return Door(
        lambda text: office.post(f"/merchant/{merchant.public_id}/offers/new/", {**SENT, field: text}),
        value_of(Offer, column),
        beside(field),
    )


@pytest.fixture
def price_of_an_offer(office, teahouse) -> Door:
    return offer_door(office, teahouse, "price", "price")


@pytest.fixture
def limit_of_an_offer(office, teahouse) -> Door:
    return offer_door(office, teahouse, "limit_count", "limit_count")


@pytest.fixture
def pieces_of_a_merchant(office, teahouse) -> Door:
    offer = make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None, is_limited=True)
    address = f"/merchant/{teahouse.public_id}/offers/{offer.public_id}/stock/"
    return Door(
        lambda text: office.post(address, {"a_day": text, "opens": "10:00"}),
        value_of(StockRelease, "quantity"),
        beside("a_day"),
    )


@pytest.fixture
def pieces_at_the_desk(at_desk, teahouse) -> Door:
    offer = make_offer(teahouse, is_limited=True)
    return Door(
        lambda text: decide(at_desk, f"/admin/merchants/offer/{offer.pk}/stock/", {"a_day": text, "opens": "10:00"}),
        value_of(StockRelease, "quantity"),
        beside("a_day"),
    )


def desk_offer(offer: Offer, **changed: str) -> dict[str, Any]:
    """What the desk's form of an offer sends."""
    words = {"title_0": "一杯绿茶", "title_1": "", "terms_0": "每券一杯", "terms_1": ""}
    plain = {"kind": "goods", "merchant": offer.merchant_id, "picture": "bowl", "settlement_fen": "8.00"}
    days = {"starts_on": f"{TODAY}", "ends_on": "2026-12-20", "weekdays": ["1", "2"], "voucher_days": "7"}
    return {**words, **plain, **days, "price": "30", **changed}


def desk_offer_door(at_desk: Client, teahouse: Any, field: str) -> Door:
    offer = make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None)
    address = f"/admin/merchants/offer/{offer.pk}/change/"
    return Door(
        lambda text: decide(at_desk, address, desk_offer(offer, **{field: text})), value_of(Offer, field), beside(field)
    )


@pytest.fixture
def price_at_the_desk(at_desk, teahouse) -> Door:
    return desk_offer_door(at_desk, teahouse, "price")


@pytest.fixture
def yuan_at_the_desk(at_desk, teahouse) -> Door:
    return desk_offer_door(at_desk, teahouse, "settlement_fen")


@pytest.fixture
def credits_of_a_budget(at_desk) -> Door:
    budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
    address = f"/admin/credits/budget/{budget.pk}/fund/"
    return Door(
        lambda text: confirmed(at_desk, address, {"amount": text, "reference": "2026-88"}),
        lambda: budgets.remaining("citizens") or None,
        beside("amount"),
    )


@pytest.fixture
def credits_by_command(db) -> Door:
    budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})

    def fund(text: str) -> BaseException | None:
        try:
            call_command("fund_budget", "citizens", "--reference", "2026-88", "--", text)
        except CommandError as refused:
            return refused.__cause__
        return None

    return Door(fund, lambda: budgets.remaining("citizens") or None, lambda refused: refused.code if refused else None)


@pytest.fixture
def document_of_a_budget(at_desk) -> Door:
    budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
    address = f"/admin/credits/budget/{budget.pk}/fund/"

    def named() -> str | None:
        reference = Transfer.objects.filter(kind="fund").values_list("reference", flat=True).first()
        return reference.split(":")[-2] if reference else None

    return Door(
        lambda text: confirmed(at_desk, address, {"amount": "800", "reference": text}),
        named,
        beside("reference"),
    )


def rule_door(at_desk: Client, code: str, name: str, number: Callable[[Any], Any]) -> Door:
    draft = publishing.copy_version(RuleVersion.objects.filter(scenario__code=code).latest("number"), now=NOW)

    def read() -> Any:
        draft.refresh_from_db()
        return number(draft.document)

    return Door(
        lambda text: decide(
            at_desk, f"/admin/scenarios/ruleversion/{draft.pk}/edit/", {**form_of(draft), name: text, **SOURCE}
        ),
        read,
        beside(name),
    )


@pytest.fixture
def cap_of_a_rule(at_desk, catalogue) -> Door:
    def cap(document: Any) -> Any:
        found = [each["value"] for each in document["caps"] if (each["measure"], each["per"]) == ("credits", "month")]
        return found[0] if found else None

    return rule_door(at_desk, "walking", "cap_credits_month", cap)


# Decimals and money


@pytest.fixture
def distance_in_the_form(phone, catalogue) -> Door:
    ride = {"day": f"{TODAY}", "start": "08:00", "minutes": "30"}
    metres = claimed("distance_m")
    return Door(
        lambda text: phone.post("/act/bike-share/", {**ride, "distance_m": text}),
        lambda: metres() and metres() / 1000,
        beside("distance_m"),
    )


@pytest.fixture
def engine_of_a_car(phone, catalogue) -> Door:
    millilitres = value_of(Vehicle, "engine_ml")
    return Door(
        lambda text: phone.post("/me/vehicles/new/", {"plate": "川A12345", "engine_l": text, "district": "jinjiang"}),
        lambda: millilitres() and millilitres() / 1000,
        beside("engine_l"),
    )


@pytest.fixture
def odometer(phone, alice, catalogue) -> Door:
    car = bind(alice, "川AD12345", None)
    metres = value_of(OdometerReading, "odometer_m")
    return Door(
        lambda text: phone.post(
            f"/me/vehicles/{car.public_id}/",
            {"photo": SimpleUploadedFile("1.jpg", as_file(drawn(1)), "image/jpeg"), "reading_km": text},
        ),
        lambda: metres() and metres() / 1000,
        beside("reading_km"),
    )


@pytest.fixture
def own_meter(alice, catalogue) -> Meter:
    return Meter.objects.create(citizen=alice, kind="electricity-saving", number="51001234", people=3, bound_at=NOW)


@pytest.fixture
def reading_of_a_meter(phone, own_meter) -> Door:
    thousandths = value_of(MeterReading, "amount")
    return Door(
        lambda text: phone.post(f"/me/meters/{own_meter.public_id}/", {"day": f"{TODAY}", "reading": text}),
        lambda: thousandths() and thousandths() / 1000,
        beside("reading"),
    )


@pytest.fixture
def use_of_last_year(phone, own_meter) -> Door:
    MeterReading.objects.create(meter=own_meter, day="2026-10-24", amount=100_000, entered_at=NOW)
    thousandths = claimed("reference_wh")
    return Door(
        lambda text: phone.post(
            f"/me/meters/{own_meter.public_id}/", {"day": f"{TODAY}", "reading": "200", "last_year": text}
        ),
        lambda: thousandths() and thousandths() / 1000,
        beside("last_year"),
    )


@pytest.fixture
def bound_of_a_rule(at_desk, catalogue) -> Door:
    def most(document: Any) -> Any:
        [bound] = [each for each in document["bounds"] if each["measure"] == "mean_speed_kmh"]
        return float(bound["least"])

    return rule_door(at_desk, "bike-share", "least_mean_speed_kmh", most)


@pytest.fixture
def yuan_of_an_offer(office, teahouse) -> Door:
    return offer_door(office, teahouse, "settlement", "settlement_fen")


# Phones, codes, plates, meters


@pytest.fixture
def phone_at_sign_in(client, settings) -> Door:
    settings.DEBUG = True  # for the gateway of the demonstration; otherwise no code leaves the house
    return Door(
        lambda text: client.post("/sign-in/", {"phone": text}),
        lambda: (client.session.get("account_login") or {}).get("phone"),
        beside("phone"),
    )


@pytest.fixture
def phone_of_the_staff(office, teahouse) -> Door:
    return Door(
        lambda text: office.post(f"/merchant/{teahouse.public_id}/staff/", {"phone": text, "role": Role.CASHIER}),
        lambda: Membership.objects.exclude(phone="").values_list("phone", flat=True).first(),
        beside("phone"),
    )


@pytest.fixture
def phone_at_the_desk(at_desk, alice) -> Door:
    """Nothing is refused there: who is not found is not found."""
    alice.profile.phone = "+8613800000001"
    alice.profile.save()
    found: list[Any] = []

    def search(text: str) -> list[Any]:
        shown = list(at_desk.get("/admin/accounts/user/", {"q": text}).context["cl"].result_list)
        found.extend(shown)
        return shown

    return Door(
        search,
        lambda: found[-1].profile.phone if found else None,
        lambda shown: None if shown else "not_a_mobile_number",
    )


def refused_at_the_till(answer: Any) -> str | None:
    if hasattr(answer, "json") and answer.headers["content-type"].startswith("application"):
        return answer.json().get("code") if answer.status_code >= 400 else None
    return answer.context["refused"].code if answer.context["refused"] else None


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    return voucher_of(rich_alice, tea)


def taken_or_tried() -> tuple[str, int]:
    """What became of the voucher, and how many wrong codes were counted."""
    return Redemption.objects.get().status, WrongCode.objects.count()


@pytest.fixture
def till_page(cashier, till, voucher) -> Door:
    counter = Client()
    counter.force_login(cashier.user)
    return Door(
        lambda text: counter.post(f"/till/{till.public_id}/", {"code": text, "key": new_public_id()}),
        taken_or_tried,
        refused_at_the_till,
    )


@pytest.fixture
def till_api(client, cashier, till, voucher, token_of) -> Door:
    headers = token_of(cashier.user)
    return Door(
        lambda text: client.post(
            "/api/v1/captures",
            {"code": text, "shop": till.public_id},
            content_type="application/json",
            headers={**headers, "idempotency-key": f'"{new_public_id()}"'},
        ),
        taken_or_tried,
        refused_at_the_till,
    )


@pytest.fixture
def plate_of_a_car(phone, catalogue) -> Door:
    return Door(
        lambda text: phone.post("/me/vehicles/new/", {"plate": text, "engine_l": "1.5", "district": "jinjiang"}),
        value_of(Vehicle, "plate"),
        beside("plate"),
    )


@pytest.fixture
def number_of_a_meter(phone, catalogue) -> Door:
    sent = {"people": "3", "photovoltaics": "no", "third_tier": "no"}

    def told(answer: Any) -> str | None:
        """The page says it above the form."""
        if answer.status_code == 302:
            return None
        errors = answer.context["form"].errors.as_data()
        return errors["number"][0].code if "number" in errors else "not_a_meter_number"

    return Door(
        lambda text: phone.post("/me/meters/new/electricity-saving/", {**sent, "number": text}),
        value_of(Meter, "number"),
        told,
    )


# Days, clocks, moments


@pytest.fixture
def day_in_the_form(phone, catalogue) -> Door:
    return Door(
        lambda text: phone.post("/act/walking/", {"day": text, "steps": "8000"}),
        value_of(Activity, "city_day"),
        beside("day"),
    )


@pytest.fixture
def day_in_a_file(alice, catalogue) -> Door:
    return Door(file_row(alice, "日期;步数", lambda text: f"{text};8000"), value_of(Activity, "city_day"), told_by_row)


@pytest.fixture
def day_of_a_reading(phone, own_meter) -> Door:
    return Door(
        lambda text: phone.post(f"/me/meters/{own_meter.public_id}/", {"day": text, "reading": "200"}),
        value_of(MeterReading, "day"),
        beside("day"),
    )


@pytest.fixture
def first_day_of_an_offer(office, teahouse) -> Door:
    return offer_door(office, teahouse, "starts_on", "starts_on")


@pytest.fixture
def first_day_at_the_desk(at_desk, teahouse) -> Door:
    return desk_offer_door(at_desk, teahouse, "starts_on")


@pytest.fixture
def day_of_a_source(at_desk, catalogue) -> Door:
    draft = publishing.copy_version(RuleVersion.objects.filter(scenario__code="walking").latest("number"), now=NOW)

    def dated() -> Any:
        draft.refresh_from_db()
        caps = [cap for cap in draft.document["caps"] if (cap["measure"], cap["per"]) == ("credits", "month")]
        return caps[0]["source"]["date"] if caps else None

    address = f"/admin/scenarios/ruleversion/{draft.pk}/edit/"
    changed = {**form_of(draft), "cap_credits_month": "500", **SOURCE}
    return Door(lambda text: decide(at_desk, address, {**changed, "published_on": text}), dated, beside("published_on"))


def filter_door(at_desk: Client, path: str) -> Door:
    """A filter of a list at the desk, which keeps nothing; it shows what it has read."""
    read: list[Any] = []

    def send(text: str) -> Any:
        changelist = at_desk.get("/admin/activities/activity/", {f"{path}_from": text}).context["cl"]
        [used] = [spec for spec in changelist.filter_specs if getattr(spec, "field_path", "") == path]
        if used.form.is_valid():
            read.append(used.form.cleaned_data[f"{path}_from"])
        return used.form

    def told(form: Any) -> str | None:
        return None if form.is_valid() else form.errors.as_data()[f"{path}_from"][0].code

    return Door(send, lambda: read[-1] if read else None, told)


@pytest.fixture
def day_of_a_filter(at_desk) -> Door:
    return filter_door(at_desk, "city_day")


@pytest.fixture
def moment_of_a_filter(at_desk) -> Door:
    return filter_door(at_desk, "recorded_at")


@pytest.fixture
def start_in_the_form(phone, catalogue) -> Door:
    ride = {"day": "2026-11-22", "minutes": "10", "distance_m": "2"}
    return Door(
        lambda text: phone.post("/act/bike-share/", {**ride, "start": text}),
        value_of(Activity, "started_at"),
        beside("start"),
    )


@pytest.fixture
def opening_of_a_merchant(office, teahouse) -> Door:
    offer = make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None, is_limited=True, starts_on="2026-11-24")
    address = f"/merchant/{teahouse.public_id}/offers/{offer.public_id}/stock/"
    return Door(
        lambda text: office.post(address, {"a_day": "5", "opens": text}),
        lambda: StockRelease.objects.order_by("opens_at").values_list("opens_at", flat=True).first(),
        beside("opens"),
    )


@pytest.fixture
def opening_at_the_desk(at_desk, teahouse) -> Door:
    offer = make_offer(teahouse, is_limited=True, starts_on="2026-11-24")
    return Door(
        lambda text: decide(at_desk, f"/admin/merchants/offer/{offer.pk}/stock/", {"a_day": "5", "opens": text}),
        lambda: StockRelease.objects.order_by("opens_at").values_list("opens_at", flat=True).first(),
        beside("opens"),
    )


@pytest.fixture
def moment_in_a_file(alice, catalogue) -> Door:
    return Door(
        file_row(alice, "开始时间;结束时间;距离（米）", lambda text: f"{text};2026-11-22 18:40;2000"),
        value_of(Activity, "started_at"),
        told_by_row,
    )


# Names and words


def beside_unless(done: Callable[[Any], bool], field: str) -> Callable[[Any], str | None]:
    """As `beside`, where a page of its own follows."""
    return lambda answer: None if done(answer) else beside(field)(answer)


@pytest.fixture
def name_of_a_citizen(phone, alice) -> Door:
    alice.profile.display_name = ""
    alice.profile.save()
    return Door(
        lambda text: phone.post("/me/", {"display_name": text, "district": "", "language": "zh-hans"}),
        lambda: value_of(Profile, "display_name")() or None,
        beside("display_name"),
    )


@pytest.fixture
def name_of_a_token(phone) -> Door:
    proven(phone)
    return Door(
        lambda text: phone.post("/me/tokens/new/", {"label": text, "scopes": ["read"], "lasts_days": "30"}),
        value_of(AccessToken, "label"),
        beside_unless(lambda answer: "secret" in answer.context, "label"),
    )


def in_chinese(model: Any, name: str) -> Callable[[], Any]:
    return lambda: (value_of(model, name)() or {}).get("zh-hans")


def application_door(phone: Client, field: str, read: Callable[[], Any]) -> Door:
    return Door(lambda text: phone.post("/merchant/apply/", {**APPLICATION, field: text}), read, beside(field))


@pytest.fixture
def name_of_a_merchant(phone) -> Door:
    return application_door(phone, "name", in_chinese(Merchant, "name"))


@pytest.fixture
def business_of_a_merchant(phone) -> Door:
    return application_door(phone, "business", value_of(Merchant, "business"))


@pytest.fixture
def english_name_of_a_merchant(phone) -> Door:
    return application_door(phone, "name_en", lambda: (value_of(Merchant, "name")() or {}).get("en"))


@pytest.fixture
def name_of_a_shop(office, teahouse) -> Door:
    sent = {"name_en": "", "district": "jinjiang", "address": "春熙路 2 号", "address_en": ""}
    return Door(
        lambda text: office.post(f"/merchant/{teahouse.public_id}/shops/new/", {**sent, "name": text}),
        in_chinese(Shop, "name"),
        beside("name"),
    )


@pytest.fixture
def title_of_an_offer(office, teahouse) -> Door:
    door = offer_door(office, teahouse, "title", "title")
    return Door(door.send, in_chinese(Offer, "title"), door.told)


@pytest.fixture
def terms_of_an_offer(office, teahouse) -> Door:
    door = offer_door(office, teahouse, "terms", "terms")
    return Door(door.send, in_chinese(Offer, "terms"), door.told)


@pytest.fixture
def merchant_at_the_desk(at_desk) -> Door:
    return Door(
        lambda text: at_desk.post("/admin/merchants/merchant/add/", {"name_0": text, "name_1": ""}),
        in_chinese(Merchant, "name"),
        beside("name"),
    )


@pytest.fixture
def group_at_the_desk(at_desk) -> Door:
    return Door(
        lambda text: at_desk.post("/admin/auth/group/add/", {"name": text}), value_of(Group, "name"), beside("name")
    )


@pytest.fixture
def venue_at_the_desk(at_desk) -> Door:
    return Door(
        lambda text: at_desk.post("/admin/scenarios/venue/add/", {**FACTS, "name_zh": text}),
        in_chinese(Venue, "name"),
        beside("name_zh"),
    )


@pytest.fixture
def question_at_the_desk(at_desk) -> Door:
    return Door(
        lambda text: at_desk.post("/admin/quiz/quizquestion/add/", {**WRITTEN, "text_zh": text}),
        in_chinese(QuizQuestion, "text"),
        beside("text_zh"),
    )


@pytest.fixture
def words_of_a_report(phone, alice, catalogue) -> Door:
    photo = take(alice, as_file(drawn(1)))
    place = {"latitude": "30.657", "longitude": "104.081", "place_source": "map"}
    return Door(
        lambda text: phone.post(
            f"/act/eco-photo/{photo.public_id}/", {**place, "category": next(iter(CATEGORIES)), "words": text}
        ),
        lambda: value_of(PhotoReport, "words")() or None,
        beside("words"),
    )
