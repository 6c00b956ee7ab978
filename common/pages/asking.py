"""When the part of a page that waits for something asks again by itself: soon, ever more rarely, and at last no more.

How often it has asked stands in the address. After some minutes it stops, and whoever still looks opens the page anew.
While nobody can see the page it asks nothing (`static/js/unseen.js`).
"""

from typing import NamedTuple

from django.http import HttpRequest

from common.pages.shown import read_count

LONGEST_S = 30
"""Between two questions; also after how long it asks again where an answer did not come."""
MOST_ASKED = 14
"""After 1, 2, 4, 8, 16 and nine times 30 seconds five minutes have passed."""


class Asking(NamedTuple):
    """How often the part has asked before, and after how long it asked first."""

    asked: int
    first_s: float

    @property
    def is_over(self) -> bool:
        return self.asked >= MOST_ASKED

    @property
    def following(self) -> int:
        """What the address of the next question says."""
        return self.asked + 1

    @property
    def trigger(self) -> str:
        """For `hx-trigger`. Each answer brings the next; where none came the part that stands asks again."""
        wait_s = self.first_s * 2**self.asked
        rarely = f"every {LONGEST_S}s"
        return rarely if wait_s >= LONGEST_S else f"load delay:{wait_s:g}s, {rarely}"


def asking(request: HttpRequest, *, first_s: float = 1) -> Asking:
    """What a page's address says; nothing, or nonsense, begins anew."""
    return Asking(min(read_count(request.GET.get("asked", "")) or 0, MOST_ASKED), first_s)
