"""Campaigns as open data: those of the portal by their terms, and those of before it. Of who joined nothing is told."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.districts import District
from campaigns.history import book
from campaigns.models import BonusKind, Campaign, CampaignStatus, Joining, Mode
from common.open_data.fields import Field, Row, Table, Type, both, coded, count, flag, required, text
from common.open_data.series import Rhythm, Series, Theme

CHUNK = 500
NAMES = (required(text("name_zh", _("Name in Chinese"))), text("name_en", _("Name in English")))
DISTRICT = coded("district", _("District"), lambda: dict(District.choices), _("Empty where it is of the whole city"))


def _campaigns() -> Iterator[Row]:
    rows = Campaign.objects.published().select_related("venue", "places").order_by("starts_at", "pk")
    for one in rows.iterator(chunk_size=CHUNK):
        times = (localtime(moment).isoformat() for moment in (one.starts_at, one.ends_at))
        terms = (one.joining, one.places.capacity, one.bonus, one.flat_credits, one.percent, one.cap_credits)
        is_cancelled = one.status == CampaignStatus.CANCELLED
        yield one.code, *both(one.title), one.mode, one.district or None, *times, *terms, is_cancelled


def _past() -> Iterator[Row]:
    for one in book.past():
        told = (one.when, one.district or None, *both(one.place), *both(one.summary))
        source = (*both(one.source.title), *both(one.source.publisher), one.source.date, one.source.address or None)
        yield one.code, *both(one.name), *told, *source, one.source.is_copy


CAMPAIGNS = Table(
    "campaigns",
    _("Campaigns"),
    _("What citizens can join or could, with its terms as they were opened"),
    ("campaign",),
    (
        required(text("campaign", _("Campaign"), _("Its code; its page is /campaigns/{campaign}/"))),
        *NAMES,
        required(coded("mode", pgettext_lazy("a campaign", "Where"), lambda: dict(Mode.choices))),
        DISTRICT,
        Field("starts_at", Type.MOMENT, _("Begins"), is_required=True),
        Field("ends_at", Type.MOMENT, _("Ends"), is_required=True),
        required(coded("joining", _("Who may join"), lambda: dict(Joining.choices))),
        count("places", pgettext_lazy("a campaign", "Places"), _("Empty where there is room for everybody")),
        required(coded("bonus", _("Bonus"), lambda: dict(BonusKind.choices))),
        required(count("flat_credits", _("Credits at check-in"), unit="credit")),
        required(count("percent", _("Per cent more"), unit="%")),
        required(count("cap_credits", _("Most for a citizen"), unit="credit")),
        flag("is_cancelled", _("Was called off")),
    ),
    _campaigns,
)
PAST = Table(
    "past-campaigns",
    _("Campaigns of before the portal"),
    _("Those that public sources name; every number is the source’s"),
    ("campaign",),
    (
        required(text("campaign", _("Campaign"))),
        *NAMES,
        required(text("when", _("When"), _("A year, a month or a day, as exact as its source"))),
        DISTRICT,
        required(text("place_zh", _("Place in Chinese"))),
        text("place_en", _("Place in English")),
        required(text("summary_zh", _("What was done, in Chinese"))),
        text("summary_en", _("What was done, in English")),
        required(text("source_zh", _("Source in Chinese"))),
        text("source_en", _("Source in English")),
        text("publisher_zh", _("Publisher in Chinese")),
        text("publisher_en", _("Publisher in English")),
        text("source_date", _("Date of the source"), _("A day, or a year alone")),
        text("address", _("Address of the source"), _("Only where it is still at its publisher’s")),
        flag("is_copy", _("Only a reprint was seen")),
    ),
    _past,
)

SERIES = [
    Series(
        "campaigns",
        CAMPAIGNS,
        Theme.CAMPAIGNS,
        Rhythm.IRREGULAR,
        _("The desk’s campaigns, each opened by a second person"),
        lambda: reverse("campaigns:campaigns"),
    ),
    Series(
        "past-campaigns",
        PAST,
        Theme.CAMPAIGNS,
        Rhythm.IRREGULAR,
        _("Named in each row, with its publisher and date"),
        lambda: f"{reverse('campaigns:campaigns')}?when=past",
    ),
]
