"""Home and statement: what they say, to whom, and that they page without counting."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from activities.gate.drafts import Draft
from city.news import beginning as news
from city.news import book
from common.city_time import city_day, day_span
from common.pages import kept
from credits.statements import Vintage
from merchants.mall.within_reach import ladder
from methodologies.base import Span
from scenarios import rulebook
from tests.conftest import NOW, record, ride, score_everything, walk
from tests.processes import ROOT

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def text_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


@pytest.fixture
def home_of(client):
    def visit(citizen, address="/"):
        client.force_login(citizen)
        return text_of(client.get(address))

    return visit


@pytest.fixture
def kept_rulebook(books_are_trusted) -> None:
    """With the rules of today, as a process keeps them."""
    rulebook.current().rules_on(city_day(timezone.now()))


def test_visitor_learns_what_the_scheme_is(client):
    text = text_of(client.get("/"))

    assert "每一次低碳，都算数" in text
    assert "并非“碳惠天府”官方服务" in text


def test_a_visitor_sees_groups_of_acts_and_ways_on(client):
    page = client.get("/").content.decode()

    labels = ["绿色出行", "居家节能", "消费与出游", "为城市出力", "每日坚持"]
    assert re.findall("<h3>(.+)</h3>", page) == labels
    assert 'href="/methods/walking/"' in page
    assert all(f'<a href="{way}">' in page for way in ("/rewards/", "/city/", "/methods/", "/help/"))


def test_what_is_shared_carries_our_picture_of_the_host_that_was_asked(client, settings):
    settings.ALLOWED_HOSTS = ["carbon.example", "testserver"]

    for host in ("testserver", "carbon.example", "testserver"):
        page = client.get("/", headers={"host": host}).content.decode()
        (picture,) = re.findall(r'property="og:image"\s+content="([^"]+)"', page)
        assert picture.startswith(f"http://{host}/static/share")


def test_home_shows_balance_expiry_and_the_state_of_each_act_of_today(home_of, alice):
    now = timezone.now()
    today = day_span(city_day(now))
    record(alice, Draft("walking", Span.DAY, *today, {"steps": 8000}), now=now)
    score_everything(now)
    record(alice, Draft("walking", Span.DAY, *today, {"steps": 9000}), now=now)
    record(alice, walk(5000, days_ago=10), now=now)

    text = home_of(alice)

    assert "我的碳积分 16 碳积分" in text
    assert f"全部可用至 {city_day(now).year + 1}年12月31日" in text
    assert "今天 步行 · 9,000 步 核算中 步行 · 8,000 步 减少二氧化碳 160 克 +16" in text
    assert "更早 步行 · 5,000 步" in text


@pytest.mark.parametrize(
    ("credits", "said"),
    [(16, "全部可用至 2027年12月31日"), (15, "其中 15 积分可用至 2027年12月31日")],
)
def test_of_what_ends_first_it_is_said_whether_it_is_all(credits, said):
    first = Vintage(date(2027, 12, 31), credits)

    shown = render_to_string("components/usable_until.html", {"first": first, "balance": 16})

    assert shown.strip() == said


def test_home_proposes_what_was_not_done_today(client, alice):
    now = timezone.now()
    client.force_login(alice)
    assert client.get("/").context["next_to_try"].code == "walking"

    record(alice, Draft("walking", Span.DAY, *day_span(city_day(now)), {"steps": 8000}), now=now)

    assert client.get("/").context["next_to_try"].code == "bike-share"
    assert client.get("/").context["green_days"] == 1


def test_home_never_speaks_of_losing(home_of, alice):
    text = home_of(alice)

    assert "新的一周" in text
    assert "断" not in text
    assert "失去" not in text


def test_the_way_that_metro_is_counted_says_of_which_month_its_network_is(client):
    assert "线网数据截至 2024-12" in text_of(client.get("/methods/metro/"))
    assert "线网数据截至" not in text_of(client.get("/methods/bus/"))


def test_the_public_home_tells_the_two_newest_of_the_news(client, kept_rulebook):
    assert "全部动态与政策" not in text_of(client.get("/"))
    kept.forget()
    news.load(NOW)

    newest = client.get("/").context["newest"]
    assert newest == book.notices(city_day(timezone.now()))[:2]
    page = client.get("/").content.decode()
    assert all(f'href="/city/news/{one.code}/"' in page for one in newest)


def test_home_asks_nine_questions_however_much_was_done(client, alice, kept_rulebook, django_assert_num_queries):
    now = timezone.now()
    day = day_span(city_day(now))
    record(alice, *(Draft("walking", Span.DAY, *day, {"steps": steps}) for steps in range(100, 130)), now=now)
    record(alice, *(walk(500, days_ago=ago) for ago in range(1, 30)))
    score_everything(now)
    client.force_login(alice)

    ladder(now)
    # With the rewards of this minute: the session, who it is, their profile, today's acts and earlier ones, the days
    # of the week, what is done often, what can be spent, how much is new in the inbox.
    with django_assert_num_queries(9):
        client.get("/")


def test_the_part_that_changes_asks_again_only_while_something_is_scored(client, alice):
    now = timezone.now()
    client.force_login(alice)
    record(alice, Draft("walking", Span.DAY, *day_span(city_day(now)), {"steps": 8000}), now=now)
    assert b'hx-get="/glance/?asked=1"' in client.get("/").content
    assert b'hx-get="/glance/?asked=5"' in client.get("/glance/?asked=4").content

    score_everything(now)

    assert b"hx-get" not in client.get("/glance/").content


LATE = "This takes longer than usual and goes on without you."


def test_parts_that_wait_for_long_ask_more_rarely_and_then_stop_with_a_way_to_look_again(client, alice):
    now = timezone.now()
    client.cookies["django_language"] = "en"
    client.force_login(alice)
    [told] = record(alice, Draft("walking", Span.DAY, *day_span(city_day(now)), {"steps": 8000}), now=now)
    own = told.activity.get_absolute_url()
    for part, page, first in (("/glance/", "/", "1s"), (f"{own}outcome/", own, "0.5s")):
        assert f'hx-trigger="load delay:{first}, every 30s"' in client.get(page).content.decode()
        for asked, trigger in ((3, None), (13, "every 30s")):
            waits = client.get(f"{part}?asked={asked}").content.decode()
            assert f'hx-get="{part}?asked={asked + 1}"' in waits
            assert trigger is None or f'hx-trigger="{trigger}"' in waits
            assert LATE not in waits
        over = client.get(f"{part}?asked=14").content.decode()
        assert "hx-get" not in over
        assert LATE in over
        assert f'href="{page}">Look again</a>' in over

    score_everything(now)

    for part in ("/glance/", f"{own}outcome/"):
        done = client.get(f"{part}?asked=14").content.decode()
        assert LATE not in done
        assert "hx-get" not in done


def test_statement_shows_nobody_elses_movements(home_of, alice, bob):
    record(alice, walk(8000))
    score_everything()

    assert "暂无明细" in home_of(bob, "/statement/")
    assert "步行 · 8,000 步" in home_of(alice, "/statement/")


def test_statement_pages_by_key_to_the_first_movement(client, alice, kept_rulebook, django_assert_num_queries):
    record(alice, *(walk(500 + day, days_ago=day) for day in range(65)))
    score_everything()
    client.force_login(alice)

    balances, address = [], "/statement/"
    while address:
        # The session, who it is, the accounts, the movements, what newer ones came to, twice, the acts behind them,
        # what is owed, how much is new in the inbox.
        with django_assert_num_queries(9 if "?" in address else 7):
            answer = client.get(address)
        balances += [int(line.balance) for line in answer.context["lines"]]
        older = answer.context["older_than"]
        address = f"/statement/?older_than={older}" if older else None

    assert balances == list(range(65, 0, -1))


@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 30, "１２"])
def test_statement_of_a_page_that_cannot_be_is_not_found(client, alice, cursor):
    client.force_login(alice)

    assert client.get("/statement/", {"older_than": cursor}).status_code == 404


def test_statement_of_one_kind_leaves_the_balance_out(client, alice):
    record(alice, walk(8000))
    score_everything()
    client.force_login(alice)

    assert "余额" in text_of(client.get("/statement/?month=2026-11"))
    text = text_of(client.get("/statement/?kind=award"))
    assert "只看一类时不显示余额" in text
    assert "没有符合条件的明细" in text_of(client.get("/statement/?kind=reversal"))


@pytest.mark.parametrize("query", ["kind=fund", "kind=x", "month=2026-13", "month=x"])
def test_statement_by_a_filter_that_cannot_be_is_not_found(client, alice, query):
    client.force_login(alice)

    assert client.get(f"/statement/?{query}").status_code == 404
    assert client.get(f"/statement/file/?{query}").status_code == 404


def rows_of(answer) -> list[list[str]]:
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_statement_file_holds_the_citizens_own_movements_earliest_first(client, alice, bob):
    record(alice, walk(8000), ride(2000))
    record(bob, walk(14_800))
    score_everything()
    client.force_login(alice)

    header, first, second = rows_of(client.get("/statement/file/"))

    assert header == ["入账时间", "发生时间", "类型", "事项", "变动", "余额", "有效期至", "凭证号"]
    noon, midnight = "2026-11-23 12:00:00", "2026-11-23 00:00:00"
    assert first[:7] == [noon, midnight, "获得", "步行 8,000 步", "16", "16", "2027-12-31"]
    assert second[:7] == [noon, "2026-11-23 11:00:00", "获得", "共享单车 2 公里", "6", "22", "2027-12-31"]
    assert first[7].startswith("act:")


def test_statement_file_of_one_kind_has_no_column_of_balances(client, alice):
    record(alice, walk(8000))
    score_everything()
    client.force_login(alice)

    header, row = rows_of(client.get("/statement/file/?kind=award&month=2026-11"))

    assert header == ["入账时间", "发生时间", "类型", "事项", "变动", "有效期至", "凭证号"]
    assert row[4:6] == ["16", "2027-12-31"]


CODE_WORDS = {
    *("bamboo", "strong", "tint", "ginkgo", "text", "hibiscus", "ink", "slate", "edge", "mist", "snow", "card"),
    *("small", "large", "heading", "figure", "quiet", "good", "waiting", "bad", "demo"),
    *(file.stem for file in (ROOT / "templates").glob("i*s/*.svg")),
}
"""What the style guide names as the code does."""

EVERY_PAGE = [
    *("/", "/act/", "/act/walking/", "/activities/", "/rewards/", "/statement/", "/reports/2026-11/", "/city/", "/me/"),
    *("/about/", "/help/", "/methods/", "/methods/walking/", "/styleguide/"),
]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_a_page_speaks_the_readers_language(client, alice, address):
    client.force_login(alice)
    client.post("/language/", {"language": "en"})
    assert "Skip to content" in text_of(client.get(address))

    client.post("/language/", {"language": "zh-hans"})
    words = re.findall(r"\b[a-z]{3,}\b", text_of(client.get(address)))

    assert set(words) - CODE_WORDS == set()


def test_pages_allow_nothing_from_elsewhere(client, alice):
    client.force_login(alice)
    for address in EVERY_PAGE:
        answer = client.get(address)
        policy = answer["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert b"<style" not in answer.content
        assert b" style=" not in answer.content
        assert b"<script>" not in answer.content


def test_a_page_goes_out_compressed_and_never_twice_as_long(client):
    """Bytes of random number in each answer keep its length from telling what secret it holds."""
    answers = [client.get("/about/", headers={"accept-encoding": "gzip"}) for _ in range(20)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    plain = len(client.get("/about/").content)
    assert all(len(answer.content) < plain / 2 for answer in answers)
    assert len({len(answer.content) for answer in answers}) > 1


def test_help_says_whom_to_ask_or_that_nobody_is_there(client, settings):
    assert "没有人值守" in text_of(client.get("/help/"))

    settings.CONTACT = {"phone": "028 8000 0000", "email": "", "hours": "9:00–17:00"}
    text = text_of(client.get("/help/"))
    assert "028 8000 0000" in text
    assert "9:00–17:00" in text
    assert "没有人值守" not in text
