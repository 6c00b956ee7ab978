"""Who sees a photo: only the viewer for whom its address was signed, and only for an hour or two."""

import errno
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage

from evidence import thumbnails, viewing
from evidence.models import Photo
from evidence.viewing import Size
from tests.conftest import NOW
from tests.evidence.conftest import take
from tests.evidence.pictures import as_file, drawn, sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def photo(alice) -> Photo:
    return take(alice, as_file(drawn()))


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_owner_sees_the_clean_picture_under_our_name(client, alice):
    client.force_login(alice)
    photo = take(alice, sample("gps_DSCN0010.jpg"))

    answer = client.get(viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW))

    assert answer.status_code == 200
    assert (answer["content-type"], answer["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert answer["content-disposition"] == 'inline; filename="photo.jpg"'
    assert answer["cache-control"] == "private, max-age=7200"
    served = body(answer)
    assert served.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in served
    assert b"NIKON" not in served


def test_address_of_another_citizen_leads_nowhere(client, alice, bob, desk, photo):
    address = viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW)

    for stranger in (bob, desk):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
    client.force_login(alice)
    assert client.get(address).status_code == 200


def test_visitor_is_asked_to_sign_in(client, alice, photo):
    answer = client.get(viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW))

    assert answer.status_code == 302


def test_address_is_dead_after_its_time(client, alice, photo, time_machine):
    client.force_login(alice)
    address = viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW)

    time_machine.move_to(NOW + timedelta(hours=2) - timedelta(seconds=1), tick=False)
    assert client.get(address).status_code == 200
    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    assert client.get(address).status_code == 404


def test_address_stays_the_same_for_an_hour(alice, photo):
    first = viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW)

    assert viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW + timedelta(minutes=59)) == first
    assert viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW + timedelta(minutes=60)) != first


@pytest.mark.parametrize("change", ["x", "", "whole", f"{'2' * 16}.whole.99999999999~x"])
def test_altered_address_leads_nowhere(client, alice, photo, change):
    client.force_login(alice)
    address = viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW)

    assert client.get(f"/photos/{change}").status_code == 404
    assert client.get(address + "x").status_code == 404


def test_erased_photo_leads_nowhere(client, alice, photo):
    client.force_login(alice)
    address = viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW)
    photo.file.storage.delete(photo.file.name)

    assert client.get(address).status_code == 404


def test_whole_picture_stands_in_until_the_small_one_is_made(client, alice, photo):
    client.force_login(alice)
    address = viewing.address_of(photo, Size.THUMBNAIL, viewer=alice, now=NOW)
    whole = body(client.get(address))

    thumbnails.make_thumbnail(photo.pk)

    small = body(client.get(address))
    assert whole == body(client.get(viewing.address_of(photo, Size.WHOLE, viewer=alice, now=NOW)))
    assert len(small) < len(whole)


def test_thumbnail_is_made_once(alice, photo, files):
    assert list(Photo.objects.without_thumbnail()) == [photo]

    thumbnails.make_thumbnail(photo.pk)
    thumbnails.make_thumbnail(photo.pk)

    photo.refresh_from_db()
    assert (photo.thumbnail_tries, len(files())) == (1, 2)
    assert not Photo.objects.without_thumbnail().exists()


def test_disk_without_room_uses_up_no_try(alice, photo, monkeypatch):
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "_save", full)
        for _try in range(4):
            with pytest.raises(OSError, match="full"):
                thumbnails.make_thumbnail(photo.pk)

    assert list(Photo.objects.without_thumbnail()) == [photo]
    thumbnails.make_thumbnail(photo.pk)
    assert not Photo.objects.without_thumbnail().exists()


def test_photo_whose_file_is_lost_is_not_tried_for_ever(alice, photo):
    photo.file.storage.delete(photo.file.name)

    for _try in range(3):
        with pytest.raises(FileNotFoundError):
            thumbnails.make_thumbnail(photo.pk)

    assert not Photo.objects.without_thumbnail().exists()
    thumbnails.make_thumbnail(photo.pk)
