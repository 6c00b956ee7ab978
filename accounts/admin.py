"""Users at the desk: who works here and with what rights; of citizens only what serving them needs."""

from contextlib import suppress
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts import second_factor
from accounts.models import Profile, User
from accounts.phones import NotAMobileNumber, group_phone, mask_phone, parse_phone
from common.desk import DeskAdmin, EventAdmin, ReadOnlyAdmin

RIGHTS = ("is_staff", "is_superuser", "groups")
OTHER_DEEDS = (
    "change_user",
    "reset_secondfactor",
    "change_ruleversion",
    "delete_ruleversion",
    "add_venue",
    "change_venue",
    "evaluate_venue",
    "delete_accessattempt",
    "add_quizquestion",
    "change_quizquestion",
)
"""Changes that the desk offers; everything else there is only looked at, or has a right of its own."""


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


class StaffCreationForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("username",)

    def save(self, commit: bool = True) -> Any:
        self.instance.is_staff = True
        return super().save(commit)


@admin.register(User)
class DeskUserAdmin(UserAdmin, DeskAdmin):  # type: ignore[misc]
    """Only a superuser gives rights or touches a superuser; others may at most close and open accounts."""

    form = UserChangeForm
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
    change_form_outer_after_template = "admin/desk/user_deeds.html"
    fieldsets = (
        (None, {"fields": ("public_id", "username", "password", "is_active")}),
        (_("Rights"), {"fields": RIGHTS}),
        (_("Times"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        always = ("public_id", "joined_at", "last_login")
        return always if request.user.is_superuser else (*always, "username", "password", *RIGHTS)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.is_staff:
            return fieldsets
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
        return may and (obj is None or not obj.is_superuser or bool(request.user.is_superuser))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        context["show_save_and_add_another"] = False
        original = context.get("original")
        context["second_factor"] = second_factor.find(original) if original else None
        return super().render_change_form(request, context, *rest, **named)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reset_second_factor_view)
        own: list[URLPattern] = super().get_urls()
        return [path("<int:pk>/reset-second-factor/", view, name="accounts_user_reset_second_factor"), *own]

    def reset_second_factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For whoever has lost their phone and has shown who they are."""
        user = get_object_or_404(User, pk=pk)
        may = request.user.has_perm("accounts.reset_secondfactor")
        if request.method != "POST" or not may or (user.is_superuser and not request.user.is_superuser):
            raise PermissionDenied
        second_factor.remove(user=user)
        messages.success(request, gettext("Two-step verification of %(user)s was reset.") % {"user": user})
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]))

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
            with suppress(NotAMobileNumber):
                wanted |= Q(profile__phone=parse_phone(term))
        return queryset.filter(wanted), False

    @display(description=_("phone"))
    def masked_phone(self, user: User) -> str:
        profile = getattr(user, "profile", None)
        return mask_phone(profile.phone) if profile and profile.phone else "—"

    @display(description=_("role"), label={"staff": "primary", "citizen": "info"})
    def role(self, user: User) -> tuple[str, Any]:
        return ("staff", _("Staff")) if user.is_staff else ("citizen", _("Citizen"))


class RightsField(ModelMultipleChoiceField):
    """Rights by what they are about and what they allow."""

    def label_from_instance(self, right: Any) -> str:
        words = {
            "view": gettext("look at"),
            "add": gettext("add"),
            "change": gettext("change"),
            "delete": gettext("remove"),
            "publish": gettext("publish and withdraw"),
            "fund": gettext("put credits in"),
            "decide": gettext("accept and refuse"),
            "reset": gettext("reset two-step verification"),
        }
        return f"{right.content_type.name} · {words[right.codename.partition('_')[0]]}"


def _asked_for_by(site: AdminSite) -> Q:
    """Looking at whatever the desk shows, the deeds it offers, and personal values."""
    shown = {f"view_{model._meta.model_name}" for model in site._registry} | {"view_profile"}
    own_deeds = Q(codename__startswith="publish_") | Q(codename__startswith="fund_") | Q(codename__startswith="decide_")
    return Q(codename__in=[*shown, *OTHER_DEEDS]) | own_deeds


# Nobody here has an e-mail address.
admin.site.unregister(EmailAddress)
# Shows secrets; what the desk may do to a second factor stands at its user.
admin.site.unregister(Authenticator)
admin.site.unregister(Group)


@admin.register(Group)
class DeskGroupAdmin(GroupAdmin, DeskAdmin):  # type: ignore[misc]
    """What a group may do is what its members may do. Offers the rights that the desk asks for, and no others."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **named: Any) -> Any:
        rights = Permission.objects.filter(_asked_for_by(self.admin_site)).select_related("content_type")
        return RightsField(
            label=_("Rights"), queryset=rights, required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


# pghistory makes the tables of the trail; they have no class in `models`.
admin.site.register(apps.get_model("accounts.UserEvent"), EventAdmin)


@admin.register(apps.get_model("accounts.SecondFactorEvent"))
class SecondFactorEventAdmin(EventAdmin):
    """Told by whose it is: the row itself is gone after a reset."""

    @display(description=_("what"))
    def what(self, event: Any) -> str:
        return str(User.objects.filter(pk=event.user_id).first() or f"#{event.user_id}")


@admin.register(AccessAttempt)
class FailedSignInAdmin(ReadOnlyAdmin):
    """Wrong passwords by name and address; removing a row unlocks."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    fields = ("attempt_time", "username", "ip_address", "user_agent", "failures_since_start")
    search_fields = ("username",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")
