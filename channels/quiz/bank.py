"""Brings the questions of questions.yaml into the database: adds what is new, leaves what the desk made of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from channels.quiz.models import QuizQuestion

FILE = Path(__file__).parent / "questions.yaml"
FEWEST_OPTIONS, MOST_OPTIONS = 3, 4


class BankError(Exception):
    """The file contradicts itself; nothing was loaded."""


def load(file: Path = FILE) -> int:
    """Adds each question whose code is not there yet, all or nothing; how many were added. Raises `BankError`."""
    with file.open(encoding="utf-8") as opened:
        document = yaml.safe_load(opened)
    with transaction.atomic():
        return sum(_add(entry, document["sources"]) for entry in document["questions"])


def _add(entry: Mapping[str, Any], sources: Mapping[str, Any]) -> bool:
    _check(entry, sources)
    _question, is_new = QuizQuestion.objects.get_or_create(
        code=entry["code"],
        defaults={
            "text": entry["text"],
            "options": entry["options"],
            "right": entry["right"] - 1,
            "explanation": entry["explanation"],
            "source": sources[entry["source"]],
        },
    )
    return is_new


def _check(entry: Mapping[str, Any], sources: Mapping[str, Any]) -> None:
    """The file counts options from 1, as people do."""
    code, options = entry["code"], entry["options"]
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise BankError(f"{code}: {len(options)} options")
    if not 1 <= entry["right"] <= len(options):
        raise BankError(f"{code}: no option {entry['right']}")
    if entry["source"] not in sources:
        raise BankError(f"{code} names a source that nobody gives: {entry['source']}")
    for text in (entry["text"], entry["explanation"], sources[entry["source"]], *options):
        if set(text) != {language for language, _name in settings.LANGUAGES}:
            raise BankError(f"{code}: every text is in every language")
