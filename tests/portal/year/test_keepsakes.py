"""Pictures and certificates: what was shown is what is kept, for whom it was chosen, until it is taken back."""

import re
from dataclasses import asdict
from datetime import date, datetime, timedelta
from html import unescape
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from activities import audit
from activities.keepsakes import certifying, sharing
from activities.keepsakes.refusals import NothingChosen, NothingToCertify, TooManyShared
from activities.models import Activity, Reason, SharedPicture, YearCertificate
from activities.scoring import taking_back
from common import editions
from tests.conftest import NOW, TODAY, record, score_everything, walk
from tests.portal.year.test_year import words_of

PICTURE, SHARE, CERTIFY = "/reports/2026/picture/", "/reports/2026/share/", "/reports/2026/certificate/"
LATER, HOUR = NOW + timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def at_home(client, year_of_alice):
    client.force_login(year_of_alice)
    return client


@pytest.fixture
def of_bob(bob):
    browser = Client()
    browser.force_login(bob)
    return browser


def edition_on(page) -> str:
    found = re.search('name="edition" value="([0-9a-f]+)"', page.content.decode())
    assert found is not None
    return found[1]


def shared_by(client) -> SharedPicture:
    client.post(SHARE, {"edition": edition_on(client.get(PICTURE))})
    return SharedPicture.objects.get()


def certificate_by(client) -> YearCertificate:
    client.post(CERTIFY, {"edition": edition_on(client.get(CERTIFY))})
    return YearCertificate.objects.current().get()


def certified(citizen_id: int, *, now: datetime) -> YearCertificate:
    edition = editions.edition_of(*certifying.foresee(citizen_id, 2026, TODAY).parts)
    return certifying.certify(citizen_id=citizen_id, year=2026, edition=edition, today=TODAY, now=now)


def opened(answer) -> Image.Image:
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return Image.open(BytesIO(answer.content))


# Pictures


@pytest.mark.parametrize(("shape", "size"), [("tall", (1080, 1350)), ("square", (1080, 1080))])
def test_a_picture_comes_in_two_shapes_and_two_languages(at_home, shape, size):
    chinese = at_home.get(f"{PICTURE}zh-hans/{shape}.png")
    english = at_home.get(f"{PICTURE}en/{shape}.png")

    assert opened(chinese).size == opened(english).size == size
    assert chinese.content != english.content
    assert "private" in chinese["Cache-Control"]


def test_what_is_no_shape_or_language_is_not_found(at_home):
    assert at_home.get(f"{PICTURE}zh-hans/round.png").status_code == 404
    assert at_home.get(f"{PICTURE}fr/tall.png").status_code == 404


def test_choosing_changes_what_is_shown_and_shows_it_to_nobody(at_home):
    chosen = at_home.post(PICTURE, {"parts": ["credits"], "nickname": "竹林"})
    page = unescape(at_home.get(PICTURE).content.decode())

    assert chosen["Location"] == f"{PICTURE}#picture"
    assert 'alt="竹林的2026年低碳记录; 获得积分 51"' in page
    assert "竹林" not in chosen["Location"]
    assert SharedPicture.objects.count() == 0


@pytest.mark.parametrize(
    "nickname",
    [
        *("13900000001", "1234 5678 90", "1381-2345-67", "一三八一二三四五六七八"),
        *("www.a.cn/x", "@alice", "<b>", "一二三四五六七八九十一二三"),
    ],
)
def test_a_nickname_is_neither_a_number_nor_an_address(at_home, nickname):
    answer = at_home.post(PICTURE, {"parts": ["credits"], "nickname": nickname})

    assert answer.status_code == 200
    assert answer.context["form"].errors["nickname"]
    assert "获得积分 51" not in words_of(at_home.get(PICTURE))


def test_nothing_chosen_is_no_picture(at_home):
    assert at_home.post(PICTURE, {"nickname": ""}).context["form"].errors["parts"]


def test_a_shared_picture_holds_what_was_chosen_and_nothing_else(at_home, year_of_alice):
    at_home.post(PICTURE, {"parts": ["credits", "days"], "nickname": "竹林"})
    shared = shared_by(at_home)

    assert shared.told == {"credits": 51, "days": 2}
    assert (shared.period, shared.until, shared.nickname) == ("2026", TODAY, "竹林")


