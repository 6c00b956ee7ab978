"""Campaigns as open data: the terms of those that everybody sees, and nothing of who joined."""

import json

import pytest
from django.urls import reverse

from tests.campaigns.conftest import MORE, drafted, opened

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def rows(client) -> list[dict[str, object]]:
    return json.loads(b"".join(client.get(reverse("city:data_json", args=["campaigns"]))))


def test_an_open_campaign_is_told_with_its_terms_and_a_draft_is_not(client, author, opener):
    drafted(author)
    assert rows(client) == []

    made = opened(author, opener, code="more", **MORE)
    [row] = rows(client)
    assert (row["campaign"], row["name_zh"], row["percent"], row["places"]) == (made.code, "绿道骑行", 50, None)
    assert row["starts_at"] == "2026-11-23T10:00:00+08:00"
    assert row["is_cancelled"] is False
