"""What `{% cache %}` keeps of pages is the same for everybody: it hangs on few things, and holds nobody's."""

import re

from tests.processes import ROOT

TEMPLATES = ROOT / "templates"
FRAGMENT = re.compile(r"{% cache (\S+) (\S+)([^%]*)%}(.*?){% endcache %}", re.S)
CLOSED = {"LANGUAGE_CODE", "display.text", "display.theme", "here.url_name", "is_itself", "next_to_try.code"}
"""Of each there are few, whatever somebody asks for: a process keeps them all."""
OF_SOMEBODY = re.compile(r"\b(?:csrf_token|request|user|message|citizen)\b")
LANGUAGE = "{% get_current_language as LANGUAGE_CODE %}"


def fragments() -> list[tuple[str, str, set[str], str]]:
    """The template, the fragment's name, what it varies on, and what it holds."""
    return [
        (path.read_text("utf-8"), name, set(varies.split()), held)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for _lasts, name, varies, held in FRAGMENT.findall(path.read_text("utf-8"))
    ]


def test_each_fragment_has_a_name_of_its_own():
    names = [name for _template, name, _varies, _held in fragments()]

    assert len(names) > 3
    assert len(set(names)) == len(names)


def test_a_fragment_hangs_on_the_language_that_its_template_asks_for_and_on_what_is_few():
    wrong = {
        name
        for template, name, varies, _held in fragments()
        if "LANGUAGE_CODE" not in varies or LANGUAGE not in template or varies - CLOSED
    }

    assert wrong == set()


def test_a_fragment_holds_nothing_of_who_asks():
    assert [name for _template, name, _varies, held in fragments() if OF_SOMEBODY.search(held)] == []
