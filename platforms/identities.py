"""Whose an account of a platform is: found by its unionid where there is one, else by the app's own id of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.refusals import AccountClosed
from platforms import news
from platforms.models import Link, Openid, Platform
from platforms.refusals import LinkedToAnother, OtherAccountLinked, PerhapsOtherAccount, TwoCitizens


@dataclass(frozen=True, slots=True)
class Identity:
    """What a platform has told of who came, and vouches for."""

    platform: Platform
    app_id: str
    """Which app of ours was told: its key at the platform."""
    openid: str
    """How that app, and no other, knows the account."""
    unionid: str | None = None
    """How all apps of ours know it; `None` where the platform does not say."""
    shown_as: str = ""
    """Its masked name there (`masked`)."""

    def __post_init__(self) -> None:
        assert self.openid
        assert self.unionid != ""


def masked(name: str) -> str:
    """Enough of a name for its owner to know it again: its first letter."""
    clean = "".join(letter for letter in name.strip() if letter.isprintable())
    return f"{clean[0]}***" if clean else ""


def citizen_of(identity: Identity) -> User | None:
    """Whose account it is; `None` of one that nobody has linked. Raises TwoCitizens."""
    link = _link_of(identity)
    return link.citizen if link else None


def link(citizen: User, identity: Identity, now: datetime) -> Link:
    """The account is the citizen's from now on, who is told of it; where it is already, what is new of it is noted.

    Raises AccountClosed, LinkedToAnother, OtherAccountLinked, PerhapsOtherAccount, TwoCitizens: then nothing has
    changed.
    """
    try:
        with transaction.atomic():
            # Whoever links, unlinks or makes two accounts one waits here for the others.
            if not User.objects.select_for_update(no_key=True).get(pk=citizen.pk).is_active:
                raise AccountClosed
            found = _link_of(identity)
            if found is None:
                return _new(citizen, identity, now)
            if found.citizen_id != citizen.pk:
                raise LinkedToAnother(platform=identity.platform)
            return _noted(found, identity)
    except IntegrityError:
        # Somebody else linked it at the same moment.
        raise LinkedToAnother(platform=identity.platform) from None


def unlink(link: Link) -> None:
    """Forget the account, with what the platform told of it. The trail keeps that there was one."""
    link.delete()


def _link_of(identity: Identity) -> Link | None:
    links = Link.objects.filter(platform=identity.platform).select_related("citizen")
    by_openid = links.filter(openids__app_id=identity.app_id, openids__openid=identity.openid).first()
    by_unionid = links.filter(unionid=identity.unionid).first() if identity.unionid else None
    if by_openid and by_unionid and by_openid != by_unionid:
        raise TwoCitizens(platform=identity.platform)
    return by_unionid or by_openid


def _new(citizen: User, identity: Identity, now: datetime) -> Link:
    own = Link.objects.filter(citizen=citizen, platform=identity.platform).first()
    if own is not None:
        raise _beside(own, identity)
    made = _noted(Link(citizen=citizen, platform=identity.platform, linked_at=now), identity)
    news.tell_linked(citizen, identity.platform, now=now)
    return made


def _beside(own: Link, identity: Identity) -> OtherAccountLinked:
    """What is said where the citizen has linked an account there already. Without a unionid it may be the same.

    It is not taken for it: whoever had the citizen's session for a minute would have a way in of their own.
    """
    is_other_union = own.unionid and identity.unionid and own.unionid != identity.unionid
    if is_other_union or own.openids.filter(app_id=identity.app_id).exists():
        return OtherAccountLinked(platform=identity.platform)
    return PerhapsOtherAccount(platform=identity.platform)


def _noted(link: Link, identity: Identity) -> Link:
    # The newest: the ids of all accounts change where the operator moves its apps to another account of its own.
    link.unionid = identity.unionid or link.unionid
    link.shown_as = identity.shown_as or link.shown_as
    link.save()
    Openid.objects.update_or_create(
        link=link,
        app_id=identity.app_id,
        defaults={"platform": identity.platform, "openid": identity.openid},
    )
    return link
