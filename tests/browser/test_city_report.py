"""The city's report, news and cases on a phone and on a desk's screen, in both languages."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.test_monitoring import looked_at

PAGES = [
    *("/city/report/", "/city/report/2020/", "/city/report/2020/work/", "/city/report/2020/v1/changes/"),
    *("/city/news/", "/city/news/opinions-2020/", "/city/cases/?category=energy", "/city/cases/universiade/"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db) -> None:
    call_command("load_city", verbosity=0)


def test_a_reader_comes_from_the_contents_to_a_section_and_on_to_the_next_part(phone: Page) -> None:
    phone.goto("/city/report/2020/")
    phone.get_by_role("link", name="公园城市与碳汇").click()
    expect(phone.get_by_role("heading", name="公园城市与碳汇")).to_be_in_viewport()
    phone.get_by_text("全部数值与来源").first.click()
    expect(phone.locator("details[open]").get_by_text("华西都市报").first).to_be_visible()
    phone.get_by_role("link", name="区域亮点篇 →").click()
    expect(phone.get_by_role("heading", name="金堂县", exact=True)).to_be_visible()
    phone.get_by_role("link", name="2020年报告").click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载本版PDF").click()
    assert download.value.suggested_filename == "report-2020-v1.pdf"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_report_news_and_cases_is_wider_than_the_screen(phone: Page, width: int, language: str) -> None:
    phone.set_viewport_size({"width": width, "height": 900})
    phone.context.add_cookies([{"name": "django_language", "value": language, "url": phone.url}])
    for number, address in enumerate(PAGES):
        phone.goto(address)
        looked_at(phone, f"report-{number}-{width}-{language}")
