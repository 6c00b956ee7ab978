"""The form that fills a budget."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.models import User
from common import document_numbers
from common.errors import DomainError
from common.typed.desk import desk_number
from common.typed.fields import WholeField
from credits import budgets
from credits.models import Budget
from credits.refusals import NeedsTwo


class FundForm(forms.Form):
    """How much, and on the strength of which document; one that has funded this budget is refused."""

    amount = WholeField(label=_("Credits"), min_value=budgets.SLOTS, max_value=budgets.MOST, widget=desk_number())
    reference = forms.CharField(
        label=_("Number of the decision"),
        max_length=100,
        help_text=_("Such as 成财环〔2026〕88号. The same number never funds a budget twice."),
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: Any, budget: Budget, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget, self.by = budget, by

    def clean_amount(self) -> int:
        """No more than one person alone may issue, so that nothing is shown that is refused afterwards."""
        amount: int = self.cleaned_data["amount"]
        try:
            budgets.check_two(amount, self.by, None)
        except NeedsTwo as refused:
            raise ValidationError(refused.sentence) from refused
        return amount

    def clean_reference(self) -> str:
        """The number in its one writing."""
        try:
            number = document_numbers.read(self.cleaned_data["reference"])
            budgets.check_not_funded(self.budget, number)
        except DomainError as refused:
            raise ValidationError(refused.sentence) from refused
        return number
