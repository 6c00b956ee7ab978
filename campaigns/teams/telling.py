"""What the inbox says of teams: who is in one no more, leads one, may be in one, or has a name that was hidden."""

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


def _of(facts: Facts) -> dict[str, str]:
    """A name that was hidden is not said."""
    return {"team": _(" “%(name)s”") % {"name": facts["team"]} if facts["team"] else ""}


WORDS = {
    "team_removed": Words("info", _removed),
    "team_closed": Words("info", _closed),
    "team_captain": Words("me", _captain),
    "team_guardian_agreed": Words("check", _agreed),
    "team_guardian_ended": Words("info", _ended),
    "team_name_hidden": Words("warning", _hidden),
    "team_hidden": Words("warning", _team_hidden),
}
