"""Editions of lists: entered whole, put into force by somebody else, never changed."""

from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lists.kinds import every_kind
from seals.guards import set_after_the_seal


class State(models.TextChoices):
    """Where an edition stands."""

    ENTERED = "entered", _("Waits to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")


class EditionQuerySet(models.QuerySet["Edition"]):
    def waiting(self) -> "EditionQuerySet":
        """Those that nobody has put into force yet."""
        return self.filter(confirmed_at=None)

    def confirmed(self) -> "EditionQuerySet":
        return self.filter(confirmed_at__isnull=False)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="EditionEvent",
    meta={"verbose_name": _("change to a list"), "verbose_name_plural": _("changes to lists")},
)
class Edition(models.Model):
    """What a list says, whole. Another edition corrects it; what was decided by this one stays as it was decided.

    `subject` is of what the list is: a year, a kind of venue; nothing where there is but one. A list without a day of
    its own holds from the moment at which it is confirmed. What came with the program nobody entered.
    """

    list_code = models.SlugField(_("list"), max_length=40)
    subject = models.SlugField(_("of what"), max_length=40, blank=True)
    number = models.PositiveIntegerField(_("edition"))
    effective_from = models.DateField(_("effective from"), null=True, blank=True)
    document = models.JSONField(_("what it says"))
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confirmed by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a list")
        verbose_name_plural = _("editions of lists")
        constraints = [
            models.UniqueConstraint(fields=["list_code", "subject", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(entered_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="edition_confirmed_by_another",
            ),
        ]
        permissions = [("confirm_edition", _("Can put lists into force"))]
        triggers = [
            set_after_the_seal("confirmed_at"),
            pgtrigger.Protect(
                name="what_it_says_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "list_code", "subject", "number", "effective_from", "document", "entered_at", "entered_by"
                ),
            ),
            pgtrigger.Protect(
                name="confirmed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="confirmed_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        kind = every_kind().get(self.list_code)
        if kind is None:  # a newer program may have written it
            return f"{self.list_code} {self.subject} {self.number}"
        names = {"name": kind.name, "subject": kind.subject_in_words(self.subject), "number": self.number}
        words = _("%(name)s %(subject)s, edition %(number)s") if self.subject else _("%(name)s, edition %(number)s")
        return words % names

    @cached_property
    def before(self) -> "Edition | None":
        """The one that holds, or held, until this one does."""
        return max((other for other in self._others if other.place < self.place), key=_place, default=None)

    @cached_property
    def after(self) -> "Edition | None":
        """The one that came, or comes, in its place."""
        return min((other for other in self._others if other.place > self.place), key=_place, default=None)

    @property
    def place(self) -> tuple[date, int]:
        """In which order the editions of a list come to hold."""
        return self.effective_from or date.min, self.number

    @cached_property
    def _others(self) -> "list[Edition]":
        same = Edition.objects.confirmed().filter(list_code=self.list_code, subject=self.subject)
        return list(same.exclude(pk=self.pk))

    @property
    def state(self) -> State:
        return State.ENTERED if self.confirmed_at is None else State.CONFIRMED


def _place(edition: Edition) -> tuple[date, int]:
    return edition.place
