"""Related parties: organisations of one group, or with somebody in common. They may deal; theirs is no market price.

Whoever has acted for the buyer never confirms its money for the seller.
"""

from accounts.models import User
from projects.models import Deal, Organisation, Seat, TradeStepKind
from projects.organisations.groups import are_of_one_group


def are_related(seller: Organisation, buyer: Organisation) -> bool:
    if are_of_one_group(seller, buyer):
        return True
    people = Seat.objects.current().filter(organisation=seller).values("user")
    return Seat.objects.current().filter(organisation=buyer, user__in=people).exists()


def acted_for_buyer(person: User, deal: Deal) -> bool:
    """Whether somebody accepted it, said that it is paid, or has had a seat with the buyer since it was accepted."""
    if deal.steps.filter(by=person, kind__in=(TradeStepKind.ACCEPTED, TradeStepKind.PAID)).exists():
        return True
    seats = Seat.objects.filter(organisation=deal.buyer_id, user=person)
    return seats.exclude(ended_at__lt=deal.accepted_at).exists()
