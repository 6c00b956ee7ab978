"""Low-carbon cases: an owner hands one in for its organisation, the desk accepts it or sends it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from city.cases import deciding, submitting
from city.cases.model import CaseSubmission
from projects.models import Organisation, Part
from simulation.doors.units import who


def hand_in(organisation: Organisation, document: Mapping[str, Any], *, now: datetime) -> CaseSubmission:
    by = who(organisation, Part.OWNER)
    return submitting.submit(organisation=organisation, document=document, photo=b"", by=by, now=now)


def decide(made: CaseSubmission, *, is_accepted: bool, reason: str, by: User, now: datetime) -> CaseSubmission:
    return deciding.decide(made, is_accepted=is_accepted, reason=reason, by=by, now=now)
