"""What accounts and signing in refuse, in words that help."""

from datetime import datetime
from http import HTTPStatus

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts import waits
from common.errors import DomainError


class TooManyCodes(DomainError):
    """`wait_s` says when another may be asked for."""

    code = "too_many_codes"
    message = _("Too many codes were requested. Please try again in %(wait)s.")
    status = HTTPStatus.TOO_MANY_REQUESTS

    def words(self) -> dict[str, str]:
        return {"wait": waits.in_words(self.facts["wait_s"])}


class PuzzleFirst(DomainError):
    """None was solved, or one that was used before."""

    code = "puzzle_first"
    message = _("So that no program sends these messages, please answer the question below first.")


class NoPhone(DomainError):
    code = "no_phone"
    message = _("Your account has no mobile number to send a code to.")


class WrongCode(DomainError):
    """Also said of a code that is over, or was tried too often."""

    code = "wrong_code"
    message = _("This code is not right, or has expired. Check the text message, or have a new one sent.")


class TooManyPasswords(DomainError):
    code = "too_many_passwords"
    message = _(
        "Too many passwords were tried for this name or from here. Wait a few minutes, "
        "or sign in with a browser that you have used at the desk before."
    )
    status = HTTPStatus.TOO_MANY_REQUESTS


class CeilingReached(DomainError):
    code = "no_more_messages_today"
    message = _(
        "Today’s text messages to new devices are used up. On a phone or computer where you have signed in before"
        " you can still sign in; on this one please try again tomorrow."
    )
    status = HTTPStatus.SERVICE_UNAVAILABLE


class WrongPasskey(DomainError):
    """Also said of an answer that came before, came late, or was given to another host."""

    code = "wrong_passkey"
    message = _("This passkey does not fit, or the page stood open for too long. Try again.")


class TooManyPasskeys(DomainError):
    code = "too_many_passkeys"
    message = _("You have %(most)s passkeys already. Remove one first.")


class UnknownPasskey(DomainError):
    code = "unknown_passkey"
    message = _("This passkey was removed already.")


class OnlyFactor(DomainError):
    code = "only_factor"
    message = _("This is your only second step. Set up another one first.")


class LastWayIn(DomainError):
    code = "last_way_in"
    message = _("This is the only way into your account that is left. Add another one first.")
    status = HTTPStatus.CONFLICT


class NotAMobileNumber(DomainError):
    code = "not_a_mobile_number"
    message = _("Enter an 11-digit mainland China mobile number, such as 138 0000 0001.")


class NotReached(DomainError):
    code = "not_reached"
    message = _("No text message can be sent to numbers of this country yet.")


