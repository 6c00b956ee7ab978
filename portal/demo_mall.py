"""Demo merchants, a cause and their offers, every one of them marked as a demonstration."""

from datetime import datetime, time, timedelta

from accounts.districts import District
from accounts.models import User
from common.city_time import city_day
from merchants import stock, tickets
from merchants.desk.approval import approve
from merchants.desk.publishing import publish
from merchants.models import Cause, Membership, Merchant, Offer, OfferKind, Role, Shop
from merchants.room.staff import invite
from merchants.room.submitting import submit

Text = dict[str, str]
DAYS = 60
OPENS = time(10, 0)
TICKETS = 500


def text(chinese: str, english: str) -> Text:
    return {"zh-hans": chinese, "en": english}


def load(now: datetime, clerk: User, *, invited_phone: str) -> None:
    """Makes merchants, shops and offers; once. `clerk` is a cashier here, a manager there, and has invited somebody."""
    if Merchant.objects.exists():
        return
    teahouse = _merchant(text("锦江茶舍（演示）", "Jinjiang Teahouse (demo)"), now)
    till = _shop(teahouse, text("春熙路店", "Chunxi Road"), District.JINJIANG, text("春熙路 8 号", "8 Chunxi Road"))
    _shop(teahouse, text("宽窄巷子店", "Kuanzhai Alley"), District.QINGYANG, text("窄巷子 12 号", "12 Zhai Alley"))
    bookshop = _merchant(text("浣花书屋（演示）", "Huanhua Books (demo)"), now)
    _shop(
        bookshop, text("天府广场店", "Tianfu Square"), District.QINGYANG, text("人民南路 1 号", "1 Renmin South Road")
    )
    metro = _merchant(text("地铁乘车券（演示）", "Metro tickets (demo)"), now)
    _member(teahouse, clerk, Role.CASHIER, now)
    manager = _member(bookshop, clerk, Role.MANAGER, now)
    invite(by=manager, phone=invited_phone, role=Role.CASHIER, now=now)

    _goods(teahouse, till, now)
    _discount(bookshop, now)
    _unfinished(bookshop, now)
    _ticket(metro, now)
    _donation(now)


def _merchant(name: Text, now: datetime) -> Merchant:
    return approve(merchant=Merchant.objects.create(name=name, status_at=now), by=None, now=now)


def _shop(merchant: Merchant, name: Text, district: District, address: Text) -> Shop:
    return Shop.objects.create(merchant=merchant, name=name, district=district, address=address)


def _member(merchant: Merchant, user: User, role: Role, now: datetime) -> Membership:
    return Membership.objects.create(merchant=merchant, user=user, role=role, invited_at=now, accepted_at=now)


def _offer(
    now: datetime, kind: OfferKind, title: Text, terms: Text, picture: str, price: int, **named: object
) -> Offer:
    first = city_day(now)
    return Offer.objects.create(
        kind=kind,
        title=title,
        terms=terms,
        picture=picture,
        price=price,
        starts_on=first,
        ends_on=first + timedelta(days=DAYS),
        **named,
    )


def _goods(teahouse: Merchant, till: Shop, now: datetime) -> None:
    tea = _offer(
        now,
        OfferKind.GOODS,
        text("蒙顶甘露一杯", "A cup of Mengding green tea"),
        text(
            "到店出示兑换券，换一杯热茶，自带杯也可以。",
            "Show the voucher in the shop for one hot cup; your own cup is welcome.",
        ),
        "bowl",
        30,
        merchant=teahouse,
        settlement_fen=800,
        limit_count=2,
        limit_days=7,
    )
    # From midnight on: whoever tries the demonstration finds something at any hour.
    stock.schedule(tea, a_day=50, opens=time(0), since=tea.starts_on)
    publish(offer=tea, by=None, now=now)
    bag = _offer(
        now,
        OfferKind.GOODS,
        text("竹纤维购物袋", "A shopping bag of bamboo fibre"),
        text("每人一个，工作日领取。", "One for each person, on working days."),
        "gift",
        45,
        merchant=teahouse,
        settlement_fen=1200,
        weekdays=[1, 2, 3, 4, 5],
        limit_count=1,
    )
    stock.schedule(bag, a_day=20, opens=OPENS, since=bag.starts_on)
    bag.shops.set([till])
    publish(offer=bag, by=None, now=now)


def _discount(bookshop: Merchant, now: datetime) -> None:
    books = _offer(
        now,
        OfferKind.DISCOUNT,
        text("图书满 50 元减 10 元", "10 yuan off books for 50 yuan"),
        text("结账时出示，每单一张，教材除外。", "Show it when you pay; one for each purchase, textbooks excepted."),
        "lamp",
        20,
        merchant=bookshop,
        settlement_fen=500,
        is_limited=False,
    )
    publish(offer=books, by=None, now=now)


def _unfinished(bookshop: Merchant, now: datetime) -> None:
    """What a manager finds in the merchant's room: a draft, and an offer that the desk has to look at."""
    _offer(
        now,
        OfferKind.GOODS,
        text("手工竹书签", "A bookmark of bamboo"),
        text("每人一枚，送完为止。", "One for each person, while there are some."),
        "leaf",
        15,
        merchant=bookshop,
        settlement_fen=300,
    )
    bag = _offer(
        now,
        OfferKind.GOODS,
        text("帆布书袋", "A canvas bag for books"),
        text("到店领取，颜色随机。", "Take it in the shop; the colour is a surprise."),
        "gift",
        60,
        merchant=bookshop,
        settlement_fen=1500,
    )
    stock.schedule(bag, a_day=10, opens=OPENS, since=bag.starts_on)
    submit(offer=bag, now=now)


def _ticket(metro: Merchant, now: datetime) -> None:
    ride = _offer(
        now,
        OfferKind.TRANSIT,
        text("地铁单程票 2 元券", "2 yuan for a metro ride"),
        text("在乘车 App 里输入乘车码即可抵扣。", "Type the code into your travel app."),
        "metro",
        12,
        merchant=metro,
        settlement_fen=200,
    )
    codes = (f"DEMO-{number:06}" for number in range(1, TICKETS + 1))
    tickets.import_codes(ride, codes, opens_at=now, now=now)
    publish(offer=ride, by=None, now=now)


def _donation(now: datetime) -> None:
    forest = Cause.objects.create(
        name=text("龙泉山城市森林（演示）", "Longquan Mountain urban forest (demo)"),
        summary=text(
            "为龙泉山添一棵树苗，让城市多一片绿。", "A sapling for Longquan Mountain, and more green for the city."
        ),
    )
    tree = _offer(
        now,
        OfferKind.DONATION,
        text("给龙泉山添一棵树", "A tree for Longquan Mountain"),
        text("捐出后会得到一张可验证的证书。", "You get a certificate that anyone can check."),
        "leaf",
        10,
        cause=forest,
        is_limited=False,
    )
    publish(offer=tree, by=None, now=now)
