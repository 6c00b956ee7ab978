"""Names on the map where no tiles are set: about where the seats of the districts lie, to find one's way by."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.districts import District

# Latitude and longitude in WGS-84, to about a kilometre: for reading a map, never for reckoning.
SEATS: Mapping[District, tuple[float, float]] = {
    District.JINJIANG: (30.66, 104.08),
    District.QINGYANG: (30.67, 104.06),
    District.JINNIU: (30.69, 104.05),
    District.WUHOU: (30.64, 104.04),
    District.CHENGHUA: (30.66, 104.10),
    District.LONGQUANYI: (30.56, 104.27),
    District.QINGBAIJIANG: (30.88, 104.25),
    District.XINDU: (30.82, 104.16),
    District.WENJIANG: (30.68, 103.86),
    District.SHUANGLIU: (30.57, 103.92),
    District.PIDU: (30.79, 103.89),
    District.XINJIN: (30.41, 103.81),
    District.JIANYANG: (30.41, 104.55),
    District.DUJIANGYAN: (30.99, 103.65),
    District.PENGZHOU: (30.99, 103.96),
    District.QIONGLAI: (30.41, 103.46),
    District.CHONGZHOU: (30.63, 103.67),
    District.JINTANG: (30.86, 104.41),
    District.DAYI: (30.59, 103.52),
    District.PUJIANG: (30.20, 103.51),
    District.GAOXIN: (30.58, 104.06),
    District.TIANFU: (30.43, 104.07),
    District.DONGBU: (30.37, 104.44),
}

CENTRE = (30.66, 104.066)
# Their seats lie so close to each other that their names fit beside each other only from near by.
INNER = {District.JINJIANG, District.QINGYANG, District.JINNIU, District.WUHOU, District.CHENGHUA}
NEAREST_ZOOM = 18
APART_FROM_ZOOM = 12


def landmarks() -> list[dict[str, object]]:
    """Name and position of each, in the reader's language, and between which zooms it is shown."""
    centre: dict[str, object] = {"name": _("City centre"), "at": CENTRE, "zooms": (0, APART_FROM_ZOOM - 1)}
    return [centre, *(_named(seat, position) for seat, position in SEATS.items())]


def _named(seat: District, position: tuple[float, float]) -> dict[str, object]:
    least = APART_FROM_ZOOM if seat in INNER else 0
    return {"name": str(seat.label), "at": position, "zooms": (least, NEAREST_ZOOM)}
