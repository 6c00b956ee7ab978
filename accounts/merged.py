"""Signing in with what belonged to an account that was merged: nobody is signed in, but told where it has gone.

A number that is not the one to stay opens neither account: it may be somebody else's by now. Who holds it and knows of
no such account has it freed, and begins with an account of their own.
"""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts import citizens
from accounts.changing_phone import numbers
from accounts.changing_phone.models import PhoneChange, Way
from accounts.models import Profile
from common.successors import successor_of

TOLD = "merged_number"
LASTS_S = 600


def told(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    """To the page that says so, for who has just proven what belonged to this closed account."""
    request.session[TOLD] = {"account": user.pk, "phone": "", "at": timezone.now().timestamp()}
    return HttpResponseRedirect(reverse("accounts:merged"))


def note_number(request: HttpRequest, phone: str) -> None:
    """Where somebody was told so, it was a code to this number (E.164) that they had entered."""
    if shown := request.session.get(TOLD):
        request.session[TOLD] = {**shown, "phone": phone}


def has_proven_number(request: HttpRequest, profile: Profile) -> bool:
    """Whether that account came up by the number that it has, and by no other way in, which proves no number."""
    return bool(profile.phone) and request.session.get(TOLD, {}).get("phone") == profile.phone


def proven(request: HttpRequest, *, now: datetime) -> Profile | None:
    """The merged account that this session has proven to hold, within ten minutes."""
    shown = request.session.get(TOLD)
    if not shown or not 0 <= now.timestamp() - shown["at"] < LASTS_S or successor_of(shown["account"]) is None:
        return None
    return Profile.objects.filter(user=shown["account"], user__is_active=False).first()


@transaction.atomic
def free(request: HttpRequest, profile: Profile, *, now: datetime) -> None:
    """The number is nobody's again, which is written down; signing in with it makes a new account. Locks: the user.

    Nothing happens where this session has not proven that number, or the account has it no more.
    """
    citizens.lock(profile.user_id)
    phone = numbers.phone_of(profile.user_id)
    if phone and has_proven_number(request, Profile.objects.get(pk=profile.pk)):
        Profile.objects.filter(pk=profile.pk).update(phone=None, phone_verified_at=None)
        passed_on = PhoneChange.objects.create(
            citizen_id=profile.user_id, way=Way.PASSED_ON, asked_at=now, due_at=now, tells_old=False, done_at=now
        )
        numbers.keep(passed_on, old=phone, new="")
    request.session.pop(TOLD, None)
