"""The parameters and choices that a project states: each value with what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from methodologies.projects.asked import UNCERTAINTY, Choosing, Parameter
from methodologies.projects.numbers import read_number
from methodologies.projects.published import factor, limit_of
from methodologies.projects.reading import published_term
from methodologies.projects.stated import Given
from methodologies.projects.told import Basis, Term
from methodologies.projects.troubles import Trouble


def read_parameters(
    method: str, asked: Iterable[Parameter], given: Mapping[str, Given], chosen: Mapping[str, str]
) -> tuple[dict[str, Term], list[Trouble]]:
    """What the project states of the parameters, as terms; what it leaves out is filled later or missing."""
    known = {parameter.name: parameter for parameter in asked}
    troubles = [Trouble("unknown", name, {"name": name}) for name in given if name not in known]
    terms: dict[str, Term] = {}
    for parameter in known.values():
        stated = given.get(parameter.name)
        if stated is None or stated == Given():
            if not parameter.offered(chosen) and parameter.is_asked(chosen):
                troubles.append(Trouble("missing", parameter.name, {"label": parameter.label}))
            continue
        found = _stated(method, parameter, stated, parameter.offered(chosen))
        if isinstance(found, Term):
            terms[parameter.name] = found
        else:
            troubles.append(found)
    return terms, troubles


def read_choices(asked: Iterable[Choosing], chosen: Mapping[str, str]) -> list[Trouble]:
    """Raises nothing: a choice without an answer, or with one that is none, is a trouble."""
    choices = {choice.name: choice for choice in asked}
    troubles = [Trouble("unknown", name, {"name": name}) for name in chosen if name not in choices]
    for choice in choices.values():
        code = chosen.get(choice.name, "")
        if not code and choice.optional:
            continue
        if not code:
            troubles.append(Trouble("missing", choice.name, {"label": choice.label}))
        elif code not in {option.code for option in choice.options}:
            troubles.append(Trouble("not_an_option", choice.name, {"label": choice.label, "value": code}))
    return troubles


def _stated(method: str, asked: Parameter, given: Given, offers: tuple[str, ...]) -> Term | Trouble:
    if given.factor and asked.by_day:
        return Trouble("by_day", asked.name, {"label": asked.label})
    if given.factor:
        if given.factor not in offers:
            return Trouble("not_offered", asked.name, {"label": asked.label, "factor": given.factor})
        if given.value != "":
            return Trouble("value_and_factor", asked.name, {"label": asked.label})
        return published_term(asked, factor(given.factor))
    if given.value == "":
        return Trouble("missing", asked.name, {"label": asked.label})
    value = read_number(asked, given.value, given.unit, limit_of(method, asked.name))
    if isinstance(value, Trouble):
        return value
    if not given.document.strip():
        return Trouble("no_document", asked.name, {"label": asked.label})
    width = read_number(UNCERTAINTY, given.uncertainty, "", limit_of(method, UNCERTAINTY.name))
    if isinstance(width, Trouble):
        return replace(width, where=asked.name)
    document = given.document.strip()
    origin = {"zh-hans": document, "en": document}
    return Term(asked.symbol, asked.label, value, asked.unit, Basis.STATED, origin, width)
