"""What a trophy asks, in words."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.inbox.words import Facts, Words
from campaigns.trophies import book
from campaigns.trophies.book import Ground, Trophy
from lists.models import Edition
from scenarios.models import Scenario

GROUNDS: Mapping[str, str | Promise] = {
    Ground.FIRST: gettext_lazy("A number of days with an act of a scenario"),
    Ground.DAYS: gettext_lazy("A number of days with an act"),
    Ground.KILOGRAMS: gettext_lazy("Kilograms of CO₂ avoided in all"),
    Ground.YEAR: gettext_lazy("Kilograms of CO₂ avoided in a calendar year"),
    Ground.TEAM: gettext_lazy("In the first team of a month"),
    Ground.CAMPAIGN: gettext_lazy("A number of campaigns one was there at"),
}


def asks(trophy: Trophy) -> str:
    """What has to be done for it, in the reader's language."""
    said = {"number": trophy.number, "scenario": _scenario(trophy.scenario)}
    if trophy.ground == Ground.FIRST and trophy.scenario:
        words = ngettext(
            "%(number)s day with an act of “%(scenario)s” that counts.",
            "%(number)s days with an act of “%(scenario)s” that counts.",
            trophy.number,
        )
        return words % said
    if trophy.ground in (Ground.FIRST, Ground.DAYS):
        words = ngettext(
            "%(number)s day with a low-carbon act that counts.",
            "%(number)s days with a low-carbon act that counts.",
            trophy.number,
        )
        return words % said
    if trophy.ground == Ground.KILOGRAMS:
        return _("%(number)s kg of CO₂ avoided, by acts that count.") % said
    if trophy.ground == Ground.YEAR:
        return _("%(number)s kg of CO₂ avoided in a calendar year, by acts that count; given once it is over.") % said
    if trophy.ground == Ground.CAMPAIGN:
        words = ngettext(
            "Checked in at %(number)s campaign; given once it is over.",
            "Checked in at %(number)s campaigns; given once they are over.",
            trophy.number,
        )
        return words % said
    return _("Something done, in that month, for the team that avoided most CO₂ among those of five people or more.")


def criteria(trophy: Trophy) -> str:
    """The same in English, for credentials."""
    with translation.override("en"):
        return f"{asks(trophy)} {revoked_where(trophy)}".strip()


def revoked_where(trophy: Trophy) -> str:
    """When it is lost, in the reader's language; a check-in stays, and nothing is said."""
    if trophy.ground == Ground.CAMPAIGN:
        return ""
    return _("It is revoked where these acts are taken back.")


def _scenario(code: str) -> str:
    found = Scenario.objects.filter(code=code).first() if code else None
    return str(found) if found else code


def _awarded(facts: Facts) -> str:
    return _("You have earned the trophy “%(name)s”. Only you see it, unless you publish it.") % _named(facts)


def _revoked(facts: Facts) -> str:
    return _("The trophy “%(name)s” is revoked: what it was earned by counts no more.") % _named(facts)


def _named(facts: Facts) -> dict[str, str]:
    return {"name": str(book.read(Edition.objects.get(pk=facts["edition"])))}


WORDS = {"trophy_awarded": Words("leaf", _awarded), "trophy_revoked": Words("info", _revoked)}
