"""Campaigns at the desk: one writes, another opens, a third checks in, each by their right."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from campaigns import pictures
from campaigns.checkins import codes
from campaigns.desk.opening import propose
from campaigns.models import Campaign, CampaignStatus, CheckIn, Report
from campaigns.signups.joining import sign_up
from common.pictures.refusals import NotAPhoto, UnreadablePhoto
from tests.campaigns.conftest import DAY, FLAT, drafted, opened
from tests.conftest import NOW
from tests.desk_pages import carried_to

pytestmark = pytest.mark.django_db

ENTERED = {
    "code": "greenway",
    "title_zh": "绿道骑行",
    "title_en": "Greenway ride",
    "text_zh": "沿锦城绿道骑行。",
    "text_en": "Along the greenway.",
    "mode": "place",
    "address_zh": "锦城湖",
    "address_en": "Jincheng Lake",
    "district": "gaoxin",
    "signup_from": "2026-11-22 09:00",
    "signup_until": "2026-11-24 09:00",
    "starts_at": "2026-11-23 08:00",
    "ends_at": "2026-11-24 18:00",
    "capacity": "500",
    "joining": "everyone",
    "proving": "either",
    "bonus": "flat",
    "flat_credits": "30",
    "budget_credits": "1000",
    "document": "成环〔2026〕30号",
}


@pytest.fixture(autouse=True)
def _now(time_machine, settings, tmp_path) -> None:
    time_machine.move_to(NOW, tick=False)
    settings.MEDIA_ROOT = tmp_path


def browser(user) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str, campaign=None) -> str:
    return reverse(f"admin:campaigns_campaign_{name}", args=[campaign.pk] if campaign else [])


def do(client, name: str, campaign, entered=None):
    """Opens the page first and sends what it carries."""
    shown, to = client.get(address("change", campaign)), address(name, campaign)
    carries = carried_to(shown, to) if f'action="{to}"' in shown.content.decode() else {}
    return client.post(to, {**carries, **(entered or {})}, follow=True)


def jpeg() -> BytesIO:
    picture = BytesIO()
    Image.new("RGB", (800, 500), "green").save(picture, "JPEG")
    picture.seek(0)
    picture.name = "p.jpg"
    return picture


def test_a_campaign_is_made_at_the_desk_by_two(author, opener):
    writes, opens = browser(author), browser(opener)

    writes.post(address("add"), ENTERED)
    campaign = Campaign.objects.get()
    assert (campaign.capacity, campaign.cap_credits, campaign.authors) == (500, 30, [author.pk])
    do(writes, "picture", campaign, {"photo": jpeg()})
    do(writes, "propose", campaign)
    do(opens, "open", campaign)

    campaign.refresh_from_db()
    assert (campaign.status, campaign.opened_by) == (CampaignStatus.OPEN, opener)
    shown = Client().get(reverse("campaigns:picture", args=["small", campaign.picture]))
    assert shown.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"code": "mine"}, "code"),
        ({"code": "绿道"}, "code"),
        ({"ends_at": "2026-11-22 08:00"}, "ends_at"),
        ({"signup_until": "2026-11-29 08:00"}, "signup_until"),
        ({"address_zh": "", "address_en": ""}, "address_zh"),
        ({"proving": "none"}, "proving"),
        ({"document": ""}, "document"),
        ({"bonus": "multiplier", "percent": "50", "cap_credits": "9"}, "scenario_codes"),
        ({"capacity": "0"}, "capacity"),
        ({"starts_at": "tomorrow"}, "starts_at"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_beside_its_field(author, entered, field):
    answer = browser(author).post(address("add"), ENTERED | entered)

    assert field in answer.context["form"].errors
    assert not Campaign.objects.exists()


def test_a_draft_is_written_anew_and_what_changed_meanwhile_stays(author):
    campaign = drafted(author)
    client = browser(author)
    shown = client.get(address("write", campaign))
    edition = shown.context["edition"]
    Campaign.objects.update(capacity=3)

    client.post(address("write", campaign), ENTERED | {"edition": edition})
    assert Campaign.objects.get().capacity == 3

    client.post(address("write", campaign), ENTERED)
    assert Campaign.objects.get().capacity == 500


def test_an_open_campaign_is_not_written_any_more(author, opener):
    campaign = opened(author, opener)

    answer = browser(author).post(address("write", campaign), ENTERED, follow=True)

    assert "本活动已不是草稿" in answer.content.decode()
    assert Campaign.objects.get().capacity is None


def test_a_deed_takes_its_right(author, opener, usher):
    draft, campaign = drafted(author, code="draft"), opened(author, opener)

    for user, name, row in (
        (usher, "propose", draft),
        (author, "open", draft),
        (author, "cancel", campaign),
        (author, "check_in", campaign),
        (usher, "announce", campaign),
    ):
        assert browser(user).post(address(name, row)).status_code == 403
    assert browser(usher).get(address("add")).status_code == 403


def test_its_author_reads_why_another_has_to_open_it(desk):
    client = browser(desk)
    client.post(address("add"), ENTERED)
    campaign = Campaign.objects.get()
    do(client, "propose", campaign)

    shown = client.get(address("change", campaign)).content.decode()
    assert "须由第二人开放" in shown
    assert address("open", campaign) not in shown


def kept_pictures(folder) -> list[str]:
    return [file.name for file in folder.rglob("*.jpg")]


def test_a_picture_that_is_refused_is_not_kept(author, opener, tmp_path):
    """Of an open campaign, and of results before its end."""
    campaign = opened(author, opener)
    client = browser(author)

    client.post(address("picture", campaign), {"photo": jpeg()})
    client.post(address("report", campaign), {"text_zh": "圆满结束", "photo_1": jpeg()})

    assert kept_pictures(tmp_path) == []


def test_of_pictures_one_of_which_is_none_none_is_kept(author, tmp_path):
    draft = drafted(author)

    with pytest.raises((NotAPhoto, UnreadablePhoto)):
        pictures.keep(draft, jpeg().read(), b"no picture")

    assert kept_pictures(tmp_path) == []


def test_staff_scan_a_ticket(author, opener, usher, alice):
    campaign = opened(author, opener, **FLAT)
    signup = sign_up(campaign=campaign, citizen=alice, now=NOW).signup

    answer = do(browser(usher), "check_in", campaign, {"ticket": codes.ticket_of(signup, now=NOW)})

    assert "已签到。" in answer.content.decode()
    assert CheckIn.objects.get().by == usher


def test_announcing_cancelling_and_results(author, opener, alice, time_machine):
    campaign, other = opened(author, opener), opened(author, opener, code="other")
    words = {"words_zh": "改到三号湖", "words_en": "At lake 3"}

    do(browser(author), "announce", campaign, words)
    do(browser(opener), "cancel", other, words)
    time_machine.move_to(NOW + 2 * DAY, tick=False)
    results = {"text_zh": "圆满结束", "photo_1": jpeg(), "photo_2": jpeg()}
    do(browser(author), "report", campaign, results)

    other.refresh_from_db()
    assert (other.status, len(Report.objects.get().pictures)) == (CampaignStatus.CANCELLED, 2)
    shown = Client().get(campaign.get_absolute_url()).content.decode()
    assert all(words in shown for words in ("改到三号湖", "圆满结束", "不足五人的数据不公布"))


def test_what_waits_to_be_opened_stands_in_the_worklist_of_who_may(author, opener):
    propose(campaign=drafted(author), by=author, now=NOW)

    assert "待开放的活动" in browser(opener).get(reverse("admin:index")).content.decode()
    assert "待开放的活动" not in browser(author).get(reverse("admin:index")).content.decode()
