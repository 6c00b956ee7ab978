"""Photos of offers: redrawn and named for what they hold, private until their offer is on show, then kept for long."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from merchants.desk import publishing
from merchants.editions import of_offer
from merchants.models import Offer, OfferStatus, Role
from tests.conftest import NOW
from tests.evidence.pictures import as_file, bomb, drawn, sample
from tests.evidence.test_photos import SVG, zipped
from tests.merchants.conftest import make_member, make_offer
from tests.merchants.mall.test_pages import words_of
from tests.merchants.room.test_own_offers import deed
from tests.merchants.room.test_staff import browser_of
from tests.second_factors import browser_of_leader, take_second_step


@pytest.fixture(autouse=True)
def uploads(db, settings, tmp_path) -> Path:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def files(uploads) -> Callable[[], list[Path]]:
    return lambda: sorted(path for path in uploads.rglob("*") if path.is_file())


@pytest.fixture
def office(manager) -> Client:
    """The manager's browser."""
    return browser_of_leader(manager.user)


@pytest.fixture
def draft(teahouse, till) -> Offer:
    return make_offer(teahouse, stock=100, status=OfferStatus.DRAFT, published_at=None)


def send(browser: Client, offer: Offer, content: bytes, name: str = "tea.jpg"):
    return browser.post(deed(offer, "photo"), {"photo": SimpleUploadedFile(name, content)})


def photo_of(offer: Offer) -> str:
    return Offer.objects.get(pk=offer.pk).photo


def address_of(offer: Offer, size: str = "whole") -> str:
    return f"/rewards/photos/{size}/{photo_of(offer)}.jpg"


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_photo_is_kept_in_two_sizes_without_what_its_camera_said(office, draft, files):
    sent = sample("gps_DSCN0010.jpg")

    send(office, draft, sent)

    whole, small = (body_of(office.get(address_of(draft, size))) for size in ("whole", "small"))
    assert b"Exif" in sent
    assert not any(word in whole + small for word in (b"Exif", b"NIKON", b"WGS-84"))
    assert [Image.open(BytesIO(jpeg)).size for jpeg in (whole, small)] == [(640, 480), (320, 240)]
    assert len(files()) == 2


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIC"])
def test_other_formats_become_jpeg(office, draft, kind):
    send(office, draft, sample("samplefilehub.heif") if kind == "HEIC" else as_file(drawn(size=(2000, 1500)), kind))

    picture = Image.open(BytesIO(body_of(office.get(address_of(draft)))))
    assert (picture.format, max(picture.size) <= 1280) == ("JPEG", True)


UNUSABLE = {
    "an SVG": lambda: SVG,
    "a quiet SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "nothing": lambda: b"",
    "a bomb": bomb,
    "a web page too": lambda: as_file(drawn()) + b"<html><SCRIPT>alert(1)</script>",
    "an archive too": lambda: as_file(drawn()) + zipped(),
    "half a JPEG": lambda: as_file(drawn())[:9_000],
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_is_no_photo_is_refused_and_nothing_is_kept(office, draft, files, case):
    answer = send(office, draft, UNUSABLE[case]())

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["photo"])
    assert (photo_of(draft), files()) == ("", [])


def test_photo_beyond_the_bound_is_refused(office, draft, files, settings):
    settings.PHOTO_MAX_BYTES = 20_000

    answer = send(office, draft, as_file(drawn(size=(1200, 900)), "PNG"))

    assert list(answer.context["form"].errors) == ["photo"]
    assert (photo_of(draft), files()) == ("", [])


@pytest.mark.django_db(transaction=True)
def test_another_photo_takes_the_place_of_the_first_and_removing_leaves_the_drawing(office, draft, files):
    send(office, draft, as_file(drawn(1)))
    first = photo_of(draft)
    send(office, draft, as_file(drawn(2)))
    assert photo_of(draft) not in ("", first)
    assert {path.stem for path in files()} == {photo_of(draft)}

    office.post(deed(draft, "photo/remove"))

    assert (photo_of(draft), files()) == ("", [])


@pytest.mark.django_db(transaction=True)
def test_photo_goes_with_its_draft_and_stays_with_its_offer(office, draft, teahouse, files):
    other = make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None)
    for offer in (draft, other):
        send(office, offer, as_file(drawn()))
    assert photo_of(draft) != photo_of(other)

    draft.refresh_from_db()
    office.post(deed(draft, "discard"), {"seen": of_offer(draft)})

    assert {path.stem for path in files()} == {photo_of(other)}


