"""The numbers of transparency as tables of the open data; the page shows the same rows."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from city.models import Subject
from city.transparency import reading, words
from city.transparency.changes import changes
from city.transparency.reading import (
    ACTS_A_STEP,
    ENTRIES_A_STEP,
    FACTS_A_STEP,
    WAITED_A_STEP_H,
    in_steps,
)
from common.few import CREDITS_A_STEP
from common.open_data.answering import Freshness
from common.open_data.digested import tag_of
from common.open_data.fields import Field, Row, Table, Type, Value, Words, coded, count, flag, required, text, whole
from scenarios import rulebook
from seals.models import SealedDay

CHUNK = 2000
HIDDEN = _(
    "In steps of five, rounded down; empty where fewer than five citizens stand behind it, or where it would let "
    "such a number be reckoned"
)
IN_THOUSANDS = _("In thousands, rounded down; empty where it would tell of too few citizens")
MONTH = required(Field("month", Type.MONTH, _("Month"), _("Of the city’s calendar; only months that are over")))


def _credits() -> Iterator[Row]:
    for one in reading.credits():
        yield (f"{one.month:%Y-%m}", *one[1:])


def _acts() -> Iterator[Row]:
    for one in reading.acts():
        yield f"{one.month:%Y-%m}", one.recorded, one.refused


def _refusals() -> Iterator[Row]:
    for one in reading.refusals():
        yield f"{one.month:%Y-%m}", one.code, one.number


def _answers() -> Iterator[Row]:
    for path, subject in ((words.APPEAL, Subject.APPEALS), (words.CLAIM, Subject.CLAIMS)):
        for one in reading.answers(subject):
            yield f"{one.month:%Y-%m}", path, one.code, one.number


def _delays() -> Iterator[Row]:
    for one in reading.delays():
        yield f"{one.month:%Y-%m}", one.kind, one.decided, one.median_h, one.ninetieth_h


def _waiting() -> Iterator[Row]:
    for one in reading.waiting():
        yield one.kind, one.number, one.oldest_h


def _freezes() -> Iterator[Row]:
    for one in reading.freezes():
        yield f"{one.month:%Y-%m}", one.number


def _budgets() -> Iterator[Row]:
    names = {}
    for language in ("zh-hans", "en"):
        with override(language):
            names[language] = reading.names_of_budgets()
    for one in reading.budgets_then():
        yield (
            f"{one.month:%Y-%m}",
            one.code,
            names["zh-hans"][one.code],
            names["en"][one.code],
            one.put_in,
            one.left,
            one.lasts_days,
        )


def _changes() -> Iterator[Row]:
    book, told = rulebook.current(), {}
    for language in ("zh-hans", "en"):
        with override(language):
            told[language] = [
                [(one.label, one.before, one.after, f"{one.title} · {one.publisher}") for one in change.changed]
                for change in changes(book)
            ]
    for place, change in enumerate(changes(book)):
        head = (
            change.scenario.code,
            change.version.number,
            change.version.effective_from.isoformat(),
            change.published_on.isoformat(),
            change.version.ends,
        )
        for nth, chinese in enumerate(told["zh-hans"][place], 1):
            english = told["en"][place][nth - 1]
            yield (*head, nth, *(words for pair in zip(chinese, english, strict=True) for words in pair))
        if not change.changed:
            yield (*head, 0, *[None] * 8)


def sealed_freshness() -> Freshness:
    """A seal is for ever, so the last one tells of all."""
    last = SealedDay.objects.sealed().order_by("-day").values_list("day", "sealed_at").first()
    return Freshness(last[1] if last else None, tag_of(SEALED_DAYS, *(last or ())))


def _sealed_days() -> Iterator[Row]:
    return _told(SealedDay.objects.sealed())


def _sealed_after(key: Sequence[Value]) -> Iterator[Row]:
    return _told(SealedDay.objects.sealed().filter(day__gt=key[0]))


def _told(days: QuerySet[SealedDay]) -> Iterator[Row]:
    for day in days.order_by("day").iterator(chunk_size=CHUNK):
        assert day.sealed_at is not None
        sealed_at = localtime(day.sealed_at).isoformat(timespec="seconds")
        yield day.day.isoformat(), in_steps(day.rows, ENTRIES_A_STEP), day.root, day.head_hash, sealed_at


def _flow(name: str, meaning: Words) -> Field:
    return whole(name, words.FLOWS[name], meaning, "credit", step=CREDITS_A_STEP)


def _facts(name: str, title: Words) -> Field:
    return count(name, title, HIDDEN, step=FACTS_A_STEP)


CREDITS = Table(
    "credits",
    _("Credits by month"),
    _("What citizens were given and what became of it, month by month, in thousands of credits, rounded down"),
    ("month",),
    (
        MONTH,
        _flow("issued", _("Paid out of budgets for acts, less what was reversed")),
        _flow("taken_back", _("Of acts that did not hold, and by adjustments")),
        _flow("spent", _("With merchants, less what was undone")),
        _flow("given", _("To causes of the public good")),
        _flow("expired", _("Not used until their last day")),
        _flow("outstanding", _("What citizens held at the month’s end"))._replace(least=0),
    ),
    _credits,
)
ACTS = Table(
    "acts",
    _("Acts recorded and refused"),
    _("Acts that were recorded in a month, and how many of them stood refused a week later"),
    ("month",),
    (
        MONTH,
        count("recorded", _("Recorded"), _("In hundreds, rounded down"), step=ACTS_A_STEP),
        count("refused", _("Refused"), _("The sum of those that are told of by reason"), step=FACTS_A_STEP),
    ),
    _acts,
)
REFUSALS = Table(
    "refusals",
    _("Refusals by reason"),
    _("Acts recorded in a month that stood refused a week later, by the reason that their citizens were told"),
    ("month", "reason"),
    (MONTH, required(coded("reason", _("Reason"), lambda: words.REASONS)), _facts("acts", _("Acts"))),
    _refusals,
)
ANSWERS = Table(
    "answers",
    _("Appeals and claims"),
    _("What citizens sent because they did not agree, or because an act did not arrive, and what was answered"),
    ("month", "path", "outcome"),
    (
        MONTH,
        required(coded("path", _("What was asked"), lambda: words.PATHS)),
        required(coded("outcome", _("What became of it"), lambda: words.OUTCOMES)),
        _facts("number", _("How many")),
    ),
    _answers,
)
DELAYS = Table(
    "delays",
    _("How long decisions took"),
    _("What persons decided in a month, and how long it had waited since it was sent"),
    ("month", "kind"),
    (
        MONTH,
        required(coded("kind", _("Decided on"), words.kinds)),
        _facts("decided", _("Decided")),
        count("median_h", _("Half within"), _("Hours that half of them had waited at the most, rounded up"), "h"),
        count(
            "ninetieth_h",
            _("Nine of ten within"),
            _("Hours of nine of ten at the most; of fifty citizens at least"),
            "h",
        ),
    ),
    _delays,
)
WAITING = Table(
    "waiting",
    _("What waits for a decision"),
    _("What citizens have sent and nobody has decided yet, when it was last counted"),
    ("kind",),
    (
        required(coded("kind", _("Waits for a decision"), words.kinds)),
        count(
            "number",
            _("How many"),
            _("In steps of five, rounded down; another number once five citizens more or fewer wait"),
            step=FACTS_A_STEP,
        ),
        count(
            "oldest_h",
            _("Five citizens since"),
            _("Hours that five have waited, in whole days, rounded down"),
            "h",
            step=WAITED_A_STEP_H,
        ),
    ),
    _waiting,
)
FREEZES = Table(
    "freezes",
    _("Freezes"),
    _("Accounts that were stopped from earning or spending in a month while something was looked into"),
    ("month",),
    (MONTH, _facts("freezes", _("Freezes"))),
    _freezes,
)
BUDGETS = Table(
    "budgets",
    _("Budgets"),
    _("From which credits are paid: what was put in, what was left at a month’s end, and for how long that lasts"),
    ("month", "budget"),
    (
        MONTH,
        required(text("budget", _("Budget"))),
        text("name_zh", _("Name in Chinese")),
        text("name_en", _("Name in English")),
        count("put_in", _("Put in"), _("So far, by the month’s end"), "credit"),
        whole("left", _("Left"), IN_THOUSANDS, "credit", step=CREDITS_A_STEP),
        count(
            "lasts_days",
            _("Lasts"),
            _("From the end of the last month on, if citizens go on earning as in that month"),
            "d",
        ),
    ),
    _budgets,
)
_OF_NUMBER = _("Empty where the version changed no number")
RULE_CHANGES = Table(
    "rule-changes",
    _("Changes of rules"),
    _("Every published version of every rule, with each number that it changed and on whose authority"),
    ("scenario", "version", "nth"),
    (
        required(text("scenario", _("Scenario"), _("Its code; its page is /methods/{scenario}/"))),
        required(count("version", _("Version"))),
        required(Field("from", Type.DAY, _("In force from"))),
        required(Field("published_on", Type.DAY, _("Published on"))),
        flag("ends", _("Ends the scenario")),
        required(count("nth", _("Which of its changes"), _("0 where it changed no number, as a first version"))),
        text("number_zh", _("Number in Chinese"), _OF_NUMBER),
        text("number_en", _("Number in English"), _OF_NUMBER),
        text("before_zh", _("Before, in Chinese"), _("Empty where it is new")),
        text("before_en", _("Before, in English"), _("Empty where it is new")),
        text("after_zh", _("After, in Chinese"), _("Empty where it is gone")),
        text("after_en", _("After, in English"), _("Empty where it is gone")),
        text("authority_zh", _("On whose authority, in Chinese"), _("Title and publisher of the source")),
        text("authority_en", _("On whose authority, in English"), _("Title and publisher of the source")),
    ),
    _changes,
)
SEALED_DAYS = Table(
    "sealed-days",
    _("Sealed days"),
    _("Every day of the books that was sealed: who keeps its fingerprint can show that nobody changed it"),
    ("day",),
    (
        required(Field("day", Type.DAY, _("Day"))),
        required(count("entries", _("Entries"), _("In thousands, rounded down"), step=ENTRIES_A_STEP)),
        required(text("root", _("Fingerprint (root)"))),
        required(text("head_hash", _("Hash of the head"))),
        required(Field("sealed_at", Type.MOMENT, _("Sealed"))),
    ),
    _sealed_days,
    _sealed_after,
)
TABLES = (CREDITS, ACTS, REFUSALS, ANSWERS, DELAYS, WAITING, FREEZES, BUDGETS, RULE_CHANGES, SEALED_DAYS)
