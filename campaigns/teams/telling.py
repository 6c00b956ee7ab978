"""What the inbox says of teams: who is in one no more, leads one, may be in one, or has a name that was hidden."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words


def _removed(facts: Facts) -> str:
    return _("The captain has taken you out of the team%(team)s. Your acts and credits stay as they are.") % _of(facts)


def _closed(facts: Facts) -> str:
    return _("The team%(team)s is closed. Your acts and credits stay as they are.") % _of(facts)


def _captain(facts: Facts) -> str:
    return _("You lead the team%(team)s now.") % _of(facts)


def _agreed(_facts: Facts) -> str:
    return _("Your parent or guardian has agreed: you may be in teams. Join with your invitation.")


def _ended(_facts: Facts) -> str:
    return _("Your parent or guardian no longer agrees: you are in no team any more. Your acts and credits stay.")


def _hidden(facts: Facts) -> str:
    return _("Your nickname in a team is hidden: %(reason)s. You can choose another one.") % facts


def _team_hidden(facts: Facts) -> str:
    return _("The name of a team that you lead is hidden, and nobody reads it any more: %(reason)s.") % facts


def _change_asked(facts: Facts) -> str:
    sentence = (
        _(
            "The desk was asked to free the account %(child)s from its parent or guardian in teams, from %(due)s on: "
            "%(reason)s. If that is not right, tell the desk before."
        )
        if facts["is_freed"]
        else _(
            "The desk was asked to have another account decide for the account %(child)s in teams, from %(due)s on: "
            "%(reason)s. If that is not right, tell the desk before."
        )
    )
    return sentence % _of_change(facts)


def _changed(facts: Facts) -> str:
    sentence = (
        _(
            "The account %(child)s is freed from its parent or guardian in teams: %(reason)s. Its teams have ended; "
            "whoever has it says how old they are."
        )
        if facts["is_freed"]
        else _(
            "Another account decides for the account %(child)s in teams now: %(reason)s. Its teams have ended, until "
            "that parent or guardian agrees."
        )
    )
    return sentence % _of_change(facts)


def _change_refused(facts: Facts) -> str:
    return _("The desk leaves it as it is who decides for the account %(child)s in teams.") % _of_change(facts)


def _of_change(facts: Facts) -> Facts:
    due = date_format(localtime(datetime.fromisoformat(facts["due_at"])), "DATETIME_FORMAT")
    return {**facts, "due": due}


def _of(facts: Facts) -> dict[str, str]:
    """A name that was hidden is not said."""
    return {"team": _(" “%(name)s”") % {"name": facts["team"]} if facts["team"] else ""}


WORDS = {
    "team_removed": Words("info", _removed),
    "team_closed": Words("info", _closed),
    "team_captain": Words("me", _captain),
    "guardian_change_asked": Words("info", _change_asked),
    "guardian_changed": Words("info", _changed),
    "guardian_change_refused": Words("info", _change_refused),
    "team_guardian_agreed": Words("check", _agreed),
    "team_guardian_ended": Words("info", _ended),
    "team_name_hidden": Words("warning", _hidden),
    "team_hidden": Words("warning", _team_hidden),
}
