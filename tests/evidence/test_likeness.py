"""The same picture is known again, whoever sends it; other pictures are not taken for it."""

import pytest
from PIL import Image

from evidence import developing, likeness
from evidence.models import PhotoHash
from tests.evidence.conftest import take, use
from tests.evidence.pictures import as_file, copied, drawn, sample

pytestmark = pytest.mark.django_db

OF_A_LIBRARY = {
    1: [(-2006858162162707481, -4386580099151924937), (7216513874692070375, -8998899436276916109)],
    2: [(6685931291868957836, 5898544970732961688), (-2528442204393534324, -3324828165633704040)],
}
"""What ImageHash 4.3.2 says of drawn pictures, whole and with a fortieth off each side."""
REAL = ["gps_DSCN0010.jpg", "gps_DSCN0025.jpg", "no_exif.jpg", "orient_landscape_6.jpg"]


def alike(photo):
    return [found.photo for found in likeness.look_alikes(photo)]


@pytest.mark.parametrize("seed", OF_A_LIBRARY)
def test_hashes_are_those_by_which_photos_of_earlier_years_are_known(seed):
    hashes = developing.develop(as_file(drawn(seed), "PNG")).hashes

    assert [hashes[0], hashes[9]] == OF_A_LIBRARY[seed]


@pytest.mark.parametrize("name", REAL)
def test_trimmed_smaller_copy_of_a_real_photo_is_found(alice, bob, name):
    original = use(take(alice, sample(name)))

    assert alike(take(bob, copied(sample(name)))) == [original]


def test_original_is_found_when_the_copy_came_first(alice, bob):
    copy = use(take(bob, copied(sample("gps_DSCN0010.jpg"))))

    assert alike(take(alice, sample("gps_DSCN0010.jpg"))) == [copy]


@pytest.mark.parametrize("seed", range(8))
def test_trimmed_smaller_copy_of_a_drawn_picture_is_found(alice, bob, seed):
    content = as_file(drawn(seed), quality=92)
    original = use(take(alice, content))

    assert alike(take(bob, copied(content))) == [original]


def test_other_pictures_are_not_alike(alice, bob):
    for name in REAL[1:]:
        use(take(alice, sample(name)))
    for seed in range(8):
        use(take(alice, as_file(drawn(seed))))

    assert alike(take(bob, sample(REAL[0]))) == []
    assert alike(take(bob, as_file(drawn(8)))) == []


def test_nearest_comes_first(alice, bob):
    content = as_file(drawn(), quality=95)
    far = use(take(alice, copied(content, scale=0.5, quality=20)))
    near = use(take(alice, content))

    found = likeness.look_alikes(take(bob, content))

    assert [each.photo for each in found] == [near, far]
    assert found[0].bits == 0


def test_draft_is_nobodys_look_alike(alice, bob):
    content = as_file(drawn())
    take(alice, content)

    assert alike(take(bob, content)) == []


def test_pictures_that_show_nearly_nothing_are_not_compared(alice, bob):
    grey = as_file(Image.new("RGB", (400, 300), (120, 124, 122)))
    first = use(take(alice, grey))

    assert first.is_uniform
    assert not PhotoHash.objects.exists()
    assert alike(take(bob, grey)) == []
