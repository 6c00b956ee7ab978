"""The one-way street: imports and foreign keys go downward only, and a planted offence is reported."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parents[2]
LAYERS = [
    {"portal"},
    {"city"},
    {"projects"},
    {"form", "api", "files", "household", "photo_reports", "quiz", "visits"},
    {"campaigns"},
    {"activities", "merchants"},
    {"evidence", "scenarios", "credits"},
    {"accounts"},
    {"jobs"},
]
HEIGHT = {app: len(LAYERS) - place for place, layer in enumerate(LAYERS) for app in layer}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True)


def test_imports_go_downward():
    assert lint_imports(ROOT).returncode == 0


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("credits/ledger.py", "import activities.models"),
        ("scenarios/rules.py", "import credits.ledger"),
        ("methodologies/walking.py", "import datetime"),
        ("activities/intake.py", "import credits.models"),
        ("common/errors.py", "import accounts.models"),
        ("activities/telling/diary.py", "import city.figures"),
        ("city/figures.py", "import credits.models"),
        ("merchants/mall/redeeming.py", "import credits.models"),
        ("merchants/mall/redeeming.py", "import activities.models"),
        ("merchants/mall/redeeming.py", "import merchants.till.taking"),
        ("merchants/mall/on_show.py", "import merchants.mall.views.offers"),
        ("merchants/till/taking.py", "import merchants.room.staff"),
        ("merchants/room/drafts.py", "import merchants.desk.publishing"),
        ("merchants/desk/approval.py", "import merchants.room.applying"),
        ("merchants/stock.py", "import merchants.mall.redeeming"),
        ("merchants/models/offer.py", "import merchants.stock"),
        ("credits/holds.py", "import merchants.models"),
        ("jobs/due.py", "import accounts.models"),
        ("activities/scoring/scorer.py", "import campaigns.models"),
        ("campaigns/urls.py", "import credits.models"),
        ("chengdu_carbon/serving.py", "import faults.stage"),
        ("activities/second_opinion/reckoner.py", "import activities.scoring.worth"),
        ("activities/second_opinion/exact_grams.py", "import methodologies.walking"),
        ("activities/scoring/reckoning.py", "import activities.second_opinion.reckoner"),
        ("channels/quiz/answering.py", "import channels.visits.models"),
        ("channels/files/reading.py", "import channels.household.binding"),
        ("activities/intake.py", "import channels.form.way_in"),
        ("evidence/photos.py", "import activities.models"),
        ("activities/models/act.py", "import activities.intake"),
        ("activities/scoring/scorer.py", "import activities.telling.explanation"),
        ("activities/measures.py", "import activities.models"),
    ],
)
def test_a_planted_upward_import_is_reported(tmp_path, module, line):
    root = tmp_path / "portal"
    left_out = ignore_patterns(".*", "node_modules", "static", "templates", "locale", "docs", "tests", "bin")
    copytree(ROOT, root, ignore=left_out)
    planted = root / module
    planted.write_text(f"{planted.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    report = lint_imports(root)

    assert report.returncode == 1
    assert f"{module.removesuffix('.py').replace('/', '.')} -> {line.removeprefix('import ')}" in report.stdout


OUTSIDE = {"benchmarks", "credits", "faults"}
"""They measure and torment from outside, on databases of their own; and the ledger's own room."""


def names_of_the_ledger(root: Path) -> list[str]:
    """Where a text of the portal's code names a table of the ledger: SQL imports nothing, so no contract sees it."""
    tables = [model._meta.db_table for model in apps.get_app_config("credits").get_models()]
    named = re.compile(rf"\b({'|'.join(tables)})\b")
    rooms = {"chengdu_carbon", "common", *(app.partition(".")[0] for app in settings.PORTAL_APPS)} - OUTSIDE
    return [
        f"{path.relative_to(root)}:{text.lineno}"
        for room in sorted(rooms)
        for path in sorted((root / room).rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and named.search(text.value)
    ]


def test_no_text_outside_the_ledgers_room_names_its_tables():
    assert names_of_the_ledger(ROOT) == []


def test_a_planted_statement_on_the_ledgers_tables_is_reported(tmp_path):
    planted = tmp_path / "merchants" / "mall.py"
    planted.parent.mkdir()
    planted.write_text('SQL = f"""SELECT sum(amount) FROM credits_transfer WHERE id = {1}"""\n', encoding="utf-8")

    assert names_of_the_ledger(tmp_path) == ["merchants/mall.py:1"]


def test_foreign_keys_go_downward():
    ours = [model for model in apps.get_models() if model._meta.app_label in HEIGHT]
    assert ours
    for model in ours:
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and not field.auto_created and field.related_model
            if not target or target._meta.app_label not in HEIGHT:
                continue
            own, other = model._meta.app_label, target._meta.app_label
            assert own == other or HEIGHT[own] > HEIGHT[other], f"{model.__name__}.{field.name} points at {other}"
