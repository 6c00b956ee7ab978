"""Users, what is personal about them, and the tokens that machines use in their name.

Everything personal (name, phone, district) is in `Profile`, a row that can be erased while the user's number stays in
the ledger.
"""

from datetime import datetime, timedelta
from typing import ClassVar

import pghistory
import pgtrigger
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Now, Right
from django.utils.translation import gettext_lazy as _

from accounts.app_sign_in.models import AppSignIn as AppSignIn
from accounts.app_sign_in.models import AppWay as AppWay
from accounts.changing_phone.models import ChangedNumbers as ChangedNumbers
from accounts.changing_phone.models import PhoneChange as PhoneChange
from accounts.deeds.models import Deed as Deed
from accounts.deeds.models import DeedKind as DeedKind
from accounts.districts import District
from accounts.inbox.models import Notice as Notice
from accounts.scopes import Scope, every_scope
from accounts.standing.models import Freeze as Freeze
from accounts.texting.models import GatewayState as GatewayState
from common.public_ids import new_public_id
from common.texts import in_reader_language


class UserManager(BaseUserManager["User"]):
    def create_citizen(self) -> "User":
        """A user who signs in by phone and has no password."""
        user = self.model()
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None) -> "User":
        """A member of staff with every permission, who signs in by name and password."""
        user = self.model(username=username, is_staff=True, is_superuser=True)
        user.set_password(password)
        user.save(using=self._db)
        return user


# Neither password nor last sign-in: the trail tells who was given which rights, and holds no secret. Of a citizen's row
# it tells from the first change on, so that signing up writes nothing here.
@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Q(new__is_staff=True)),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["public_id", "username", "is_staff", "is_superuser", "is_active"],
    model_name="UserEvent",
    meta={"verbose_name": _("change to a user"), "verbose_name_plural": _("changes to users")},
)
class User(AbstractBaseUser, PermissionsMixin):
    """A citizen or a member of staff. Holds nothing personal; a staff member's `username` is a name of the office."""

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    username = models.CharField(_("staff sign-in name"), max_length=64, unique=True, null=True, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [
            ("reset_secondfactor", _("Can reset second factors")),
            ("look_after_staff", _("Can look after accounts of staff")),
            ("serve_user", _("Can see what is a citizen’s, to help them")),
        ]

    def __str__(self) -> str:
        return self.username or self.public_id


# Whose; never the secret, and not each use. Recovery codes come and go with the factors and tell nothing of their own.
@pghistory.track(
    pghistory.InsertEvent(condition=~pgtrigger.Q(new__type=Authenticator.Type.RECOVERY_CODES)),
    pghistory.DeleteEvent(condition=~pgtrigger.Q(old__type=Authenticator.Type.RECOVERY_CODES)),
    fields=["user"],
    model_name="SecondFactorEvent",
    meta={
        "verbose_name": _("change to a second factor"),
        "verbose_name_plural": _("changes to second factors"),
    },
)
class SecondFactor(Authenticator):
    """allauth's rows, here only so that the database tells the trail of them."""

    class Meta:
        proxy = True
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")


# Rights come by groups: who was put into one, and what a group was given.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.DeleteEvent(),
    model_name="MemberEvent",
    meta={"verbose_name": _("change to a group’s members"), "verbose_name_plural": _("changes to groups’ members")},
)
class Member(User.groups.through):  # type: ignore[name-defined]
    """Django's rows, here only so that the database tells the trail of them."""

    class Meta:
        proxy = True
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.DeleteEvent(),
    model_name="GrantEvent",
    meta={"verbose_name": _("change to a group’s rights"), "verbose_name_plural": _("changes to groups’ rights")},
)
class Grant(Group.permissions.through):  # type: ignore[name-defined]
    """Django's rows, here only so that the database tells the trail of them."""

    class Meta:
        proxy = True
        verbose_name = _("right of a group")
        verbose_name_plural = _("rights of groups")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.DeleteEvent(),
    model_name="OwnRightEvent",
    meta={"verbose_name": _("change to a person’s own rights"), "verbose_name_plural": _("changes to persons’ rights")},
)
class OwnRight(User.user_permissions.through):  # type: ignore[name-defined]
    """Django's rows, here only so that the database tells the trail of them: the desk gives rights by groups alone."""

    class Meta:
        proxy = True
        verbose_name = _("right of a person")
        verbose_name_plural = _("rights of persons")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["name"],
    model_name="GroupEvent",
    meta={"verbose_name": _("change to a group"), "verbose_name_plural": _("changes to groups")},
)
class StaffGroup(Group):
    """Django's rows, here only so that the database tells the trail of them."""

    class Meta:
        proxy = True
        verbose_name = _("group")
        verbose_name_plural = _("groups")


