"""The acts behind movements of credits."""

from collections.abc import Iterable

from activities.award_references import paid_by, reference_of
from activities.models import Activity, Assessment


def paid_acts(references: Iterable[str]) -> dict[str, Activity]:
    """The acts that transfers of these references pay for, by the references; not for other transfers."""
    paid = [behind for reference in references if (behind := paid_by(reference))]
    acts = Activity.objects.as_listed().filter(pk__in=[each.act_id for each in paid if each.act_id])
    numbers = [each.number for each in paid if each.number]
    return {reference_of(act.pk): act for act in acts} | (_of_before(numbers) if numbers else {})


def _of_before(numbers: list[int]) -> dict[str, Activity]:
    found = Assessment.objects.select_related("activity__scenario").filter(award_number__in=numbers)
    return {each.award_reference: each.activity for each in found}
