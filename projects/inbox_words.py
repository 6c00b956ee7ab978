"""How the inbox says what became of an organisation, a project, an order, a deal or an event, and whose turn it is."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.inbox.words import Facts, Words
from common.texts import day_shown, in_reader_language
from projects.bulletin import telling as bulletin
from projects.cycle import telling as cycle
from projects.events import telling as events
from projects.models import DealStatus, OrderKind, OrderStatus, OrganisationStatus, Stage
from projects.monitoring import telling
from projects.organisations import telling as organisations
from projects.redactions import telling as redactions
from projects.registry import telling as orders


def _said(facts: Facts) -> dict[str, object]:
    return {**facts, "project": in_reader_language(facts["project"])}


def _submitted(facts: Facts) -> str:
    return _("A monitoring report of “%(project)s” waits for your verification (version %(version)s).") % _said(facts)


def _found(facts: Facts) -> str:
    return _("The verifier of “%(project)s” has found something: %(finding)s.") % _said(facts)


def _answered(facts: Facts) -> str:
    return _("%(finding)s of “%(project)s” is answered.") % _said(facts)


def _decided(facts: Facts) -> str:
    if facts["is_closed"]:
        return _("The verifier has closed %(finding)s of “%(project)s”.") % _said(facts)
    return _("The verifier is not content with the answer to %(finding)s of “%(project)s”.") % _said(facts)


def _stated(facts: Facts) -> str:
    return _("%(kilograms)s kg of “%(project)s” are verified. The city’s desk issues them next.") % _said(facts)


def _given_back(facts: Facts) -> str:
    return _(
        "The city’s desk has given back the verified report of “%(project)s”: its days are reported anew."
    ) % _said(facts)


def _closed(facts: Facts) -> str:
    return _("The city’s desk has closed %(month)s of “%(project)s”: nothing is reported of it.") % _said(facts)


def _due(facts: Facts) -> str:
    return _("%(finding)s of “%(project)s” is to be answered by %(due_on)s.") % _with_day(facts)


def _overdue(facts: Facts) -> str:
    return _("%(finding)s of “%(project)s” was to be answered by %(due_on)s.") % _with_day(facts)


def _with_day(facts: Facts) -> dict[str, object]:
    return {**_said(facts), "due_on": day_shown(date.fromisoformat(facts["due_on"]))}


def _name(facts: Facts) -> str:
    return in_reader_language(facts["name"])


def _stands(facts: Facts) -> str:
    return _("“%(project)s”: %(stage)s.") % {"project": _name(facts), "stage": Stage(facts["stage"]).label}


def _commented(facts: Facts) -> str:
    return _("Somebody commented on “%(project)s”. Answer it before the next step.") % {"project": _name(facts)}


def _comments_closed(facts: Facts) -> str:
    return _("Comments on “%(project)s” are closed. Answer those that are open; the desk assigns a verifier then.") % {
        "project": _name(facts)
    }


def _comment_decided(facts: Facts) -> str:
    said = {**facts, "project": _name(facts)}
    if facts["is_hidden"]:
        return _("The desk has hidden your comment on “%(project)s”: %(reason)s") % said
    return _("Your comment on “%(project)s” was reported; the desk keeps it: %(reason)s") % said


def _comment_report_decided(facts: Facts) -> str:
    said = {**facts, "project": _name(facts)}
    if facts["is_hidden"]:
        return _("The comment on “%(project)s” that you reported is hidden: %(reason)s") % said
    return _("The comment on “%(project)s” that you reported stays: %(reason)s") % said


def _turn_ends(facts: Facts) -> str:
    day = day_shown(date.fromisoformat(facts["day"]))
    return _("It is your turn with “%(project)s”, until %(day)s.") % {"project": _name(facts), "day": day}


DEALS = {
    DealStatus.ACCEPTED: gettext_lazy("Your offer of “%(project)s” is taken up: %(tonnes)s t. The buyer pays next."),
    DealStatus.PAID: gettext_lazy(
        "The buyer says that it has paid for %(tonnes)s t of “%(project)s”. Confirm it once it has come."
    ),
    DealStatus.DISPUTED: gettext_lazy("The deal on %(tonnes)s t of “%(project)s” is disputed. The desk may end it."),
    DealStatus.DELIVERED: gettext_lazy("%(tonnes)s t of “%(project)s” are yours: the seller has confirmed the money."),
    DealStatus.LAPSED: gettext_lazy("The deal on %(tonnes)s t of “%(project)s” has lapsed: it was not paid in time."),
    DealStatus.ENDED: gettext_lazy("The desk has ended the deal on %(tonnes)s t of “%(project)s”."),
    DealStatus.RETRACTED: gettext_lazy("The deal on %(tonnes)s t of “%(project)s” was withdrawn before it was paid."),
}


def _deal(facts: Facts) -> str:
    return str(DEALS[DealStatus(facts["status"])]) % _said(facts)


def _deal_due(facts: Facts) -> str:
    day = day_shown(date.fromisoformat(facts["day"]))
    said = {**_said(facts), "day": day}
    return _("Pay for %(tonnes)s t of “%(project)s” by %(day)s and say so, or the deal lapses.") % said


def _offer_expired(facts: Facts) -> str:
    return _("Your offer of %(tonnes)s t has expired. What is under no deal is free again.") % facts


def _actuals_due(facts: Facts) -> str:
    return _("“%(event)s” is over: state what was emitted.") % {"event": _name(facts)}


def _retire_due(facts: Facts) -> str:
    day = day_shown(date.fromisoformat(facts["day"]))
    return _("For “%(event)s” to be neutral, enough is to be retired by %(day)s.") % {"event": _name(facts), "day": day}


def _to_check(facts: Facts) -> str:
    return _("The emissions of “%(event)s” wait for your verification.") % {"event": _name(facts)}


def _judged(facts: Facts) -> str:
    if facts["is_right"]:
        return _("The verifier has found the emissions of “%(event)s” right.") % {"event": _name(facts)}
    return _("The verifier has sent the emissions of “%(event)s” back.") % {"event": _name(facts)}


def _neutral(facts: Facts) -> str:
    return _("“%(event)s” is carbon neutral; its certificate is public.") % {"event": _name(facts)}


def _lapsed(facts: Facts) -> str:
    return _("The certificate of “%(event)s” is withdrawn by a correction, until what is missing is done.") % {
        "event": _name(facts)
    }


_DECIDED = {
    OrganisationStatus.APPROVED.value: gettext_lazy("The desk has approved “%(name)s”: it may act now."),
    OrganisationStatus.REFUSED.value: gettext_lazy("The desk has refused the application of “%(name)s”: %(reason)s"),
    OrganisationStatus.SUSPENDED.value: gettext_lazy("The desk has suspended “%(name)s”: %(reason)s"),
}


def _organisation_decided(facts: Facts) -> str:
    return str(_DECIDED[facts["status"]]) % {**facts, "name": _name(facts)}


def _of_order(facts: Facts) -> dict[str, object]:
    kind, holder = OrderKind(facts["kind"]).label, in_reader_language(facts["holder"])
    return {**facts, "kind": kind, "holder": holder, "tonnes": f"{facts['tonnes']:,}"}


def _order_waits(facts: Facts) -> str:
    return _("%(holder)s: %(kind)s of %(tonnes)s t waits for you to release it.") % _of_order(facts)


def _order_decided(facts: Facts) -> str:
    said = _of_order(facts)
    if facts["status"] == OrderStatus.REFUSED:
        return _("%(holder)s: your order was refused, %(kind)s of %(tonnes)s t: %(answer)s") % said
    return _("%(holder)s: your order was released, %(kind)s of %(tonnes)s t.") % said


def _redacted(facts: Facts) -> str:
    if facts["is_certificate"]:
        return _("The city’s desk has redacted for whom certificate %(number)s is: %(reason)s") % facts
    return _("The city’s desk has redacted document %(number)s for the public: %(reason)s") % facts


INBOX_WORDS = {
    bulletin.STANDS: Words("swap", _deal),
    bulletin.DUE: Words("clock", _deal_due, is_texted=True),
    bulletin.EXPIRED: Words("clock", _offer_expired),
    events.ACTUALS_DUE: Words("clock", _actuals_due),
    events.RETIRE_DUE: Words("clock", _retire_due, is_texted=True),
    events.TO_CHECK: Words("statement", _to_check),
    events.JUDGED: Words("statement", _judged),
    events.NEUTRAL: Words("check", _neutral),
    events.LAPSED: Words("warning", _lapsed),
    organisations.DECIDED: Words("info", _organisation_decided, is_texted=True),
    redactions.REDACTED: Words("warning", _redacted),
    orders.WAITS: Words("bell", _order_waits, is_texted=True),
    orders.DECIDED: Words("swap", _order_decided),
    cycle.STAGE: Words("leaf", _stands),
    cycle.COMMENTED: Words("info", _commented),
    cycle.OF_MINE: Words("info", _comment_decided),
    cycle.OF_MY_REPORT: Words("info", _comment_report_decided),
    cycle.CLOSED: Words("clock", _comments_closed),
    cycle.DUE: Words("clock", _turn_ends),
    telling.SUBMITTED: Words("statement", _submitted),
    telling.FOUND: Words("warning", _found),
    telling.ANSWERED: Words("statement", _answered),
    telling.DECIDED: Words("statement", _decided),
    telling.STATED: Words("check", _stated),
    telling.GIVEN_BACK: Words("warning", _given_back),
    telling.CLOSED: Words("warning", _closed),
    telling.DUE: Words("clock", _due, is_texted=True),
    telling.OVERDUE: Words("warning", _overdue, is_texted=True),
}
