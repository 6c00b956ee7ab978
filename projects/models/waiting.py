"""Units that wait: with an order until it is decided, with an offer while it stands, with a deal until it is over.

One table has them all, so that one exclusion holds for all. The database writes it from orders, offers and deals
itself, whoever writes those.
"""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BOUND = """
    SELECT o.id, unnest(
        CASE WHEN o.status IN ('asked', 'open') THEN int8multirange(o.numbers) ELSE int8multirange() END
        + coalesce(range_agg(d.numbers) FILTER (WHERE d.status IN ('accepted', 'paid', 'disputed')), int8multirange())
        - coalesce(range_agg(d.numbers) FILTER (WHERE d.status = 'delivered'), int8multirange())
    ) AS numbers
    FROM projects_offer AS o LEFT JOIN projects_deal AS d ON d.offer_id = o.id
"""
"""What offers bind: all of one that stands and what is under a deal, but nothing that is delivered. `WHERE` and
`GROUP BY o.id` follow."""


def rebinding(name: str, offer: str) -> pgtrigger.Trigger:
    """Binds anew what an offer and its deals bind, after any change of either."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            DELETE FROM projects_boundunits WHERE offer_id = {offer};
            INSERT INTO projects_boundunits (offer_id, numbers)
            {BOUND} WHERE o.id = {offer} GROUP BY o.id;
            RETURN NULL;
        """,  # noqa: S608, names of this program alone
    )


def order_binding() -> pgtrigger.Trigger:
    """Binds the units of an order while it waits."""
    return pgtrigger.Trigger(
        name="order_binds",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            DELETE FROM projects_boundunits WHERE order_id = NEW.id;
            IF NEW.status = 'waiting' THEN
                INSERT INTO projects_boundunits (order_id, numbers) VALUES (NEW.id, NEW.numbers);
            END IF;
            RETURN NULL;
        """,
    )


class BoundUnits(models.Model):
    """Consecutive units that wait for an order, or for an offer and its deals, and for nothing else."""

    numbers = BigIntegerRangeField(_("numbers"))
    order = models.OneToOneField("projects.Order", on_delete=models.PROTECT, null=True, related_name="bound")
    offer = models.ForeignKey("projects.Offer", on_delete=models.PROTECT, null=True, related_name="bound")

    class Meta:
        verbose_name = _("units that wait")
        verbose_name_plural = _("units that wait")
        constraints = [
            ExclusionConstraint(name="units_wait_for_one_thing", expressions=[("numbers", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(
                condition=Q(order__isnull=False, offer=None) | Q(order=None, offer__isnull=False),
                name="waits_for_an_order_or_an_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id or self.offer_id}"
