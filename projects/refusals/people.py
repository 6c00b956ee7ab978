"""Why somebody does not do something of the second path: another has to, has to say why, or may."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NeedsAnother(DomainError):
    code = "needs_another_person"
    message = _("Two different people are needed: whoever asked for it does not also agree to it.")
    status = HTTPStatus.FORBIDDEN


class NotYourPart(DomainError):
    code = "not_your_part"
    message = _("Your part in this organisation does not allow this.")
    status = HTTPStatus.FORBIDDEN


class WordsMissing(DomainError):
    code = "words_missing"
    message = _("Say why.")
