"""A device that keeps passkeys, as a browser has it: what it sends for what a page asks."""

import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HERE = "http://testserver"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Its counter goes on with each use; 0 stays 0, as with devices that share their keys."""

    credential_id: bytes = b"0123456789abcdef"
    counter: int = 0
    flags: int = PRESENT | VERIFIED
    origin: str = HERE
    host: str = "testserver"
    handle: bytes = b""
    """Whose the key is, where the page asked the device to keep that."""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, question: str) -> str:
        """A new passkey."""
        asked = json.loads(question)["publicKey"]
        if asked["authenticatorSelection"].get("residentKey") == "required":
            self.handle = websafe_decode(asked["user"]["id"])
        client = self._client("webauthn.create", question)
        made = AttestedCredentialData.create(
            Aaguid(bytes(16)), self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        told = AuthenticatorData.create(sha256(self.host.encode()), self.flags | NEW, self.counter, made)
        return self._sent(client, attestationObject=bytes(AttestationObject.create("none", told, {})))

    def sign(self, question: str) -> str:
        self.counter += bool(self.counter)
        client = self._client("webauthn.get", question)
        told = bytes(AuthenticatorData.create(sha256(self.host.encode()), self.flags, self.counter))
        signature = self.key.sign(told + sha256(client), ec.ECDSA(SHA256()))
        named = {"userHandle": self.handle} if self.handle else {}
        return self._sent(client, authenticatorData=told, signature=signature, **named)

    def _client(self, kind: str, question: str) -> bytes:
        challenge = websafe_decode(json.loads(question)["publicKey"]["challenge"])
        return bytes(CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin))

    def _sent(self, client: bytes, **parts: bytes) -> str:
        name = websafe_encode(self.credential_id)
        response: dict[str, Any] = {"clientDataJSON": websafe_encode(client)}
        response |= {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


NEW_PAGE, CODE_PAGE = "/me/second-factor/passkeys/new/", "/me/second-factor/code/"
ASK_PAGE, ENTER_PAGE = "/sign-in/passkey/question/", "/sign-in/passkey/"


def question_of(browser: Client, page: str = CODE_PAGE) -> str:
    """What a page asks of the browser."""
    question: str = browser.get(page).context["question"]
    return question


def register(browser: Client, device: Device) -> Any:
    return browser.post(NEW_PAGE, {"passkey": device.make(question_of(browser, NEW_PAGE))})


def enter(browser: Client, device: Device, then: str = "") -> Any:
    """Signs in by the passkey alone."""
    answer = device.sign(browser.post(ASK_PAGE).content.decode())
    return browser.post(f"{ENTER_PAGE}?next={then}" if then else ENTER_PAGE, {"passkey": answer})


def show(browser: Client, device: Device, then: str = "/admin/") -> Any:
    return browser.post(f"{CODE_PAGE}?next={then}", {"passkey": device.sign(question_of(browser))})
