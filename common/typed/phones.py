"""A phone that is published or rung by the desk, of whatever kind: mobile, landline, with an extension."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

A_PHONE = RegexValidator(r"\A\+?[0-9][0-9 ()-]{2,18}\Z", _("Enter a phone number, such as 028-8666 1234."))
