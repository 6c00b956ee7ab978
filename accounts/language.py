"""Which language the portal speaks: the one that the reader chose, else Chinese."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from accounts.models import Profile


class ReaderLanguageMiddleware(LocaleMiddleware):
    """Pages ignore the browser's list of languages, which tells what its maker shipped; programs ask by header."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith("/api/"):
            super().process_request(request)
            return
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()


def chosen_language(request: HttpRequest) -> str:
    """What the reader chose on this device."""
    choice = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return choice if choice in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


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
