"""Campaigns by title, text and address; those of before the portal by name, words, place and source."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.history import book
from campaigns.models import Campaign
from common.site_search import Found, first, has_all, in_either_language


def find(asked: list[str]) -> Iterator[Found]:
    yield from first(_campaigns(asked))
    yield from first(_past(asked))


def _campaigns(asked: list[str]) -> Iterator[Found]:
    found = Campaign.objects.published().filter(in_either_language(asked, "title", "text", "address"))
    for one in found.order_by("-starts_at", "-pk"):
        yield Found(_("Campaigns"), str(one), one.text_shown, one.get_absolute_url())


def _past(asked: list[str]) -> Iterator[Found]:
    address = f"{reverse('campaigns:campaigns')}?when=past"
    for one in book.past():
        told = (*one.name.values(), *one.summary.values(), *one.place.values(), *one.source.title.values(), one.when)
        if has_all(asked, *told):
            yield Found(_("Past campaigns"), str(one), one.summary_text, address)
