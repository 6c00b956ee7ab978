"""What the file of indicators says is what pages, files and the search say; the desk adds, and edits nothing."""

import csv
import io
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from city.indicators import beginning, drawing, series, words
from city.indicators.series import TIME, FigureKind
from lists import confirming
from lists.models import Edition
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEW = "/admin/lists/edition/add/?list=indicator"
PARKS = {
    "code": "parks",
    "name_zh": "公园",
    "name_en": "Parks",
    "group": "ecology",
    "unit_zh": "个",
    "unit_en": "parks",
    "direction": "up",
    "definition_zh": "全市各类公园。",
    "definition_en": "Parks of all kinds in the city.",
    "when": "2025-12",
    "kind": "level",
    "number": "1,620",
    "title_zh": "2025年公园城市建设情况",
    "publisher_zh": "成都市公园城市建设管理局",
    "published": "2026-01-15",
}


@pytest.fixture(autouse=True)
def _begun(db) -> None:
    beginning.load(NOW)


@pytest.fixture
def drafter(db) -> Client:
    return desk_of("drafter", "add_edition")


def desk_of(name: str, *rights: str) -> Client:
    user = User.objects.create(username=name, is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="lists", codename__in=["view_edition", *rights])
    )
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def kept(client: Client, subject: str) -> list[str]:
    """The figures that the form proposes to keep."""
    form = client.get(f"{NEW}&subject={subject}").context["form"]
    return list(form.initial["kept"])


def test_loading_again_changes_nothing():
    before = list(Edition.objects.values())

    assert beginning.load(NOW) == 0
    assert list(Edition.objects.values()) == before


def test_every_series_of_the_file_has_figures_with_a_source_and_a_time():
    for code, document in beginning.documents().items():
        one = series.read(code, document)
        assert one.figures, code
        for words_of in (one.name, one.unit, one.definition):
            assert set(words_of) == {"zh-hans", "en"}, code
        for figure in one.figures:
            assert TIME.fullmatch(figure.when), (code, figure.when)
            assert (figure.number is None) != (figure.text is None), (code, figure.when)
            assert figure.source.title["zh-hans"], (code, figure.when)


def test_a_series_is_in_the_order_of_its_time():
    greenways = series.indicator("greenways")

    assert greenways is not None
    assert [figure.when for figure in greenways.figures] == ["2019", "2020", "2023-02", "2023-07", "2035"]
    assert greenways.latest.number == Decimal(6500)


def test_sources_that_contradict_each_other_both_stand_on_the_page(client):
    page = strip_tags(client.get("/city/indicators/clean-energy/").content.decode())

    assert "61.5%" in page
    assert "62.6%" in page
    assert "来源之间有出入" in page


def test_every_page_shows_each_figure_with_its_source(client):
    for one in series.indicators():
        page = client.get(f"/city/indicators/{one.code}/").content.decode()
        for figure in one.figures:
            assert words.value_in_words(one, figure) in page, one.code
            assert figure.source.title["zh-hans"] in page, one.code


def test_the_table_the_chart_and_the_files_say_the_same(client):
    answer = client.get("/city/indicators.csv")
    _header, *rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    told = client.get("/city/indicators.json").json()["indicators"]

    in_csv = [(row[0], row[2], row[5]) for row in rows]
    in_json = [(one["code"], each["when"], each["number"] or "") for one in told for each in one["figures"]]
    known = [
        (one.code, each.when, "" if each.number is None else str(each.number)) for one, each in series.all_figures()
    ]
    assert in_csv == in_json == known
    for one in series.indicators():
        drawn = [bar.figure for bar in drawing.bars(one)]
        assert drawn in ([], one.levels), one.code


def test_bars_begin_at_nought():
    points = series.indicator("charging-points")

    assert points is not None
    assert [bar.height for bar in drawing.bars(points)] == [Decimal("31.1"), Decimal("67.8"), Decimal(100)]


def test_one_point_is_told_and_not_drawn():
    linpan = series.indicator("fine-linpan")

    assert linpan is not None
    assert drawing.bars(linpan) == []
    assert words.finding(linpan) == "107 个（2020）"


def test_the_desk_adds_a_figure_and_another_puts_it_into_force(client, drafter):
    answer = drafter.post(f"{NEW}&subject=parks", {**PARKS, "kept": kept(drafter, "parks")})
    assert answer.status_code == 302, answer.context["form"].errors
    assert "1,620" not in client.get("/city/indicators/parks/").content.decode()

    checker = User.objects.create(username="checker", is_staff=True)
    confirming.confirm(Edition.objects.get(subject="parks", number=2), by=checker, now=NOW)

    page = client.get("/city/indicators/parks/").content.decode()
    assert "超过 1,500 个" in page
    assert "1,620 个" in page
    assert "第 2 版" in page


def test_figures_are_left_out_and_never_edited(drafter):
    drafter.post(f"{NEW}&subject=parks", {**PARKS, "kept": []})

    document = Edition.objects.get(subject="parks", number=2).document
    assert [figure["number"] for figure in document["figures"]] == ["1620"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"when": "2025-13"}, "when"),
        ({"when": "2099"}, "when"),
        ({"number": ""}, "number"),
        ({"number": "viel"}, "number"),
        ({"text_zh": "很多"}, "number"),
        ({"kind": ""}, "kind"),
        ({"title_zh": ""}, "title_zh"),
        ({"published": ""}, "published"),
        ({"published": "gestern"}, "published"),
        ({"code": "Parks!"}, "code"),
        ({"group": "nonsense"}, "group"),
        ({"kept": ["0" * 16]}, "kept"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(drafter, wrong, field):
    answer = drafter.post(f"{NEW}&subject=parks", {**PARKS, "kept": kept(drafter, "parks"), **wrong})

    assert field in answer.context["form"].errors
    assert Edition.objects.filter(subject="parks").count() == 1


def test_a_series_without_a_figure_is_refused(drafter):
    answer = drafter.post(f"{NEW}&subject=parks", {**PARKS, "when": "", "kept": []})

    assert answer.context["form"].errors["when"] == ["序列至少要有一个数值。"]


def test_a_target_may_lie_ahead(drafter):
    figures = {**PARKS, "when": "2035", "kind": "target", "kept": kept(drafter, "parks")}

    assert drafter.post(f"{NEW}&subject=parks", figures).status_code == 302


def test_a_series_that_nobody_knows_is_no_page(client):
    for address in ("nothing/", "nothing.csv", "nothing.json"):
        assert client.get(f"/city/indicators/{address}").status_code == 404


def test_levels_of_words_have_no_number():
    assert all(
        figure.is_level is (figure.kind is FigureKind.LEVEL and figure.number is not None)
        for _one, figure in series.all_figures()
    )


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("200", "10,000 t", "2,000,000 t"),
        ("864.4", "10,000 mu", "8,644,000 mu"),
        ("20000", "100 million yuan", "2,000 billion yuan"),
        ("1005", "100 million yuan", "100.5 billion yuan"),
        ("61.50", "%", "61.50%"),
    ],
)
def test_english_counts_in_thousands_and_millions(number, unit, said):
    assert words.number_with_unit(Decimal(number), unit) == said