class ProfileQuerySet(models.QuerySet["Profile"]):
    def reached_by_text(self) -> "ProfileQuerySet":
        """Those who wish to be told by text message, and can be."""
        return self.with_open_phone().filter(wants_texts=True)

    def with_open_phone(self) -> "ProfileQuerySet":
        """Those whose account is open and has a number."""
        return self.filter(phone__isnull=False, user__is_active=True)


class Profile(models.Model):
    """What is personal about a user, erased on request. Acts keep only the district in which they were recorded."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    phone = models.CharField(_("phone"), max_length=16, unique=True, null=True, blank=True, help_text="E.164")
    phone_verified_at = models.DateTimeField(_("phone verified"), null=True, blank=True)
    display_name = models.CharField(_("display name"), max_length=30, blank=True)
    district = models.CharField(_("district"), max_length=16, choices=District.choices, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    wants_texts = models.BooleanField(_("wants text messages"), default=False, db_default=False)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    """The day on which a session of theirs was last used; nothing where that was before it was noted."""

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        # Somebody who calls says the last four digits.
        indexes = [models.Index(Right("phone", 4), name="profile_phone_tail")]
        constraints = [
            models.CheckConstraint(
                name="district_is_known",
                condition=models.Q(district__in=["", *District.values]),
            ),
        ]

    def __str__(self) -> str:
        return self.user.public_id


class StandIn(models.Model):
    """Somebody of a simulated city as whom a visitor of the demonstration may enter; `words` say who that is.

    Set by the simulation alone, and read only with DEBUG on this machine. A portal without DEBUG does not start where
    there is one.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    position = models.PositiveSmallIntegerField(unique=True)
    name = models.JSONField()
    words = models.JSONField()

    def __str__(self) -> str:
        return in_reader_language(self.name)

    def words_text(self) -> str:
        return in_reader_language(self.words)


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def valid(self, now: datetime) -> "AccessTokenQuerySet":
        """Those that still open the door."""
        return self.filter(revoked_at=None, ends_at__gt=now)


class AccessToken(models.Model):
    """Lets a program of the citizen's own speak to the API. Only the digest is kept; the token is shown once."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("name"), max_length=40)
    # By default all, and a year: what tokens are given that a process of the release before issues.
    scopes = ArrayField(
        models.CharField(max_length=8, choices=Scope), default=every_scope, db_default=Value(every_scope())
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(db_default=Now() + timedelta(days=365))
    last_used_on = models.DateField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return self.label

    def scope_words(self) -> list[str]:
        """What it may be used for, in the language active now."""
        return [str(scope.label) for scope in Scope if scope in self.scopes]


class Tries(models.Model):
    """When something was tried by one of those whom a limit counts (`accounts/rate_limits.py`)."""

    digest = models.CharField(max_length=64, primary_key=True)
    """Of the action and of whom it counts: neither numbers nor addresses can be read."""
    tried_at = ArrayField(models.FloatField())
    """Seconds since 1970, the newest first; no more than the limit allows."""
    over_at = models.DateTimeField(db_index=True)
    """When the last of them counts no more."""


class MessagesOfDay(models.Model):
    """How many sign-in messages were sent on a day of the city."""

    day = models.DateField(primary_key=True)
    sent = models.IntegerField()


class SignedIn(models.Model):
    """A session in which somebody signed in, by its key of today (`accounts/devices.py`)."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=16)
    """A word of `accounts.devices.WORDS`."""
    at = models.DateTimeField()
    last_used_on = models.DateField()


class Seen(models.TextChoices):
    """What of a citizen the desk has shown."""

    PROFILE = "profile", _("Your page: mobile number, name, district")
    PHONE = "phone", _("Your account, found by your mobile number")
    APPLICATION = "application", _("Your application as a merchant, with your mobile number")
    ACT = "act", _("One of your acts")
    ATTEMPT = "attempt", _("What you entered and was not taken")
    PHOTO = "photo", _("A photo that you reported with")
    ODOMETER = "odometer", _("Photos of your odometer")
    SERVED = "served", _("Your acts, vouchers and movements, to help you")


class Look(models.Model):
    """On this day an office has looked at this of a citizen (`accounts/looks.py`)."""

    LONGEST_OFFICE: ClassVar = 300

    citizen = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    seen = models.CharField(max_length=16, choices=Seen)
    office = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    """For the city to look into; no page shows it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["citizen", "day", "seen", "office", "by"], name="look_once_a_day")
        ]


class PastSignIn(models.Model):
    """Somebody signed in by phone and code."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    device = models.CharField(max_length=16)
