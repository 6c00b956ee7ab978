"""Why a document is not kept or handed out."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class TitleMissing(DomainError):
    code = "title_missing"
    message = _("Say what this document is.")


class EmptyDocument(DomainError):
    code = "empty_document"
    message = _("“%(name)s” is empty.")


class DocumentTooLarge(DomainError):
    code = "document_too_large"
    message = _("This file is larger than %(megabytes)s MB. Split it, or save it with smaller pictures.")


class NotTaken(DomainError):
    code = "document_not_taken"
    message = _("“%(name)s” is none of these: PDF, JPEG, PNG, XLSX, CSV. What a file is called does not make it one.")


class NotATable(DomainError):
    code = "not_a_table"
    message = _("“%(name)s” has no columns. Save the table as CSV with commas, or as XLSX.")


class ActingWorkbook(DomainError):
    code = "acting_workbook"
    message = _("“%(name)s” runs macros, carries another file or reads from one. Save it as a plain XLSX workbook.")


class UselessWorkbook(DomainError):
    code = "useless_workbook"
    message = _("“%(name)s” cannot be looked into. Save it without a password as a plain XLSX workbook.")


class SameDocument(DomainError):
    code = "same_document"
    message = _("This is the same file as version %(version)s. Nothing was kept.")


class TooManyDocuments(DomainError):
    code = "too_many_documents"
    message = _("You have sent %(most)s files of this project today. Go on tomorrow.")


class DocumentChanged(DomainError):
    code = "document_changed"
    message = _(
        "The file of “%(title)s” is not the one that was handed in: its hash is another now. It is not handed out, and "
        "the audit names it."
    )
    status = HTTPStatus.CONFLICT


class DocumentRedacted(DomainError):
    code = "document_redacted"
    message = _("The city’s desk has redacted this document on %(day)s. Its SHA-256 stays public: %(sha256)s")
    status = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS


class NothingPublic(DomainError):
    code = "nothing_public"
    message = _("No public certificate or document has this number. It is what the address of its page ends in.")


class RedactedAlready(DomainError):
    code = "redacted_already"
    message = _("This was redacted before.")
