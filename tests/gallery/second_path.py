"""Who in the second path looks at the gallery's pages, and what of theirs its addresses name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

OWNER, VERIFIER = "赵林", "许晴"
"""People of the demonstration as whom its visitors enter: one owns projects, one verifies those of others."""


def entered(browser: Browser, address: str, name: str) -> Any:
    """The cookies of a stand-in of the demonstration."""
    context = browser.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    page.goto("/")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    page.locator("button.stand-in", has_text=name).first.click()
    page.wait_for_load_state()
    found = context.storage_state()
    context.close()
    return found


def places(browser: Browser, address: str, owner: Any, verifier: Any) -> dict[str, str]:
    """Each by the first link to one: a room with a draft, a report, units, an order; a verifier's room."""
    with looking(browser, address, owner) as page:
        enterprise = first(page, "/enterprise/", "/enterprise/", besides="apply")
        room = f"/enterprise/{enterprise}/"
        found = {
            "enterprise": enterprise,
            "draft_design": first(page, f"{room}designs/", f"{room}designs/", has_text="编写中"),
            "published_design": first(page, f"{room}designs/", f"{room}designs/", has_text="公示中"),
            "own_report": first(page, f"{room}reports/", f"{room}reports/"),
            "unit": first(page, f"{room}units/", f"{room}units/"),
            "order": first(page, f"{room}orders/", f"{room}orders/"),
            "seat": first(page, f"{room}seats/", f"{room}seats/"),
        }
    with looking(browser, address, verifier) as page:
        house = first(page, "/enterprise/", "/enterprise/", besides="apply")
        room = f"/enterprise/{house}/"
        return found | {
            "verifier_house": house,
            "validation": first(page, f"{room}designs/", f"{room}validations/"),
            "report_to_verify": first(page, f"{room}reports/", f"{room}reports/"),
        }


@contextmanager
def looking(browser: Browser, address: str, session: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    yield context.new_page()
    context.close()


def first(page: Page, at: str, leads_to: str, *, has_text: str = "", besides: str = "new") -> str:
    """What follows such a place in the first link of a page that leads there."""
    page.goto(at)
    links = page.locator(f"main a[href^='{leads_to}']").filter(has_text=has_text)
    after = [link.get_attribute("href").removeprefix(leads_to).split("/")[0] for link in links.all()]
    return next(part for part in after if part and part != besides)
