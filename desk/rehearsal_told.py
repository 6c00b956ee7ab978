"""What a rehearsal came to, in words for whoever decides: credits and money first, then who, when and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.districts import District
from activities.models import Activity
from activities.scoring.rehearsing.outcome import TOGETHER
from activities.scoring.rehearsing.replay import NOT_ACCEPTED, TOO_LATE, WAY_CLOSED
from activities.scoring.worth import Cut, Reckoning
from activities.telling.explanation import explain, explain_by
from activities.telling.refusal_words import refusal_in_words
from common.few import FEWEST
from common.texts import listed, one_after_another
from credits import budgets
from desk.rehearsal_beside import Mixed, mixed
from scenarios.models import Rehearsal, RuleVersion
from scenarios.rules import Evidence

A_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """Citizens who are told together; `mean` is what the change comes to for one of them."""

    name: str
    citizens: int
    paid: int
    changed: int
    gain: int
    lose: int

    @property
    def mean(self) -> Decimal:
        return (Decimal(self.changed) / self.citizens).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Budget:
    name: str
    change: int
    was: int
    left: int
    short: int
    ran_out: str


@dataclass(frozen=True, slots=True)
class Example:
    """An act with what both rules make of it."""

    activity: Activity
    paid: Sequence[int]
    gets: Sequence[int]
    before: Sequence[str]
    after: Sequence[str]

    @property
    def changed(self) -> int:
        return self.gets[1] - self.paid[1]


class Summary(NamedTuple):
    """What a rehearsal came to, in a few sentences."""

    headline: str
    people: str
    mixed: str


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that the page says of a rehearsal that is done."""

    headline: str
    people: str
    price: str
    besides: Sequence[str]
    grams: Sequence[int]
    credits: Sequence[int]
    changed: int
    fen: int | None
    deciles: Sequence[Group]
    districts: Sequence[Group]
    budgets: Sequence[Budget]
    examples: Sequence[tuple[str, Sequence[Example]]]
    mixed: Mixed | None
    mixed_words: str
    is_of_few: bool
    """Whether so few citizens had an act that even their number would tell of them."""


def told(rehearsal: Rehearsal) -> Told:
    """Of one that is done."""
    sums, result = rehearsal.sums, rehearsal.result
    citizens, _paid, changed, gain, lose = result["citizens"]
    fen, beside = _fen(changed, sums["fen_per_thousand"]), mixed(rehearsal)
    return Told(
        headline=_headline(rehearsal, changed, fen),
        people=_people(citizens, gain, lose),
        price=_price(sums["fen_per_thousand"]),
        besides=list(_besides(sums)),
        grams=sums["grams"],
        credits=sums["credits"],
        changed=changed,
        fen=fen,
        deciles=[Group(_range(part), *part["row"]) for part in result["deciles"]],
        districts=[Group(_district(code), *row) for code, row in result["districts"]],
        budgets=list(_budgets(result["budgets"])),
        examples=_examples(rehearsal),
        mixed=beside,
        mixed_words=_mixed(beside) if beside else "",
        is_of_few=citizens < FEWEST,
    )


def summary(rehearsal: Rehearsal) -> Summary:
    """Of one that is done."""
    citizens, _paid, changed, gain, lose = rehearsal.result["citizens"]
    fen, beside = _fen(changed, rehearsal.sums["fen_per_thousand"]), mixed(rehearsal)
    headline, people = _headline(rehearsal, changed, fen), _people(citizens, gain, lose)
    return Summary(headline, people, _mixed(beside) if beside else "")


def _headline(rehearsal: Rehearsal, changed: int, fen: int | None) -> str:
    days = {"first": rehearsal.first_day.isoformat(), "last": rehearsal.last_day.isoformat()}
    words = {**days, "acts": f"{rehearsal.acts:,}", "credits": f"{abs(changed):,}"}
    if not rehearsal.acts:
        return _("Nothing of this scenario was recorded on these days, so there is nothing to reckon.")
    if not changed:
        return (
            _("From %(first)s to %(last)s this version would have given out as many credits as were given out.") % words
        )
    if changed < 0:
        said = _("From %(first)s to %(last)s this version would have given out %(credits)s credits less") % words
    else:
        said = _("From %(first)s to %(last)s this version would have given out %(credits)s credits more") % words
    if fen is None:
        return said + _(".")
    return _("%(said)s, about ¥%(yuan)s.") % {"said": said, "yuan": _yuan(abs(fen))}


def _mixed(beside: Mixed) -> str:
    """That the difference is not this version's alone, and what it is beside the last of those that held."""
    words = {"numbers": listed([str(number) for number in beside.held]), "last": beside.last.number}
    said = _("Versions %(numbers)s held on these days; what is between them is in the difference, too.") % words
    if beside.besides is None:
        again = _("To see this change alone, rehearse version %(last)s on the same days, too.") % words
        return one_after_another(said, again)
    words |= {"credits": f"{beside.besides:+,}"}
    alone = _("Beside version %(last)s, rehearsed on the same days, it comes to %(credits)s credits.") % words
    return one_after_another(said, alone)


