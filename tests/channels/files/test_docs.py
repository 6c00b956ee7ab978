"""The examples in docs/files.md are read as the page says."""

import re

import pytest

from activities.models import Activity
from tests.channels.files.conftest import counts, sent_and_read
from tests.processes import ROOT

pytestmark = pytest.mark.usefixtures("catalogue")

EXAMPLES = re.findall(r"```csv\n(.*?)```", (ROOT / "docs" / "files.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(
    ("example", "format_code", "counted", "claims"),
    list(
        zip(
            EXAMPLES,
            ["steps", "steps", "bike-trips", "google-fit"],
            [{"recorded": 3}, {"recorded": 2}, {"recorded": 3}, {"recorded": 1, "passed_over": 1}],
            [
                [{"steps": 8000}, {"steps": 9000}, {"steps": 7000}],
                [{"steps": 210}, {"steps": 120}],
                [{"distance_m": 2000}, {"distance_m": 2400}, {"distance_m": 3000}],
                [{"steps": 8000}],
            ],
            strict=True,
        )
    ),
)
def test_documented_example_is_read_to_its_last_row(alice, example, format_code, counted, claims):
    job = sent_and_read(alice, example)

    assert (job.format_code, counts(job)) == (format_code, counted)
    assert list(Activity.objects.order_by("pk").values_list("values", flat=True)) == claims
