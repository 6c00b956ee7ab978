"""Which language the portal speaks: the one that the reader chose, else the browser's, else Chinese."""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from accounts.models import Profile

FOREIGN = "en"
MOST_OF_A_LIST = 200
"""Characters; browsers send far fewer."""


class ReaderLanguageMiddleware(LocaleMiddleware):
    """Pages follow the reader's choice before the browser's list; programs ask by the list alone."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith("/api/"):
            super().process_request(request)
            return
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()


def chosen_language(request: HttpRequest) -> str:
    """What the reader chose on this device, else what its browser asks for."""
    choice = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return choice if choice in dict(settings.LANGUAGES) else asked_by_browser(request)


def asked_by_browser(request: HttpRequest) -> str:
    """The first of its list that we speak; English where it asks for none of ours, Chinese where for nothing."""
    listed = request.headers.get("Accept-Language", "")
    for language, _weight in parse_accept_lang_header(listed[:MOST_OF_A_LIST]):
        with suppress(LookupError):
            return get_supported_language_variant(language)
    return FOREIGN if listed.strip(" *") else settings.LANGUAGE_CODE


def spoken_by(user: AbstractBaseUser) -> str:
    """What the user chose on whatever device."""
    choice = Profile.objects.filter(user_id=user.pk).values_list("language", flat=True).first()
    return choice or settings.LANGUAGE_CODE


def remember(response: HttpResponseBase, language: str) -> None:
    """Let this device speak `language` from the next page on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
