"""Users at the desk: who works here and with what rights; of citizens only what serving them needs."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts import devices, looks, rights, second_factor, unlocking
from accounts.changing_phone.changes_desk import PhoneChangeAdmin
from accounts.changing_phone.desk import GivesNumbers
from accounts.deeds.desk import DeedAdmin
from accounts.deeds.noting import note
from accounts.models import Deed, DeedKind, Freeze, PhoneChange, Profile, Seen, User
from accounts.phones import group_phone, mask_phone, parse_phone
from accounts.reach import may_touch
from accounts.refusals import NotAMobileNumber, NotReached
from accounts.requests import citizen_of
from accounts.staff_names import StaffNameField
from accounts.standing.desk import FreezesCitizens
from accounts.standing.words import REASONS
from common.desk import Colours, DeskAdmin, ReadOnlyAdmin
from common.desk_trail import EventAdmin
from common.errors import DomainError
from common.pages.shown import read_count
from common.successors import successor_of
from common.texts import in_reader_language
from common.typed.fields import WordsField

RIGHTS = ("is_staff", "is_superuser", "groups")


class ProfileInline(StackedInline):
    """The personal values, for those who may see them; only their owner writes them."""

    model = Profile
    fields = readonly_fields = ("whole_phone", "phone_verified_at", "display_name", "district", "language")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @display(description=_("phone"))
    def whole_phone(self, profile: Profile) -> str:
        return group_phone(profile.phone) if profile.phone else "—"


class Named:
    """A form of staff: whoever signs in by name has one, which citizens need not."""

    fields: dict[str, Any]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        username = self.fields["username"]
        username.required, username.empty_value = True, ""


class StaffChangeForm(Named, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        field_classes = {"username": StaffNameField}


class StaffCreationForm(Named, UserCreationForm):
    class Meta:
        model = User
        fields = ("username",)
        field_classes = {"username": StaffNameField}

    def save(self, commit: bool = True) -> Any:
        self.instance.is_staff = True
        return super().save(commit)


@admin.register(User)
class DeskUserAdmin(FreezesCitizens, GivesNumbers, UserAdmin, DeskAdmin):  # type: ignore[misc]
    """Only a superuser gives rights and passwords; others close and open the accounts that they reach."""

    form = StaffChangeForm
    add_form = StaffCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (ProfileInline,)
    list_display = ("public_id", "username", "masked_phone", "role", "is_active", "joined_at")
    list_display_links = ("public_id",)
    list_filter = ("is_staff", "is_active")
    list_select_related = ("profile",)
    search_fields = ("public_id", "username")
    search_help_text = _("A whole public id, sign-in name or phone number")
    ordering = ("-pk",)
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    change_form_outer_after_template = "admin/desk/_user_deeds.html"
    changes_by_itself = ("last_login", "password")
    fieldsets = (
        (None, {"fields": ("public_id", "username", "password", "is_active")}),
        (_("Rights"), {"fields": RIGHTS}),
        (_("Times"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}),)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """As every list of the desk; Django's own for users looks at passwords alone."""
        return DeskAdmin.lookup_allowed(self, lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        always: tuple[str, ...] = ("public_id", "joined_at", "last_login")
        if obj is not None and successor_of(obj.pk) is not None:
            always = (*always, "is_active")  # What was merged is not opened again.
        return always if request.user.is_superuser else (*always, "username", *RIGHTS)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or (obj.is_staff and request.user.is_superuser):
            return fieldsets
        if obj.is_staff:
            shown = ("public_id", "username", "is_active")
            return ((None, {"fields": shown}), *fieldsets[1:])
        # A citizen has no password and no rights to look at.
        return ((None, {"fields": ("public_id", "is_active", "joined_at", "last_login")}),)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **named: Any) -> Any:
        if obj is not None and not (obj.is_staff and request.user.is_superuser):
            named["form"] = ModelForm  # the usual one insists on showing a password
        return super().get_form(request, obj, change=change, **named)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_touch(citizen_of(request), obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        context["show_save_and_add_another"] = False
        original = context.get("original")
        context["second_factors"] = list(second_factor.factors(original)) if original else []
        if original and hasattr(original, "profile") and request.user.has_perm("accounts.view_profile"):
            looks.note(of=[original.pk], seen=Seen.PROFILE, by=request.user, now=timezone.now())
        context["may_reset"] = original is not None and self._may_reset(request, original)
        context |= self.freeze_context(request, original) | self.phone_context(request, original)
        return super().render_change_form(request, context, *rest, **named)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reset_second_factor_view)
        own: list[URLPattern] = super().get_urls()
        reset = path("<int:pk>/reset-second-factor/", view, name="accounts_user_reset_second_factor")
        return [reset, *self.freeze_urls(), *self.phone_urls(), *own]

    def reset_second_factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For whoever has lost their phone and has shown who they are; nobody says so of themselves."""
        user = get_object_or_404(User, pk=pk)
        if request.method != "POST" or not self._may_reset(request, user):
            raise PermissionDenied
        shown = read_count(request.POST.get("factor", ""))
        try:
            second_factor.reset(user=user, by=citizen_of(request), shown=shown)
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            devices.end_all(user)
            messages.success(request, gettext("Two-step verification of %(user)s was reset.") % {"user": user})
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]))

    def _may_reset(self, request: HttpRequest, user: User) -> bool:
        may = request.user.has_perm("accounts.reset_secondfactor") and user != request.user
        return may and may_touch(citizen_of(request), user)

    def user_change_password(self, request: HttpRequest, *rest: Any, **named: Any) -> HttpResponse:
        """Whoever sets a password signs in by it: that is giving all that its owner may do."""
        if not request.user.is_superuser:
            raise PermissionDenied
        answer: HttpResponse = super().user_change_password(request, *rest, **named)
        return answer

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Django's own log is of no use to the trail, but tells of the one thing that no column of it does."""
        if request.resolver_match and request.resolver_match.url_name == "auth_user_password_change":
            note(DeedKind.PASSWORD, of=obj, by=citizen_of(request), now=timezone.now())
        return super().log_change(request, obj, message)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None or not hasattr(obj, "profile") else super().get_inlines(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Whole values only, so that nobody feels their way along the numbers; phones for those who may see them."""
        term = search_term.strip()
        if not term:
            return queryset, False
        wanted = Q(public_id=term.lower()) | Q(username=term)
        if request.user.has_perm("accounts.view_profile"):
            with suppress(NotAMobileNumber, NotReached):
                by_phone = Q(profile__phone=parse_phone(term))
                found = queryset.filter(by_phone).values_list("pk", flat=True)
                looks.note(of=found, seen=Seen.PHONE, by=request.user, now=timezone.now())
                wanted |= by_phone
        return queryset.filter(wanted), False

    @display(description=_("phone"))
    def masked_phone(self, user: User) -> str:
        profile = getattr(user, "profile", None)
        return mask_phone(profile.phone) if profile and profile.phone else "—"

    @display(description=_("role"), label=Colours({"staff": "primary", "citizen": "info"}))
    def role(self, user: User) -> tuple[str, Any]:
        return ("staff", _("Staff")) if user.is_staff else ("citizen", _("Citizen"))


class RightsField(ModelMultipleChoiceField):
    """Rights by what they are about and what they allow."""

    def label_from_instance(self, right: Any) -> str:
        return rights.in_words(right)


# Nobody here has an e-mail address.
admin.site.unregister(EmailAddress)
# Shows secrets; what the desk may do to a second factor stands at its user.
admin.site.unregister(Authenticator)
admin.site.unregister(Group)


class GroupForm(ModelForm):
    class Meta:
        model = Group
        fields = ("name", "permissions")
        field_classes = {"name": WordsField}


@admin.register(Group)
class DeskGroupAdmin(GroupAdmin, DeskAdmin):  # type: ignore[misc]
    """What a group may do is what its members may do. Offers the rights that the desk asks for, and no others."""

    form = GroupForm
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **named: Any) -> Any:
        offered = rights.asked_for_by(self.admin_site)
        return RightsField(
            label=_("Rights"), queryset=offered, required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
        )

    def removed_with(self, row: Any) -> list[Any]:
        """Its members lose what it may."""
        return [*self.shown_of(row), *sorted(row.user_set.values_list("pk", flat=True))]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Freeze)
class FreezeAdmin(ReadOnlyAdmin):
    """Who is frozen and who was; freezing and lifting is done at the citizen's own page."""

    list_display = ("public_id", "citizen", "earning", "spending", "begun_at", "ends_at", "over_at")
    list_display_links = ("public_id",)
    list_filter = ("earning", "spending", ("over_at", EmptyFieldListFilter))
    list_select_related = ("citizen",)
    search_fields = ("citizen__public_id",)
    search_help_text = _("A whole public id of a citizen")
    fields = (
        *("public_id", "citizen", "earning", "spending", "why", "note"),
        *("begun_at", "ends_at", "by", "over_at", "lifted_by", "overturned_at", "overturned_by"),
    )
    readonly_fields = ("why",)
    change_form_outer_after_template = "admin/desk/_freeze_link.html"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        return (queryset.filter(citizen__public_id=term) if term else queryset), False

    @display(description=_("reason"))
    def why(self, freeze: Freeze) -> str:
        return freeze.reason_in_words


# pghistory makes the tables of the trail; they have no class in `models`.
@admin.register(apps.get_model("accounts.UserEvent"))
class UserEventAdmin(EventAdmin):
    """Signing up is not told; a citizen's row is told from its first change on."""

    born = MappingProxyType({"username": None, "is_staff": False, "is_superuser": False, "is_active": True})


class AboutSomebody(EventAdmin):
    """Told by whose it is: the row itself may be gone."""

    untold = ("id", "user")

    def rows_of(self, events: Sequence[Any]) -> Mapping[int, Model]:
        users = User.objects.in_bulk({event.user_id for event in events})
        return {event.pgh_obj_id: users[event.user_id] for event in events if event.user_id in users}


@admin.register(apps.get_model("accounts.SecondFactorEvent"))
class SecondFactorEventAdmin(AboutSomebody):
    deeds = MappingProxyType({"insert": _("Turned on"), "delete": _("Turned off")})


@admin.register(apps.get_model("accounts.MemberEvent"))
class MemberEventAdmin(AboutSomebody):
    deeds = MappingProxyType({"insert": _("Put into the group"), "delete": _("Taken out of the group")})
    labels = MappingProxyType({"group": _("group of staff")})


@admin.register(apps.get_model("accounts.GrantEvent"))
class GrantEventAdmin(EventAdmin):
    """Told by its group."""

    deeds = MappingProxyType({"insert": _("Granted"), "delete": _("Taken away")})
    labels = MappingProxyType({"permission": _("right of staff")})
    untold = ("id", "group")
    wordings = MappingProxyType({"permission": rights.named})

    def rows_of(self, events: Sequence[Any]) -> Mapping[int, Model]:
        groups = Group.objects.in_bulk({event.group_id for event in events})
        return {event.pgh_obj_id: groups[event.group_id] for event in events if event.group_id in groups}


@admin.register(apps.get_model("accounts.OwnRightEvent"))
class OwnRightEventAdmin(AboutSomebody):
    deeds = MappingProxyType({"insert": _("Granted"), "delete": _("Taken away")})
    labels = MappingProxyType({"permission": _("right of staff")})
    wordings = MappingProxyType({"permission": rights.named})


admin.site.register(apps.get_model("accounts.GroupEvent"), EventAdmin)
admin.site.register(Deed, DeedAdmin)
admin.site.register(PhoneChange, PhoneChangeAdmin)


@admin.register(apps.get_model("accounts.FreezeEvent"))
class FreezeEventAdmin(EventAdmin):
    deeds = MappingProxyType({"insert": _("Frozen"), "update": _("Lifted, over or undone")})
    dated = MappingProxyType({"reason": lambda code, at: in_reader_language(REASONS.at(code, at))})


@admin.register(apps.get_model("accounts.PhoneChangeEvent"))
class PhoneChangeEventAdmin(EventAdmin):
    deeds = MappingProxyType({"insert": _("Asked for"), "update": _("Agreed to, made or stopped")})


@admin.register(AccessAttempt)
class FailedSignInAdmin(ReadOnlyAdmin):
    """Wrong passwords by name and address; removing a row unlocks."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    fields = ("attempt_time", "username", "ip_address", "user_agent", "failures_since_start")
    search_fields = ("username",)
    changes_by_itself = ("attempt_time", "failures_since_start", "get_data", "post_data", "path_info", "http_accept")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")

    def delete_model(self, request: HttpRequest, obj: AccessAttempt) -> None:
        unlocking.unlock(attempt=obj, by=citizen_of(request), now=timezone.now())
