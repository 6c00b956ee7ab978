"""Colleagues: two people who act for the same organisation, or one of whom has applied for it."""

from projects.models import Organisation, Seat


def are_close(one_id: int, other_id: int) -> bool:
    return bool(_organisations_of(one_id) & _organisations_of(other_id))


def _organisations_of(user_id: int) -> set[int]:
    acts = Seat.objects.current().filter(user=user_id).values_list("organisation_id", flat=True)
    return {*acts, *Organisation.objects.filter(applicant=user_id).values_list("pk", flat=True)}
