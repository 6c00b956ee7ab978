"""The public pages of sealed days: what was signed, for everybody to keep."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from seals import sealing, signing
from seals.heads import head_hash
from tests.conftest import TODAY
from tests.seals.conftest import after, seal

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def test_before_the_first_seal_the_page_says_so(client):
    assert "还没有封存过任何一天" in client.get("/ledger/roots/").content.decode()


def test_days_are_listed_latest_first_with_their_roots(client):
    first, second = seal(TODAY), seal(TODAY + DAY)
    page = client.get("/ledger/roots/").content.decode()

    assert page.index("2026-11-24") < page.index("2026-11-23")
    assert all(value in page for value in (first.root, first.head_hash, first.signature, first.public_key, second.root))


def test_the_list_pages(client):
    for number in range(32):
        seal(TODAY + number * DAY)

    first = client.get("/ledger/roots/").content.decode()
    second = client.get("/ledger/roots/?before=2026-11-25").content.decode()

    assert "?before=2026-11-25" in first
    assert "2026-11-24" not in first
    assert all(day in second for day in ("2026-11-24", "2026-11-23"))
    assert "更早的日期" in first
    assert "更早的日期" not in second


def test_the_document_of_a_day_proves_itself(client):
    sealed = seal(TODAY)
    told = json.loads(client.get("/ledger/roots/2026-11-23.json").content)

    assert told["hash"] == head_hash(told["head"])
    assert signing.is_signed(told["signature"], told["head"].encode(), told["public_key"])
    assert json.loads(told["head"])["root"] == sealed.root


def test_nobody_reads_how_many_rows_a_table_has(client, alice):
    sealed = seal(TODAY)
    page = client.get("/ledger/roots/").content.decode()
    document = client.get("/ledger/roots/2026-11-23.json").content.decode()
    feed = client.get("/ledger/roots/feed/").content.decode()
    rows = b"".join(client.get("/city/data/transparency-sealed-days.json")).decode()

    assert sealed.counts
    assert all(name not in shown for name in sealed.counts for shown in (page, document, feed, rows))
    assert "记录不足 1,000 条" in page
    assert json.loads(rows)[0]["entries"] == 0


def test_the_feed_has_the_latest_days(client):
    sealed = seal(TODAY)
    answer = client.get("/ledger/roots/feed/")
    [entry] = ElementTree.fromstring(answer.content).iter("{http://www.w3.org/2005/Atom}entry")

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert entry.findtext("{http://www.w3.org/2005/Atom}title") == "2026-11-23"
    assert sealed.root in entry.findtext("{http://www.w3.org/2005/Atom}summary")


@pytest.mark.parametrize("address", ["2026-11-22.json", "2026-13-01.json", "x.json", "?before=x", "?before=2026-W47-1"])
def test_what_is_no_sealed_day_is_not_found(client, address):
    assert client.get(f"/ledger/roots/{address}").status_code == 404


def test_a_closed_day_is_shown_only_when_it_is_sealed(client):
    sealing.close(TODAY, now=after(TODAY))
    assert client.get("/ledger/roots/2026-11-23.json").status_code == 404
