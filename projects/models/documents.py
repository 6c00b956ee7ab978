"""Documents of projects: what each file is called, every version of it with its hash, by whom and when.

The files lie outside of the database, each under a name of its own; a version and its hash stay as they are.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from projects.models.design import ProjectDesign
from projects.models.events import Event
from projects.models.kept import never_changed
from projects.models.organisation import Organisation
from projects.models.project import CarbonProject

LONGEST_TITLE = 80
LONGEST_NAME = 100


class FileKind(models.TextChoices):
    """What a file is by its content, and how its name ends."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class Document(models.Model):
    """One document under its title, in all its versions. `is_public` where it is published with the project.

    It comes with a design, which may become a project, with what is registered already, or with an event.
    """

    design = models.ForeignKey(ProjectDesign, on_delete=models.PROTECT, null=True, related_name="documents")
    project = models.ForeignKey(CarbonProject, on_delete=models.PROTECT, null=True, related_name="documents")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="documents")
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    is_public = models.BooleanField(_("published with the project"), default=False, db_default=False)

    class Meta:
        verbose_name = _("document of a project")
        verbose_name_plural = _("documents of projects")
        constraints = [
            models.UniqueConstraint(fields=["project", "title"], name="one_document_of_a_title"),
            models.UniqueConstraint(fields=["design", "title"], name="one_document_of_a_title_in_a_design"),
            models.UniqueConstraint(fields=["event", "title"], name="one_document_of_a_title_at_an_event"),
            models.CheckConstraint(
                condition=Q(project__isnull=False) | Q(design__isnull=False) | Q(event__isnull=False),
                name="document_is_of_something",
            ),
            models.CheckConstraint(
                condition=Q(event=None) | Q(project=None, design=None), name="document_of_an_event_is_of_nothing_else"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="document_stays", operation=pgtrigger.Delete),
            never_emptied("documents_stay", "the registry"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> Organisation:
        of = self.project or self.design or self.event
        assert of is not None
        return of.owner


class DocumentVersion(models.Model):
    """A file as it was sent: what it was called, what it is, how large, and its hash."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name of the file"), max_length=LONGEST_NAME)
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind.choices)
    size_bytes = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    kept_at = models.DateTimeField(_("kept"))

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_of_a_document"),
            models.CheckConstraint(condition=Q(number__gte=1, size_bytes__gte=1), name="version_is_counted"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="version_has_a_hash"),
        ]
        triggers = never_changed("document_versions_stay", "the registry", "kept_at")

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"

    @property
    def path(self) -> str:
        """Where it is kept: never under the name that it came with."""
        return f"project-documents/{self.public_id}.{self.kind}"
