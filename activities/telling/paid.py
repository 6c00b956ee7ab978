"""The acts behind movements of credits."""

from collections.abc import Iterable

from activities.award_references import behind
from activities.models import Activity, Assessment


def paid_acts(references: Iterable[str]) -> dict[str, Activity]:
    """The acts that transfers of these references pay for or take back, by the references; not for other transfers."""
    paid = {reference: act for reference in references if (act := behind(reference))}
    acts = Activity.objects.as_listed().in_bulk({act.act_id for act in paid.values() if act.act_id})
    numbers = [act.number for act in paid.values() if act.number]
    named = {reference: acts[act.act_id] for reference, act in paid.items() if act.act_id in acts}
    return named | (_of_before(numbers) if numbers else {})


def _of_before(numbers: list[int]) -> dict[str, Activity]:
    found = Assessment.objects.select_related("activity__scenario").filter(award_number__in=numbers)
    return {each.award_reference: each.activity for each in found}
