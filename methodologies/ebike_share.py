"""Shared e-bike: the distance of a ride times what a person-kilometre on a shared e-bike avoids.

The coefficient form of the published methods: baseline minus own operation, charging included (35.01 g per person-km,
Hello enterprise standard 2022). A private e-bike may be its owner's ordinary way to travel and is not counted.
"""

from methodologies.base import Claim
from methodologies.journey import Journey, distance


class EBikeShare(Journey):
    code = "ebike-share"
    quantities = (
        distance(
            {"zh-hans": "骑行距离", "en": "Distance"},
            {"zh-hans": "骑行订单上显示的里程", "en": "The distance shown on the ride's receipt"},
        ),
    )
    deed = {"zh-hans": "您骑共享电单车出行 {distance_m}", "en": "You rode a shared e-bike for {distance_m}"}
    example = Claim({"distance_m": 3000}, 900)


METHODOLOGY = EBikeShare()
