"""What a release of stock is said to have done, by the desk and in a merchant's room alike."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from merchants.models import StockRelease


def released(releases: Sequence[StockRelease]) -> str:
    """On how many days, and how many pieces on each; days that kept what they had are not counted."""
    said = ngettext(
        "Released: %(pieces)s pieces on %(days)s day.",
        "Released: %(pieces)s pieces a day on %(days)s days.",
        len(releases),
    )
    return said % {"pieces": f"{releases[0].quantity:,}", "days": len(releases)}
