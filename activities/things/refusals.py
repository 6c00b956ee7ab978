"""Why an act is not taken whose thing has counted before. Nobody is told for whom."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.things.naming import Kind
from common.errors import DomainError


class CountedAlready(DomainError):
    """Facts: `kind` of the thing."""

    code = "counted_already"
    status = HTTPStatus.CONFLICT
    reasons: Mapping[str, Promise] = {
        Kind.CAR_KILOMETRES: _(
            "These kilometres of the car have been counted already. Each counts once, whoever reports it."
        ),
        Kind.CAR_HOURS: _(
            "This car has been counted for this time already. Each hour of a car counts once, whoever reports it."
        ),
        Kind.METER: _(
            "This time of the meter has been counted already. Each day of a meter counts once, whoever reports it. "
            "Begin with a reading of today."
        ),
        Kind.RECORD: _("This record has been counted already. Each counts once, whoever sends it."),
    }

    def __init__(self, **facts: Any) -> None:
        self.message = self.reasons[facts["kind"]]
        super().__init__(**facts)


class CountedMeanwhile(DomainError):
    """What a refused act counts was free again, and has counted for another one."""

    code = "counted_meanwhile"
    status = HTTPStatus.CONFLICT
    message = _("What this act counts has been counted for another act in the meantime.")
