"""To a platform and back: what waits in the visitor's session while they are there, and who they are on their return.

The state is allauth's: random, of one platform, good for one return within ten minutes, and of this session alone.
"""

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.http import HttpRequest

from platforms import offered
from platforms.identities import Identity
from platforms.models import Platform
from platforms.provider import MOST_OF_A_CODE
from platforms.refusals import Cancelled, NotOffered, SignInOver

SIGN_IN, LINK = "sign_in", "link"
LONGEST_STATE = 64


@dataclass(frozen=True, slots=True)
class Journey:
    """What somebody went there for; `citizen_id` is who was signed in then."""

    purpose: str
    app: str
    then: str
    citizen_id: int | None


def address_there(request: HttpRequest, platform: Platform, *, purpose: str, then: str) -> str:
    """Where the visitor goes; what for is kept in their session. `then` is a page of ours. Raises NotOffered."""
    app = offered.app_for(request, platform)
    provider = offered.provider(request, platform, app)
    if provider is None:
        raise NotOffered(platform=platform)
    if not request.user.is_authenticated:
        request.session.set_expiry(settings.ACCOUNT_LOGIN_TIMEOUT)
    journey = {"app": app, "then": then, "citizen_id": request.user.pk}
    return str(provider.redirect(request, process=purpose, data=journey).url)


def journey_of(request: HttpRequest, platform: Platform) -> Journey:
    """What the visitor who comes back had left for; it is told once. Raises SignInOver."""
    state_id = request.GET.get("state", "")
    state: dict[str, Any] | None = None
    if 0 < len(state_id) <= LONGEST_STATE:
        state = statekit.unstash_state(request, provider_id=platform, state_id=state_id)
    if state is None:
        raise SignInOver(platform=platform)
    return Journey(purpose=state["process"], **state["data"])


def who_came(request: HttpRequest, platform: Platform, journey: Journey) -> Identity:
    """Asks the platform who came back with its code. Raises what `Adapter.identity` does, NotOffered, Cancelled."""
    provider = offered.provider(request, platform, journey.app)
    if provider is None:
        raise NotOffered(platform=platform)
    adapter = provider.get_oauth2_adapter(request)
    code = request.GET.get(adapter.code_parameter, "")
    if not code:
        # Weibo says so by `error=access_denied`, WeChat by leaving the code out, Douyin by `errCode`.
        raise Cancelled(platform=platform)
    if len(code) > MOST_OF_A_CODE or not (code.isascii() and code.isprintable()):
        raise SignInOver(platform=platform)
    return adapter.identity(code)
