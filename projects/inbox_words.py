"""How the inbox says what became of a project, and whose turn it is with it or with a monitoring report."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words
from common.texts import day_shown, in_reader_language
from projects.cycle import telling as cycle
from projects.models import Stage
from projects.monitoring import telling


def _said(facts: Facts) -> dict[str, object]:
    return {**facts, "project": in_reader_language(facts["project"])}


def _submitted(facts: Facts) -> str:
    return _("A monitoring report of “%(project)s” waits for your verification (version %(version)s).") % _said(facts)


def _found(facts: Facts) -> str:
    return _("The verifier of “%(project)s” has found something: %(finding)s.") % _said(facts)


def _answered(facts: Facts) -> str:
    return _("%(finding)s of “%(project)s” is answered.") % _said(facts)


def _decided(facts: Facts) -> str:
    if facts["is_closed"]:
        return _("The verifier has closed %(finding)s of “%(project)s”.") % _said(facts)
    return _("The verifier is not content with the answer to %(finding)s of “%(project)s”.") % _said(facts)


def _stated(facts: Facts) -> str:
    return _("%(kilograms)s kg of “%(project)s” are verified. The city’s desk issues them next.") % _said(facts)


def _due(facts: Facts) -> str:
    return _("%(finding)s of “%(project)s” is to be answered by %(due_on)s.") % _with_day(facts)


def _overdue(facts: Facts) -> str:
    return _("%(finding)s of “%(project)s” was to be answered by %(due_on)s.") % _with_day(facts)


def _with_day(facts: Facts) -> dict[str, object]:
    return {**_said(facts), "due_on": day_shown(date.fromisoformat(facts["due_on"]))}


def _name(facts: Facts) -> str:
    return in_reader_language(facts["name"])


def _stands(facts: Facts) -> str:
    return _("“%(project)s”: %(stage)s.") % {"project": _name(facts), "stage": Stage(facts["stage"]).label}


def _commented(facts: Facts) -> str:
    return _("Somebody commented on “%(project)s”. Answer it before the next step.") % {"project": _name(facts)}


def _comments_closed(facts: Facts) -> str:
    return _("Comments on “%(project)s” are closed. Answer those that are open; the desk assigns a verifier then.") % {
        "project": _name(facts)
    }


def _turn_ends(facts: Facts) -> str:
    day = day_shown(date.fromisoformat(facts["day"]))
    return _("It is your turn with “%(project)s”, until %(day)s.") % {"project": _name(facts), "day": day}


INBOX_WORDS = {
    cycle.STAGE: Words("leaf", _stands),
    cycle.COMMENTED: Words("info", _commented),
    cycle.CLOSED: Words("clock", _comments_closed),
    cycle.DUE: Words("clock", _turn_ends),
    telling.SUBMITTED: Words("statement", _submitted),
    telling.FOUND: Words("warning", _found),
    telling.ANSWERED: Words("statement", _answered),
    telling.DECIDED: Words("statement", _decided),
    telling.STATED: Words("check", _stated),
    telling.DUE: Words("clock", _due, is_texted=True),
    telling.OVERDUE: Words("warning", _overdue, is_texted=True),
}
