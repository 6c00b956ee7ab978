"""Why a file, or one row of it, cannot be read: one error each, saying what is wrong and what to do."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.texts import in_reader_language

# Files


class FileTooLarge(DomainError):
    code = "file_too_large"
    message = _("The file is too large: at most %(megabytes)s MB. Please split it and upload the parts.")


class EmptyFile(DomainError):
    code = "empty_file"
    message = _("The file is empty.")


class NotText(DomainError):
    """The file holds bytes that no text has; so do Excel's own files."""

    code = "not_text"
    message = _("This is no CSV file. In Excel or WPS, choose “Save as” and then “CSV UTF-8”.")


class Undecodable(DomainError):
    code = "undecodable"
    message = _("The characters of the file cannot be read. Please save it as CSV in UTF-8 or GB18030.")


class UnknownHeader(DomainError):
    """Facts: `formats`, each with its `name` and its `columns`, in every language."""

    code = "unknown_header"
    message = _("The first row of the file must name its columns. These are known: %(formats)s.")

    def words(self) -> Mapping[str, Any]:
        known = [
            gettext("%(format)s: %(columns)s")
            % {
                "format": in_reader_language(entry["name"]),
                "columns": gettext(", ").join(in_reader_language(column) for column in entry["columns"]),
            }
            for entry in self.facts["formats"]
        ]
        return {"formats": gettext("; ").join(known)}


class ColumnMissing(UnknownHeader):
    """Facts: `format`, its name in every language; `missing` and `columns`, as a file in its language calls them."""

    code = "column_missing"
    message = _("The file has no column %(missing)s. “%(format)s” needs: %(columns)s.")

    def words(self) -> Mapping[str, Any]:
        return {
            "format": in_reader_language(self.facts["format"]),
            "missing": gettext(", ").join(gettext("“%(column)s”") % {"column": name} for name in self.facts["missing"]),
            "columns": gettext(", ").join(self.facts["columns"]),
        }


class ColumnTwice(UnknownHeader):
    """Facts: `column`, as the file calls it."""

    code = "column_twice"
    message = _("The file has more than one column “%(column)s”. Please leave one of them.")

    def words(self) -> Mapping[str, Any]:
        return self.facts


class FinerThanADay(DomainError):
    """Facts: `column`, as the file calls it, which tells several times of a `day`, written as 2026-11-23."""

    code = "finer_than_a_day"
    message = _(
        "The file has several rows for %(day)s, at different times in “%(column)s”. Call that column “time”, and the "
        "rows of a day are added up; or leave one row a day, with its total."
    )


class PartedThousands(DomainError):
    """Facts: `column`, as the file calls it."""

    code = "parted_thousands"
    message = _("The number in %(column)s is parted by a comma. Write it without the comma, such as 8000.")


class NoRows(DomainError):
    code = "no_rows"
    message = _("The file has column names, but no row below them.")


class TooManyRows(DomainError):
    code = "too_many_rows"
    message = _("The file has too many rows: at most %(most)s. Please split it and upload the parts.")

    def words(self) -> Mapping[str, Any]:
        return {"most": f"{self.facts['most']:,}"}


# Rows


class LineTooLong(DomainError):
    code = "line_too_long"
    message = _("The row is longer than %(most)s characters.")

    def words(self) -> Mapping[str, Any]:
        return {"most": f"{self.facts['most']:,}"}


class WrongNumberOfColumns(DomainError):
    code = "wrong_number_of_columns"
    message = _("The row has %(found)s columns; the first row of the file names %(asked)s.")


class FileCountedAlready(DomainError):
    """The same records came from another account before. Nobody is told from whose."""

    code = "file_counted_already"
    message = _(
        "What this file holds has been counted for another account already. Each record counts once, whoever sends it."
    )
    status = HTTPStatus.CONFLICT


class FileLost(DomainError):
    """The stored file is gone, or is not the one that was uploaded."""

    code = "file_lost"
    message = _("The file was lost on our side. Please upload it again; nothing is counted twice.")


class FileUnread(DomainError):
    """Reading failed by a fault of ours; the log says which."""

    code = "file_unread"
    message = _("The file could not be read to its end. Please upload it again later; nothing is counted twice.")


class TooManyFiles(DomainError):
    code = "too_many_files"
    message = _("You have uploaded %(most)s files within a day. Please come back tomorrow.")
