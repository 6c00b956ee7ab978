"""Whoever makes up addresses makes no process grow: what is kept of pages has a bound in bytes."""

import pytest
from django.test import Client

from common.kept import Kept
from common.pages import kept as pages

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "x" * 20_000


def ways(number: int) -> list[tuple[str, dict[str, str]]]:
    """One visitor's inventions: in the path, also of a page that is there, in the query and in every header."""
    long = f"{number}{LONG}"
    return [
        (f"/{long}/", {}),
        (f"/methods/{long}/", {"Cookie": f"django_language={long}; theme={long}"}),
        (f"/about/?q={long}", {"Accept-Language": f"{long[:400]},en", "Referer": f"http://localhost/{long[:9000]}"}),
        (f"/me/{number}/", {"Accept-Language": f"x-{number}", "Authorization": f"Bearer {long}"}),
    ]


def test_bound_is_kept_whatever_is_put_in():
    kept = Kept[str](10_000)
    for number in range(1_000):
        words = f"{number}" * 100
        kept.put((number,), words, [words])
        assert kept.bytes <= 10_000
    assert kept.get((999,)) == "999" * 100


def test_what_is_too_large_is_not_kept_and_drives_nothing_out():
    kept = Kept[str](10_000)
    kept.put(("small",), "x", ["x"])
    kept.put(("large",), LONG, [LONG])
    assert (kept.get(("small",)), kept.get(("large",))) == ("x", None)


def test_made_up_addresses_leave_less_than_the_bound(catalogue):
    client = Client()
    for number in range(40):
        for address, headers in ways(number):
            client.get(address, headers=headers)
        client.get(f"/{'y' * 150}{number}/")
    assert pages._pages.bytes <= pages.MOST_BYTES
    assert not any(LONG[:500] in str(key) for key in pages._pages._kept)
