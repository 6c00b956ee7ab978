"""A citizen signs in from a mini-program: known by the platform's account, or asked for their phone once."""

from collections.abc import Collection
from dataclasses import asdict

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import second_factor
from accounts.app_sign_in import codes
from accounts.app_sign_in.carrying import use_up
from accounts.app_sign_in.keeping import Tokens
from accounts.changing_phone import waiting
from accounts.changing_phone.refusals import WayInRests
from accounts.models import AppWay
from accounts.sessions import SessionStore
from platforms.identities import Identity, citizen_of, link
from platforms.mini_programs.exchanging import identity_of
from platforms.mini_programs.refusals import LinkedOnThePage, TicketOver
from platforms.models import Platform

AWAITS_PHONE = "platform_identity"
LASTS_S = 10 * 60
WAYS = {Platform.WECHAT: AppWay.WECHAT, Platform.ALIPAY: AppWay.ALIPAY, Platform.DOUYIN: AppWay.DOUYIN}


def sign_in(request: HttpRequest, platform: Platform, *, code: str, scopes: Collection[str]) -> Tokens | str:
    """Tokens where the account is linked; else a ticket with which the phone is asked, once, within ten minutes.

    Raises what `identity_of` and `citizen_of` raise, and AccountClosed.
    """
    identity = identity_of(platform, code)
    citizen = citizen_of(identity)
    if citizen is None:
        return _ticket_of(identity)
    # What is new of the account is noted: a unionid, another name. A closed one is told so, and stays as it is.
    link(citizen, identity, timezone.now())
    return codes.sign_in(request, citizen, scopes=scopes, way=WAYS[platform])


def confirm(
    request: HttpRequest, *, platform_ticket: str, ticket: str, code: str, device: str, scopes: Collection[str]
) -> tuple[Tokens, codes.Holder]:
    """The phone is proven: the account is linked to whoever holds it.

    Raises TicketOver, WrongCode, TooManyTriesFromHere: after a wrong code the ticket stays good. Raises AccountClosed,
    LinkedOnThePage of who has a second factor, LinkedToAnother, OtherAccountLinked, PerhapsOtherAccount, TwoCitizens,
    WayInRests: then nobody is made a citizen and nothing is linked.
    """
    kept = SessionStore(platform_ticket)
    told = kept.get(AWAITS_PHONE)
    if told is None:
        raise TicketOver
    identity = Identity(**{**told, "platform": Platform(told["platform"])})
    phone = codes.prove(request, ticket=ticket, code=code, device=device)
    # Of two that confirm at once, one has the ticket.
    if not use_up(kept):
        raise TicketOver
    with transaction.atomic():
        holder = codes.holder(request, phone)
        if second_factor.has_one(holder.citizen):
            raise LinkedOnThePage(platform=identity.platform)
        if waiting.of(holder.citizen) is not None:
            raise WayInRests
        link(holder.citizen, identity, timezone.now())
        tokens = codes.sign_in(request, holder.citizen, scopes=scopes, way=WAYS[identity.platform])
    return tokens, holder


def _ticket_of(identity: Identity) -> str:
    """What the platform told stays here; the app carries a key to it."""
    store = SessionStore()
    store[AWAITS_PHONE] = asdict(identity)
    store.set_expiry(LASTS_S)
    store.create()
    return str(store.session_key)
