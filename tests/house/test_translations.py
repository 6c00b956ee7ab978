"""Every text exists in both languages: a message in the code that the Chinese catalogue lacks fails here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from chengdu_carbon.translations import problems

ROOT = Path(__file__).parents[2]
OURS = sorted({"chengdu_carbon", "common", *(app.partition(".")[0] for app in settings.PORTAL_APPS)})
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""\bn?gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
CATALOGUE = polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
OF_AN_AMOUNT = re.compile(
    r"ledger|carbon account|certificates? of|\bbank\b|\bpaid\b|pays|account holder|company account|of whom|refunded"
    r"|stays on your account|ends in|comes into force after|business is registered"
    r"|(another|this) account (is waiting|does not wait)|^(no|earlier|withdraw this|give this) account\b",
    re.IGNORECASE,
)
"""English of what holds credits or money, in the ledger or at a bank; every other account is signed in to."""
CHINESE = {entry.msgid for entry in CATALOGUE if entry.translated() and not entry.fuzzy}


def messages_of_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            first = node.args[0]
            assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: a message must be a plain text"
            yield first.value


def messages_of_template(path: Path) -> Iterator[str]:
    for match in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        yield ast.literal_eval(match[1])


def sources() -> list[Path]:
    code = [path for app in OURS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return sorted([*code, *(ROOT / "templates").rglob("*.html")])


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_message_has_its_chinese(path):
    messages = messages_of_code(path) if path.suffix == ".py" else messages_of_template(path)

    assert [message for message in messages if message not in CHINESE] == []


def test_a_planted_message_is_reported(tmp_path):
    code, template = tmp_path / "planted.py", tmp_path / "planted.html"
    code.write_text('print(_("Planted in code"))', encoding="utf-8")
    template.write_text("{% load i18n %}{% translate 'Planted in a page' %}", encoding="utf-8")

    planted = [*messages_of_code(code), *messages_of_template(template)]

    assert planted == ["Planted in code", "Planted in a page"]
    assert not set(planted) & CHINESE


def test_catalogue_itself_is_sound():
    assert list(problems()) == []


def test_account_has_one_word_and_what_holds_an_amount_another():
    """As the glossary says: 账号 is signed in to, 账户 holds an amount."""
    texts = {entry.msgid: entry.msgstr or "".join(entry.msgstr_plural.values()) for entry in CATALOGUE}

    assert [words for words, chinese in texts.items() if "账户" in chinese and not OF_AN_AMOUNT.search(words)] == []
    assert [words for words, chinese in texts.items() if "帐" in chinese] == []
