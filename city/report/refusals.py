"""Why something cannot stand in the report, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class UnknownReference(DomainError):
    """Facts: `line`."""

    code = "unknown_reference"
    message = _("“%(line)s” names nothing that the portal shows: write “indicator nev”, “case”, “project” or “year”.")


class NothingKeptOfTheYear(DomainError):
    """Facts: `year`."""

    code = "nothing_kept_of_the_year"
    message = _("The portal has kept no figures of %(year)s yet.")


class FiguresMoved(DomainError):
    """Facts: `name`."""

    code = "figures_moved"
    message = _("“%(name)s” has had a new edition since this was entered. Enter it anew, with what holds now.")
    status = HTTPStatus.CONFLICT


class UnreadableSource(DomainError):
    """Facts: `line`."""

    code = "unreadable_source"
    message = _(
        "“%(line)s” is no source: write title | title in English | publisher | publisher in English | date | reprint. "
        "What does not apply stays empty between its bars."
    )
