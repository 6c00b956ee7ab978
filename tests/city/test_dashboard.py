"""The city's charts: page, table, file and picture say the same; findings are true, also where there is little."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags
from PIL import Image

from accounts.districts import District
from city.dashboard import charts, periods
from city.dashboard.chart import Chart
from city.rollups.models import PublishedCell, PublishedDay
from city.rollups.periods import Unit
from common.pages import kept
from tests.city.published import HIDDEN, publish, release
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
NAMES = [*(f"trend-{unit}" for unit in ("day", "week", "month", "year")), *charts.PARTS, "mix-2026", "districts-all"]


@pytest.fixture(autouse=True)
def _at_noon(db, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    cache.clear()
    kept.forget()


def filed(client, name: str) -> list[dict[str, str]]:
    text = b"".join(client.get(f"/city/charts/{name}.csv").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def shown(client, name: str) -> list[list[str]]:
    """The cells of the table on the chart's page."""
    page = client.get(f"/city/charts/{name}/").content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page[page.index("<tbody>") :], re.DOTALL)
    return [[strip_tags(cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in rows]


def said(client, address: str, language: str = "zh-hans") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.mark.parametrize("name", NAMES)
def test_file_table_and_chart_say_the_same(client, name):
    publish()
    chart = charts.find(name, NOW)

    of_file = [list(row.values())[1 : 1 + len(chart.columns)] for row in filed(client, name)]
    of_page = [[cell.replace(",", "").replace("未公布", "") for cell in cells] for cells in shown(client, name)]
    of_chart = [["" if number is None else f"{number}" for number in line.numbers] for line in chart.lines]
    assert of_chart == of_file == of_page
    assert len(of_chart) > 0


def test_the_axis_names_the_first_and_the_last_bar_and_some_between():
    publish()
    labels = charts.find("trend-day", NOW).axis

    assert [label.words for label in labels][::4] == ["10月24日", "11月22日"]
    assert [(label.anchor, label.is_between) for label in labels] == [
        ("start", False),
        ("middle", True),
        ("middle", False),
        ("middle", True),
        ("end", False),
    ]
    assert [label.at for label in labels][::4] == [0, 100]


def test_bars_are_as_long_as_the_figures_beside_them():
    publish()
    chart = charts.find("trend-day", NOW)

    grams = [line.numbers[1] for line in reversed(chart.lines)]
    assert [float(mark.size) for mark in chart.marks] == [
        pytest.approx(100 * amount / chart.scale.top, abs=0.05) for amount in grams
    ]
    assert chart.scale.lines[-1] == (100, "0")


def test_the_first_page_shows_every_chart_by_few_questions(client, django_assert_max_num_queries):
    publish()
    with django_assert_max_num_queries(25):
        page = said(client, "/city/")
    for name in ("trend-day", "mix", "districts", "per-resident", "proof-all"):
        assert charts.find(name, NOW).finding in page
    with django_assert_max_num_queries(0):
        client.get("/city/", headers={"accept-language": "zh-hans"})


@pytest.mark.parametrize("address", ["/city/", "/city/by/month/", "/city/wall/", "/city/districts/", "/"])
def test_a_chart_on_any_page_is_the_one_at_its_address(client, address):
    publish()
    context = client.get(address).context
    names = sorted(context.keys())
    found = [context[name] for name in names if isinstance(context[name], Chart)]

    assert found
    assert [charts.find(chart.name, NOW) for chart in found] == found


def test_the_first_page_is_public_says_of_when_it_is_and_that_it_is_a_demonstration(client):
    publish()
    page = said(client, "/city/")

    assert "截至2026年11月23日 12:00" in page
    assert "至少减排1克" in page
    assert "不代表官方项目的数据" in page


def test_what_was_avoided_compares_to_a_drive_by_factors_with_their_sources(client):
    publish(days=1)
    PublishedDay.objects.update(grams=7_839_040)
    page = said(client, "/city/")

    assert "相当于一辆汽油车行驶50,000公里的排放量" in page
    assert "7.04 L/100km" in page
    assert "全民节能减排手册" in page


def test_today_is_hidden_until_five_have_taken_part(client):
    publish(NOW - timedelta(days=1), days=3)

    assert "今天参与的市民达到五人后公布数据" in said(client, "/city/")
    assert "今天参与的市民达到五人后公布数据" in said(client, "/city/wall/")


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_the_trend_is_chosen_by_a_link(client, unit):
    publish()
    page = client.get(f"/city/by/{unit}/")

    assert page.context["trend"].name == f"trend-{unit}"
    assert client.get("/city/by/hour/").status_code == 404


@pytest.mark.parametrize("name", ["trend-hour", "trend", "mix-2031-01", "mix-", "nonsense", "mixed"])
def test_what_is_no_chart_has_no_address(client, name):
    publish()
    for address in (f"/city/charts/{name}/", f"/city/charts/{name}.csv", f"/city/charts/{name}/en.png"):
        assert client.get(address).status_code == 404


def test_a_months_chart_keeps_its_address_when_another_month_is_released(client):
    publish()
    name = f"mix-{charts.released()[0]}"
    before = filed(client, name)
    assert before == filed(client, "mix")
    release(TODAY.replace(day=1))

    assert filed(client, name) == before
    assert charts.find("mix", NOW).subject != charts.find(name, NOW).subject


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_chart_has_a_picture_to_share(client, name, language):
    publish()
    answer = client.get(f"/city/charts/{name}/{language}.png")

    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Language"] == language
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (1200, 630)
    assert len(picture.convert("RGB").getcolors(1 << 20)) > 20
    page = client.get(f"/city/charts/{name}/", headers={"accept-language": language}).content.decode()
    assert f'content="http://testserver/city/charts/{name}/{language}.png"' in page


def test_a_picture_is_drawn_once_and_anew_when_a_figure_changes(client):
    publish()
    first = client.get("/city/charts/trend-day/en.png").content
    assert client.get("/city/charts/trend-day/en.png").content == first
    PublishedDay.objects.filter(day=TODAY - timedelta(days=1)).update(grams=900_000)

    assert client.get("/city/charts/trend-day/en.png").content != first


# What a finding says where there is much, little or nothing.


@pytest.mark.parametrize("name", NAMES[:8])
def test_before_anything_is_published_every_chart_says_so(client, name):
    assert "尚未公布数据" in said(client, f"/city/charts/{name}/")
    assert "Nothing is published yet" in said(client, f"/city/charts/{name}/", "en")
    assert client.get(f"/city/charts/{name}/en.png").status_code == 200
    assert filed(client, name) == []


def test_one_day_is_told_and_not_drawn():
    publish(NOW - timedelta(days=1), days=1)
    chart = charts.find("trend-day", NOW)

    assert (chart.marks, len(chart.lines)) == ((), 1)
    assert "2026年11月22日" in chart.finding


def test_a_year_that_is_not_over_is_told_of_so_far():
    publish(days=3)

    assert charts.find("trend-year", NOW).finding.startswith("2026年至今减排")


def test_a_month_of_which_all_is_hidden_says_so():
    for district in ("all", "jinjiang"):
        PublishedCell.objects.create(month=TODAY.replace(day=1), released_at=NOW, district=district)
    for name in ("districts", "per-resident"):
        chart = charts.find(name, NOW)
        assert (chart.finding, chart.marks) == ("参与人数过少，暂不公布数据", ())


@pytest.mark.parametrize(
    ("of_a_week", "before", "words"),
    [(120, 100, "比此前七天多20%"), (75, 100, "比此前七天少25%"), (100, 100, "与此前七天持平"), (100, 0, "")],
)
def test_the_last_seven_settled_days_are_compared_with_those_before(of_a_week, before, words):
    for ago in range(1, 22 if before else 15):
        grams = 1 if ago < 8 else of_a_week if ago < 15 else before
        PublishedDay.objects.create(
            day=TODAY - timedelta(days=ago), until=NOW, taken_until=NOW, acts=9, grams=grams, credits=1, citizens=5
        )

    told = charts.find("trend-day", NOW).finding
    assert told.startswith("截至11月15日的七天减排")
    assert f"{of_a_week * 7} 克" in told
    assert words in told
    assert "七天多" in told or "七天少" in told or "持平" in told or not words


def test_days_of_which_acts_still_come_in_are_pale_and_no_finding():
    publish()
    chart = charts.find("trend-day", NOW)
    pale = [mark.label for mark in chart.marks if mark.is_quiet]

    assert (len(pale), pale[0], pale[-1]) == (7, "2026年11月16日", "2026年11月22日")
    assert "颜色较淡的柱还会增长：这段时间的行为仍在陆续补报。" in chart.notes
    assert "11月22日" not in chart.finding


@pytest.mark.parametrize(
    ("unit", "name", "settles_on"),
    [
        ("day", "2026-11-15", date(2026, 11, 23)),
        ("week", "2026-W46", date(2026, 11, 23)),
        ("month", "2026-02", date(2026, 3, 8)),
        ("year", "2027", date(2028, 1, 8)),
        ("year", "2028", date(2029, 1, 8)),
    ],
)
def test_a_period_is_settled_once_a_month_would_be_released(unit, name, settles_on):
    assert periods.is_settled(Unit(unit), name, settles_on)
    assert not periods.is_settled(Unit(unit), name, settles_on - timedelta(days=1))


def test_seven_days_that_ended_earlier_are_not_told_as_the_last():
    publish(NOW - timedelta(days=12), days=20)

    assert "2026年11月11日减排" in charts.find("trend-day", NOW).finding


def test_a_month_is_not_compared_with_one_that_began_in_its_middle():
    publish(days=40)

    assert "比上月" not in charts.find("trend-month", NOW).finding


def test_most_is_told_of_districts_that_are_shown_and_the_others_are_hidden(client):
    publish()
    finding = charts.find("districts", NOW).finding
    rows = {row["district"]: row for row in filed(client, "districts")}

    assert "东部新区" in finding
    for code in HIDDEN:
        assert (rows[code]["grams"], rows[code]["hidden"]) == ("", "1")


def test_residents_of_a_zone_are_counted_where_the_census_counts_them(client):
    publish()
    rows = {row["area"]: row for row in filed(client, "per-resident")}

    together = rows["shuangliu+tianfu"]
    sums = {row["district"]: int(row["grams"] or 0) for row in filed(client, "districts")}
    assert int(together["grams"]) == sums["shuangliu"] + sums["tianfu"]
    assert together["grams_per_1000_residents"] == f"{int(together['grams']) * 10_000 // 2_659_829 / 10:.1f}"
    assert rows["pujiang"]["grams_per_1000_residents"] == ""


def test_late_acts_are_noted_beside_the_chart(client):
    publish()
    PublishedDay.objects.filter(day=TODAY - timedelta(days=3)).update(late=4, taken_back=1, revised_at=NOW)

    page = said(client, "/city/charts/trend-day/")
    assert "有4条行为补报、1条被撤销" in page
    assert "4条行为补报" in page
    row = next(row for row in filed(client, "trend-day") if row["day"] == "2026-11-20")
    assert (row["late"], row["taken_back"]) == ("4", "1")


def test_figures_of_the_latest_month_are_quoted_and_filed_under_the_name_that_stays(client):
    release(TODAY.replace(day=1))
    month = charts.latest(charts.released())

    page = client.get("/city/charts/districts/").content.decode()
    assert f'href="/city/charts/districts-{month}.csv"' in page
    assert f'href="/city/charts/districts-{month}/"' in page
    assert "引用格式：碳惠天府（演示系统），《各区（市）县减排量（" in page
    fixed = client.get(f"/city/charts/districts-{month}/").content.decode()
    assert "这些数据的固定网址" not in fixed


def test_the_wall_shows_the_same_figures_and_renews_itself(client):
    publish()
    wall, part = client.get("/city/wall/").content.decode(), client.get("/city/wall/figures/").content.decode()

    for said_there in (charts.find("trend-day", NOW).finding, charts.find("districts", NOW).finding):
        assert said_there in wall
        assert said_there in part
    assert 'hx-trigger="every 60s"' in wall
    assert '<meta http-equiv="refresh" content="60">' in wall


def test_a_district_shows_its_months_and_what_they_are_of(client):
    publish()
    page = said(client, "/city/districts/jinjiang/")

    for chart in charts.of_district(District.JINJIANG):
        assert (chart.finding in page) == bool(chart.lines)
        assert client.get(chart.get_absolute_url()).status_code == 200
    assert [row["grams"] for row in filed(client, "district-jinjiang")] == ["120000", "120000"]
    assert [row["hidden"] for row in filed(client, "district-pujiang")] == ["1", "1"]
    assert "参与人数过少" in said(client, "/city/districts/pujiang/")
