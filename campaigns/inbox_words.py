"""How the inbox tells of campaigns: a place, a reminder, an announcement, results, what was paid, teams, trophies."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words
from campaigns.bonuses import telling as bonuses
from campaigns.models import Cut
from campaigns.signups import reminding, telling
from campaigns.teams import telling as teams
from campaigns.trophies import words as trophies
from common.texts import in_reader_language, one_after_another


def _named(facts: Facts) -> dict[str, object]:
    return {**facts, "campaign": in_reader_language(facts["campaign"])}


def _moved_up(facts: Facts) -> str:
    return _("Somebody withdrew: you have a place at “%(campaign)s” now.") % _named(facts)


def _reminded(facts: Facts) -> str:
    clock = date_format(localtime(datetime.fromisoformat(facts["starts_at"])), "TIME_FORMAT")
    said = {**_named(facts), "clock": clock}
    if facts["when"] == reminding.DAY_BEFORE:
        return _("“%(campaign)s” begins tomorrow at %(clock)s.") % said
    return _("“%(campaign)s” begins today at %(clock)s.") % said


def _announced(facts: Facts) -> str:
    return _("News of “%(campaign)s”: %(words)s") % _with_words(facts)


def _cancelled(facts: Facts) -> str:
    return _("“%(campaign)s” is cancelled: %(words)s") % _with_words(facts)


def _with_words(facts: Facts) -> dict[str, object]:
    return {**_named(facts), "words": in_reader_language(facts["words"])}


def _reported(facts: Facts) -> str:
    return _("The results of “%(campaign)s” are published.") % _named(facts)


def _paid(facts: Facts) -> str:
    return _("You were at “%(campaign)s”: %(credits)s credits of bonus.") % _named(facts)


def _begun(facts: Facts) -> str:
    return _("Your first bonus of “%(campaign)s”: %(credits)s credits. Each act’s page says what it earned.") % _named(
        facts
    )


def _cut(facts: Facts) -> str:
    why = str(Cut(facts["cut"]).label)
    return one_after_another(_("A bonus of “%(campaign)s” was less than promised:") % _named(facts), why)


def _undone(facts: Facts) -> str:
    said = _("Your check-in at “%(campaign)s” was a mistake and was undone.") % _named(facts)
    if facts["words"]:
        said = one_after_another(said, in_reader_language(facts["words"]))
    if facts["credits"]:
        said = one_after_another(said, _("Its bonus of %(credits)s credits was taken back.") % facts)
    return said


def _returned(facts: Facts) -> str:
    said = {**_named(facts), "scenario": in_reader_language(facts["scenario"])}
    return _("With an act (%(scenario)s) its bonus of “%(campaign)s” was taken back: %(credits)s credits.") % said


INBOX_WORDS = {
    telling.MOVED_UP: Words("leaf", _moved_up),
    telling.REMINDED: Words("info", _reminded),
    telling.ANNOUNCED: Words("info", _announced),
    telling.CANCELLED: Words("info", _cancelled),
    telling.REPORTED: Words("leaf", _reported),
    telling.UNDONE: Words("info", _undone),
    bonuses.PAID: Words("leaf", _paid),
    bonuses.BEGUN: Words("leaf", _begun),
    bonuses.CUT: Words("info", _cut),
    bonuses.RETURNED: Words("info", _returned),
    **teams.WORDS,
    **trophies.WORDS,
}
