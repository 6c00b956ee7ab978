"""The mall's shelf: what a visitor and a citizen see of it at a glance."""

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from merchants.models import OfferStatus
from merchants.models.offer import FEW, Picture
from tests.conftest import NOW
from tests.merchants.conftest import make_offer, text
from tests.merchants.mall.test_pages import words_of


@pytest.fixture(autouse=True)
def noon(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def at_home(client, rich_alice):
    """The browser of Alice, who has 100 credits."""
    client.force_login(rich_alice)
    return client


@pytest.mark.parametrize("picture", Picture.values)
def test_every_picture_is_drawn_large_and_small(picture, teahouse):
    offer = make_offer(teahouse, picture=picture)

    assert finders.find(offer.scene)
    assert get_template(f"icons/{offer.icon}.svg")


def test_visitor_sees_the_mall_and_is_asked_to_sign_in_only_to_redeem(client, tea):
    mall, page = client.get("/rewards/"), client.get(tea.get_absolute_url())

    assert "一杯绿茶 蜀风茶舍 30" in words_of(mall)
    assert "登录后就能兑换" in words_of(mall)
    assert "登录后可换" in words_of(page)
    assert f'/sign-in/?next={tea.get_absolute_url()}"' in page.content.decode()
    assert b"/redeem/" not in page.content
    assert client.get(f"{tea.get_absolute_url()}redeem/").status_code == 302


def test_visitor_is_asked_nothing_about_a_balance(client, tea):
    assert client.get("/rewards/?affordable=1").context["balance"] is None
    assert b'name="affordable"' not in client.get("/rewards/").content


def test_mall_of_visitors_is_made_once_a_minute(client, tea, noon, django_assert_num_queries):
    client.get("/rewards/")
    client.get(tea.get_absolute_url())
    with django_assert_num_queries(0):
        assert "一杯绿茶" in words_of(client.get("/rewards/"))
        assert "一杯绿茶" in words_of(client.get(tea.get_absolute_url()))

    tea.status = OfferStatus.WITHDRAWN
    tea.save()
    noon.shift(61)

    assert "一杯绿茶" not in words_of(client.get("/rewards/"))
    assert "登录后可换" not in words_of(client.get(tea.get_absolute_url()))


def test_visitor_learns_of_no_draft(client, teahouse):
    draft = make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None)

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_what_a_balance_almost_pays_stands_first_with_what_is_missing(at_home, teahouse, till):
    for price in (90, 112, 130, 149, 150, 151):
        make_offer(teahouse, price=price, title=text(f"值 {price}"))

    answer = at_home.get("/rewards/")

    assert [(str(offer), missing) for offer, missing in answer.context["nearly"]] == [
        ("值 112", 12),
        ("值 130", 30),
        ("值 149", 49),
    ]
    assert "差一点就能换 值 112 再得 12 积分就能换 值 130" in words_of(answer)


def test_card_says_how_many_are_left_only_where_they_are_few(at_home, teahouse, till):
    make_offer(teahouse, title=text("多"), stock=FEW + 1)
    make_offer(teahouse, title=text("少"), stock=FEW)

    words = words_of(at_home.get("/rewards/"))

    assert "还剩 20 份" in words
    assert "还剩 21 份" not in words


def test_search_stands_folded_until_something_is_looked_for(at_home, tea):
    assert b'<details class="mall-fold">' in at_home.get("/rewards/").content
    assert b'<details class="mall-fold" open>' in at_home.get("/rewards/?kind=goods").content


@pytest.mark.parametrize(("language", "days"), [("zh-hans", "周六、周日"), ("en", "Saturday, Sunday")])
def test_weekdays_are_set_apart_as_the_reader_does(client, teahouse, language, days):
    offer = make_offer(teahouse, weekdays=[6, 7])

    client.cookies["django_language"] = language

    assert days in words_of(client.get(offer.get_absolute_url()))
