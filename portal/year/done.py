"""What a citizen's credits did in a year: used, given, and what a gift did, as far as its cause reports it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merchants.mall import gifts
from merchants.mall.gifts import Gift
from merchants.models import Cause, CauseReport, Offer, ReportUnit
from portal.year.figures import Figures

MOST_OFFERS = 6


class Given(NamedTuple):
    """`reports` each with what the citizen's gift did of it, in words."""

    cause: Cause
    credits: int
    reports: Sequence[tuple[CauseReport, str]]


class DoneTold(NamedTuple):
    """`finding` is a sentence; `spent` the offers that took most, `others` the credits that the rest of them took."""

    finding: str
    spent: Sequence[tuple[Offer, int]]
    others: int
    given: Sequence[Given]


def done_of(figures: Figures, citizen_id: int) -> DoneTold:
    done = gifts.done_between(citizen_id, figures.span.first, figures.span.until)
    others = sum(credits for _offer, credits in done.spent[MOST_OFFERS:])
    given = [Given(gift.cause, gift.credits, list(_parts(gift))) for gift in done.gifts]
    return DoneTold(_finding(done), done.spent[:MOST_OFFERS], others, given)


def _finding(done: gifts.Done) -> str:
    if not done.credits:
        return _("You have spent no credits in this time.")
    given = sum(gift.credits for gift in done.gifts)
    used = f"{done.credits - given:,}"
    if not given:
        return ngettext(
            "%(used)s credit was used for rewards", "%(used)s credits were used for rewards", done.credits
        ) % {"used": used}
    if given == done.credits:
        return ngettext("%(given)s credit was given away", "%(given)s credits were given away", given) % {
            "given": f"{given:,}"
        }
    return _("Credits: %(used)s used for rewards, %(given)s given away") % {"used": used, "given": f"{given:,}"}


def _parts(gift: Gift) -> Sequence[tuple[CauseReport, str]]:
    return [(report, part_in_words(report, tenths)) for report, tenths in gift.reports]


def part_in_words(report: CauseReport, tenths: int | None) -> str:
    """What a gift did of what is reported, at least; too few givers or too small a part are told as that."""
    if tenths is None:
        return _("Too few gave for one person’s part to be told.")
    if not tenths:
        return _("Your part of it is too small to be told in tenths.")
    amount = f"{tenths // 10:,}.{tenths % 10}" if tenths % 10 else f"{tenths // 10:,}"
    sentences = {
        ReportUnit.TREES: _("Your part of it: at least %(amount)s trees"),
        ReportUnit.SQUARE_METRES: _("Your part of it: at least %(amount)s m²"),
        ReportUnit.PIECES: _("Your part of it: at least %(amount)s pieces"),
    }
    return sentences[ReportUnit(report.unit)] % {"amount": amount}
