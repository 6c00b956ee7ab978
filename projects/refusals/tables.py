"""Why the lines of a file are not taken over."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NoTable(DomainError):
    code = "no_table"
    message = _("This can't be read as a table. Send an XLSX or CSV file, such as the template.")


class TableUnpacksTooBig(DomainError):
    code = "table_unpacks_too_big"
    message = _("The table is too large once it is unpacked. Send it in several files.")


class NoLinesInFile(DomainError):
    code = "no_lines_in_file"
    message = _("There is no line in the file.")


class LinesRefused(DomainError):
    """`wrongs` are all that is to be mended in a file, each with its place."""

    code = "lines_refused"
    message = _("Nothing was taken over: mend what is listed and send the file again.")


class FormulaCell(DomainError):
    code = "formula_cell"
    message = _("This cell holds a formula. Paste what it comes to as a value.")


class MergedCells(DomainError):
    """`cells` are such as B2:B5."""

    code = "merged_cells"
    message = _("The cells %(cells)s are merged. Each line has each of its cells.")


class HeadingUnknown(DomainError):
    code = "heading_unknown"
    message = _("“%(heading)s” is no column of this table.")


class HeadingTwice(DomainError):
    code = "heading_twice"
    message = _("“%(heading)s” stands twice.")


class HeadingMissing(DomainError):
    code = "heading_missing"
    message = _("The column “%(heading)s” is missing.")


class SheetUnknown(DomainError):
    code = "sheet_unknown"
    message = _("No table of the method is called as this sheet is. They are called: %(tables)s.")


class SourceTooLong(DomainError):
    code = "source_too_long"
    message = _("“%(label)s” has at most %(most)s characters.")


class SourceAsNumber(DomainError):
    """A spreadsheet took a long number for a quantity: it kept fifteen digits of it, or wrote it with an exponent."""

    code = "source_as_number"
    message = _("“%(label)s” was kept as a number and has lost digits. Format the column as text, and enter it again.")
