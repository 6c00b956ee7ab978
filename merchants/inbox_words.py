"""How the inbox says what became of a voucher, that there is stock again, and what owners of merchants are told."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.inbox.words import Facts, Words
from common.texts import in_reader_language, one_after_another
from merchants import owners_told
from merchants.fen import yuan
from merchants.mall import telling, wishing
from merchants.models import MerchantStatus
from merchants.settlement import reminding


def _offer(facts: Facts) -> str:
    return in_reader_language(facts["offer"])


def _used(facts: Facts) -> str:
    shop = in_reader_language(facts["shop"])
    return _("Your voucher “%(offer)s” was used at %(shop)s.") % {"offer": _offer(facts), "shop": shop}


def _undone(facts: Facts) -> str:
    return _("The use of “%(offer)s” was undone: the voucher is yours to use again.") % {"offer": _offer(facts)}


def _part_used(facts: Facts) -> str:
    words = {"yuan": yuan(facts["fen"]), "offer": _offer(facts), "shop": in_reader_language(facts["shop"])}
    first = _("%(yuan)s yuan of your voucher “%(offer)s” were taken off a bill at %(shop)s.") % words
    return one_after_another(first, _left(facts))


def _left(facts: Facts) -> str:
    if not facts["left_fen"]:
        return ""
    return _("%(yuan)s yuan are left on it.") % {"yuan": yuan(facts["left_fen"])}


def _part_undone(facts: Facts) -> str:
    words = {"yuan": yuan(facts["fen"]), "offer": _offer(facts), "credits": facts["credits"]}
    if facts["is_back"]:
        return _("%(yuan)s yuan that were taken of “%(offer)s” were undone: they are on the voucher again.") % words
    return _("%(yuan)s yuan that were taken of “%(offer)s” were undone: %(credits)s credits went back to you.") % words


def _refunded(facts: Facts) -> str:
    first = _("“%(offer)s”, which you had used, was refunded.") % {"offer": _offer(facts)}
    return one_after_another(first, _returned(facts), _expired(facts))


def _expired(facts: Facts) -> str:
    if not facts["expired"]:
        return ""
    return _("%(expired)s more had run out meanwhile and expired.") % {"expired": facts["expired"]}


def _ran_out(facts: Facts) -> str:
    first = _("Your voucher “%(offer)s” has run out.") % {"offer": _offer(facts)}
    return one_after_another(first, _returned(facts))


def _cancelled(facts: Facts) -> str:
    first = _("The merchant cancelled your voucher “%(offer)s”.") % {"offer": _offer(facts)}
    return one_after_another(first, _returned(facts))


def _merchant_left(facts: Facts) -> str:
    first = _("Your voucher “%(offer)s” can be used nowhere any more: its merchant leaves.") % {"offer": _offer(facts)}
    return one_after_another(first, _returned(facts))


def _returned(facts: Facts) -> str:
    if not facts["credits"]:
        return ""
    return _("%(credits)s credits went back to you.") % {"credits": facts["credits"]}


def _runs_out_soon(facts: Facts) -> str:
    until = date_format(localtime(datetime.fromisoformat(facts["until"])), "DATETIME_FORMAT")
    return _("Your voucher “%(offer)s” can be used until %(moment)s only.") % {"offer": _offer(facts), "moment": until}


def _restocked(facts: Facts) -> str:
    return _("“%(offer)s” can be had again, as long as there is stock.") % {"offer": _offer(facts)}


def _statement(facts: Facts) -> dict[str, str]:
    month = date_format(date.fromisoformat(facts["month"]), "YEAR_MONTH_FORMAT")
    return {"merchant": in_reader_language(facts["merchant"]), "month": month, "amount": yuan(facts["fen"])}


def _statement_waits(facts: Facts) -> str:
    said = _("%(merchant)s: the statement of %(month)s over %(amount)s yuan is there. Look at it and confirm.")
    return said % _statement(facts)


def _statement_still_waits(facts: Facts) -> str:
    said = _("%(merchant)s: the statement of %(month)s over %(amount)s yuan is paid once you confirm it.")
    return said % _statement(facts)


def _account_given(facts: Facts) -> str:
    at = date_format(localtime(datetime.fromisoformat(facts["in_force_at"])), "DATETIME_FORMAT")
    said = {"merchant": in_reader_language(facts["merchant"]), "tail": facts["tail"], "moment": at}
    return (
        _(
            "“%(merchant)s” is to be paid into another bank account, which ends in %(tail)s, from %(moment)s on."
            " If that was none of you, withdraw it."
        )
        % said
    )


def _account_withdrawn(facts: Facts) -> str:
    said = {"merchant": in_reader_language(facts["merchant"]), "tail": facts["tail"]}
    return _("The bank account of “%(merchant)s” that ends in %(tail)s was withdrawn and stays unused.") % said


def _approved(facts: Facts) -> str:
    return _("The desk has approved “%(merchant)s”: it may take credits.") % _merchant(facts)


def _refused(facts: Facts) -> str:
    return _("The desk has not approved “%(merchant)s”. Its page says why; you may correct it and send it again.") % (
        _merchant(facts)
    )


def _suspended(facts: Facts) -> str:
    return _("The desk has suspended “%(merchant)s”: it takes no credits. What it has to come is settled.") % (
        _merchant(facts)
    )


def _merchant(facts: Facts) -> dict[str, str]:
    return {"merchant": in_reader_language(facts["merchant"])}


INBOX_WORDS = {
    telling.USED: Words("check", _used),
    telling.UNDONE: Words("gift", _undone),
    telling.PART_USED: Words("check", _part_used),
    telling.PART_UNDONE: Words("gift", _part_undone),
    telling.REFUNDED: Words("gift", _refunded),
    telling.RAN_OUT: Words("clock", _ran_out),
    telling.CANCELLED: Words("shop", _cancelled),
    telling.MERCHANT_LEFT: Words("shop", _merchant_left),
    telling.RUNS_OUT_SOON: Words("clock", _runs_out_soon),
    wishing.RESTOCKED: Words("gift", _restocked),
    reminding.WAITS: Words("shop", _statement_waits),
    reminding.STILL_WAITS: Words("clock", _statement_still_waits),
    owners_told.DECIDED[MerchantStatus.APPROVED]: Words("shop", _approved),
    owners_told.DECIDED[MerchantStatus.REFUSED]: Words("warning", _refused),
    owners_told.DECIDED[MerchantStatus.SUSPENDED]: Words("warning", _suspended),
    owners_told.ACCOUNT_GIVEN: Words("warning", _account_given, is_texted=True),
    owners_told.ACCOUNT_WITHDRAWN: Words("bill", _account_withdrawn, is_texted=True),
}
