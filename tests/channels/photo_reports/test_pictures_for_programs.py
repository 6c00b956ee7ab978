"""A program shows its citizen the photo that they sent, by its token: theirs alone, and with the scope to read."""

import io

import pytest
from django.test import Client
from PIL import Image

from accounts.scopes import Scope
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("catalogue", "uploads")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_its_owner_gets_a_jpeg_that_no_cache_keeps(sent, alice, token_of):
    program = Client(headers=token_of(alice, Scope.READ))
    for size in ({}, {"size": "whole"}, {"size": "thumbnail"}, {"size": "huge"}):
        answer = program.get(f"/api/v1/photo-reports/{sent.public_id}/picture", size)
        content = b"".join(answer.streaming_content)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
        assert Image.open(io.BytesIO(content)).format == "JPEG"


def test_nobody_else_gets_it(sent, alice, bob, token_of, client):
    address = f"/api/v1/photo-reports/{sent.public_id}/picture"
    others = [s for s in Scope if s != Scope.READ]
    asked = {
        "another citizen": client.get(address, headers=token_of(bob)),
        "without the scope": client.get(address, headers=token_of(alice, *others)),
        "without a token": client.get(address),
        "with a wrong one": client.get(address, headers={"authorization": "Bearer cc_nothing"}),
    }
    assert {who: answer.status_code for who, answer in asked.items()} == {
        "another citizen": 404,
        "without the scope": 403,
        "without a token": 401,
        "with a wrong one": 401,
    }
    client.force_login(alice)
    assert client.get(address).status_code == 401, "a session is no token"


def test_a_photo_whose_file_is_gone_is_not_found(sent, alice, token_of):
    sent.photo.file.delete(save=False)
    sent.photo.thumbnail.delete(save=False)
    answer = Client(headers=token_of(alice)).get(f"/api/v1/photo-reports/{sent.public_id}/picture")
    assert answer.status_code == 404
