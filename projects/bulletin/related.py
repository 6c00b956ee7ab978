"""Related parties: organisations of one group, or with somebody in common. They may deal; theirs is no market price."""

from projects.models import Organisation, Seat
from projects.organisations.groups import are_of_one_group


def are_related(seller: Organisation, buyer: Organisation) -> bool:
    if are_of_one_group(seller, buyer):
        return True
    people = Seat.objects.current().filter(organisation=seller).values("user")
    return Seat.objects.current().filter(organisation=buyer, user__in=people).exists()
