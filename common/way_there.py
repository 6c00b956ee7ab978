"""A link that leads to a place: to the map service that the portal is set to, which finds it by its words."""

from urllib.parse import quote

from django.conf import settings


def way_there(*words: str) -> str:
    """Empty where no service is set. Chinese words: the services of China know places by them."""
    return (
        settings.NAVIGATION_URL.replace("{words}", quote(" ".join(filter(None, words))))
        if settings.NAVIGATION_URL
        else ""
    )
