"""Catalogues are compiled when they are newer, and their faults are named."""

import gettext
import os
from pathlib import Path

import pytest

from chengdu_carbon.translations import compile_messages, problems


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def write(locale: Path, *entries: tuple[str, str]) -> Path:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    catalogue = locale / "en" / "LC_MESSAGES" / "django.po"
    catalogue.write_text(header + "".join(f'\nmsgid "{source}"\nmsgstr "{text}"\n' for source, text in entries))
    return catalogue


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(locale: Path) -> None:
    catalogue = write(locale, ("步行", "Walking"))
    (compiled,) = compile_messages(locale)
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("步行") == "Walking"
    assert compile_messages(locale) == []

    os.utime(catalogue, ns=(compiled.stat().st_mtime_ns + 1,) * 2)
    assert compile_messages(locale) == [compiled]
    assert sorted(path.name for path in compiled.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_text_that_is_missing_or_there_twice_and_a_strange_placeholder_are_named(locale: Path) -> None:
    write(locale, ("步行", ""), ("%(grams)s 克", "%(gramms)s g"), ("单车", "Bike"), ("单车", "Bicycle"))
    assert list(problems(locale)) == [
        "en/LC_MESSAGES/django.po:4: no translation of '步行'",
        "en/LC_MESSAGES/django.po:7: other placeholders than in '%(grams)s 克'",
        "en/LC_MESSAGES/django.po:13: another translation of '单车'",
    ]
