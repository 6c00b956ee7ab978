"""What is done with a project, one door each; `DEEDS` has them by the names that stories call them."""

from collections.abc import Callable
from datetime import date, datetime

from simulation.city import City
from simulation.doors import designs, reports, units
from simulation.second_path import papers, plans
from simulation.second_path.content import content, first_days, lines
from simulation.second_path.venture import Organised, Venture

Deed = Callable[[City, Venture, datetime], None]
PAGES = 15
"""The papers of each fifteenth project are pages; the others are tables, which take no time to be looked into."""
FEW_DAYS = 20
UNVERIFIED_KG = 2_000
"""What a statement leaves out of every third report."""


def _year(city: City) -> int:
    """The year that is reported: over before anything began."""
    return city.first_day.year - 1


def begin(city: City, venture: Venture, now: datetime) -> None:
    venture.owned = city.second_path.organisations[venture.plan["owner"]]
    owner = venture.owner
    by, name = owner.editor, venture.plan["name"]
    venture.design = designs.begin(owner=owner.organisation, name=name, by=by, now=now)


def write(city: City, venture: Venture, now: datetime) -> None:
    said, by = content(venture.number, venture.plan, year=_year(city)), venture.owner.editor
    venture.design = designs.write(venture.design, said, by=by)
    rows = [[line["table"], line["source"], line["starts_on"], line["ends_on"], now.date()] for line in said["lines"]]
    designs.attach(venture.design, name="设计数据.csv", content=papers.table(rows), by=by, now=now)


def submit(city: City, venture: Venture, now: datetime) -> None:
    words = plans.words("submitted again" if venture.design.version else "submitted")
    designs.submit(venture.design, words=words, by=venture.owner.owner, now=now)


def withdraw(city: City, venture: Venture, now: datetime) -> None:
    designs.withdraw(venture.design, words=plans.words("withdrawn"), by=venture.owner.owner, now=now)


def send_back(city: City, venture: Venture, now: datetime) -> None:
    designs.send_back(venture.design, words=plans.words("sent back"), by=city.staff["designs"], now=now)
    venture.design.refresh_from_db()


def reject(city: City, venture: Venture, now: datetime) -> None:
    words = plans.words("rejected" if venture.verified else "rejected at once")
    designs.reject(venture.design, words=words, by=city.staff["designs"], now=now)


def publish(city: City, venture: Venture, now: datetime) -> None:
    designs.publish(venture.design, by=city.staff["designs"], now=now)


def comment(city: City, venture: Venture, now: datetime) -> None:
    chance = venture.chance(city, "comment", now)
    words, by = chance.pick(plans.words("comments")), chance.pick(city.people).account
    venture.comments.append(designs.comment(venture.design, words=words, by=by, now=now))


def answer(city: City, venture: Venture, now: datetime) -> None:
    """All that nobody has answered."""
    chance = venture.chance(city, "answer", now)
    for each in venture.comments:
        designs.answer(each, words=chance.pick(plans.words("answers")), by=venture.owner.owner, now=now)


def abuse(city: City, venture: Venture, now: datetime) -> None:
    by = venture.chance(city, "abuse", now).pick(city.people).account
    venture.comments.append(designs.comment(venture.design, words=plans.words("abuse"), by=by, now=now))


def hide(city: City, venture: Venture, now: datetime) -> None:
    """The last that was said."""
    designs.hide(venture.comments.pop(), words=plans.words("hidden"), by=city.staff["designs"], now=now)


def want(city: City, venture: Venture, now: datetime) -> None:
    verifier = _independent(city, venture).organisation
    designs.want(venture.design, verifier, by=venture.owner.owner, now=now)


def assign(city: City, venture: Venture, now: datetime) -> None:
    venture.verified = _independent(city, venture)
    designs.assign(venture.design, venture.verifier.organisation, by=city.staff["designs"], now=now)


def validate(city: City, venture: Venture, now: datetime) -> None:
    _advise(venture, "in favour", now)


def advise_against(city: City, venture: Venture, now: datetime) -> None:
    _advise(venture, "against", now)


def rule(city: City, venture: Venture, now: datetime) -> None:
    designs.rule(venture.design, words=plans.words("ruled"), by=city.staff["designs"], now=now)


def register(city: City, venture: Venture, now: datetime) -> None:
    venture.project = designs.register(venture.design, by=city.staff["designs"], now=now)


def report(city: City, venture: Venture, now: datetime) -> None:
    by, year = venture.owner.editor, _year(city)
    venture.report = reports.begin(venture.project, year=year, by=by, now=now)
    measured = lines(venture.number, venture.plan, year=year, chance=venture.chance(city, "measured"))
    reports.write(venture.report, measured, by=by, now=now)


def report_into_the_next_year(city: City, venture: Venture, now: datetime) -> None:
    """Until a day of the next January: by then it comes to less than a tonne of that year."""
    by, year = venture.owner.editor, _year(city)
    until = date(year + 1, 1, FEW_DAYS)
    venture.report = reports.begin(venture.project, year=year, until=until, by=by, now=now)
    measured = [*lines(venture.number, venture.plan, year=year, chance=venture.chance(city, "measured"))]
    reports.write(venture.report, [*measured, first_days(measured[0], until)], by=by, now=now)


def take_back(city: City, venture: Venture, now: datetime) -> None:
    reports.withdraw(venture.report, words=plans.words("taken back"), by=venture.owner.owner, now=now)


