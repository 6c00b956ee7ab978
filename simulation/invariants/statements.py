"""Every statement is what tills took, less what was undone since: reckoned a second time, from what tills remember.

By the words of docs/settlement.md: a capture that stands when a statement is drawn up is on it, once; one that is
undone later is taken off the next, the earliest first, as long as nothing falls below zero.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulation.city import City
from simulation.doors import settlement
from simulation.doors.settlement import Drawn
from simulation.memory import Sale
from simulation.seasons import Day

ONLY_WHAT_IS_WRITTEN = True


@dataclass(slots=True)
class Account:
    """A merchant's sales as they wait, stand on a statement, or are taken off one."""

    open: list[Sale] = field(default_factory=list)
    stated: list[Sale] = field(default_factory=list)

    def draw_up(self, drawn: Drawn) -> tuple[int, int, int, int]:
        """What a statement must say of vouchers taken and undone, credits and fen."""
        due = [sale for sale in self.open if sale.at < drawn.until]
        taken = [sale for sale in due if sale.stands(drawn.drawn_at)]
        credits, fen = sum(sale.credits for sale in taken), sum(sale.fen for sale in taken)
        self.stated += taken
        self.open = [sale for sale in self.open if sale not in due]
        back = sorted(
            (sale for sale in self.stated if sale.undone_at is not None and sale.undone_at < drawn.until),
            key=lambda sale: (sale.undone_at, sale.at),
        )
        borne = 0
        for sale in back:
            if fen < sale.fen or credits < sale.credits:
                break
            credits, fen, borne = credits - sale.credits, fen - sale.fen, borne + 1
            self.stated.remove(sale)
        return len(taken), borne, credits, fen


def holds(city: City, _day: Day) -> Iterator[str]:
    accounts = defaultdict[int, Account](Account)
    for sale in city.memory.sales:
        accounts[sale.merchant_id].open.append(sale)
    for drawn in settlement.drawn():
        taken, undone, credits, fen = accounts[drawn.merchant_id].draw_up(drawn)
        must = (taken, undone, credits, fen + city.memory.corrected[drawn.name])
        says = (drawn.taken, drawn.undone, drawn.credits, drawn.fen)
        if says != must:
            yield f"statement {drawn.name} says {says} of taken, undone, credits and fen; tills remember {must}"
    yield from settlement.told_out_of_turn()
