"""The rights that the desk asks for: found by asking each of its pages, so that none is offered that opens nothing."""

from django.contrib.admin import AdminSite
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext


class _WithEveryRight:
    """A member of staff who lacks nothing but to be a superuser."""

    is_active = is_staff = is_authenticated = True
    is_superuser = False

    def has_perm(self, right: str, obj: Model | None = None) -> bool:
        return True

    def has_module_perms(self, app: str) -> bool:
        return True


def asked_for_by(site: AdminSite) -> QuerySet[Permission]:
    """What the desk's pages and deeds ask for: to look, add, change and remove where that is possible, and the rest."""
    request = HttpRequest()
    request.user = _WithEveryRight()  # type: ignore[assignment]
    wanted = Q()
    for model, desk in site._registry.items():
        verbs = [verb for verb, may in desk.get_model_perms(request).items() if may]
        wanted |= _rights(model, verbs)
        for inline in desk.inlines:
            wanted |= _rights(inline.model, ["view"])
    return Permission.objects.filter(wanted).select_related("content_type")


def in_words(right: Permission) -> str:
    """What a right is about and what it allows; one of the portal's own says so itself."""
    verbs = {
        "view": gettext("look at"),
        "add": gettext("add"),
        "change": gettext("change"),
        "delete": gettext("remove"),
    }
    verb = right.codename.partition("_")[0]
    about = ContentType.objects.get_for_id(right.content_type_id).name
    return f"{about} · {verbs[verb] if verb in verbs else translation.gettext(right.name)}"


def named(right: Permission | int) -> str:
    """A right in words; the key of one that a later program no longer has as it is."""
    return in_words(right) if isinstance(right, Permission) else f"#{right}"


def _rights(model: type[Model], verbs: list[str]) -> Q:
    options = model._meta
    own = [codename for codename, _name in options.permissions]
    codenames = [*own, *(f"{verb}_{options.model_name}" for verb in verbs)]
    return Q(content_type__app_label=options.app_label, codename__in=codenames)
