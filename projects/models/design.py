"""A project before it is registered: its design, version by version, and every step that was taken with it.

The draft may change; what was submitted, said and decided is never changed, whoever writes.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.texts import in_reader_language
from projects.models.kept import never_changed
from projects.models.organisation import Organisation
from projects.models.project import CarbonProject

LONGEST_WORDS = 1000


class Stage(models.TextChoices):
    """Where a design stands; each says whose turn it is."""

    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Checked for completeness")
    RETURNED = "returned", _("Returned, to be completed")
    PUBLISHED = "published", _("Published for comments")
    VALIDATING = "validating", _("With the verifier")
    DECIDING = "deciding", _("To be decided")
    REGISTERED = "registered", _("Registered")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WRITTEN = (Stage.DRAFT, Stage.RETURNED)
"""While its owner writes."""
OVER = (Stage.REGISTERED, Stage.REJECTED, Stage.WITHDRAWN)
"""Where nothing more happens."""
SHOWN = (Stage.PUBLISHED, Stage.VALIDATING, Stage.DECIDING, Stage.REGISTERED, Stage.REJECTED)
"""Once a version was published everybody may read it."""


class ProjectDesign(models.Model):
    """What an organisation wants to register. `draft` is what it writes at, in the form of `cycle/content.py`.

    `version` is that of what was last submitted; `due_on` when whoever's turn it is should be done; `comments_until`
    the last day of the publication.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="designs",
        verbose_name=pgettext_lazy("of a project", "owner"),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    draft = models.JSONField(_("draft"), default=dict)
    version = models.PositiveSmallIntegerField(_("version"), default=0, db_default=0)
    due_on = models.DateField(pgettext_lazy("of a turn", "due"), null=True)
    comments_until = models.DateField(_("last day for comments"), null=True)
    wanted_verifier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("proposed verifier")
    )
    verifier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="validations", verbose_name=_("verifier")
    )
    project = models.OneToOneField(
        CarbonProject, on_delete=models.PROTECT, null=True, related_name="design", verbose_name=_("project")
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    stage_at = models.DateTimeField(_("stage since"))

    class Meta:
        verbose_name = _("design of a project")
        verbose_name_plural = _("designs of projects")
        permissions = [("decide_projectdesign", "Can publish, return, register and reject designs")]
        indexes = [models.Index(fields=["stage", "due_on"], name="design_by_stage")]
        constraints = [
            models.CheckConstraint(condition=~Q(verifier=F("owner")), name="design_verified_by_another"),
            models.CheckConstraint(
                condition=Q(stage=Stage.REGISTERED, project__isnull=False)
                | Q(~Q(stage=Stage.REGISTERED), project=None),
                name="registered_design_has_a_project",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=(*WRITTEN, Stage.WITHDRAWN)) | Q(version__gte=1),
                name="submitted_design_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.PUBLISHED) | Q(comments_until__isnull=False),
                name="published_design_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.VALIDATING, Stage.DECIDING, Stage.REGISTERED])
                | Q(verifier__isnull=False),
                name="validated_design_has_a_verifier",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="design_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="finished_design_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.stage IN ('registered', 'rejected', 'withdrawn')"),
            ),
            pgtrigger.Trigger(
                name="verifier_is_independent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.verifier_id IS NOT NULL"),
                func="""
                    IF TG_OP = 'UPDATE' AND NEW.verifier_id IS NOT DISTINCT FROM OLD.verifier_id THEN
                        RETURN NEW;
                    END IF;
                    IF NOT EXISTS (
                        SELECT FROM projects_organisation AS verifier, projects_organisation AS owner
                        WHERE verifier.id = NEW.verifier_id AND owner.id = NEW.owner_id AND verifier.is_verifier
                          AND (verifier."group" = '' OR verifier."group" <> owner."group")
                    ) THEN
                        RAISE EXCEPTION 'a verifier is accredited and of no group of the owner''s'
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            never_emptied("designs_stay", "the registry"),
        ]

    def __str__(self) -> str:
        name = self.draft.get("name") or {}
        return in_reader_language(name) if name.get("zh-hans") else self.public_id

    @property
    def is_written(self) -> bool:
        """Whether its owner may change it now."""
        return self.stage in WRITTEN

    @property
    def is_over(self) -> bool:
        return self.stage in OVER


class DesignVersion(models.Model):
    """A design as it was submitted: what it says, and which versions of its documents belong to it."""

    design = models.ForeignKey(ProjectDesign, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    documents = models.JSONField(_("documents"))
    """Each as title, version, public id and hash."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    submitted_at = models.DateTimeField(_("submitted"))

    class Meta:
        verbose_name = _("version of a design")
        verbose_name_plural = _("versions of designs")
        constraints = [models.UniqueConstraint(fields=["design", "number"], name="version_of_a_design")]
        triggers = never_changed("design_versions_stay", "the registry", "submitted_at")

    def __str__(self) -> str:
        return f"{self.design_id} {self.number}"


class StepKind(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Found complete and published")
    WANTED = "wanted", _("Verifier proposed")
    ASSIGNED = "assigned", _("Verifier assigned")
    VALIDATED = "validated", _("Validation opinion given")
    REGISTERED = "registered", _("Registered")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DesignStep(models.Model):
    """What somebody did with a version: when, with which words, and what it rests on."""

    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=StepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("words"), max_length=LONGEST_WORDS, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("verifier")
    )
    document = models.ForeignKey(
        "projects.DocumentVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("document")
    )
    is_favourable = models.BooleanField(_("in favour"), null=True)
    """Of an opinion: whether the verifier is for the registration."""
    until = models.DateField(_("until"), null=True)
    """Of a publication: its last day."""
    happened_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("step of a design")
        verbose_name_plural = _("steps of designs")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=StepKind.VALIDATED, is_favourable__isnull=False, document__isnull=False)
                | Q(~Q(kind=StepKind.VALIDATED), is_favourable=None),
                name="opinion_says_for_or_against",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[StepKind.RETURNED, StepKind.REJECTED]) | ~Q(words=""),
                name="sent_back_for_a_reason",
            ),
        ]
        triggers = never_changed("design_steps_stay", "the registry", "happened_at")

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class Comment(models.Model):
    """What somebody says of a published version. The database takes none after its last day."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("words"), max_length=LONGEST_WORDS)
    commented_at = models.DateTimeField(_("commented"))

    class Meta:
        verbose_name = _("comment on a design")
        verbose_name_plural = _("comments on designs")
        triggers = [
            *never_changed("comments_stay", "the registry", "commented_at"),
            pgtrigger.Trigger(
                name="commented_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM projects_designversion AS version
                        JOIN projects_projectdesign AS design ON design.id = version.design_id
                        WHERE version.id = NEW.version_id AND design.stage = 'published'
                          AND design.version = version.number
                          AND (NEW.commented_at AT TIME ZONE 'Asia/Shanghai')::date <= design.comments_until
                    ) THEN
                        RAISE EXCEPTION 'comments are taken until the last day' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Answer(models.Model):
    """What the owner of a project answers to a comment, once."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="answer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("words"), max_length=LONGEST_WORDS)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer to a comment")
        verbose_name_plural = _("answers to comments")
        triggers = never_changed("answers_stay", "the registry", "answered_at")

    def __str__(self) -> str:
        return f"{self.comment_id}"


