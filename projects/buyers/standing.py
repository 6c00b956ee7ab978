"""How far an organisation's year is made good: what it emitted by its own words, and what was retired for that."""

from typing import NamedTuple

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from projects.models import Need, Order, OrderStatus, YearStatement
from projects.public.reading import TONNES


class Standing(NamedTuple):
    """Tonnes. `waiting` are ordered and not released; they count for nothing yet."""

    need: int
    retired: int
    waiting: int = 0

    @property
    def missing(self) -> int:
        return max(0, self.need - self.retired)

    @property
    def over(self) -> int:
        return max(0, self.retired - self.need)

    @property
    def is_made_good(self) -> bool:
        """Only then may anything speak of neutrality."""
        return 0 < self.need <= self.retired

    @property
    def sentence(self) -> str:
        said = {name: f"{getattr(self, name):,}" for name in ("need", "retired", "missing", "over")}
        if self.is_made_good and self.over:
            return _("Carbon neutral by its own count: %(need)s t emitted, %(over)s t more retired.") % said
        if self.is_made_good:
            return _("Carbon neutral by its own count: all %(need)s t are retired.") % said
        return _("%(retired)s of %(need)s t are made good, %(missing)s t are missing.") % said


def need_of(statement: YearStatement) -> Need | None:
    """What was said last."""
    return statement.needs.select_related("by").order_by("-nth").first()


def standing_of(statement: YearStatement) -> Standing:
    need, orders = need_of(statement), Order.objects.filter(for_year__statement=statement)
    return Standing(
        need.tonnes if need else 0,
        _tonnes(orders.filter(status=OrderStatus.RELEASED)),
        _tonnes(orders.filter(status=OrderStatus.WAITING)),
    )


def retired_for(statement: YearStatement) -> QuerySet[Order]:
    """What counts for the year, each with its certificate, the first first."""
    orders = Order.objects.filter(for_year__statement=statement, status=OrderStatus.RELEASED)
    return orders.select_related("move__issuance__project").order_by("decided_at", "pk")


def _tonnes(orders: QuerySet[Order]) -> int:
    return int(orders.aggregate(tonnes=Sum(TONNES))["tonnes"] or 0)
