"""A file is known by the row that names its columns, however that is spelt; a refusal says which one is missing."""

import pytest
from django.utils import translation

from activities.models import Activity
from channels.files import refusals
from channels.files.formats.recognition import MOST_ABOVE
from channels.files.models import ImportJob
from tests.channels.files.conftest import counts, reasons, send, sent_and_read

pytestmark = pytest.mark.usefixtures("catalogue")

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "content",
    [
        BOM + BOM + b"date,steps\n2026-11-22,8000\n",
        BOM + b"\n" + BOM + b"date,steps\n2026-11-22,8000\n",
        BOM + b'"date","steps"\n"2026-11-22","8000"\n',
        b"sep=,\ndate,steps\n2026-11-22,8000\n",
        b"sep=;\r\ndate;steps\r\n2026-11-22;8000\r\n",
        b'"sep=;"\ndate;steps\n2026-11-22;8000\n',
        b"SEP=|\ndate|steps\n2026-11-22|8000\n",
        "我的步数\n日期,步数\n2026-11-22,8000\n".encode(),
        "导出,2026年11月\n\n姓名：王阿姨\n日期,步数\n2026-11-22,8000\n".encode(),
        "日期，步数\n2026-11-22，8000\n".encode(),
        "日期，步数\n2026-11-22,8000\n".encode(),
        "日期,步数\n2026-11-22，8000\n".encode(),
        "日期；步数\n2026-11-22；8000\n".encode(),
        "日期，步数\n2026-11-22，8000\n".encode("gb18030"),
        "\u200b日期\u200e, 步\u2060数 \n2026-11-22,8000\n".encode(),
        "\u200b\n\u3000\n日期,步数\n\u200b,\u200b\n2026-11-22,8000\n".encode(),
        "ＤＡＴＥ,Ｓｔｅｐｓ\n2026-11-22,8000\n".encode(),
        "日期,步数\n\u202d2026-11-22\u202c,\u202d8000\u202c\n".encode(),
    ],
)
def test_column_names_are_found(alice, content):
    job = sent_and_read(alice, content)

    assert (job.format_code, counts(job)) == ("steps", {"recorded": 1})
    assert Activity.objects.get().values == {"steps": 8000}


def test_rides_are_known_by_a_header_in_any_width(alice):
    job = sent_and_read(
        alice,
        "开始时间,结束时间,距离(米)\n2026-11-22 08:00,2026-11-22 08:10,２，０００\n".replace(
            "２，０００", '"２，０００"'
        ),
    )

    assert counts(job) == {"recorded": 1}


def test_lines_keep_their_numbers_below_a_title(alice):
    job = sent_and_read(alice, "我的步数\nsep=,\n日期,步数\n2026-11-22,8000\n2026-11-21,很多\n")

    assert reasons(job) == [(5, "“步数”要填整数。")]


STEPS_ZH, STEPS_EN = "“每日步数”需要：日期、步数。", "“每日步数”需要：date、steps。"
RIDES_ZH = "“共享单车行程”需要：开始时间、结束时间、距离（米）。"
RIDES_EN = "“共享单车行程”需要：started_at、ended_at、distance_m。"


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        ("日期\n2026-11-22\n", refusals.ColumnMissing, f"文件缺少列“步数”。{STEPS_ZH}"),
        ("日期,步\n2026-11-22,1\n", refusals.ColumnMissing, f"文件缺少列“步数”。{STEPS_ZH}"),
        ("我的步数\n日期,数\n2026-11-22,1\n", refusals.ColumnMissing, f"文件缺少列“步数”。{STEPS_ZH}"),
        ("steps,day\n1,2026-11-22\n", refusals.ColumnMissing, f"文件缺少列“date”。{STEPS_EN}"),
        ("开始时间,距离（米）\n1,2\n", refusals.ColumnMissing, f"文件缺少列“结束时间”。{RIDES_ZH}"),
        ("distance_m\n1\n", refusals.ColumnMissing, f"文件缺少列“started_at”、“ended_at”。{RIDES_EN}"),
        (
            "Date,Distance (m)\n1,2\n",
            refusals.ColumnMissing,
            "文件缺少列“Step count”。“Google Fit”需要：Date、Step count。",
        ),
        ("日期,日期,步数\n1,2,3\n", refusals.ColumnTwice, "文件里有不止一列“日期”，请只留一列。"),
    ],
)
def test_refusal_names_the_column_as_the_file_would(alice, content, error, sentence):
    with pytest.raises(error) as refused:
        send(alice, content)

    with translation.override("zh-hans"):
        assert refused.value.sentence == sentence
    assert not ImportJob.objects.exists()


def test_row_above_the_column_names_is_not_lost(alice):
    with pytest.raises(refusals.UnknownHeader):
        send(alice, "2026-11-22,8000\ndate,steps\n2026-11-21,9000\n")

    assert not ImportJob.objects.exists()


def test_column_names_are_looked_for_in_the_first_lines_only(alice):
    above = "".join(f"第 {number} 行\n" for number in range(MOST_ABOVE))
    assert counts(sent_and_read(alice, f"{above}日期,步数\n2026-11-22,8000\n")) == {"recorded": 1}

    with pytest.raises(refusals.UnknownHeader):
        send(alice, f"{above}再一行\n日期,步数\n2026-11-22,8000\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("日期,步数\n昨天,8000\n", "“日期”无法识别，请写成 2026-11-23 这样的格式。"),
        ("Date,Step count\nyesterday,8000\n", "“Date”无法识别，请写成 2026-11-23 这样的格式。"),
        ("日期;步数\n2026-11-22;8.000\n", "“步数”：“8.000”可以读作 8000，也可以读作 8，请写清楚是哪一个。"),
        ("date,steps\n2026-11-22,many\n", "“steps”要填整数。"),
        ("date,steps\n2026-11-22,9999999999999999\n", "“steps”的位数太多。"),
        (
            "开始时间,结束时间,距离（米）\n8 点,2026-11-22 08:10,2000\n",
            "“开始时间”无法识别，请写成 2026-11-23 08:00 这样的格式。",
        ),
        ("started_at,ended_at,distance_m\n2026-11-22 08:00,2026-11-22 08:10,2 km\n", "“distance_m”要填整数。"),
        ("日期,步数\n2026-11-22,200000\n", "“步数”是 200,000 步，应在 1 步到 100,000 步之间。"),
        ("日期,步数\n2026-11-22,\n", "请填写“步数”。"),
        ("Date,Step count\n2026-11-22,200000\n", "“Step count”是 200,000 步，应在 1 步到 100,000 步之间。"),
        ("日期,时间,步数\n2026-11-22,早上,80\n", "“时间”无法识别，请写成 18:30 这样的格式。"),
    ],
)
def test_refusal_of_a_cell_names_its_column_as_the_file_does(alice, content, told):
    assert [sentence for _line, sentence in reasons(sent_and_read(alice, content))] == [told]
    assert not Activity.objects.exists()
