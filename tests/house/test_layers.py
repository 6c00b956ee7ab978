"""The one-way street: imports and foreign keys go downward only, and a planted offence is reported."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
LAYERS = [
    {"portal"},
    {"city"},
    {"projects"},
    {"activities", "merchants"},
    {"scenarios", "credits"},
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
        ("activities/diary.py", "import city.figures"),
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
        ("chengdu_carbon/serving.py", "import faults.stage"),
        ("activities/second_opinion/reckoner.py", "import activities.scoring.worth"),
        ("activities/second_opinion/exact_grams.py", "import methodologies.walking"),
        ("activities/scoring/reckoning.py", "import activities.second_opinion.reckoner"),
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