class TooManyFactorCodes(DomainError):
    code = "too_many_factor_codes"
    message = _("Too many wrong codes. Wait a few minutes, then try again.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class WrongFactorCode(DomainError):
    """Also said of a code that was used before."""

    code = "wrong_factor_code"
    message = _("This code is not right, or was used before. Enter the one that the app shows now.")


class OwnFactor(DomainError):
    """Who gains does not grant."""

    code = "own_factor"
    message = _("This is your own two-step verification. A colleague resets it.")
    status = HTTPStatus.FORBIDDEN


class TooManyTriesFromHere(DomainError):
    """Whoever shares the address has tried that often; `wait_s` says when one more counts. Says nothing of the code."""

    code = "too_many_tries_from_here"
    message = _(
        "Too many tries from this network. Please try again in %(wait)s; your code stays good as long as it says."
    )
    status = HTTPStatus.TOO_MANY_REQUESTS

    def words(self) -> dict[str, str]:
        return {"wait": waits.in_words(self.facts["wait_s"])}


class TooManySignIns(DomainError):
    """Whoever shares the address has tried that often; `wait_s` says when one more counts."""

    code = "too_many_sign_ins"
    message = _("Too many tries from this network. Please try again in %(wait)s, or sign in with a code.")
    status = HTTPStatus.TOO_MANY_REQUESTS

    def words(self) -> dict[str, str]:
        return {"wait": waits.in_words(self.facts["wait_s"])}


class TooManyPhoneChanges(DomainError):
    code = "too_many_phone_changes"
    message = _("Another number was asked for too often today. Please try again tomorrow.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class ResendTooEarly(DomainError):
    code = "resend_too_early"
    message = _("Please wait %(seconds)s more seconds before asking for a new code.")


class NoMoreResends(DomainError):
    code = "no_more_resends"
    message = _("No more codes can be sent for this sign-in. Please start again.")


class CodeNotSent(DomainError):
    """What a gateway raises when the message did not leave the house."""

    code = "code_not_sent"
    message = _("The text message could not be sent. Please try again in a few minutes.")


class NumberRefused(CodeNotSent):
    """The number is none in use, or its owner has asked the operator for no such messages."""

    code = "number_refused"
    message = _(
        "No text message can be sent to this number: it is not in use, or has such messages blocked."
        " Check the number, or ask your operator."
    )


class NumberHadTooMany(CodeNotSent):
    """A limit of the gateway's, for the owner's protection; another gateway would get round it."""

    code = "number_had_too_many"
    message = _("This number has been sent too many text messages for now. Please try again later, or tomorrow.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class TextNotSent(DomainError):
    """What a gateway raises when it took no text message for somebody."""

    code = "text_not_sent"
    message = _("The text message could not be sent.")


class TextNotSentNow(TextNotSent):
    """No gateway could take it just now, and surely none has sent it: it may be tried again."""


class TooManyTokens(DomainError):
    code = "too_many_tokens"
    message = _("You can have at most %(limit)s tokens. Revoke one that you no longer use.")


class RenewalRefused(DomainError):
    """Of a token that is over, was used before, or never was one of ours; as OAuth answers it (RFC 6749, 5.2)."""

    code = "renewal_refused"
    message = _("This sign-in is over. Please sign in again.")
    status = HTTPStatus.BAD_REQUEST


class AccountClosed(DomainError):
    code = "account_closed"
    message = _("This account has been closed and cannot be used to sign in.")
    status = HTTPStatus.FORBIDDEN


class AccountMerged(AccountClosed):
    """`address` is that of the pages, where who has the number now has it freed."""

    code = "account_merged"
    message = _(
        "This account was merged into another: sign in the way its owner kept. The number is yours now, and you never"
        " had such an account? Sign in with it on the portal’s pages, at %(address)s: there you take it for your own."
    )


class UnknownScope(DomainError):
    code = "unknown_scope"
    message = _("There is no scope “%(scope)s”.")


class UnreadableBody(DomainError):
    """Facts: `member`, of the JSON that was sent."""

    code = "unreadable_body"
    message = _("The request must be a JSON object, and “%(member)s” a text in it.")
    status = HTTPStatus.BAD_REQUEST


class ScopeMissing(DomainError):
    """The token is good, and not for this; `scope` is what it would need."""

    code = "scope_missing"
    message = _("This access token may not do this: it was issued without the scope “%(scope)s”.")
    status = HTTPStatus.FORBIDDEN


class OwnSignIn(DomainError):
    code = "own_sign_in"
    message = _("These passwords were tried for your own name. A colleague unlocks it.")
    status = HTTPStatus.FORBIDDEN


class TooManyUploads(DomainError):
    code = "too_many_uploads"
    message = _(
        "You have sent many photos and files in a short time; those that were not taken count too. "
        "Please wait ten minutes, and a day if it says so again."
    )
    status = HTTPStatus.TOO_MANY_REQUESTS


class Unreadable(DomainError):
    """SECRET_KEY has changed since, and the one before it is not named in SECRET_KEY_FALLBACKS."""

    code = "second_factor_unreadable"
    message = _("Your codes can no longer be checked. Ask the city’s staff to reset your second step.")


class OwnFreeze(DomainError):
    """Who is frozen neither freezes nor lifts."""

    code = "own_freeze"
    message = _("This is your own account. A colleague decides it.")
    status = HTTPStatus.FORBIDDEN


class AlreadyFrozen(DomainError):
    code = "already_frozen"
    message = _("This account is frozen already. Lift that freeze first.")
    status = HTTPStatus.CONFLICT


class FreezeIsOver(DomainError):
    code = "freeze_is_over"
    message = _("This freeze is over already.")
    status = HTTPStatus.CONFLICT


class FrozenByYou(DomainError):
    code = "frozen_by_you"
    message = _("You have frozen this account yourself. A colleague looks at it again.")
    status = HTTPStatus.FORBIDDEN


class NotUpheld(DomainError):
    code = "freeze_not_upheld"
    message = _("This freeze has not stayed to its end, or was undone already.")
    status = HTTPStatus.CONFLICT


class NoSuchEnd(DomainError):
    """Facts: `days`, the most."""

    code = "no_such_end"
    message = _("A freeze ends within %(days)s days from now.")


class SpendingFrozen(DomainError):
    """Facts: `until`, a moment."""

    code = "spending_frozen"
    message = _(
        "Redeeming and donating rest for your account until %(moment)s. Vouchers that you have stay usable."
        " Why this is so and whom to ask stands at Me."
    )
    status = HTTPStatus.FORBIDDEN

    def words(self) -> dict[str, str]:
        return {"moment": date_format(localtime(datetime.fromisoformat(self.facts["until"])), "DATETIME_FORMAT")}
