"""Reports that were verified, of just so many kilograms: what units are issued by."""

from dataclasses import replace
from datetime import date

from projects.models import CarbonProject, MonitoringReport, Organisation, Part
from tests.projects.conftest import make_organisation, seat
from tests.projects.monitoring.conftest import GROVE, begun, handed_in, sampled, verified, written

VERIFIER = "91510100MA00000099"
A_LARGE_GROVE = {"area": "6000", "survival": "95", "uncertainty": "0"}
"""In mu: 2,940 t a year, of which the verifier states less."""


def reported(project: CarbonProject, kilograms: int, year: int = 2025) -> MonitoringReport:
    """The project's report of a year; its parameters are `GROVES`."""
    verifier = Organisation.objects.filter(licence=VERIFIER).first() or _verifier()
    owner, auditor = seat(project.owner, Part.OWNER), seat(verifier, Part.OWNER)
    since, until = date(year, 1, 1), date(year, 12, 31)
    line = replace(GROVE, starts_on=str(since), ends_on=str(until), values=A_LARGE_GROVE)
    report = handed_in(written(begun(project, owner, since, until), owner, line), verifier, owner)
    verified(sampled(report, auditor), auditor, kilograms, "按保守原则核减")
    report.refresh_from_db()
    return report


def _verifier() -> Organisation:
    made = make_organisation("蓉城核查", VERIFIER)
    made.is_verifier = True
    made.save()
    return made