class Hiding(models.Model):
    """The desk took a comment off the page for a reason. It stays in the books and waits for no answer."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="hiding")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("reason"), max_length=LONGEST_WORDS)
    hidden_at = models.DateTimeField(_("hidden"))

    class Meta:
        verbose_name = _("hidden comment")
        verbose_name_plural = _("hidden comments")
        triggers = never_changed("hidings_stay", "the registry", "hidden_at")

    def __str__(self) -> str:
        return f"{self.comment_id}"


class ThingKind(models.TextChoices):
    """What in the world a project covers, so that another project over the same is found."""

    PLATE = "plate", _("Number plate")
    METER = "meter", pgettext_lazy("of a project", "Meter")
    PLOT = "plot", _("Plot")
    ADDRESS = "address", _("Address")
    MECHANISM = "mechanism", _("Number in another mechanism")


class DesignThing(models.Model):
    """One thing that a version covers, in its one writing."""

    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="things")
    kind = models.CharField(_("kind"), max_length=9, choices=ThingKind.choices)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("thing that a design covers")
        verbose_name_plural = _("things that designs cover")
        constraints = [models.UniqueConstraint(fields=["version", "kind", "name"], name="thing_of_a_design_once")]
        indexes = [models.Index(fields=["kind", "name"], name="thing_by_name")]
        triggers = never_changed("design_things_stay", "the registry")

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class OverlapKind(models.TextChoices):
    THING = "thing", _("The same thing")
    AREA = "area", _("Areas that overlap")
    LINE = "line", _("Reported by another project")


class Overlap(models.Model):
    """A version covers what another one covers in the same years. The desk says in words what it makes of that.

    The other is a design's version, or a registered project whose monitoring reports name the thing.
    """

    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="overlaps")
    other = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(CarbonProject, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=5, choices=OverlapKind.choices)
    facts = models.JSONField(_("what overlaps"))
    found_at = models.DateTimeField(_("found"))

    class Meta:
        verbose_name = _("overlap of projects")
        verbose_name_plural = _("overlaps of projects")
        constraints = [
            models.UniqueConstraint(fields=["version", "other", "kind", "facts"], name="overlap_found_once"),
            models.UniqueConstraint(fields=["version", "project", "facts"], name="overlap_with_a_project_found_once"),
            models.CheckConstraint(condition=~Q(version=F("other")), name="overlap_is_with_another"),
            models.CheckConstraint(
                condition=Q(Q(project=None, other__isnull=False), ~Q(kind=OverlapKind.LINE))
                | Q(kind=OverlapKind.LINE, other=None, project__isnull=False),
                name="overlap_is_with_a_design_or_a_project",
            ),
        ]
        triggers = never_changed("overlaps_stay", "the registry", "found_at")

    def __str__(self) -> str:
        return f"{self.version_id} {self.other_id}"

    @property
    def whose(self) -> "CarbonProject | ProjectDesign":
        """What covers it, too."""
        found = self.other.design if self.other else self.project
        assert found is not None
        return found

    @property
    def thing(self) -> str:
        """Which thing both cover, by its kind and name; empty for areas."""
        kind = self.facts.get("kind")
        return f"{ThingKind(kind).label} {self.facts['name']}" if kind else ""

    @property
    def ruled(self) -> "Ruling | None":
        return getattr(self, "ruling", None)


class Ruling(models.Model):
    """What the desk makes of an overlap: the same reductions would not be counted twice, or why they are not."""

    overlap = models.OneToOneField(Overlap, on_delete=models.PROTECT, related_name="ruling")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("words"), max_length=LONGEST_WORDS)
    ruled_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision on an overlap")
        verbose_name_plural = _("decisions on overlaps")
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="ruled_in_words")]
        triggers = never_changed("rulings_stay", "the registry", "ruled_at")

    def __str__(self) -> str:
        return f"{self.overlap_id}"
