"""Why a car, a pledge, a meter or a reading is not taken, each with a sentence that says what to do."""

from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from channels.household.plates import Drive
from common.city_time import CITY_ZONE
from common.errors import DomainError
from common.texts import in_reader_language


class NotAPlate(DomainError):
    code = "not_a_plate"
    message = _("This is not the plate of a car registered in Chengdu. Write it like 川A12345 or 川AD12345.")


class HybridCar(DomainError):
    """Its odometer does not tell which kilometres were electric, and standing still it saves no known amount."""

    code = "hybrid_car"
    message = _("This plate belongs to a plug-in hybrid. Its odometer does not tell which kilometres were electric.")


class EngineSizeMissing(DomainError):
    code = "engine_size_missing"
    message = _("Enter the engine size. It stands in the vehicle licence.")


class PlateTaken(DomainError):
    code = "plate_taken"
    message = _("Somebody else has bound this plate. Each plate belongs to one person at a time.")
    status = HTTPStatus.CONFLICT


class PlateBound(DomainError):
    code = "plate_bound"
    message = _("You have bound this plate already.")
    status = HTTPStatus.CONFLICT


class CarNotBound(DomainError):
    """A car counts once for everybody, so an act must say which one it is."""

    code = "car_not_bound"
    message = _(
        "Bind this car first, at Me → My cars. Each car counts once for everybody, so it must be known which one it is."
    )
    pointer = "/plate"


class CarNotNamed(DomainError):
    code = "car_not_named"
    message = _("You have bound several such cars. Say which one it is: send its plate as “plate”.")
    pointer = "/plate"


class CarDoesNotFit(DomainError):
    """Facts: `drive` that the scenario asks for."""

    code = "car_does_not_fit"
    reasons = {
        Drive.ELECTRIC: _("Only purely electric cars count here, and this plate belongs to a fuel car."),
        Drive.FUEL: _("Only fuel cars count here, and this plate belongs to an electric car."),
    }
    pointer = "/plate"

    def __init__(self, **facts: Any) -> None:
        self.message = self.reasons[facts["drive"]]
        super().__init__(**facts)


class TooManyBound(DomainError):
    """Facts: `most`."""

    code = "too_many_bound"
    message = _("You can bind %(most)s at most. Unbind one that you no longer use.")


class DistrictMissing(DomainError):
    code = "district_missing"
    message = _("Choose the district in which the car usually is: on some days plates may not drive there.")


class NoLongerBound(DomainError):
    code = "no_longer_bound"
    message = _("This is no longer bound.")
    status = HTTPStatus.CONFLICT


class PledgeOpen(DomainError):
    code = "pledge_open"
    message = _("You have a pledge that is not finished. Finish it or abandon it first.")
    status = HTTPStatus.CONFLICT


class PledgeClosed(DomainError):
    code = "pledge_closed"
    message = _("This pledge is finished or abandoned.")
    status = HTTPStatus.CONFLICT


class OnlyRestrictedDays(DomainError):
    code = "only_restricted_days"
    message = _("On these days your plate may not drive anyway, so nothing would count. Declare more days.")


class RestrictedAnyway(DomainError):
    code = "restricted_anyway"
    message = _("On these days your plate may not drive anyway, so leaving the car saves nothing.")


class _AtAMoment(DomainError):
    """Facts: `at`, an ISO moment."""

    def words(self) -> Mapping[str, Any]:
        moment = datetime.fromisoformat(self.facts["at"]).astimezone(CITY_ZONE)
        return {"at": date_format(moment, "DATETIME_FORMAT")}


class NotYetADay(_AtAMoment):
    code = "not_yet_a_day"
    message = _("The car has not stood for a whole day yet. Take the second photo after %(at)s.")


class StalePhoto(_AtAMoment):
    code = "stale_photo"
    message = _("Your camera says that this photo was taken at %(at)s. Take a new one now and send it at once.")


class ReviewIsOver(DomainError):
    code = "review_is_over"
    message = _("A colleague has decided this in the meantime.")
    status = HTTPStatus.CONFLICT


class OwnReview(DomainError):
    """Who gains does not grant."""

    code = "own_review"
    message = _("This is an act of your own. A colleague decides it.")
    status = HTTPStatus.FORBIDDEN


class PhotoIsGone(DomainError):
    code = "photo_is_gone"
    message = _("One of the photos has been erased, so there is nothing to look at. It can only be refused.")


class KilometresDriven(DomainError):
    """Facts: `km`, `most`."""

    code = "kilometres_driven"
    message = _(
        "The odometer shows %(km)s km more than at the start; at most %(most)s km are allowed. "
        "The car has been driven, so this pledge cannot count."
    )


class ReadingWentBack(DomainError):
    code = "reading_went_back"
    message = _("This is less than the last reading. Please look at it again.")


class NotAMeterNumber(DomainError):
    code = "not_a_meter_number"
    message = _("Enter the number as it stands on your bill: 4 to 20 digits or letters.")


class MeterTaken(DomainError):
    code = "meter_taken"
    message = _("Somebody else has bound this meter. Only one person of a household can.")
    status = HTTPStatus.CONFLICT


class MeterBound(DomainError):
    code = "meter_bound"
    message = _("You have bound a meter of this kind already. Unbind it first if you have moved.")
    status = HTTPStatus.CONFLICT


class MeterNotBound(DomainError):
    """A meter counts once for everybody, so an act must say which one it is."""

    code = "meter_not_bound"
    message = _(
        "Bind this meter first, at Me → My meters. Each meter counts once for everybody, so it must be known which one "
        "it is."
    )


class HouseholdLeftOut(DomainError):
    """Facts: `reason` in every language."""

    code = "household_left_out"
    message = "%(reason)s"

    def words(self) -> Mapping[str, Any]:
        return {"reason": in_reader_language(self.facts["reason"])}


class ReadingNotLater(DomainError):
    """Facts: `day` of the last reading."""

    code = "reading_not_later"
    message = _("There is a reading of %(day)s already. Enter one of a later day.")

    def words(self) -> Mapping[str, Any]:
        return {"day": date_format(date.fromisoformat(self.facts["day"]))}


class ReferenceMissing(DomainError):
    code = "reference_missing"
    message = _("We do not know your use of last year yet. Enter it from last year’s bill.")
