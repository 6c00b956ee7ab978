"""Signing in by phone and code: one door for new and known citizens, on allauth's login-by-code stage.

The number is not looked up before the code is right. So neither the page nor its timing tells whether a number is
known, and a number that nobody answers leaves no row behind.
"""

import secrets
import time
from collections.abc import Mapping

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from accounts import arriving, known_devices, merged
from accounts.citizens import citizen_with_phone
from accounts.code_requests import DIGITS, admit
from accounts.rate_limits import TriedTooOften, count_try
from accounts.refusals import NoMoreResends, ResendTooEarly, TooManyTriesFromHere
from accounts.sms import gateway
from accounts.ways_in import PHONE

RESEND_AFTER_S = 60
DECIMALS = "0123456789"


class SignIn(LoginCodeVerificationProcess):
    """A code that was sent and is awaited; its state lives in the visitor's session and ends with it."""

    @classmethod
    def start(cls, request: HttpRequest, phone: str, solution: Mapping[str, str] | None = None) -> "SignIn":
        """Send a code to `phone` (E.164) and await it in this session; `solution` as `admit` has it.

        Raises TooManyCodes, PuzzleFirst, CeilingReached, CodeNotSent.
        """
        login = Login(phone=phone)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, phone=phone), initiated_by_user=True)
        sign_in = cls(stage)
        sign_in.send(solution=solution)
        sign_in.persist()
        # A session that holds a number but no citizen is not kept for the month that a citizen's is.
        request.session.set_expiry(settings.ACCOUNT_LOGIN_TIMEOUT)
        return sign_in

    @classmethod
    def awaited(cls, request: HttpRequest) -> "SignIn | None":
        """The sign-in that this session has begun, even if its code is too old by now."""
        stage = LoginStageController.enter(request, LoginByCodeStage.key)
        return cls(stage) if stage else None

    @property
    def phone(self) -> str:
        return str(self.state["phone"])

    @property
    def resend_wait_s(self) -> int:
        """Seconds until a new code may be asked for."""
        wait_s = round(self.state["at"] + RESEND_AFTER_S - time.time())
        # Longer than that is a clock that was set back since.
        return max(0, min(wait_s, RESEND_AFTER_S))

    @property
    def digits(self) -> int:
        """How many digits the code has that was sent last."""
        return len(self.code) or DIGITS

    def send(
        self,
        skip_enumeration_mails: bool = False,
        *,
        again: bool = False,
        solution: Mapping[str, str] | None = None,
    ) -> None:
        """Make a new code, which replaces the one before, and send it."""
        digits = admit(self.request, phone=self.phone, again=again, solution=solution)
        code = get_random_string(digits, DECIMALS)
        gateway().send_code(phone=self.phone, code=code)
        self.state.update(code=code, code_id=secrets.token_hex(8), at=time.time())

    def resend(self, solution: Mapping[str, str] | None = None) -> None:
        """Send a new code. Raises NoMoreResends, ResendTooEarly, TooManyCodes, CeilingReached, CodeNotSent."""
        if not self.can_resend:
            raise NoMoreResends
        if self.resend_wait_s:
            raise ResendTooEarly(seconds=self.resend_wait_s)
        self.send(again=True, solution=solution)
        self.record_resend()
        self.persist()

    def is_right(self, code: str) -> bool:
        """Whether `code` is the one that was sent, and not one guess too many. Raises TooManyTriesFromHere.

        Counted per code in the database, because a session's own count can be outrun by requests sent at once.
        """
        tries = [("confirm_login_code", self.state["code_id"])]
        if not known_devices.device_of(self.request, self.phone):
            tries.append(("confirm_from_address", ""))
        try:
            count_try(self.request, *tries)
        except TriedTooOften as refused:
            if refused.per != "key":
                raise TooManyTriesFromHere(wait_s=refused.wait_s) from None
            return False
        return bool(compare_user_code(actual=code, expected=self.code))

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign in whoever holds the phone, and go on to `redirect_url`; a new citizen is welcomed first.

        Raises `PerhapsAnothers`: then nobody is signed in, and the code is used up.
        """
        is_known = known_devices.device_of(self.request, self.phone) is not None
        language = get_language() or settings.LANGUAGE_CODE
        self._user, is_new = citizen_with_phone(
            phone=self.phone, language=language, now=timezone.now(), is_known=is_known
        )
        self.request.session.set_expiry(None)
        then = arriving.welcome_address(redirect_url) if is_new else redirect_url
        response: HttpResponse = super().finish(then)
        merged.note_number(self.request, self.phone)
        known_devices.remember(self.request, response, self.phone)
        arriving.arrived(self.request, way=PHONE, then=redirect_url, now=timezone.now())
        return response
