"""What was told of an act, part by part, as people write it."""

import pytest
from django.template.defaultfilters import floatformat
from django.utils.translation import override

from activities.measures import claim_shown
from methodologies.registry import methodology


@pytest.mark.parametrize(
    ("code", "values", "shown"),
    [
        ("ev-driving", {"odometer_start_m": 12_340_000, "odometer_end_m": 12_365_500}, ["12,340 → 12,365.5 公里"]),
        ("idle-car", {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}, ["52,000 → 52,000 公里"]),
        (
            "electricity-saving",
            {"reading_start_wh": 5_210_000, "reading_end_wh": 5_300_000, "reference_wh": 100_000, "people": 3},
            ["5,210 → 5,300 千瓦时", "100 千瓦时", "3 人"],
        ),
        ("ev-driving", {"odometer_start_m": 12_340_000}, ["12,340 公里"]),
        ("ev-driving", {"odometer_end_m": 12_365_000}, ["12,365 公里"]),
        ("walking", {"steps": 8000}, ["8,000 步"]),
    ],
)
def test_two_readings_are_one_part(code, values, shown):
    with override("zh-hans"):
        assert claim_shown(methodology(code), values) == shown


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_thousands_stand_apart_in_every_language(language):
    with override(language):
        assert floatformat(52_000, "-1g") == "52,000"
