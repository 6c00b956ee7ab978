"""Which versions of rules rest on a factor."""

from datetime import date

from django.apps import apps
from django.db.models import F, Func, JSONField, Value

from scenarios.models import EmissionFactor, RuleVersion, RuleVersionQuerySet
from scenarios.rulebook import RuleBook

CODES = "$.factors.*.code"
"""Where a rule's document names its factors, one for each slot of its formula."""


def versions_with(code: str) -> RuleVersionQuerySet:
    """Every version that names the factor, drafts and past ones included, scenario by scenario, the newest first."""
    codes = Func(F("document"), Value(CODES), function="jsonb_path_query_array", output_field=JSONField())
    found = RuleVersion.objects.with_successor().alias(codes=codes).filter(codes__contains=[code])
    return found.select_related("scenario").order_by("scenario__position", "scenario__code", "-number")


def in_force_with(code: str, day: date) -> list[RuleVersion]:
    """Those by which acts of that day will be scored, as far as is published, in the order of their scenarios' keys."""
    book = RuleBook()
    found = versions_with(code).published().order_by("scenario")
    return [version for version in found if book.version_on(version.scenario_id, day) == version]


def later_with(code: str, day: date) -> list[RuleVersion]:
    """Those that are published to take over after that day."""
    return list(versions_with(code).published().filter(effective_from__gt=day))


def entered_at_desk(factor: EmissionFactor) -> bool:
    """Whether somebody entered it; what the catalogue brings nobody does."""
    made = apps.get_model("scenarios.EmissionFactorEvent").objects.filter(pgh_obj=factor.pk)
    return bool(made.filter(pgh_context__isnull=False).exists())
