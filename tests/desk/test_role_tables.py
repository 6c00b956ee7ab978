"""docs/roles.md says of every page and every deed of the desk which role may: each cell is tried, by really asking.

So every page is opened as every role, and none breaks.

When a page or a deed comes or goes, the test prints the columns of its part as they are now, the superuser's last.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model

from accounts.models import User
from desk import roles
from scenarios.models import RuleVersion
from tests.conftest import NOW, TODAY
from tests.desk import full_desk
from tests.desk.test_every_desk_page import Official, in_role, model_of, patterns, specimens

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
NOT, SEES, DOES = "–", "○", "●"
GENERIC = {"changelist", "add", "change", "delete", "history"}
NOT_OF_A_ROLE = {"login", "logout", "jsi18n", "app_list", "autocomplete", "index"} | {
    f"password_change{step}" for step in ("", "_done")
}
"""For whoever is at the desk, or made of what the other rows say."""
EVERYWHERE = re.compile(r"/(language|display|sign-out|logout|export|find)/(\?|$)")
LISTS = "changelist-form"
SHUT_TO_ALL = {403, 405}
SUPERUSER = "superuser"
COLUMNS = (*roles.ROLES, SUPERUSER)
"""Of the tables, in their order."""
PARTS = 3
"""Of which processes may take one each."""


@pytest.fixture(autouse=True)
def _everything(db, settings, tmp_path, time_machine, caplog) -> None:
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level("CRITICAL", logger="django.request")
    time_machine.move_to(NOW, tick=False)
    full_desk.begin(tmp_path)


class Forms(HTMLParser):
    """Whether a page has a form that can be sent, beside those of every page and of every list.

    Its button may stand anywhere and name it.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.sent: set[str] = set()
        self.open = ""
        self.feed(page)

    @property
    def is_there(self) -> bool:
        return bool(self.names & self.sent)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = said.get("id") or f"form at {self.getpos()}"
            everywhere = self.open == LISTS or EVERYWHERE.search(said.get("action", ""))
            if said.get("method", "").lower() == "post" and not everywhere:
                self.names.add(self.open)
        elif (tag == "button" and said.get("type", "submit") == "submit") or said.get("type") == "submit":
            self.sent.add(said.get("form") or self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = ""


def cell(official: Official, addresses: list[str]) -> str:
    """The most that a role may at these addresses, which are one page with rows in several states."""
    most = NOT
    for address in addresses:
        most = max(most, asked(official, address), key=[NOT, SEES, DOES].index)
        if most == DOES:
            break
    return most


def asked(official: Official, address: str) -> str:
    """A page that opens says by its form what its reader may. A deed without a page asks for its right first of all:
    whoever has it is told what else is wrong with an empty form.
    """
    answer = official.open(address)
    if answer.status_code == 200:
        is_page = answer.get("Content-Type", "").startswith("text/html")
        return DOES if is_page and Forms(answer.content.decode()).is_there else SEES
    if answer.status_code == 302:
        return SEES
    return NOT if official.open(address, post=True).status_code in SHUT_TO_ALL else DOES


def pages() -> Iterator[tuple[str, str, list[str]]]:
    """Every page: its kind, its name in the tables, and its addresses."""
    for route, entry in patterns():
        name = entry.name or ""
        if name in NOT_OF_A_ROLE or route.endswith("(?P<url>.*)$") or not name:
            continue
        model = model_of(route)
        kind = name.rpartition("_")[2]
        is_generic = model is not None and kind in GENERIC
        shown = re.sub("<[^>]+>", "…", route.removeprefix("/admin/"))
        if "<" not in route:
            yield ("page" if is_generic else "deed", shown, [route])
        elif model is not None:
            rows = [*specimens(model, 3 if is_generic else 8), *later(model)]
            yield ("page" if is_generic else "deed", shown, [re.sub("<[^>]+>", str(row.pk), route) for row in rows])


def later(model: type[Model]) -> list[Model]:
    """Published for a later day: only such a rule can be withdrawn, and no column says that it is one."""
    if model is not RuleVersion:
        return []
    return list(RuleVersion.objects.published().filter(effective_from__gt=TODAY, scenario__code="walking"))


def tables(names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Of pages and of deeds, each row with its cells in the order of the names."""
    officials = [Official(at_the_desk(name)) for name in names]
    found: dict[str, dict[str, list[str]]] = {"page": {}, "deed": {}}
    for kind, shown, addresses in pages():
        found[kind][shown] = [cell(official, addresses) for official in officials]
    assert [line for official in officials for line in official.broken] == []
    return found


def at_the_desk(name: str) -> User:
    return User.objects.get(username="desk") if name == SUPERUSER else in_role(name)


def written(kind: str) -> dict[str, list[str]]:
    """A table of the document, by its rows."""
    _before, _mark, rest = DOCUMENT.read_text(encoding="utf-8").partition(f"<!-- roles: {kind} -->\n")
    rows = [line.strip("| ").split(" | ") for line in rest.partition("\n\n")[0].splitlines()[2:]]
    return {row[0]: row[1:] for row in rows}


def as_table(kind: str, columns: Sequence[int], rows: dict[str, list[str]]) -> str:
    head = [kind, *(str(column + 1) for column in columns)]
    lines = [head, ["---"] * len(head), *([shown, *cells] for shown, cells in rows.items())]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_cell_is_what_the_document_says(part):
    columns = range(part, len(COLUMNS), PARTS)
    now = tables([COLUMNS[column] for column in columns])

    for kind, rows in now.items():
        said = {shown: [cells[column] for column in columns] for shown, cells in written(kind).items()}
        assert said == rows, f"<!-- roles: {kind} -->\n{as_table(kind, columns, rows)}"
    for place, column in enumerate(columns):
        assert opened(now["page"], place) == viewed(COLUMNS[column]), COLUMNS[column]


def lists() -> dict[str, str]:
    """The list of each model as the tables call it, by the right to look at it."""
    metas = [model._meta for model in admin.site._registry]
    return {f"{meta.app_label}.view_{meta.model_name}": f"{meta.app_label}/{meta.model_name}/" for meta in metas}


def opened(rows: dict[str, list[str]], place: int) -> set[str]:
    return {shown for shown in lists().values() if rows[shown][place] != NOT}


def viewed(name: str) -> set[str]:
    return {shown for right, shown in lists().items() if name == SUPERUSER or right in roles.ROLES[name]}


def test_the_columns_are_the_roles():
    legend = re.findall(r"^(\d+)\. (.+?)(?::|$)", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for _number, name in legend] == list(roles.ROLES)
    assert [int(number) for number, _name in legend] == list(range(1, len(roles.ROLES) + 1))


def test_no_role_does_everything():
    Group.objects.exclude(name__in=roles.ROLES).delete()
    deeds = written("deed") | written("page")
    does = [{shown for shown, cells in deeds.items() if cells[column] == DOES} for column in range(len(roles.ROLES))]

    assert all(done < {shown for shown, cells in deeds.items() if cells[-1] == DOES} for done in does)
