"""Where the files of a series are."""

from django.urls import reverse

from common.open_data.series import Series


def of_file(series: Series, form: str) -> str:
    """As `csv` or `json`: for good."""
    if series.address is not None:
        return series.address(form)
    return reverse(f"city:data_{form}", args=[series.name])


def of_entry(series: Series) -> str:
    """Where the catalogue describes it."""
    return f"{reverse('city:data')}#{series.name}"
