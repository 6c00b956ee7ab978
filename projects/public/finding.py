"""What is looked for in the registry: words, field, method, district, stage and year, as an address says them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.typed.letters import plain
from methodologies.projects.known import Field, known
from projects.cycle import reading as designs_read
from projects.models import CarbonProject, Issuance, ProjectDesign, Stage
from projects.public import reading

LONGEST_WORDS = 80
ISSUED, NOT_ISSUED = "issued", "not-issued"
ON_THEIR_WAY = (Stage.PUBLISHED, Stage.VALIDATING, Stage.DECIDING, Stage.REJECTED)
STAGES: Mapping[str, str | Promise] = {
    ISSUED: _("Registered, with units"),
    NOT_ISSUED: _("Registered, nothing issued yet"),
    **{stage.value: stage.label for stage in ON_THEIR_WAY},
}
FIRST_YEAR, LAST_YEAR = 2021, 2099


class Wanted(NamedTuple):
    """Each is empty where nothing is asked of it; what an address says beyond what there is asks nothing."""

    words: str = ""
    field: str = ""
    method: str = ""
    district: str = ""
    stage: str = ""
    year: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Wanted":
        return cls(
            plain(said.get("q", ""))[:LONGEST_WORDS],
            _one_of(said.get("field", ""), Field),
            _one_of(said.get("method", ""), known()),
            _one_of(said.get("district", ""), District.values),
            _one_of(said.get("stage", ""), STAGES),
            _one_of(said.get("year", ""), map(str, range(FIRST_YEAR, LAST_YEAR + 1))),
        )

    @property
    def is_narrowed(self) -> bool:
        """By more than words."""
        return any(self[1:])

    @property
    def of_designs(self) -> bool:
        """Whether it asks for what is not registered."""
        return self.stage in ON_THEIR_WAY

    @property
    def methods(self) -> list[str] | None:
        """By which methods, none where any will do."""
        if not self.field and not self.method:
            return None
        codes = [code for code, one in known().items() if self.field in ("", one.field)]
        return [code for code in codes if self.method in ("", code)]


def projects(wanted: Wanted) -> QuerySet[CarbonProject]:
    """Registered ones; the year is that of the registration."""
    found = reading.projects(wanted.words)
    if wanted.methods is not None:
        found = found.filter(method__in=wanted.methods)
    if wanted.district:
        found = found.filter(district=wanted.district)
    if wanted.year:
        found = found.filter(registered_at__year=int(wanted.year))
    if wanted.stage in (ISSUED, NOT_ISSUED):
        has_units = Exists(Issuance.objects.filter(project=OuterRef("pk")))
        found = found.filter(has_units if wanted.stage == ISSUED else ~has_units)
    return found


def designs(wanted: Wanted) -> QuerySet[ProjectDesign]:
    """Of one stage that everybody may read of; the year is when they came to it."""
    found = designs_read.shown_to_all().filter(stage=wanted.stage)
    if wanted.words:
        found = found.filter(reading.named("draft__name", wanted.words))
    if wanted.methods is not None:
        found = found.filter(draft__method__in=wanted.methods)
    if wanted.district:
        found = found.filter(draft__district=wanted.district)
    if wanted.year:
        found = found.filter(stage_at__year=int(wanted.year))
    return found


def _one_of(said: str, there: Iterable[str]) -> str:
    return said if said in set(there) else ""