def test_photo_is_private_until_its_offer_is_on_show(office, draft, cashier, bookshop, bob, desk):
    send(office, draft, as_file(drawn()))
    address = address_of(draft)
    others = (bob, cashier.user, make_member(bookshop, Role.OWNER).user)
    strangers = [Client(), *(browser_of_leader(who) for who in others)]

    assert {browser.get(address).status_code for browser in strangers} == {404}
    half_way = Client()
    half_way.post("/admin/login/?next=/admin/", {"username": "desk", "password": "correct horse battery staple"})
    assert half_way.get(address).status_code == 404
    take_second_step(half_way, desk)
    assert half_way.get(address).status_code == 200
    by_phone = Client()
    by_phone.force_login(desk, "allauth.account.auth_backends.AuthenticationBackend")
    take_second_step(by_phone, desk)
    assert by_phone.get(address).status_code == 404
    seen = office.get(address)
    assert (seen.status_code, seen["Cache-Control"]) == (200, "private, no-store")

    publishing.publish(offer=Offer.objects.get(pk=draft.pk), by=None, now=NOW)
    for size in ("whole", "small"):
        shown = Client().get(address_of(draft, size))
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
        assert shown["Cache-Control"] == "public, max-age=31536000, immutable"
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" not in shown.get("Vary", "")


def test_address_that_names_no_photo_is_not_found(office, draft):
    send(office, draft, as_file(drawn()))

    for address in (f"/rewards/photos/huge/{photo_of(draft)}.jpg", f"/rewards/photos/whole/{'0' * 32}.jpg"):
        assert office.get(address).status_code == 404


def test_photo_of_what_is_no_draft_stays(office, draft, files):
    send(office, draft, as_file(drawn(1)))
    kept = photo_of(draft)
    publishing.publish(offer=Offer.objects.get(pk=draft.pk), by=None, now=NOW)

    answer = office.post(deed(draft, "photo"), {"photo": SimpleUploadedFile("tea.jpg", as_file(drawn(2)))}, follow=True)
    office.post(deed(draft, "photo/remove"))

    assert "都不能再改" in words_of(answer)
    assert (photo_of(draft), {path.stem for path in files()}) == (kept, {kept})


def test_stranger_sends_and_removes_no_photo(office, draft, cashier, bookshop, files):
    send(office, draft, as_file(drawn(1)))
    kept = photo_of(draft)

    for who in (cashier.user, make_member(bookshop, Role.OWNER).user):
        browser = browser_of_leader(who)
        assert send(browser, draft, as_file(drawn(2))).status_code == 404
        assert browser.post(deed(draft, "photo/remove")).status_code == 404

    assert (photo_of(draft), len(files())) == (kept, 2)


def test_so_many_photos_a_day(office, draft, settings, files):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "send_offer_photo": "1/d/key"}
    send(office, draft, as_file(drawn(1)))
    kept = photo_of(draft)

    answer = send(office, draft, as_file(drawn(2)))

    assert "照片太多" in words_of(answer)
    assert (photo_of(draft), len(files())) == (kept, 2)


def test_mall_shows_the_photo_and_else_the_drawing(rich_alice, office, draft, tea):
    send(office, draft, as_file(drawn()))
    publishing.publish(offer=Offer.objects.get(pk=draft.pk), by=None, now=NOW)
    home = browser_of(rich_alice)

    mall = home.get("/rewards/").content.decode()

    assert (mall.count("<img"), mall.count("rewards/gift")) == (2, 1)
    assert f'src="{address_of(draft, "small")}"' in mall
    assert address_of(draft) in home.get(f"/rewards/offers/{draft.public_id}/").content.decode()
    drawn_page = home.get(f"/rewards/offers/{tea.public_id}/").content.decode()
    assert (drawn_page.count("<img"), drawn_page.count("rewards/gift")) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_copy_has_the_photo_too_and_neither_takes_it_from_the_other(office, draft, files):
    send(office, draft, as_file(drawn()))
    office.post(deed(draft, "copy"))
    copied = Offer.objects.exclude(pk=draft.pk).get()
    assert office.get(address_of(copied)).status_code == 200
    office.post(deed(draft, "photo/remove"))
    assert len(files()) == 2

    office.post(deed(copied, "discard"), {"seen": of_offer(copied)})

    assert files() == []


def test_a_photo_that_is_on_show_stays_everybodys_when_it_is_copied(office, draft):
    send(office, draft, as_file(drawn()))
    Offer.objects.filter(pk=draft.pk).update(status=OfferStatus.PUBLISHED, published_at=NOW)
    office.post(deed(draft, "copy"))

    assert Client().get(address_of(draft)).status_code == 200
