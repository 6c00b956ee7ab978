"""Which numbers a project states more favourably than what is published: for whoever verifies, not a refusal."""

from collections.abc import Iterator, Mapping

from methodologies.base import Text
from methodologies.projects.asked import Parameter, Prudent
from methodologies.projects.base import ProjectMethod
from methodologies.projects.parameters import read_parameters
from methodologies.projects.published import factor
from methodologies.projects.stated import Given
from methodologies.projects.told import Basis, Term, plain
from methodologies.projects.troubles import Trouble
from methodologies.projects.units import UNITS, convert


def favourable(method: ProjectMethod, given: Mapping[str, Given], chosen: Mapping[str, str]) -> tuple[Trouble, ...]:
    """A notice for each, with the published number and the project's document."""
    terms, _troubles = read_parameters(method.code, method.parameters, given, chosen)
    return tuple(
        notice
        for parameter in method.parameters
        if parameter.name in terms
        for notice in _notices(parameter, terms[parameter.name], parameter.offered(chosen))
    )


def _notices(asked: Parameter, stated: Term, offers: tuple[str, ...]) -> Iterator[Trouble]:
    published = [convert(factor(code).value, factor(code).unit, asked.unit) for code in offers]
    if not published or stated.basis is not Basis.STATED:
        return
    most, least = max(published), min(published)
    if asked.prudent is Prudent.LOW and stated.value > most:
        yield _notice(asked, stated, plain(most))
    if asked.prudent is Prudent.HIGH and stated.value < least:
        yield _notice(asked, stated, plain(least))


def _notice(asked: Parameter, stated: Term, published: str) -> Trouble:
    told: dict[str, Text | str] = {"label": asked.label, "unit": UNITS[asked.unit].label, "document": stated.origin}
    return Trouble("more_favourable", asked.name, {**told, "value": plain(stated.value), "published": published})
