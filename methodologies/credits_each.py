"""Credits for each act and nothing quantified: a generic methodology, whose words its scenario brings.

A proposal of this portal: no authority has published a way of adding acts like this.
"""

from collections.abc import Mapping
from typing import Any, Self

from methodologies.base import CreditsOnly
from methodologies.terms import Terms

ANY = Terms("", 0, {"zh-hans": "您做了这件低碳的事", "en": "You did this low-carbon act"})


class CreditsEach(CreditsOnly):
    code = "credits-each"
    is_generic = True

    def __init__(self, terms: Terms = ANY) -> None:
        self.occupies = terms.occupies
        self.lasts_minutes = terms.lasts_minutes
        self.deed = terms.deed

    def with_terms(self, document: Mapping[str, Any]) -> Self:
        made = type(self)(Terms.read(document))
        made.terms = dict(document)
        return made


METHODOLOGY = CreditsEach()