def hand_in(city: City, venture: Venture, now: datetime) -> None:
    reports.submit(venture.report, venture.verifier.organisation, by=venture.owner.owner, now=now)


def sample(city: City, venture: Venture, now: datetime) -> None:
    reports.sample(venture.report, by=venture.verifier.editor, now=now)


def find_error(city: City, venture: Venture, now: datetime) -> None:
    _find(venture, "car", "error", 1, now)


def ask(city: City, venture: Venture, now: datetime) -> None:
    _find(venture, "cl", "question", None, now)


def explain(city: City, venture: Venture, now: datetime) -> None:
    said = {"car": plans.words("explained error"), "cl": plans.words("explained question")}
    for found in venture.findings:
        reports.answer(found, words=said[found.kind], by=venture.owner.editor, now=now)


def revise(city: City, venture: Venture, now: datetime) -> None:
    reports.revise(venture.report, by=venture.owner.editor, now=now)


def close(city: City, venture: Venture, now: datetime) -> None:
    for found in venture.findings:
        reports.close(found, words=plans.words("closed"), by=venture.verifier.editor, now=now)


def state(city: City, venture: Venture, now: datetime) -> None:
    reports.state(
        venture.report,
        number=f"核〔{now.year}〕{venture.number}号",
        paper=papers.paper("核查声明", str(venture.project), as_page=venture.number % PAGES == 1),
        less=0 if venture.number % 3 else UNVERIFIED_KG,
        why=plans.words("less"),
        by=venture.verifier.owner,
        now=now,
    )


def propose(city: City, venture: Venture, now: datetime) -> None:
    by, document = city.staff["registrar"], f"成环〔{now.year}〕{venture.number}号"
    venture.report.refresh_from_db()
    venture.proposals = reports.propose(venture.report, document=document, by=by, now=now)


def agree(city: City, venture: Venture, now: datetime) -> None:
    for proposal in venture.proposals:
        units.agree(proposal, by=city.staff["registry-control"], now=now)
    venture.is_issued = True


def order(city: City, venture: Venture, now: datetime) -> None:
    """A transfer that waits for a second person."""
    block = units.issued_to(venture.project)
    units.transfer(block, tonnes=block.tonnes // 3, taker=_buyer(city, venture).organisation, now=now)


def sell(city: City, venture: Venture, now: datetime) -> None:
    block = units.issued_to(venture.project)
    ordered = units.transfer(block, tonnes=block.tonnes // 3, taker=_buyer(city, venture).organisation, now=now)
    units.release(ordered, now=now)


def retire(city: City, venture: Venture, now: datetime) -> None:
    block, chance = units.issued_to(venture.project), venture.chance(city, "retired")
    beneficiary, purpose = chance.pick(plans.words("occasions"))
    tonnes = max(1, block.tonnes // chance.whole(3, 6))
    units.release(units.retire(block, tonnes=tonnes, beneficiary=beneficiary, purpose=purpose, now=now), now=now)


def freeze(city: City, venture: Venture, now: datetime) -> None:
    block = units.issued_to(venture.project)
    units.freeze(block, words=plans.words("frozen"), by=city.staff["registrar"], now=now)


def lose(city: City, venture: Venture, now: datetime) -> None:
    """A sink: a part of its buffer goes."""
    document = f"成环〔{now.year}〕损{venture.number}号"
    proposal = units.propose_loss(
        venture.project,
        tonnes=units.buffered(venture.project) // 3,
        document=document,
        words=plans.words("sink lost"),
        by=city.staff["registrar"],
        now=now,
    )
    units.agree(proposal, by=city.staff["registry-control"], now=now)


def cancel(city: City, venture: Venture, now: datetime) -> None:
    block = units.issued_to(venture.project)
    units.release(units.cancel(block, tonnes=block.tonnes // 10, words=plans.words("cancelled"), now=now), now=now)


def _advise(venture: Venture, words: str, now: datetime) -> None:
    designs.validate(
        venture.design,
        is_favourable=words == "in favour",
        words=plans.words(words),
        paper=papers.paper("审定意见", venture.plan["name"]["zh-hans"], as_page=venture.number % PAGES == 1),
        by=venture.verifier.owner,
        now=now,
    )


def _find(venture: Venture, kind: str, words: str, line: int | None, now: datetime) -> None:
    by = venture.verifier.editor
    found = reports.find(venture.report, kind=kind, words=plans.words(words), line=line, by=by, now=now)
    venture.findings.append(found)


def _independent(city: City, venture: Venture) -> Organised:
    """A verifier that is of no group of the owner's."""
    group = venture.owner.plan.get("group")
    fitting = [each for each in city.second_path.of("verifier") if not group or each.plan.get("group") != group]
    return fitting[venture.number % len(fitting)]


def _buyer(city: City, venture: Venture) -> Organised:
    """One of the buyers, or who is suspended later."""
    takers = [*city.second_path.of("buyer"), *city.second_path.of("suspended")]
    return takers[venture.number % len(takers)]


DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        begin,
        write,
        submit,
        withdraw,
        send_back,
        reject,
        publish,
        comment,
        answer,
        abuse,
        hide,
        want,
        assign,
        validate,
        advise_against,
        rule,
        register,
        report,
        report_into_the_next_year,
        take_back,
        hand_in,
        sample,
        find_error,
        ask,
        explain,
        revise,
        close,
        state,
        propose,
        agree,
        order,
        sell,
        retire,
        freeze,
        lose,
        cancel,
    )
}
