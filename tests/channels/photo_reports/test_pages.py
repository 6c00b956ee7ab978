"""The pages of the photo report: photo, place, words, and what became of it; and nobody else's eyes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from channels.photo_reports.models import PhotoReport
from channels.photo_reports.views import REPORTS_A_PAGE
from evidence.models import Photo
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW
from tests.evidence.conftest import take
from tests.evidence.pictures import as_file, copied, drawn, sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine, client, alice):
    time_machine.move_to(NOW, tick=False)
    client.force_login(alice)
    client.cookies["django_language"] = "en"


def upload(client, content: bytes, name: str = "photo.jpg"):
    return client.post("/act/eco-photo/", {"photo": SimpleUploadedFile(name, content, "image/jpeg")})


def located(latitude: float, longitude: float) -> bytes:
    """A picture whose EXIF says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: dms(latitude), 3: "E", 4: dms(longitude)})
    return as_file(drawn(1), exif=exif)


def dms(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return int(degrees), int(minutes), round(minutes % 1 * 60, 4)


def test_photo_leads_to_what_it_shows(client):
    answer = upload(client, as_file(drawn(1)))

    photo = Photo.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/act/eco-photo/{photo.public_id}/")
    assert "The photo does not say where it was taken." in client.get(answer.url).content.decode()


@pytest.mark.parametrize("name", ["../../evil.jpg", "/etc/passwd", "a\\..\\b.php", "照片.svg"])
def test_name_of_the_file_means_nothing(client, uploads, name):
    upload(client, as_file(drawn(1)), name)

    [stored] = [path.relative_to(uploads) for path in uploads.rglob("*") if path.is_file()]
    assert stored.parent.as_posix() == "photos"
    assert stored.name == Photo.objects.get().file.name.removeprefix("photos/")
    assert not any(part in stored.name for part in ("evil", "passwd", "php", "照片"))


def test_what_is_no_photo_is_told_beside_the_field(client, uploads):
    answer = upload(client, b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    assert answer.status_code == 200
    assert "This is not a photo." in answer.content.decode()
    assert not Photo.objects.exists()
    assert not uploads.exists()


def test_photo_beyond_the_bound_is_not_kept(client, settings):
    settings.PHOTO_MAX_BYTES = 1024**2

    answer = upload(client, bytes(2 * 1024**2))

    assert "larger than 1 MB" in answer.content.decode()
    assert not Photo.objects.exists()


def test_photo_may_be_larger_than_a_table(client, settings):
    settings.IMPORT_MAX_BYTES = 1024

    assert upload(client, as_file(drawn(1))).status_code == 302


def test_place_of_the_photo_is_there_without_a_tap(client):
    form = upload(client, located(30.6574, 104.0658)).url
    page = client.get(form)
    assert "Known from the photo." in page.content.decode()
    hidden = {name: page.context["form"][name].value() for name in ("latitude", "longitude", "place_source")}

    answer = client.post(form, {"category": "litter", "words": "by the river", **hidden})

    sent = PhotoReport.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/photo-reports/{sent.public_id}/")
    assert (str(sent.latitude), str(sent.longitude)) == ("30.657400", "104.065800")
    assert (sent.category, sent.words, sent.place_source) == ("litter", "by the river", "photo")


def test_photo_from_elsewhere_says_so_and_fills_in_no_place(client):
    page = client.get(upload(client, sample("gps_DSCN0010.jpg")).url)

    assert "outside of Chengdu" in page.content.decode()
    assert page.context["form"]["latitude"].value() is None


def test_category_is_asked_for_and_the_photo_is_still_there(client):
    form = upload(client, as_file(drawn(1))).url

    answer = client.post(form, {"category": "", "words": "half a sentence"})

    assert "Choose what the photo shows." in answer.content.decode()
    assert "half a sentence" in answer.content.decode()
    assert Photo.objects.count() == 1
    assert not PhotoReport.objects.exists()


@pytest.mark.parametrize("place", [("x", "y"), ("NaN", "104"), ("91", "104"), ("30.6", ""), ("1e400", "1")])
def test_place_that_is_none_breaks_nothing(client, place):
    form = upload(client, as_file(drawn(1))).url

    answer = client.post(form, {"category": "litter", "latitude": place[0], "longitude": place[1]})

    assert answer.status_code in (200, 302)
    assert not PhotoReport.objects.exclude(latitude=None).exists()


def test_reports_close_by_are_shown_before_a_second_is_sent(client, bob):
    report(bob, 2)
    form = upload(client, as_file(drawn(1))).url
    said = {"category": "water", "latitude": "30.657420", "longitude": "104.065840", "place_source": "map"}

    page = client.post(form, said).content.decode()

    assert "Litter, 0 m from here" in page
    assert bob.public_id not in page
    assert "河边" not in page
    assert PhotoReport.objects.count() == 1
    assert client.post(form, {**said, "despite_nearby": "1"}).status_code == 302
    assert PhotoReport.objects.count() == 2


def test_copy_of_somebody_elses_photo_is_told(client, bob):
    report(bob, 1)
    form = upload(client, copied(as_file(drawn(1)))).url

    answer = client.post(form, {"category": "litter"})

    assert "This photo has been sent before." in answer.content.decode()
    assert PhotoReport.objects.count() == 1


def test_draft_waits_on_the_first_page(client, alice):
    photo = take(alice, as_file(drawn(1)))

    assert f"/act/eco-photo/{photo.public_id}/" in client.get("/act/eco-photo/").content.decode()


def test_form_of_a_sent_photo_leads_to_its_report(client, alice):
    sent = report(alice)

    answer = client.get(f"/act/eco-photo/{sent.photo.public_id}/")

    assert (answer.status_code, answer.url) == (302, sent.get_absolute_url())


def test_report_says_where_it_stands(client, alice):
    page = client.get(report(alice).get_absolute_url()).content.decode()

    assert "Waiting to be looked at" in page
    assert "Nov. 23, 2026, 12:00 PM" in page


def test_pages_of_another_citizen_are_not_there(client, bob):
    sent = report(bob)
    draft = take(bob, as_file(drawn(2)))

    for address in (sent.get_absolute_url(), f"/act/eco-photo/{draft.public_id}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"category": "litter"}).status_code in (404, 405)


def test_own_reports_turn_pages(client, alice):
    first = report(alice, 0, place=None)
    made = [
        PhotoReport(
            citizen=alice,
            photo=Photo.objects.create(
                citizen=alice,
                purpose="photo_report",
                file=first.photo.file.name,
                width=1,
                height=1,
                size_bytes=1,
                is_uniform=True,
                received_at=NOW,
                used_at=NOW,
            ),
            category="good",
            sent_at=NOW + timedelta(seconds=number),
        )
        for number in range(REPORTS_A_PAGE)
    ]
    PhotoReport.objects.bulk_create(made)

    page = client.get("/photo-reports/")
    older = client.get(f"/photo-reports/?older_than={page.context['older_than']}")

    assert len(page.context["reports"]) == REPORTS_A_PAGE
    assert [sent for sent, _picture in older.context["reports"]] == [first]
    assert client.get("/photo-reports/?older_than=nothing").status_code == 404
