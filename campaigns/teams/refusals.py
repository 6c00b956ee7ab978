"""Why somebody is not in a team, or a name is not taken."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class UnfitName(DomainError):
    code = "unfit_name"
    message = _(
        "A name has at most %(most)s letters and digits, spaces and hyphens, at least one letter, and not more than "
        "four digits: no phone numbers and no addresses."
    )


class UnknownTeamCode(DomainError):
    code = "unknown_team_code"
    message = _("No team has this code. Ask whoever invited you for the current one: captains can renew it.")


class ConsentFirst(DomainError):
    code = "consent_first"
    message = _("Say first that you are 18 or older, or let your parent or guardian decide.")


class AlreadyInTeam(DomainError):
    code = "already_in_team"
    message = _("You are in this team already.")


class TooManyTeams(DomainError):
    code = "too_many_teams"
    message = _("One can be in %(most)s teams at a time. Leave one first.")


class TeamFull(DomainError):
    code = "team_full"
    message = _("This team has %(most)s members; it takes no more.")


class NotInTeam(DomainError):
    code = "not_in_team"
    message = _("This is not, or no longer, a member of the team.")


class NotTheCaptain(DomainError):
    code = "not_the_captain"
    message = _("Only the team’s captain can do this.")


class NameStays(DomainError):
    code = "name_stays"
    message = _("Only a team of friends whose name was hidden gets a name, and that is another one.")


class TeamClosed(DomainError):
    code = "team_closed"
    message = _("This team is closed.")


class GuardianNeeded(DomainError):
    """A program says of its citizen that they are younger than 18; a page leads on instead."""

    code = "guardian_needed"
    message = _("Who is younger than 18 joins once their parent or guardian has agreed.")


class UnfitGuardian(DomainError):
    code = "unfit_guardian"
    message = _(
        "A parent or guardian decides with their own account, not with the child’s, and nobody decides for them."
    )


class GuardianDecides(DomainError):
    code = "guardian_decides"
    message = _("A parent or guardian has decided for you, and decides again. They can release you once you are 18.")


class UnfitChild(DomainError):
    code = "unfit_child"
    message = _("Whoever sent this link decides for a child, so nobody decides for them.")


class AnotherDecides(DomainError):
    code = "another_decides"
    message = _("Another account has decided for this child. Only that one decides, until it releases the child.")


class NotYourChild(DomainError):
    code = "not_your_child"
    message = _("You have not decided this, or it has ended already.")


class HiddenName(DomainError):
    code = "hidden_name"
    message = _("The desk has hidden this name. Choose another one.")


class OwnName(DomainError):
    code = "own_name"
    message = _("You reported this, or it is your name or your team: a colleague decides.")


class AlreadyReported(DomainError):
    code = "already_reported"
    message = _("You have reported this name already. The desk looks at it.")


class ReportDecided(DomainError):
    code = "report_decided"
    message = _("A colleague has decided this already.")


class LinkOver(DomainError):
    code = "link_over"
    message = _("This link is not, or no longer, good: it lasts %(days)s days. Ask the child for another one.")


class CaptainStays(DomainError):
    code = "captain_stays"
    message = _("A captain is not removed: hand the team over, or leave it.")


class NoNickname(DomainError):
    code = "no_nickname"
    message = _("Others read “A member” of everybody for whom a parent or guardian decided.")


class NobodyDecides(DomainError):
    code = "nobody_decides"
    message = _("Nobody, or somebody else by now, decides for this account in teams, so there is nothing to change.")


class SameGuardian(DomainError):
    code = "same_guardian"
    message = _("This account decides for the child already.")


class OwnChange(DomainError):
    code = "own_guardian_change"
    message = _("You asked for this, or it concerns you: a colleague decides.")


class ChangeWaits(DomainError):
    code = "guardian_change_waits"
    message = _("A change of guardian waits for this child already.")


class ChangeComes(DomainError):
    code = "guardian_change_comes"
    message = _("Everybody concerned has been told and may object until %(since)s. Agree after that.")

    def words(self) -> Mapping[str, Any]:
        return {"since": date_format(localtime(self.facts["since"]), "DATETIME_FORMAT")}


class ChangeDecided(DomainError):
    code = "guardian_change_decided"
    message = _("This change of guardian is decided already.")