def _people(citizens: int, gain: int, lose: int) -> str:
    if not citizens:
        return ""
    if citizens < FEWEST:
        return _("Fewer than five citizens had an act in it.")
    words = {"gain": f"{gain:,}", "lose": f"{lose:,}", "same": f"{citizens - gain - lose:,}"}
    return _("%(gain)s citizens would have got more, %(lose)s less, %(same)s the same.") % words


def _price(fen_per_thousand: int | None) -> str:
    if fen_per_thousand is None:
        return _("No voucher was used in the last 90 days, so it is not known what a credit costs.")
    words = {"yuan": _yuan(fen_per_thousand)}
    return (
        _("In yuan: by what merchants were owed for 1,000 credits on average in the 90 days before, ¥%(yuan)s.") % words
    )


def _fen(credits: int, fen_per_thousand: int | None) -> int | None:
    return None if fen_per_thousand is None else round(Decimal(credits * fen_per_thousand) / A_THOUSAND)


def _yuan(fen: int) -> str:
    return f"{Decimal(fen).scaleb(-2):,.2f}"


def _besides(sums: Mapping[str, Any]) -> Iterator[str]:
    """What else would be otherwise."""
    yield _("Acts that would have earned more: %(more)s; less: %(less)s.") % {
        "more": f"{sums['more']:,}",
        "less": f"{sums['less']:,}",
    }
    for code, acts in sorted(sums["refused"].items()):
        yield ngettext("%(acts)s act would be refused: %(why)s", "%(acts)s acts would be refused: %(why)s", acts) % {
            "acts": f"{acts:,}",
            "why": _refused(code),
        }
    for name, acts in (("accepted", sums["accepted"]), ("waits", sums["waits"]), ("others", sums["others"])):
        if acts:
            yield _counted(name, acts, sums)


def _counted(name: str, acts: int, sums: Mapping[str, Any]) -> str:
    words = {"acts": f"{acts:,}", "credits": f"{sums['of_others'][1]:+,}"}
    if name == "accepted":
        return _("%(acts)s acts that were refused would be accepted.") % words
    if name == "waits":
        return (
            _("%(acts)s acts would have waited for a person who has never seen them; they count here as sound.") % words
        )
    return (
        _("%(acts)s acts of other scenarios or days would change, since they share a time: %(credits)s credits.")
        % words
    )


def _refused(code: str) -> str:
    if code == NOT_ACCEPTED:
        return _("This version does not take such proof.")
    if code == WAY_CLOSED:
        return _("This version lets no acts in by the way by which it came.")
    if code == TOO_LATE:
        return _("It came later than this version takes it.")
    return refusal_in_words(code)


def _range(part: Mapping[str, Any]) -> str:
    least, most = part["least"], part["most"]
    return f"{least:,}" if least == most else f"{least:,} – {most:,}"


def _district(code: str) -> str:
    if code == TOGETHER:
        return _("Several with few citizens, together")
    return str(District(code).label) if code in District.values else _("Not said")


def _budgets(found: Sequence[Mapping[str, Any]]) -> Iterator[Budget]:
    names = budgets.names()
    for one in found:
        told = {name: one[name] for name in ("change", "was", "left", "short")}
        yield Budget(names.get(one["budget"], one["budget"]), **told, ran_out=one["ran_out"] or "")


def _examples(rehearsal: Rehearsal) -> list[tuple[str, list[Example]]]:
    kept = {"gains": rehearsal.sums["gains"], "losses": rehearsal.sums["losses"]}
    numbers = [example["act"] for examples in kept.values() for example in examples]
    acts = Activity.objects.with_outcome().select_related("citizen").in_bulk(numbers)
    version = _as_rehearsed(rehearsal)
    return [
        (heading, [_example(example, acts[example["act"]], version) for example in kept[name]])
        for name, heading in (("losses", _("The largest losses")), ("gains", _("The largest gains")))
        if kept[name]
    ]


def _as_rehearsed(rehearsal: Rehearsal) -> RuleVersion:
    """The version with the document that it had; a draft may have been edited since."""
    now = rehearsal.version
    return RuleVersion(
        pk=now.pk,
        scenario=now.scenario,
        number=now.number,
        effective_from=now.effective_from,
        document=rehearsal.result["document"],
    )


def _example(example: Mapping[str, Any], activity: Activity, version: RuleVersion) -> Example:
    was_refused = example["was_refused"]
    before = [refusal_in_words(was_refused)] if was_refused else explain(activity).plain
    return Example(activity, example["paid"], example["gets"], before, _after(example, activity, version))


def _after(example: Mapping[str, Any], activity: Activity, version: RuleVersion) -> Sequence[str]:
    if example["refusal"]:
        return [_refused(example["refusal"])]
    cuts = tuple(Cut(*cut) for cut in example["cuts"])
    grams, credits = example["earns"]
    reckoning = Reckoning(Decimal(example["quantified"]), grams, credits, cuts)
    return explain_by(version, activity, Evidence(example["evidence"]), reckoning).plain
