"""Which names people may give themselves in teams, and their teams."""

from campaigns.teams.refusals import UnfitName
from common.typed import nicknames


def check(name: str, most: int) -> None:
    """Raises `UnfitName`."""
    if not nicknames.is_fit(name, most):
        raise UnfitName(most=most)
