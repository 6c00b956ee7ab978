"""A select that people search in, on a phone, by keyboard, and without JavaScript; the style guide shows it."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_sign_in import is_as_wide_as_the_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(phone: Page) -> Page:
    phone.goto("/styleguide/")
    return phone


def search_field(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name).first


def sent(page: Page, name: str) -> str:
    """What the form would send."""
    return page.locator(f"select#id_{name}").input_value()


def offered(page: Page) -> list[str]:
    return page.get_by_role("option").all_inner_texts()


def test_initials_find_a_station_and_enter_chooses_it(guide: Page) -> None:
    origin = search_field(guide, "上车站")
    origin.press_sequentially("tfgc")

    expect(origin).to_have_attribute("aria-expanded", "true")
    option = guide.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_have_text("天府广场1号线 · 2号线")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(origin).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(guide.locator("#id_origin_list + [role='status']")).to_have_text("找到 1 个")

    origin.press("Enter")
    expect(origin).to_have_value("天府广场")
    expect(origin).to_have_attribute("aria-expanded", "false")
    expect(origin).to_be_focused()
    assert sent(guide, "origin") == "tianfuguangchang"
    assert guide.url.endswith("/styleguide/")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("东客", ["成都东客站"]),
        ("火车", ["火车南站"]),
        ("tianfu guang", ["天府广场"]),
        ("TianfuGuangchang", ["天府广场"]),
        ("dadao", ["华府大道"]),
        ("tian'fu", ["天府广场"]),
        ("ｃｘｌ", ["春熙路"]),
        ("h", ["火车南站", "华府大道"]),
        ("anfu", []),
    ],
)
def test_part_of_a_name_or_of_its_pinyin_finds_a_station(guide: Page, typed: str, names: list[str]) -> None:
    search_field(guide, "上车站").fill(typed)

    assert [text.split("\n")[0] for text in offered(guide)] == names


def test_arrow_keys_go_through_the_lines_and_around(guide: Page) -> None:
    origin = search_field(guide, "上车站")
    origin.focus()
    origin.press("ArrowDown")
    expect(guide.get_by_role("listbox").get_by_role("group")).to_have_count(2)
    expect(guide.get_by_role("group", name="1号线")).to_contain_text("华府大道")
    assert len(offered(guide)) == 7

    origin.press("ArrowDown")
    origin.press("ArrowDown")
    expect(guide.get_by_role("option", selected=True)).to_have_text("火车南站")
    origin.press("ArrowUp")
    origin.press("ArrowUp")
    expect(guide.get_by_role("option", selected=True)).to_have_text("成都东客站")
    origin.press("Enter")

    assert sent(guide, "origin") == "chengdudongkezhan"


def test_escape_brings_back_what_was_chosen(guide: Page) -> None:
    origin = search_field(guide, "上车站")
    origin.fill("xipu")
    origin.press("Enter")
    origin.fill("春熙")
    origin.press("Escape")

    expect(origin).to_have_value("犀浦")
    expect(guide.get_by_role("listbox")).to_have_count(0)
    assert sent(guide, "origin") == "xipu"


def test_a_tap_opens_the_list_and_a_tap_chooses(guide: Page) -> None:
    origin = search_field(guide, "上车站")
    origin.tap()
    option = guide.get_by_role("group", name="2号线").get_by_role("option", name="春熙路")
    box = option.bounding_box()
    assert box
    assert box["height"] >= 44
    assert is_as_wide_as_the_screen(guide)
    option.tap()

    expect(origin).to_have_value("春熙路")
    expect(guide.get_by_role("listbox")).to_have_count(0)
    assert sent(guide, "origin") == "chunxilu"


def test_what_is_not_found_is_said_and_sends_nothing(guide: Page) -> None:
    origin = search_field(guide, "上车站")
    origin.fill("北京")

    expect(guide.get_by_text("没有找到")).to_be_visible()
    expect(origin).to_have_attribute("aria-expanded", "false")
    origin.press("Enter")
    assert guide.url.endswith("/styleguide/")
    origin.blur()

    expect(origin).to_have_value("")
    expect(guide.get_by_text("没有找到")).to_have_count(0)
    assert sent(guide, "origin") == ""


def test_a_whole_name_typed_is_chosen_on_leaving_and_an_emptied_field_chooses_nothing(guide: Page) -> None:
    origin = search_field(guide, "上车站")
    origin.fill("天府广场")
    origin.press("Tab")
    assert sent(guide, "origin") == "tianfuguangchang"

    origin.fill("")
    origin.blur()
    expect(origin).to_have_value("")
    assert sent(guide, "origin") == ""


def test_latin_letters_are_found_where_a_word_begins(guide: Page) -> None:
    guide.context.add_cookies([{"name": "django_language", "value": "en", "url": guide.url}])
    guide.reload()
    origin = search_field(guide, "Start station")

    origin.fill("h")
    assert [text.split("\n")[0] for text in offered(guide)] == ["Huoche Nanzhan", "Huafu Dadao"]
    origin.fill("Lu")
    assert [text.split("\n")[0] for text in offered(guide)] == ["Chunxi Lu"]


def test_two_fields_swap_their_answers(guide: Page) -> None:
    for name, typed in (("上车站", "cxl"), ("下车站", "xipu")):
        search_field(guide, name).fill(typed)
        search_field(guide, name).press("Enter")
    guide.get_by_role("button", name="对调").tap()

    expect(search_field(guide, "上车站")).to_have_value("犀浦")
    expect(search_field(guide, "下车站")).to_have_value("春熙路")
    assert (sent(guide, "origin"), sent(guide, "destination")) == ("xipu", "chunxilu")


def test_a_wrong_field_says_so_when_it_is_searched(guide: Page) -> None:
    wrong = guide.locator("#wrong_origin_search")

    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_name("上车站")
    expect(wrong).to_have_accessible_description(re.compile("请选择车站。"))


def test_without_javascript_it_is_a_select_with_groups(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/styleguide/")
    select = page.locator("select#id_origin")
    select.select_option(label="春熙路")

    expect(select).to_have_value("chunxilu")
    expect(select.locator("optgroup")).to_have_count(2)
    expect(page.get_by_role("button", name="对调")).to_have_count(0)
    context.close()
