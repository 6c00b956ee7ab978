"""The form that freezes a citizen: what, why, until when, and what colleagues should know."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from accounts.refusals import NoSuchEnd
from accounts.standing.freezing import LONGEST
from accounts.standing.models import LONGEST_NOTE
from accounts.standing.words import REASONS
from common.city_time import at_city_time, city_day
from common.desk_days import day_input
from common.texts import in_reader_language
from common.typed.fields import DayField, WordsField

LAST_MINUTE = time(23, 59)


class FreezeForm(forms.Form):
    earning = forms.BooleanField(label=_("Earn nothing"), required=False, widget=UnfoldBooleanWidget)
    spending = forms.BooleanField(label=_("Redeem and donate nothing"), required=False, widget=UnfoldBooleanWidget)
    reason = forms.ChoiceField(label=_("Reason, as the citizen reads it"), widget=UnfoldAdminRadioSelectWidget)
    last_day = DayField(label=_("Last day"), widget=day_input())
    note = WordsField(
        label=_("Note for colleagues (optional); the citizen does not see it"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        reasons = [(code, in_reader_language(words)) for code, words in REASONS.items()]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("earning") or cleaned.get("spending")):
            raise ValidationError(_("Choose what is to rest."))
        if (day := cleaned.get("last_day")) and not city_day(self.now) <= day < city_day(self.now + LONGEST):
            self.add_error("last_day", NoSuchEnd(days=LONGEST.days).sentence)
        return cleaned

    @property
    def ends_at(self) -> datetime:
        """The last minute of the last day, which is read as that day; call it on a valid form."""
        return at_city_time(self.cleaned_data["last_day"], LAST_MINUTE)

    @property
    def told(self) -> dict[str, Any]:
        """What the use case is given; call it on a valid form."""
        chosen = {name: self.cleaned_data[name] for name in ("earning", "spending", "reason", "note")}
        return {**chosen, "ends_at": self.ends_at}
