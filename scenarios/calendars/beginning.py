"""What the lists begin with, days out of begun.yaml and criteria of venues, where the desk has nothing of its own."""

from datetime import date, datetime
from pathlib import Path

import yaml

from lists import confirming
from scenarios.calendars import rotation, years
from scenarios.venues import check_list

FILE = Path(__file__).parent / "begun.yaml"


def load(now: datetime) -> None:
    """Loading again changes nothing, whatever the file says by then: lists are the desk's."""
    with FILE.open(encoding="utf-8") as file:
        stated = yaml.safe_load(file)
    turns = stated[rotation.LIST]
    begin = date.fromisoformat(turns.pop("effective_from"))
    confirming.begin(rotation.LIST, "", turns, effective_from=begin, now=now)
    for year, calendar in stated[years.LIST].items():
        confirming.begin(years.LIST, str(year), calendar, effective_from=None, now=now)
    for kind, criteria in check_list.begun().items():
        confirming.begin(check_list.LIST, kind, criteria, effective_from=None, now=now)