def test_everybody_sees_a_shared_picture_and_no_search_engine_lists_it(at_home):
    at_home.post(PICTURE, {"parts": ["credits"], "nickname": ""})
    shared = shared_by(at_home)
    page = Client().get(shared.get_absolute_url())
    image = f"http://testserver/shared/{shared.public_id}/zh-hans/square.png"

    assert page["X-Robots-Tag"] == "noindex, noarchive"
    assert f'<meta property="og:image" content="{image}">' in page.content.decode()
    assert opened(Client().get(image)).size == (1080, 1080)
    assert "Alice" not in page.content.decode()
    assert "523" not in page.content.decode()


def test_a_shared_picture_stays_as_it_was_shown(at_home, year_of_alice):
    shared = shared_by(at_home)
    before = Client().get(f"/shared/{shared.public_id}/en/tall.png").content
    record(year_of_alice, walk(9000, days_ago=3))
    score_everything()

    assert Client().get(f"/shared/{shared.public_id}/en/tall.png").content == before
    with pytest.raises(DatabaseError, match="shared_picture_stays"), transaction.atomic():
        SharedPicture.objects.update(nickname="Bob")


def test_figures_that_have_changed_since_they_were_shown_are_not_shared(at_home, year_of_alice):
    edition = edition_on(at_home.get(PICTURE))
    record(year_of_alice, walk(9000, days_ago=3))
    score_everything()

    answer = at_home.post(SHARE, {"edition": edition}, follow=True)

    assert SharedPicture.objects.count() == 0
    assert "所以什么都没有做" in words_of(answer) or "没有" in words_of(answer)


def test_one_taken_back_leads_nowhere_and_leaves_no_trace(at_home):
    shared = shared_by(at_home)
    at_home.post(f"{shared.get_absolute_url()}take-back/")

    assert Client().get(shared.get_absolute_url()).status_code == 404
    assert Client().get(f"/shared/{shared.public_id}/en/tall.png").status_code == 404
    assert SharedPicture.objects.count() == 0


def test_nobody_takes_back_what_another_shares(at_home, of_bob):
    shared = shared_by(at_home)

    assert of_bob.post(f"{shared.get_absolute_url()}take-back/").status_code == 404
    assert SharedPicture.objects.count() == 1


def test_so_many_pictures_are_shared_and_no_more(year_of_alice, monkeypatch):
    monkeypatch.setattr(sharing, "MOST_SHARED", 1)
    shown = sharing.Shown("2026", TODAY, {"days": 2}, "")
    sharing.share(citizen_id=year_of_alice.pk, shown=shown, edition=editions.edition_of(*shown.parts), now=NOW)

    with pytest.raises(TooManyShared):
        sharing.share(citizen_id=year_of_alice.pk, shown=shown, edition=editions.edition_of(*shown.parts), now=NOW)
    with pytest.raises(NothingChosen):
        sharing.share(citizen_id=year_of_alice.pk, shown=sharing.Shown("2026", TODAY, {}, ""), edition="", now=NOW)
    assert SharedPicture.objects.count() == 1


def test_all_that_a_citizen_shows_is_erased_with_their_values(at_home, year_of_alice):
    shared = shared_by(at_home)
    sharing.erase(year_of_alice.pk)

    assert Client().get(shared.get_absolute_url()).status_code == 404


# Certificates


def test_a_certificate_says_what_counts_on_its_day(at_home, year_of_alice):
    made = certificate_by(at_home)

    assert (made.grams, made.credits, made.acts, made.days) == (523, 51, 3, 2)
    assert (made.citizen_id, made.year, made.until, made.revoked) == (year_of_alice.pk, 2026, TODAY, 0)


def test_whoever_scans_its_code_sees_that_it_stands_and_no_name(at_home):
    made = certificate_by(at_home)
    page = Client().get(made.get_absolute_url())

    assert "证书真实有效。" in words_of(page)
    assert "523 克" in words_of(page)
    assert made.public_id in words_of(page)
    assert "Alice" not in words_of(page)
    assert page["X-Robots-Tag"] == "noindex"


def test_it_comes_on_paper_to_its_holder_alone(at_home, of_bob):
    address = f"{certificate_by(at_home).get_absolute_url()}certificate.pdf"

    assert at_home.get(address).content.startswith(b"%PDF-")
    assert len(at_home.get(f"{address}?name=1").content) != len(at_home.get(address).content)
    assert of_bob.get(address).status_code == 404


def test_a_double_tap_makes_one(at_home):
    edition = edition_on(at_home.get(CERTIFY))
    for _tap in range(2):
        at_home.post(CERTIFY, {"edition": edition})

    assert [one.ended_at for one in YearCertificate.objects.all()] == [None]


