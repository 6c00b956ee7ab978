"""How the desk asks for numbers, and how its search reads what was pasted into it."""

from django.contrib.admin.views.main import ChangeListSearchForm
from unfold.widgets import UnfoldAdminTextInputWidget

from common.typed.letters import plain


def desk_number(keyboard: str = "numeric") -> UnfoldAdminTextInputWidget:
    """A text input that brings up the right keyboard; a number input would lose what it cannot read."""
    return UnfoldAdminTextInputWidget(attrs={"inputmode": keyboard, "autocomplete": "off"})


class PlainSearchForm(ChangeListSearchForm):
    """Finds an id, a number or a name also where something that nobody sees was pasted with it."""

    def clean_q(self) -> str:
        return plain(self.cleaned_data["q"])
