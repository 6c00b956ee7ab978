"""The bank of quiz questions, and each citizen's sheet of a day. Sheets can be erased, whatever the ledger holds."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.texts import in_reader_language


class QuizQuestionQuerySet(models.QuerySet["QuizQuestion"]):
    def active(self) -> "QuizQuestionQuerySet":
        return self.filter(is_active=True)

    def never_asked(self) -> "QuizQuestionQuerySet":
        return self.filter(first_asked_at=None)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="QuizQuestionEvent",
    meta={
        "db_table": "activities_quizquestionevent",
        "verbose_name": _("change to a quiz question"),
        "verbose_name_plural": _("changes to quiz questions"),
    },
)
class QuizQuestion(models.Model):
    """One question with three or four options; `right` is the place of the right one, counted from 0.

    Once it was asked it is never rewritten: it is retired and another is written.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True, null=True, blank=True, editable=False)
    text = models.JSONField(_("question"))
    options = models.JSONField(_("options"))
    right = models.PositiveSmallIntegerField(_("right option"))
    explanation = models.JSONField(_("explanation"))
    source = models.JSONField(_("source"))
    is_active = models.BooleanField(
        _("is asked"), default=True, help_text=_("Untick this to retire the question: it is drawn no more.")
    )
    first_asked_at = models.DateTimeField(_("first asked"), null=True, blank=True, editable=False)

    objects = QuizQuestionQuerySet.as_manager()

    class Meta:
        db_table = "activities_quizquestion"
        verbose_name = _("quiz question")
        verbose_name_plural = _("quiz questions")
        constraints = [
            models.CheckConstraint(condition=Q(right__lte=3), name="quiz_question_right_is_an_option"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="asked_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__first_asked_at__isnull=False)
                & (
                    pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                    | pgtrigger.Q(old__options__df=pgtrigger.F("new__options"))
                    | pgtrigger.Q(old__right__df=pgtrigger.F("new__right"))
                    | pgtrigger.Q(old__explanation__df=pgtrigger.F("new__explanation"))
                    | pgtrigger.Q(old__source__df=pgtrigger.F("new__source"))
                    | pgtrigger.Q(old__first_asked_at__df=pgtrigger.F("new__first_asked_at"))
                ),
            ),
            pgtrigger.Protect(
                name="asked_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__first_asked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.text)


class QuizSheetQuerySet(models.QuerySet["QuizSheet"]):
    def of(self, citizen_id: int) -> "QuizSheetQuerySet":
        return self.filter(citizen_id=citizen_id)

    def answered(self) -> "QuizSheetQuerySet":
        return self.filter(answered_at__isnull=False)


class QuizSheet(models.Model):
    """The questions drawn for a citizen on a city day, and the places of the options chosen, once they are."""

    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    city_day = models.DateField(_("city day"))
    question_ids = ArrayField(models.BigIntegerField(), verbose_name=_("questions"))
    answers = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("answers"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = QuizSheetQuerySet.as_manager()

    class Meta:
        db_table = "activities_quizsheet"
        verbose_name = _("quiz sheet")
        verbose_name_plural = _("quiz sheets")
        constraints = [
            models.UniqueConstraint(fields=["citizen", "city_day"], name="quiz_sheet_one_a_day"),
            models.CheckConstraint(
                condition=Q(answers=None, answered_at=None, activity=None)
                | Q(answers__len=models.F("question_ids__len"), answered_at__isnull=False, activity__isnull=False),
                name="quiz_sheet_answered_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.city_day}"
