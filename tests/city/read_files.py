"""The city's figures as a reader gets them: the files of the open data, and those of the charts."""

import csv
import io
import json
from typing import Any

from django.test import Client
from django.urls import reverse


def series(name: str) -> list[dict[str, Any]]:
    """The rows of a series; CSV and API have the same (`test_open_data.py`)."""
    rows: list[dict[str, Any]] = json.loads(_sent(reverse("city:data_json", args=[name])))
    return rows


def chart(name: str, measure: str) -> dict[str, int | None]:
    """Acts, grams or credits by its key; `None` where hidden."""
    header, *lines = csv.reader(io.StringIO(_sent(reverse("city:chart_csv", args=[name]))))
    place = header.index(measure)
    return {line[0]: int(line[place]) if line[place] else None for line in lines}


def _sent(address: str) -> str:
    return b"".join(Client().get(address)).decode("utf-8-sig")
