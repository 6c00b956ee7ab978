"""What a report's lines and designs name is compared by one grammar, though methods know nothing of designs."""

import pytest

from methodologies.projects.asked import Thing
from methodologies.projects.sources import written
from projects.cycle import things
from projects.models import ThingKind

WRITINGS = (
    "ｍ-1",
    "M1",
    " m 1 ",
    "5101 0015 01",
    "0012",
    "川A·12345",
    "甲．3",
    "M\u201301",
    "a\u200bb",
    "六号表（东）",
    "B\u30003",
)


@pytest.mark.parametrize("name", WRITINGS)
@pytest.mark.parametrize(("thing", "kind"), [(Thing.ELECTRICITY_METER, ThingKind.METER), (Thing.PLOT, ThingKind.PLOT)])
def test_a_name_of_a_line_is_read_as_that_of_a_design(thing, kind, name):
    assert written(name, thing) == things.written(kind, name)
