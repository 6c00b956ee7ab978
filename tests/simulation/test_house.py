"""The city goes through public doors alone: what belongs to the portal is imported in `simulation/doors/`."""

import ast
import sys
from pathlib import Path

import pytest

import simulation
from simulation import worlds
from simulation.chance import Chance
from simulation.cheats import usual_cheats
from simulation.deeds.registry import all_deeds
from simulation.habits.registry import all_habits
from simulation.invariants import promises
from simulation.population import kinds

FOLDER = Path(simulation.__file__).parent
INSIDE = {
    "activities",
    "channels",
    "city",
    "credits",
    "desk",
    "evidence",
    "jobs",
    "merchants",
    "portal",
    "review",
    "seals",
}
WHOLE = [268249, 868267, 376489, 924977, 937721, 992403, 181528, 292885, 778050, 998882]
"""The first numbers of one stream."""
FREE = {"demonstration.py", "doors/budgets.py"}
"""They know the one thing by which a demonstration is known, in `portal/demo.py`."""


CHECKS = ("activities.scoring.doubts", "activities.scoring.doubting")
OF_EVERYBODY = tuple(
    f"simulation.{name}" for name in ("city", "deeds", "doors", "habits.base", "people", "pictures", "seasons")
)


def imports(path: Path) -> list[str]:
    """Each module that a file names, and each name that it takes from one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named = [f"{node.module}.{alias.name}" for node in taken for alias in node.names]
    return named + [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]


def portal_imports(path: Path) -> list[str]:
    return [name for name in imports(path) if name.partition(".")[0] in INSIDE]


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_only_doors_know_the_portal(path):
    name = str(path.relative_to(FOLDER))
    if not name.startswith("doors/") and name not in FREE:
        assert portal_imports(path) == []


def test_cheats_share_nothing_with_what_checks():
    """They act as anybody does, through the doors; what doubts them is nowhere in the simulation."""
    for path in FOLDER.rglob("*.py"):
        named = imports(path)
        assert not any(name.startswith(CHECKS) for name in named), path
        if path.parent.name == "cheats" and path.name != "__init__.py":
            own = [name for name in named if name.partition(".")[0] not in sys.stdlib_module_names]
            assert [name for name in own if not name.startswith(OF_EVERYBODY)] == [], path


def test_nothing_that_checks_knows_who_cheats():
    for path in (FOLDER / "invariants").glob("*.py"):
        assert "cheat" not in path.read_text(encoding="utf-8").replace("who cheats", "")


def test_every_habit_that_people_have_is_there_and_every_one_is_had():
    had = {name for kind in kinds().values() for name in kind.habits} | {"tea", "ev-photos"}

    assert had == set(all_habits()) | set(all_deeds())


def test_there_are_eight_ways_to_cheat_and_some_promises():
    assert len(usual_cheats()) == 8
    assert {name for name, _promise in promises()} >= {"audit", "caps", "nothing_pending", "vintages"}


@pytest.mark.parametrize("name", worlds.names())
def test_every_world_can_be_read(name):
    assert worlds.world(name).what


def test_chance_is_the_same_on_every_machine():
    chance = Chance(1, "person", 7)

    assert [chance.whole(0, 999_999) for _number in range(10)] == WHOLE
    assert Chance(1, "person", 8).whole(0, 999_999) != WHOLE[0]
