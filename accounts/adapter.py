"""How allauth reaches our citizens: by the phone on their profile, silently, and never while deactivated."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import language, merged
from accounts.citizens import find_citizen
from accounts.models import Profile, User
from accounts.sms import gateway
from common.successors import successor_of

OF_A_NUMBER = ".PhoneVerificationStage"


class PhoneAdapter(DefaultAccountAdapter):
    """Phones live on `Profile`; a citizen is made by `accounts.sign_in` once the code is right."""

    def get_user_by_phone(self, phone: str) -> User | None:
        return find_citizen(phone)

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        profile = Profile.objects.filter(user_id=user.pk, phone__isnull=False).first()
        return (profile.phone, profile.phone_verified_at is not None) if profile and profile.phone else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        verified_at = timezone.now() if verified else None
        Profile.objects.filter(user_id=user.pk).update(phone=phone, phone_verified_at=verified_at)

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        unverified = Profile.objects.filter(user_id=user.pk, phone=phone, phone_verified_at=None)
        unverified.update(phone_verified_at=timezone.now())

    def send_verification_code_sms(self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any) -> None:
        gateway().send_code(phone=phone, code=code)

    def is_safe_url(self, url: str | None) -> bool:
        """Whether it leads to a page of ours, named by its path."""
        try:
            return url is not None and url.startswith("/") and bool(super().is_safe_url(url))
        except ValueError:
            # `//[::1` is no address at all.
            return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        language.remember(response, language.spoken_by(user))
        return response

    def get_login_stages(self) -> list[str]:
        """Without those of the second factor (asked for at the merchant's door, docs/adr/0019), and of a number.

        A number is shown before it is somebody's. Whoever has lost theirs comes in another way, and without one.
        """
        stages: list[str] = super().get_login_stages()
        return [one for one in stages if not one.startswith("allauth.mfa.") and not one.endswith(OF_A_NUMBER)]

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        if successor_of(user.pk) is not None:
            return merged.told(request, user)
        messages.error(request, _("This account has been closed and cannot be used to sign in."))
        return HttpResponseRedirect(reverse("account_request_login_code"))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say themselves what happened, in our words."""
