"""Visiting a low-carbon mall, hotel, scenic spot or restaurant: a visit is no reduction, so it earns credits only."""

from methodologies.base import CreditsOnly


class VenueVisit(CreditsOnly):
    code = "venue-visit"
    of_one_scenario = True
    deed = {"zh-hans": "您到访了一家低碳场景", "en": "You visited a low-carbon venue"}


METHODOLOGY = VenueVisit()
