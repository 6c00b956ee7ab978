"""What a reviewer enters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.reviewables import Reviewable
from common.pictures.forms import photo_field
from common.texts import in_reader_language
from common.typed.fields import WordsField
from review.models import Verdict

MOST_NAME, MOST_WORDS, MOST_SAID = 40, 200, 500
"""As the columns that keep them."""


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. The citizen reads it.")},
    )
    note = WordsField(
        label=_("Note to the citizen (optional)"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, kind: Reviewable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(code, in_reader_language(words)) for code, words in kind.reasons.items()]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What do you think?"), choices=Verdict.choices, initial=Verdict.UNSURE, widget=forms.RadioSelect
    )
    words = WordsField(
        label=_("Note to the colleague (optional)"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AppealForm(forms.Form):
    words = WordsField(
        label=_("What do you want to add?"),
        max_length=MOST_SAID,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence why we should look again.")},
    )
    photo = photo_field(_("A photo that shows it (optional)"), required=False)


class CorrectionForm(forms.Form):
    words = WordsField(label=_("What was overlooked?"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))


class ClaimForm(forms.Form):
    """What a claim says besides the act."""

    through = WordsField(
        label=_("Over which app, card or shop?"),
        help_text=_("For example the name of the bike, the metro card or the recycling app."),
        max_length=MOST_NAME,
        error_messages={"required": _("Say over which app, card or shop, so that we can ask there.")},
    )
    words = WordsField(
        label=_("What happened? (optional)"),
        required=False,
        max_length=MOST_SAID,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = photo_field(_("A photo that shows it (optional)"), required=False)


class RouteForm(forms.Form):
    note = WordsField(
        label=_("What is the provider asked, or what did it say?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_confirmed = forms.BooleanField(label=_("The provider confirms the act"), required=False)


class FilterForm(forms.Form):
    """What the queue shows; what cannot be read shows everything."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    scenario = forms.ChoiceField(label=_("Scenario"), required=False)

    def __init__(self, *args: Any, kinds: list[Reviewable], scenarios: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All kinds")), *((kind.code, kind.label) for kind in kinds)]
        self.fields["kind"].choices = every  # type: ignore[attr-defined]
        self.fields["scenario"].choices = [("", _("All scenarios")), *scenarios]  # type: ignore[attr-defined]