def test_a_certificate_is_true_of_the_moment_at_which_it_was_made(year_of_alice, desk):
    act = Activity.objects.of(year_of_alice.pk).get(scenario__code="bike-share")
    taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=desk, now=LATER)
    made = certified(year_of_alice.pk, now=LATER + HOUR)
    record(year_of_alice, walk(9000, days_ago=3))
    score_everything(LATER + 2 * HOUR)
    walked = Activity.objects.of(year_of_alice.pk).filter(scenario__code="walking").earliest("city_day")
    taking_back.take_back(activity=walked, reason=Reason.MISTAKEN, by=desk, now=LATER + 3 * HOUR)

    assert (made.acts, made.revoked, certifying.standing_of(made)) == (2, 1, certifying.Standing.OUTDATED)
    assert [found.code for found in audit.findings()] == []


@pytest.mark.parametrize("lie", ["grams", "credits", "acts", "days", "revoked"])
def test_a_certificate_of_other_figures_is_named(year_of_alice, lie):
    said = asdict(certifying.foresee(year_of_alice.pk, 2026, TODAY))
    YearCertificate.objects.create(citizen=year_of_alice, made_at=NOW + HOUR, **{**said, lie: said[lie] + 1})

    assert [found.code for found in audit.findings()] == ["certificate_is_not_its_acts"]


def test_it_stands_no_longer_once_an_act_of_its_year_is_taken_back(at_home, year_of_alice, desk):
    made = certificate_by(at_home)
    act = Activity.objects.of(year_of_alice.pk).filter(scenario__code="bike-share").get()
    taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=desk, now=LATER)

    assert "证书已失效：出具后，这一年有行为被撤销。" in words_of(Client().get(made.get_absolute_url()))
    corrected = certificate_by(at_home)
    assert (corrected.grams, corrected.credits, corrected.revoked) == (456, 45, 1)
    assert "证书真实有效。" in words_of(Client().get(corrected.get_absolute_url()))
    assert "证书已失效：持有人已换领新的证书。" in words_of(Client().get(made.get_absolute_url()))


def test_an_act_more_leaves_it_true_of_its_day(at_home, year_of_alice):
    made = certificate_by(at_home)
    record(year_of_alice, walk(9000, days_ago=3))
    score_everything()

    assert certifying.standing_of(made) is certifying.Standing.STANDS


def test_its_holder_withdraws_it_and_nobody_else(at_home, of_bob):
    made = certificate_by(at_home)
    address = f"{made.get_absolute_url()}withdraw/"

    assert of_bob.post(address).status_code == 404
    at_home.post(address)
    assert "证书已失效：持有人已撤回。" in words_of(Client().get(made.get_absolute_url()))


def test_of_a_year_without_acts_none_is_made(today, bob, db):
    foreseen = certifying.foresee(bob.pk, 2026, TODAY)

    with pytest.raises(NothingToCertify):
        certifying.certify(
            citizen_id=bob.pk, year=2026, edition=editions.edition_of(*foreseen.parts), today=TODAY, now=NOW
        )
    assert YearCertificate.objects.count() == 0


def test_figures_that_have_changed_since_they_were_shown_are_not_certified(at_home, year_of_alice):
    edition = edition_on(at_home.get(CERTIFY))
    record(year_of_alice, walk(9000, days_ago=3))
    score_everything()
    at_home.post(CERTIFY, {"edition": edition})

    assert YearCertificate.objects.count() == 0


def test_a_certificate_is_never_changed(at_home):
    made = certificate_by(at_home)
    for change in ({"grams": 1_000_000}, {"citizen": made.citizen_id, "year": 2025}, {"made_at": LATER}):
        with pytest.raises(DatabaseError, match="certificate_says_the_same"), transaction.atomic():
            YearCertificate.objects.update(**change)
    with pytest.raises(DatabaseError, match="certificate_stays"), transaction.atomic():
        YearCertificate.objects.all().delete()
    certifying.withdraw(made, now=LATER)
    with pytest.raises(DatabaseError, match="certificate_ends_once"), transaction.atomic():
        YearCertificate.objects.update(ended_at=None, ended_as="")


def test_a_year_that_has_not_begun_has_no_certificate(at_home):
    assert at_home.get("/reports/2027/certificate/").status_code == 404
    assert certifying.foresee(0, 2026, date(2026, 1, 1)).acts == 0
