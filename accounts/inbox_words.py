"""How the inbox says what any room may tell a citizen."""

from django.utils.translation import gettext as _

from accounts.inbox.words import Words

ASKED_FOR_MORE = "asked_for_more"

INBOX_WORDS = {
    ASKED_FOR_MORE: Words("help", lambda _facts: _("We need a little more from you before this can be decided.")),
}
