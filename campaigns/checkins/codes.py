"""The codes of a check-in: on the organiser's screen, and on the citizen's ticket; both change every half minute."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from campaigns.models import Campaign, SignUp
from common import step_codes
from common.public_ids import LENGTH, is_public_id

SPACES = " \t\r\n-·"


@dataclass(frozen=True, slots=True)
class Showing:
    """The code of this moment and for how many seconds it stands."""

    code: str
    seconds_left: int

    @property
    def seconds_gone(self) -> int:
        return step_codes.STEP_S - self.seconds_left

    @property
    def groups(self) -> tuple[str, str]:
        """As it is read aloud: 123 456."""
        return self.code[:3], self.code[3:]


def on_screen(campaign: Campaign, *, now: datetime) -> Showing:
    return Showing(step_codes.code_at(bytes(campaign.code_key), now), step_codes.seconds_left(now))


def is_on_screen(campaign: Campaign, code: str, *, now: datetime) -> bool:
    """Whether somebody who says `code` can have read it on the screen just now."""
    return step_codes.is_right(bytes(campaign.code_key), code, now)


def on_ticket(signup: SignUp, *, now: datetime) -> Showing:
    return Showing(step_codes.code_at(_key_of(signup.public_id), now), step_codes.seconds_left(now))


def is_on_ticket(public_id: str, code: str, *, now: datetime) -> bool:
    return step_codes.is_right(_key_of(public_id), code, now)


def ticket_of(signup: SignUp, *, now: datetime) -> str:
    """What its QR code says and staff may type: the sign-up's id, then the six digits."""
    return f"{signup.public_id}{on_ticket(signup, now=now).code}"


def read_ticket(text: str) -> tuple[str, str] | None:
    """The sign-up's id and the six digits of what was scanned or typed."""
    shown = "".join(text.rpartition("/")[2].rpartition("=")[2].split()).translate(str.maketrans("", "", SPACES)).lower()
    public_id, code = shown[:LENGTH], shown[LENGTH:]
    is_code = len(code) == step_codes.DIGITS and code.isascii() and code.isdigit()
    return (public_id, code) if is_public_id(public_id) and is_code else None


def _key_of(public_id: str) -> bytes:
    """Of no use to whoever has seen one ticket: it is made with the portal's own secret."""
    return salted_hmac("campaigns.ticket", public_id, algorithm="sha256").digest()
