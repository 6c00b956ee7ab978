"""Kinds of notices, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from city.news.book import Kind

KINDS: Mapping[str, str | Promise] = {
    Kind.ANNOUNCEMENT: _("News"),
    Kind.POLICY: _("Policy document"),
}
