"""Nothing is kept in a session of the database, so that a pooler may give it to another client after a transaction."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
OUTSIDE = {"common/owner.py", "common/prepared.py", "simulation/hurry.py"}
"""Who changes tables takes their time, and what is hot is prepared, unless `TRANSACTION_POOLER` is set; a simulated
city has an embedded database to itself."""
OF_A_SESSION = re.compile(
    r"""
    ^\s*(PREPARE|EXECUTE|DEALLOCATE|LISTEN|UNLISTEN|DISCARD|RESET|LOAD)\s+\w
    | \b(DECLARE|CREATE)\s+[^;]*\bWITH\s+HOLD\b
    | \bCREATE\s+((GLOBAL|LOCAL)\s+)?TEMP(ORARY)?\s+(TABLE|VIEW|SEQUENCE)\b
    | ^\s*SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b|\()
    | \bpg_(try_)?advisory_(lock|unlock)\w*
    | \bset_config\s*\([^)]*,\s*false\s*\)
    | \b(currval|lastval)\s*\(
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What lasts longer than the transaction in which it is said."""
WITHIN = re.compile(r"\b(UPDATE|ALTER|CREATE\s+(OR\s+REPLACE\s+)?FUNCTION|ON\s+CONFLICT)\b", re.IGNORECASE)
"""In these a line may begin with SET, and means columns or a function's own settings."""


def said_to_sessions(root: Path) -> list[str]:
    """Where a text of the portal's code says such a thing; docstrings say none."""
    rooms = {"chengdu_carbon", "common", *(app.partition(".")[0] for app in settings.PORTAL_APPS)}
    paths = [path for room in sorted(rooms) for path in sorted((root / room).rglob("*.py"))]
    return [
        f"{path.relative_to(root)}:{text.lineno}"
        for path in paths
        if str(path.relative_to(root)) not in OUTSIDE
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if _lasts(text.value)
    ]


def _texts(tree: ast.Module) -> list[ast.Constant]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def _lasts(text: str) -> bool:
    found = {match.group().split()[0].upper() for match in OF_A_SESSION.finditer(text)}
    return bool(found - {"SET"} if WITHIN.search(text) else found)


def test_nothing_is_said_to_a_session():
    assert said_to_sessions(ROOT) == []


@pytest.mark.parametrize(
    "statement",
    [
        "PREPARE x AS SELECT 1",
        "EXECUTE x (1)",
        "LISTEN acts",
        "SET TIME ZONE 'UTC'",
        "SET search_path = elsewhere",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_lock(1)",
        "CREATE TEMPORARY TABLE acts (id int)",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
        "SELECT set_config('TimeZone', 'UTC', false)",
        "SELECT lastval()",
    ],
)
def test_planted_statement_is_reported(tmp_path, statement):
    planted = tmp_path / "city" / "figures.py"
    planted.parent.mkdir()
    planted.write_text(f'"""LISTEN to nobody."""\n\nSQL = """\n    {statement}\n"""\n', encoding="utf-8")

    assert said_to_sessions(tmp_path) == ["city/figures.py:3"]


@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL TIME ZONE 'UTC'",
        "SET TRANSACTION READ ONLY",
        "SELECT pg_advisory_xact_lock(1)",
        "UPDATE acts\\n    SET status = 1",
    ],
)
def test_what_ends_with_its_transaction_is_not(tmp_path, statement):
    planted = tmp_path / "city" / "figures.py"
    planted.parent.mkdir()
    planted.write_text(f'SQL = "{statement}"\n', encoding="utf-8")

    assert said_to_sessions(tmp_path) == []
