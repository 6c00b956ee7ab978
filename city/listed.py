"""The city's lists at the desk: entered by one person, put into force by another, never changed."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.cases import book
from city.cases.forms import CaseForm, of_a_case
from city.indicators.forms import IndicatorForm, of_a_series
from city.indicators.series import LIST, indicator
from city.news import book as news
from city.news.forms import NoticeForm, of_a_notice
from city.report import forms as report_forms
from city.report import parts
from city.report.freezing import refuse_moved
from common.city_time import city_day
from lists import kinds


def _named(code: str) -> str:
    known = indicator(code)
    return str(known) if known else code


def _case_named(code: str) -> str:
    known = book.case(code)
    return str(known) if known else code


def _notice_named(code: str) -> str:
    known = news.notice(code, city_day(timezone.now()))
    return str(known) if known else code


LISTS = [
    kinds.Kind(
        LIST,
        _("Indicators of the city"),
        IndicatorForm,
        of_a_series,
        subject_in_words=_named,
        about=_("Everybody reads them under “Indicators of the city”, each figure with its source."),
    ),
    kinds.Kind(
        book.LIST,
        _("Low-carbon cases of the city"),
        CaseForm,
        of_a_case,
        subject_in_words=_case_named,
        about=_("Everybody reads them under “Low-carbon cases”, each with its source."),
    ),
    kinds.Kind(
        parts.LIST,
        _("Report on green development"),
        report_forms.PartForm,
        report_forms.lines,
        subject_in_words=parts.subject_in_words,
        about=_("Everybody reads it under “Report”; every version stays readable, with the figures of its time."),
        refuse=refuse_moved,
    ),
    kinds.Kind(
        news.LIST,
        _("News and policies"),
        NoticeForm,
        of_a_notice,
        subject_in_words=_notice_named,
        about=_("Everybody reads them under “News and policies”; what is corrected keeps its earlier versions."),
    ),
]
