"""What the search finds of the city: each folder says in its `finding.py` what is found of it."""

from collections.abc import Iterator

from city.cases import finding as cases
from city.catalogue import finding as catalogue
from city.districts import finding as districts
from city.indicators import finding as indicators
from city.news import finding as news
from city.report import finding as report
from common.site_search import Found, first


def find(asked: list[str]) -> Iterator[Found]:
    for folder in (districts, indicators, cases, news, report, catalogue):
        yield from first(folder.find(asked))
