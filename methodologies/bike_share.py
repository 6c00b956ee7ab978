"""Bike-share: the distance of a ride times what a person-kilometre on a shared bike avoids.

The coefficient form of the published city methods: the factor is baseline minus own operation (33.88 g per person-km,
Hello enterprise standard 2022). Each ride counts on its own; the use of a pedal bike itself emits nothing.
"""

from methodologies.base import Claim
from methodologies.journey import Journey, distance


class BikeShare(Journey):
    code = "bike-share"
    is_pedalled = True
    quantities = (
        distance(
            {"zh-hans": "骑行距离", "en": "Distance"},
            {"zh-hans": "骑行订单上显示的里程", "en": "The distance shown on the ride's receipt"},
        ),
    )
    deed = {"zh-hans": "您骑行了 {distance_m}", "en": "You rode {distance_m}"}
    example = Claim({"distance_m": 2000}, 600)


METHODOLOGY = BikeShare()
