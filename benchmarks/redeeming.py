"""What visitors do in the benchmark `redeem`."""

import json
import secrets
from collections.abc import Callable
from itertools import count, cycle

from benchmarks.submitting import JSON
from benchmarks.visitor import Visitor

CREATED = 201


def hold_and_capture(
    port: int, offer: str, price: int, shop: str, cashier: str, tokens: list[str]
) -> Callable[[], int]:
    """Two requests: a citizen's program redeems, and the till takes the code that it was answered with."""
    visitor, bearers = Visitor(port, JSON), cycle(tokens)
    own, keys = secrets.token_hex(4), count()
    wish = json.dumps({"offer": offer, "price": price}).encode()

    def redeem() -> int:
        key = f'Idempotency-Key: "{own}-{next(keys)}"\r\n'
        voucher = json.loads(visitor.post("/api/v1/redemptions", wish, next(bearers) + key, wanted=CREATED))
        taken = json.dumps({"shop": shop, "code": voucher["code"]}).encode()
        visitor.post("/api/v1/captures", taken, cashier + key, wanted=CREATED)
        return 2

    return redeem
