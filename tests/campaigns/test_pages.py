"""What everybody sees of campaigns, and what a citizen does on their pages."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from campaigns.checkins import codes
from campaigns.checkins.checking_in import by_code
from campaigns.history import book
from campaigns.models import Campaign, CheckIn, Mode, SignUp, SignUpStatus
from campaigns.public.calendar_file import calendar_file
from campaigns.public.told import when_of
from campaigns.signups.joining import sign_up
from common.site_search import find
from tests.campaigns.conftest import DAY, FLAT, HOUR, drafted, opened, text
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def campaign(author, opener):
    return opened(author, opener, **FLAT)


@pytest.fixture
def at(client, alice):
    client.force_login(alice)
    return client


def page(client, name: str, code: str = "greenway", **asked) -> str:
    return client.get(reverse(f"campaigns:{name}", args=[code] if code else []), asked).content.decode()


def post(client, name: str, entered=None, code: str = "greenway"):
    return client.post(reverse(f"campaigns:{name}", args=[code]), entered or {}, follow=True)


def test_the_list_shows_what_is_on_and_nothing_that_nobody_opened(client, campaign, author):
    drafted(author, code="draft", title=text("草稿活动"))

    shown = page(client, "campaigns", "")

    assert "绿道骑行" in shown
    assert "草稿活动" not in shown
    assert client.get(reverse("campaigns:campaign", args=["draft"])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({"when": "open"}, True),
        ({"when": "coming"}, False),
        ({"when": "past"}, False),
        ({"district": "gaoxin"}, True),
        ({"district": "jintang"}, False),
        ({"mode": "online"}, False),
        ({"when": "碳", "mode": "x", "district": "%27"}, True),
    ],
    ids=str,
)
def test_the_list_is_narrowed_down(client, campaign, asked, is_there):
    assert ("绿道骑行" in page(client, "campaigns", "", **asked)) is is_there


def test_the_list_pages(client, author, opener):
    for number in range(14):
        opened(author, opener, code=f"c{number}", title=text(f"活动{number:02}"), starts_at=NOW + number * HOUR)

    first = page(client, "campaigns", "")
    assert ("活动00" in first, "活动12" in first) == (True, False)
    following = first.split("older_than=")[1].split('"')[0]
    assert "活动12" in page(client, "campaigns", "", older_than=following)


@pytest.mark.parametrize(
    ("mode", "hours", "said"),
    [
        (Mode.ONLINE, 2, "2026年11月23日 12:00 – 14:00"),
        (Mode.PLACE, 24, "2026年11月23日 12:00 – 2026年11月24日 12:00"),
        (Mode.ONLINE, 480, "2026年11月23日 – 2026年12月13日"),
    ],
)
def test_a_list_tells_how_long_a_campaign_goes_on(mode, hours, said):
    assert when_of(Campaign(mode=mode, starts_at=NOW, ends_at=NOW + hours * HOUR)) == said


def test_past_campaigns_end_with_history_and_its_sources(client):
    shown = page(client, "campaigns", "", when="past")

    for one in book.past():
        assert str(one) in shown
        assert one.source.publisher_text in shown
    assert "仅作历史资料" in shown


def test_the_search_finds_campaigns_and_history(campaign):
    assert [one.heading for one in find("锦城绿道")] == ["绿道骑行"]
    assert [one.heading for one in find("青春大运环保骑行")] == ["碳寻天府绿道·青春大运环保骑行"]


def test_a_citizen_joins_by_a_tap_is_listed_and_withdraws(at, campaign, alice):
    assert "报名成功" in post(at, "join").content.decode()
    post(at, "join")
    assert SignUp.objects.get(citizen=alice).status == SignUpStatus.IN
    assert "绿道骑行" in page(at, "mine", "")

    assert "您的名额将给候补的第一人" in page(at, "withdraw")
    post(at, "withdraw")
    assert SignUp.objects.get(citizen=alice).status == SignUpStatus.WITHDRAWN


def test_a_page_for_adults_asks_for_their_word(at, author, opener):
    opened(author, opener, code="adults", joining="adults")

    assert post(at, "join", code="adults").status_code == 422
    assert not SignUp.objects.exists()
    post(at, "join", {"is_adult": "on"}, code="adults")
    assert SignUp.objects.count() == 1


def test_visitors_are_led_to_the_sign_in_page(client, campaign):
    assert "登录后报名" in page(client, "campaign")
    assert client.post(reverse("campaigns:join", args=["greenway"])).status_code == 302
    assert not SignUp.objects.exists()


def test_the_code_of_the_screen_checks_in_and_says_the_bonus(at, campaign, alice):
    sign_up(campaign=campaign, citizen=alice, now=NOW)

    shown = post(at, "check_in", {"code": codes.on_screen(campaign, now=NOW).code}).content.decode()

    assert "获得奖励30积分" in shown
    assert "您目前的奖励：30积分" in shown


def test_an_old_code_is_refused_beside_its_field(at, campaign, alice):
    sign_up(campaign=campaign, citizen=alice, now=NOW)
    old = codes.on_screen(campaign, now=NOW - HOUR).code

    answer = post(at, "check_in", {"code": old})

    assert answer.status_code == 422
    assert "这不是屏幕上现在的签到码" in answer.content.decode()
    assert not CheckIn.objects.exists()


def test_tries_are_bounded(at, campaign, alice):
    sign_up(campaign=campaign, citizen=alice, now=NOW)

    answers = [post(at, "check_in", {"code": "000000"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_screen_shows_the_code_under_its_secret_address_alone(client, campaign):
    address = reverse("campaigns:screen", args=[campaign.screen_token])

    shown = client.get(address).content.decode()
    assert "".join(codes.on_screen(campaign, now=NOW).groups) in shown.replace("</span><span>", "")
    assert client.get(reverse("campaigns:screen", args=["x" * 43])).status_code == 404


def test_a_ticket_is_its_citizens_alone(at, campaign, alice, bob, client):
    assert at.get(reverse("campaigns:ticket", args=["greenway"])).status_code == 404
    sign_up(campaign=campaign, citizen=alice, now=NOW)

    assert codes.on_ticket(SignUp.objects.get(), now=NOW).groups[0] in page(at, "ticket")
    client.force_login(bob)
    assert client.get(reverse("campaigns:ticket", args=["greenway"])).status_code == 404


def test_the_statement_names_the_campaign_of_a_bonus(at, campaign, alice):
    sign_up(campaign=campaign, citizen=alice, now=NOW)
    by_code(campaign=campaign, citizen=alice, code=codes.on_screen(campaign, now=NOW).code, now=NOW)

    shown = at.get(reverse("portal:statement")).content.decode()

    assert "绿道骑行" in shown
    assert "+30" in shown


def test_the_calendar_file_is_one_event_in_folded_lines(campaign, client):
    campaign.title = text("很长的活动名称" * 8)
    lines = calendar_file(campaign, address="https://x/campaigns/greenway/", now=NOW).split(b"\r\n")

    assert [lines[0], lines[-2], lines[-1]] == [b"BEGIN:VCALENDAR", b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert b"DTSTART:20261123T020000Z" in lines
    answer = client.get(reverse("campaigns:calendar", args=["greenway"]))
    assert answer.headers["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_there_in_both_languages(at, campaign, alice, language):
    sign_up(campaign=campaign, citizen=alice, now=NOW)
    at.cookies["django_language"] = language
    with override(language):
        for name in ("campaign", "withdraw", "ticket", "ticket_code", "check_in"):
            assert at.get(reverse(f"campaigns:{name}", args=["greenway"])).status_code == 200


def test_a_campaign_that_is_over_says_so(client, campaign, time_machine):
    time_machine.move_to(NOW + 2 * DAY, tick=False)

    assert "已结束" in page(client, "campaign")
