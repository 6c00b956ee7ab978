"""A campaign in its reader's words: what it is worth, where and when it is, and whether there is room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import BonusKind, Campaign, Mode, Phase, Places
from common.city_time import CITY_ZONE
from common.few import FEWEST, round_down
from common.texts import listed
from scenarios.models import Scenario

BADGES = {
    Phase.SIGN_UP: "good",
    Phase.COMING: "quiet",
    Phase.CLOSED: "quiet",
    Phase.RUNNING: "good",
    Phase.ENDED: "quiet",
    Phase.CANCELLED: "bad",
}


@dataclass(frozen=True, slots=True)
class Told:
    campaign: Campaign
    phase: Phase
    when: str
    place: str
    bonus: str
    room: str
    icon: str
    """What stands in its drawing where it has no picture."""

    @property
    def badge(self) -> str:
        return BADGES[self.phase]

    @property
    def is_over(self) -> bool:
        return self.phase in (Phase.ENDED, Phase.CANCELLED)

    @property
    def signs_up(self) -> bool:
        return self.phase == Phase.SIGN_UP


def told(campaigns: Sequence[Campaign], *, now: datetime) -> list[Told]:
    """Each in words; two questions, however many."""
    counters = Places.objects.in_bulk([one.pk for one in campaigns])
    codes = {code for one in campaigns for code in one.scenario_codes}
    scenarios = {one.code: one for one in Scenario.objects.filter(code__in=codes)} if codes else {}
    names = {code: str(one) for code, one in scenarios.items()}
    return [
        Told(
            campaign=one,
            phase=one.phase(now),
            when=when_of(one),
            place=place_of(one),
            bonus=bonus_of(one, names),
            room=_room(one, counters.get(one.pk), now),
            icon=_icon(one, scenarios),
        )
        for one in campaigns
    ]


def when_of(campaign: Campaign) -> str:
    """From when to when: where one has to be in time by the clock, else by days."""
    starts, ends = campaign.starts_at.astimezone(CITY_ZONE), campaign.ends_at.astimezone(CITY_ZONE)
    if starts.date() == ends.date():
        return f"{date_format(starts, 'DATETIME_FORMAT')} – {date_format(ends, 'TIME_FORMAT')}"
    form = "DATE_FORMAT" if campaign.mode == Mode.ONLINE else "DATETIME_FORMAT"
    return f"{date_format(starts, form)} – {date_format(ends, form)}"


def place_of(campaign: Campaign) -> str:
    if campaign.mode == Mode.ONLINE:
        return str(campaign.get_mode_display())
    return " · ".join(filter(None, [campaign.address_text, str(campaign.get_district_display())]))


def bonus_of(campaign: Campaign, names: dict[str, str]) -> str:
    """The bonus in a sentence, empty where there is none."""
    if campaign.bonus == BonusKind.FLAT:
        return ngettext(
            "%(credits)s credit if you check in", "%(credits)s credits if you check in", campaign.flat_credits
        ) % {"credits": f"{campaign.flat_credits:,}"}
    if campaign.bonus == BonusKind.MULTIPLIER:
        scenarios = listed(names.get(code, code) for code in campaign.scenario_codes)
        said = {"percent": campaign.percent, "scenarios": scenarios, "cap": f"{campaign.cap_credits:,}"}
        return _("%(percent)s%% more credits for %(scenarios)s, %(cap)s at most for one person") % said
    return ""


def _icon(campaign: Campaign, scenarios: Mapping[str, Scenario]) -> str:
    """Of the first scenario that it is about, or where it is."""
    about = (scenarios[code].icon for code in campaign.scenario_codes if code in scenarios)
    return next(about, "globe" if campaign.mode == Mode.ONLINE else "pin")


def _room(campaign: Campaign, places: Places | None, now: datetime) -> str:
    """How many places are left; nothing once nobody can take one. Of a handful that signed up nobody learns.

    Between any two numbers that are told, the last of which is none, lie five who signed up or withdrew (ADR 0104).
    """
    if places is None or places.capacity is None or campaign.phase(now) not in (Phase.SIGN_UP, Phase.COMING):
        return ""
    if places.taken == places.capacity:
        return _("All places are taken; you can wait for one")
    taken_told = round_down(min(places.taken, max(places.capacity - FEWEST, 0)))
    if taken_told == 0:
        return ngettext("%(places)s place", "%(places)s places", places.capacity) % {"places": f"{places.capacity:,}"}
    about = places.capacity - taken_told
    said = {"left": f"{about:,}", "places": f"{places.capacity:,}"}
    return (
        ngettext("about %(left)s of %(places)s places left", "about %(left)s of %(places)s places left", about) % said
    )
