"""What citizens hold, as the desk shows it: now, or at the end of any past day; and as a file."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.city_time import city_day, day_span
from common.csv_stream import Cell, csv_response
from common.desk_days import day_field
from credits.books import EARLIEST
from credits.liability import Liability, Price, liability, mean_price


class DayForm(forms.Form):
    def __init__(self, *arguments: Any, now: datetime, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.today = city_day(now)
        self.fields["day"] = day_field(_("At the end of"))
        self.initial = {"day": self.today}

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and day > self.today:
            raise forms.ValidationError(gettext("This day has not come yet."))
        return day

    def day(self) -> date:
        """Today, as far as it is, where none is chosen."""
        day = self.cleaned_data["day"] if self.is_valid() else None
        return max(day, EARLIEST) if day else self.today


def told(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """What the page says."""
    form = DayForm(request.GET or None, now=now)
    day = form.day()
    until = min(now, day_span(day)[1])
    held, price = liability(until), mean_price(until)
    return {
        "form": form,
        "day": day,
        "until": until,
        "is_now": until == now,
        "liability": held,
        "price": price,
        "yuan_a_credit": Decimal(price.fen) / price.credits / 100 if price else None,
        "worth_fen": price.worth_fen(held.outstanding) if price else None,
        "rows": [(row, price.worth_fen(row.credits) if price else None) for row in held.expiring],
    }


def file(said: dict[str, Any]) -> HttpResponseBase:
    """The table as CSV."""
    held: Liability = said["liability"]
    price: Price | None = said["price"]
    header = [gettext("Month"), gettext("Free"), gettext("Held"), gettext("Worth in yuan")]
    rows: Iterator[list[Cell]] = (
        [f"{row.month:%Y-%m}", row.available, row.held, _yuan(price.worth_fen(row.credits)) if price else ""]
        for row in held.expiring
    )
    return csv_response(f"liability-{said['day']}.csv", header, rows)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
