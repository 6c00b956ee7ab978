"""A part that is made once shows each reader their own words, escaped, in their language."""

from django.template import engines
from django.utils import translation

from common.kept_forms import filled

LINE = "portal/statement_line.html"
PLAIN = {"is_linked": False, "has_claim": False, "has_balance": False}


def line(*, has_balance: bool = False, **words: str) -> str:
    names = ("href", "what", "claim", "posted_at", "day", "change", "balance")
    places = dict.fromkeys(names, "") | words
    return " ".join(filled(LINE, PLAIN | {"has_balance": has_balance}, places).split())


def test_words_are_set_in_escaped_and_are_not_kept():
    assert "&lt;b&gt; 5% %(day)s" in line(what="<b> 5% %(day)s")
    assert "<td> b <span" in line(what="b")


def test_a_form_is_kept_by_its_fixed_values_and_by_language():
    assert "16" not in line(balance="16")
    assert '<td class="text-end number">16</td>' in line(balance="16", has_balance=True)
    assert "有效期至 2027-12-31" in line(day="2027-12-31")
    with translation.override("en"):
        assert "usable until 2027-12-31" in line(day="2027-12-31")


def test_a_template_fills_in_what_stands_behind_with():
    template = engines["django"].from_string(
        '{% filled "components/badge.html" kind="good" with text=name %} {% filled "components/badge.html" text="b" %}'
    )

    assert template.render({"name": "<a>"}).split(" ", 1)[1].startswith('class="tag tag-good">&lt;a&gt;</span>')
    assert 'tag-quiet">b</span>' in template.render({"name": "<a>"})
