"""What a citizen is told of a freeze: that it began, with why and until when, and that it is over."""

from django.urls import reverse

from accounts.inbox.telling import News
from accounts.models import Freeze

FROZEN = "frozen"
LIFTED = "freeze_lifted"
RAN_OUT = "freeze_ran_out"


def frozen(freeze: Freeze) -> News:
    what = {"earning": freeze.earning, "spending": freeze.spending}
    return _news(freeze, FROZEN, {**what, "until": freeze.ends_at.isoformat()})


def over(freeze: Freeze) -> News:
    """Lifted by somebody, or over since its time had come."""
    return _news(freeze, RAN_OUT if freeze.lifted_by_id is None else LIFTED, {"earning": freeze.earning})


def _news(freeze: Freeze, code: str, facts: dict[str, object]) -> News:
    return News(freeze.citizen_id, code, f"freeze:{freeze.public_id}:{code}", reverse("accounts:standing"), facts)
