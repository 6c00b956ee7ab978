"""The reference of the one transfer that pays an act, and the act behind a reference.

It names the act: `act:17`. Awards of before that name their assessment by a number of its own, `award:9`, which the
assessment has kept; a reference never changes.
"""

from typing import NamedTuple

ACT, NUMBERED = "act", "award"
REVOKE, REPAY = "revoke:", "repay:"
"""What is taken back of an act is `revoke:17:0`, what its award repays of a debt `repay:act:17`."""
AWARD_REFERENCE = f"coalesce('{NUMBERED}:' || assessment.award_number, '{ACT}:' || assessment.activity_id)"
"""`reference_of` in SQL, of a row called `assessment`."""


class Paid(NamedTuple):
    """What a reference names: an act, or the number of an assessment of before."""

    act_id: int | None = None
    number: int | None = None


def reference_of(activity_id: int, award_number: int | None = None) -> str:
    return f"{ACT}:{activity_id}" if award_number is None else f"{NUMBERED}:{award_number}"


def behind(reference: str) -> Paid | None:
    """The act that a movement is about: that it pays, takes back, or repays a debt with; `None` for any other."""
    if reference.startswith(REVOKE):
        return paid_by(f"{ACT}:{reference.removeprefix(REVOKE).partition(':')[0]}")
    return paid_by(reference.removeprefix(REPAY))


def paid_by(reference: str) -> Paid | None:
    """What a transfer's reference pays; `None` for a transfer of another kind."""
    kind, _colon, number = reference.partition(":")
    if kind not in {ACT, NUMBERED} or not (number.isascii() and number.isdigit()):
        return None
    return Paid(act_id=int(number)) if kind == ACT else Paid(number=int(number))
