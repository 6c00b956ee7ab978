"""A carbon project: what the registry issues units for."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.texts import in_reader_language
from methodologies.projects.known import known
from methodologies.projects.public_pooling import METHOD
from projects.models.kept import stays
from projects.models.organisation import Organisation
from seals.guards import after_the_seal

REGISTERED = (
    "public_id",
    "number",
    "owner_id",
    "method",
    "district",
    "credited_from",
    "credited_until",
    "buffer_percent",
    "registered_at",
)
"""What the registration says of a project for good; its day's seal covers it, with the parameters."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CarbonProjectEvent",
    meta={"verbose_name": _("change to a project"), "verbose_name_plural": _("changes to projects")},
)
class CarbonProject(models.Model):
    """A project that may be issued units: whose it is, where, by which method, for which years.

    `number` stands in the serial numbers of its units and never changes. `buffer_percent` is what of each issuance of a
    sink is kept for what it may lose; none for what cannot be lost again. `parameters` are what its method asks once,
    frozen by the registration: `{"given": {name: {"value": …, "document": …}}, "chosen": {name: code}}`.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    name = models.JSONField(_("name"))
    summary = models.JSONField(_("summary"), default=dict)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects", verbose_name=_("owner"))
    method = models.CharField(_("method"), max_length=40)
    district = models.CharField(_("district"), max_length=16, choices=District.choices)
    credited_from = models.DateField(_("credited from"))
    credited_until = models.DateField(_("credited until"))
    buffer_percent = models.PositiveSmallIntegerField(_("buffer in percent"), default=0, db_default=0)
    parameters = models.JSONField(_("parameters"), default=dict, db_default={})
    registered_at = models.DateTimeField(_("registered"))

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [models.Index(fields=["registered_at"], name="project_registered")]
        triggers = [
            stays("project_stays_as_registered", REGISTERED),
            pgtrigger.Protect(
                name="parameters_stay_as_registered",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.parameters <> '{}'::jsonb AND OLD.parameters IS DISTINCT FROM NEW.parameters"
                ),
            ),
            pgtrigger.Protect(name="project_stays", operation=pgtrigger.Delete),
            never_emptied("projects_stay", "the registry"),
            after_the_seal("registered_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(buffer_percent__lte=100), name="buffer_is_a_share"),
            models.CheckConstraint(
                condition=Q(credited_from__lte=models.F("credited_until")), name="project_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    @property
    def summary_text(self) -> str:
        return in_reader_language(self.summary) if self.summary else ""

    @property
    def method_name(self) -> str:
        return in_reader_language(known()[self.method].name)

    @property
    def is_of_citizens(self) -> bool:
        """Whether citizens' reductions are pooled in it: everybody reads of them whole tonnes alone (ADR 0104)."""
        return self.method == METHOD.code
