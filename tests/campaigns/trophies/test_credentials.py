"""A published trophy is an Open Badges 3.0 credential that anybody verifies by plain means, and names nobody."""

import gzip
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.test import Client

from activities.models import Activity, Reason
from activities.scoring.taking_back import take_back
from campaigns.models import TrophyAward
from campaigns.trophies import awarding, publishing
from campaigns.trophies.refusals import TrophyRevoked
from tests.campaigns.trophies.conftest import published
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
GOOD, REVOKED, WITHDRAWN, NOT_OURS = "目前有效", "现已撤销", "获得人已撤下", "不是本平台签发"


def raw(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def coded(said: object) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def path(address: str) -> str:
    assert address.startswith("http://testserver/")
    return address.removeprefix("http://testserver").partition("#")[0]


def read(client: Client, token: str) -> dict:
    """As a stranger's tool does: the key by its name from where the header says, then the signature, then the words."""
    head, claims, signature = token.split(".")
    said = json.loads(raw(head))
    assert (said["alg"], said["typ"]) == ("EdDSA", "JWT")
    address, _, kid = said["kid"].partition("#")
    [key] = [one for one in client.get(path(address)).json()["keys"] if one["kid"] == kid]
    assert (key["kty"], key["crv"], "d" in key) == ("OKP", "Ed25519", False)
    canonical = json.dumps({name: key[name] for name in ("crv", "kty", "x")}, separators=(",", ":"))
    assert raw(kid) == hashlib.sha256(canonical.encode()).digest()
    Ed25519PublicKey.from_public_bytes(raw(key["x"])).verify(raw(signature), f"{head}.{claims}".encode())
    return json.loads(raw(claims))


def token_of(client: Client, public_id: str) -> str:
    answer = client.get(f"/trophies/{public_id}/credential/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vc+jwt")
    return answer.content.decode()


def is_over(client: Client, claims: dict) -> bool:
    status = claims["credentialStatus"]
    listed = read(client, client.get(path(status["statusListCredential"])).content.decode())
    assert listed["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    coded_list = listed["credentialSubject"]["encodedList"]
    assert coded_list.startswith("u")
    bits = gzip.decompress(raw(coded_list[1:]))
    assert len(bits) == 16 * 1024
    place = int(status["statusListIndex"])
    return bool(bits[place // 8] >> (7 - place % 8) & 1)


def said_by(client: Client, token: str) -> str:
    return client.post("/trophies/verify/", {"token": token}).content.decode()


def test_a_stranger_verifies_it_with_plain_cryptography(client, alice):
    shown = published(alice)

    claims = read(client, token_of(client, shown.public_id))

    assert claims["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["id"] == claims["jti"] == f"http://testserver/trophies/{shown.public_id}/credential/"
    assert claims["iss"] == claims["issuer"]["id"] == "http://testserver/trophies/issuer/"
    assert claims["issuer"]["type"] == ["Profile"]
    assert (claims["validFrom"], claims["nbf"]) == ("2026-11-23T04:00:00Z", int(NOW.timestamp()))
    subject = claims["credentialSubject"]
    assert (subject["type"], subject["id"]) == (["AchievementSubject"], claims["sub"])
    achievement = subject["achievement"]
    assert (achievement["type"], achievement["name"]) == (["Achievement"], "First ride")
    assert achievement["criteria"]["narrative"].startswith("1 day with an act of “Bike-share”")
    assert client.get(path(achievement["id"])).json()["name"] == "First ride"
    assert client.get(path(achievement["image"]["id"]))["Content-Type"] == "image/svg+xml"
    assert client.get(path(claims["iss"])).json()["id"] == claims["iss"]
    assert not is_over(client, claims)


def test_it_says_whose_it_is_to_its_owner_alone(client, alice):
    shown = published(alice)
    token = token_of(client, shown.public_id)
    page = client.get(f"/trophies/{shown.public_id}/").content.decode()

    [identity] = read(client, token)["credentialSubject"]["identifier"]

    hashed = hashlib.sha256(f"{alice.public_id}{identity['salt']}".encode()).hexdigest()
    assert (identity["hashed"], identity["identityHash"]) == (True, f"sha256${hashed}")
    for text in (raw(token.split(".")[1]).decode(), page):
        assert alice.public_id not in text
        assert alice.profile.display_name not in text


def test_changed_or_signed_by_somebody_else_it_is_not_ours(client, alice):
    token = token_of(client, published(alice).public_id)
    head, claims, signature = token.split(".")
    other = {**json.loads(raw(claims)), "name": "A hundred kilograms"}
    stranger = Ed25519PrivateKey.generate()
    text = f"{head}.{coded(other)}"
    by_stranger = urlsafe_b64encode(stranger.sign(text.encode())).rstrip(b"=").decode()
    unsigned = coded({"alg": "none", "typ": "JWT"})

    with pytest.raises(InvalidSignature):
        read(client, f"{text}.{signature}")
    for forged in (
        f"{text}.{signature}",
        f"{text}.{by_stranger}",
        f"{unsigned}.{claims}.",
        "a.b",
        "é.é.é",
        "x" * 20_000,
    ):
        assert GOOD not in said_by(client, forged)
    for forged in (f"{text}.{signature}", f"{text}.{by_stranger}", f"{unsigned}.{claims}."):
        assert NOT_OURS in said_by(client, forged)
    assert GOOD in said_by(client, f" {token[:40]}\n{token[40:]} ")


def test_revoked_it_has_no_page_and_whoever_has_it_reads_so(client, alice):
    shown = published(alice)
    token = token_of(client, shown.public_id)
    claims = read(client, token)
    take_back(activity=Activity.objects.get(), reason=Reason.MISTAKEN, by=make_citizen(), now=LATER)
    awarding.judge([alice.pk], now=LATER)

    assert client.get(f"/trophies/{shown.public_id}/").status_code == 404
    assert client.get(f"/trophies/{shown.public_id}/credential/").status_code == 404
    assert is_over(client, claims)
    assert REVOKED in said_by(client, token)
    with pytest.raises(TrophyRevoked):
        publishing.publish(award=shown.award, now=LATER)


def test_its_owner_takes_it_away_and_shows_it_at_another_address(client, alice):
    shown = published(alice)
    token = token_of(client, shown.public_id)
    client.force_login(alice)

    answer = client.post(f"/trophies/mine/{shown.award.public_id}/withdraw/")

    assert answer.status_code == 302
    assert client.get(f"/trophies/{shown.public_id}/").status_code == 404
    assert WITHDRAWN in said_by(client, token)
    assert is_over(client, read(client, token))
    again = client.post(f"/trophies/mine/{shown.award.public_id}/publish/")
    assert shown.public_id not in again["Location"]
    fresh = token_of(client, again["Location"].strip("/").split("/")[1])
    assert GOOD in said_by(client, fresh)
    assert read(client, fresh)["sub"] != read(client, token)["sub"]


def test_nobody_shows_another_ones(client, alice, bob):
    rest = published(alice)
    client.force_login(bob)

    award = TrophyAward.objects.get(trophy="first-act")
    assert client.post(f"/trophies/mine/{award.public_id}/publish/").status_code == 404
    assert client.post(f"/trophies/mine/{rest.award.public_id}/withdraw/").status_code == 404
    assert client.get(f"/trophies/{rest.public_id}/").status_code == 200


def test_what_was_signed_before_the_key_changed_stays_good(client, alice, settings):
    token = token_of(client, published(alice).public_id)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of this portal, long enough for anybody"

    assert NOT_OURS in said_by(client, token)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert GOOD in said_by(client, token)
    assert read(client, token)["name"] == "First ride"
