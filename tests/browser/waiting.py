"""Waiting for a result without JavaScript: by following the link that asks for it."""

from playwright.sync_api import Page, expect


def ask_until_told(page: Page, outcome: str) -> None:
    """Follow the link until the page tells the outcome; each page is there whole before it is read."""
    told, ask = page.get_by_text(outcome), page.get_by_role("link", name="查看是否完成")
    for _ in range(60):
        expect(told.or_(ask).first).to_be_visible()
        if told.count():
            return
        page.wait_for_timeout(500)
        with page.expect_navigation():
            ask.click()
    raise AssertionError(f"never told: {outcome}")
