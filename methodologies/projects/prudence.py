"""How much of an amount is not believed because it is not known well enough.

The steps of CDM AR-TOOL14, appendix 2: of the half-width at 90 % confidence a share is taken off what speaks for the
project and added to what speaks against it. Wider never takes off less: the share and the width both grow.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from methodologies.projects.published import read

NOUGHT = Decimal(0)


def deduction(uncertainty: Decimal) -> Decimal:
    """The share of an amount that is taken off for that uncertainty; never more than the whole."""
    shares = (share for most, share in steps() if uncertainty <= most)
    return min(next(shares, steps()[-1][1]) * uncertainty, Decimal(1))


def together(uncertainties: Iterable[Decimal]) -> Decimal:
    """The uncertainty of a product: the root of the sum of the squares (IPCC 2006, volume 1, equation 3.1)."""
    known = [each for each in uncertainties if each]
    return known[0] if len(known) == 1 else sum((each * each for each in known), NOUGHT).sqrt()


@cache
def steps() -> tuple[tuple[Decimal, Decimal], ...]:
    """Up to which uncertainty which share of it is taken off, the widest last."""
    return tuple((Decimal(step["most"]), Decimal(step["share"])) for step in read("factors")["uncertainty"]["steps"])
