"""Runs of jobs at the desk, to be looked at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.desk import Colours, ReadOnlyAdmin
from jobs.models import Outcome, Run


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("job", "state", "due_at", "started_at", "ended_at", "said")
    list_display_links = ("job",)
    list_filter = ("outcome",)
    fields = ("job", "due_at", "announced_at", "started_at", "ended_at", "outcome", "facts")

    @display(
        description=_("state"),
        label=Colours(
            {
                Outcome.DONE.value: "success",
                Outcome.FAILED.value: "danger",
                Outcome.LOST.value: "danger",
                "waiting": "info",
                "under_way": "warning",
            }
        ),
    )
    def state(self, run: Run) -> tuple[str, object]:
        if run.outcome:
            return run.outcome, run.get_outcome_display()
        return ("waiting", _("Waiting")) if run.started_at is None else ("under_way", _("Under way"))

    @display(description=_("what it says"))
    def said(self, run: Run) -> str:
        return " · ".join(f"{name} {value}" for name, value in run.facts.items())
