"""Who is told of an order: those who may release it that it waits for them, and who gave it what became of it."""

from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from projects.models import Order, OrderStatus, Part, Seat
from projects.serials import Numbers

RELEASES = (Part.OWNER, Part.RELEASER)
WAITS, DECIDED = "order_waits", "order_decided"


def ordered(order: Order, *, now: datetime) -> None:
    """Whoever may release it, but not who gave it."""
    seats = Seat.objects.current().filter(organisation=order.holder_id, part__in=RELEASES).exclude(user=order.by_id)
    users = seats.order_by("pk").values_list("user_id", flat=True)
    tell([_news(order, WAITS, user) for user in users if user is not None], now=now)


def decided(order: Order, *, now: datetime) -> None:
    """Who gave it, where another has decided on it."""
    if order.by_id != order.decided_by_id:
        tell([_news(order, DECIDED, order.by_id)], now=now)


def _news(order: Order, code: str, user: int) -> News:
    path = reverse("projects:order", args=[order.holder.public_id, order.public_id])
    facts = {
        "holder": order.holder.name,
        "kind": order.kind,
        "tonnes": Numbers.of(order.numbers).tonnes,
        "status": order.status if code == DECIDED else OrderStatus.WAITING.value,
        "answer": order.answer,
    }
    return News(user, code, f"{code}:{order.pk}", path, facts)
