"""What somebody holds unused is held at the portal, or has ended: told from the people, not from the portal's rows."""

from collections.abc import Iterator

from simulation.city import City
from simulation.doors import vouchers
from simulation.seasons import Day

OPEN, ENDED = "held", {"expired", "returned", "cancelled"}


def holds(city: City, day: Day) -> Iterator[str]:
    for number, held in sorted(city.vouchers.items()):
        for voucher, store in list(held):
            now = vouchers.as_it_is(voucher)
            if now.status in ENDED:
                held.remove((voucher, store))
            elif now.status != OPEN:
                yield f"person {number} holds an unused voucher that the portal calls {now.status}"
