"""A day and a time of day, typed as people type them: each of their parts into its own box."""

from datetime import date, time

from playwright.sync_api import Page


def type_a_day(page: Page, name: str, day: date) -> None:
    for part, number in {"年": day.year, "月": day.month, "日": day.day}.items():
        _type(page, name, part, f"{number}")


def type_a_clock(page: Page, name: str, clock: time) -> None:
    for part, number in {"时": clock.hour, "分": clock.minute}.items():
        _type(page, name, part, f"{number:02}")


def _type(page: Page, name: str, part: str, digits: str) -> None:
    page.get_by_role("group", name=name).get_by_label(part, exact=True).fill(digits)
