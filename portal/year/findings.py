"""What a year says of itself: sentences made of its figures, also where there is nothing, or one act."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Reason, Status
from activities.telling.refusal_words import refusal_in_words
from common.texts import day_shown, one_after_another
from portal.year.beside import Beside
from portal.year.figures import UNPROVEN, Figures
from portal.year.words import day_of_year, month_shown, weight

WAITING = (Status.PENDING, Status.WAITING, Status.REVIEW, Status.BEHIND)


def best_month(figures: Figures) -> str:
    """Empty where nothing was avoided."""
    if figures.best_month is None:
        return ""
    first, line = figures.best_month
    if sum(1 for _first, one in figures.months if one.grams) == 1:
        return _("All of it was avoided in one month: %(month)s") % {"month": month_shown(first)}
    said = {"month": month_shown(first), "weight": weight(line.grams)}
    return _("Your best month was %(month)s: %(weight)s") % said


def favourite(figures: Figures) -> str:
    line = figures.favourite
    if line is None:
        return ""
    said = {"scenario": line.label, "acts": f"{line.acts:,}"}
    return (
        ngettext(
            "What you did: %(scenario)s, %(acts)s time",
            "What you did most often: %(scenario)s, %(acts)s times",
            line.acts,
        )
        % said
    )


def first_act(figures: Figures) -> str:
    """How the span began, and since when there is anything at all."""
    first = figures.first
    if first is None:
        return ""
    said = {"day": day_of_year(first.city_day), "scenario": str(first.scenario)}
    if first.city_day == figures.since:
        return _("It all began on %(day)s: %(scenario)s. That was your first act of all.") % said
    assert figures.since is not None
    began = _("The first one was on %(day)s: %(scenario)s.") % said
    since = _("You have been counting since %(day)s.") % {"day": day_shown(figures.since)}
    return one_after_another(began, since)


def proven(figures: Figures) -> str:
    """How many of what counts rest on more than the citizen's word."""
    acts = figures.acts
    if not acts:
        return ""
    by_more = sum(count for grade, count in figures.proven if grade != UNPROVEN)
    if by_more == acts:
        return _("Everything that counts is proven by more than your word.")
    if not by_more:
        return _("What counts rests on your own word: a photo, a device or an operator would prove it better.")
    share = by_more * 100 // acts
    if not share:
        return _("Less than 1 % of what counts is proven by more than your word.")
    return _("%(share)s%% of what counts is proven by more than your word.") % {"share": share}


def not_counted(figures: Figures) -> str:
    """In one line: how many acts do not count and mostly why, and how many still wait."""
    return one_after_another(_refused(figures), _waiting(figures))


def _refused(figures: Figures) -> str:
    reasons: dict[str, int] = defaultdict(int)
    for row in figures.ended:
        if row.status == Status.REJECTED:
            reasons[refusal_in_words(row.refusal)] += row.acts
        elif row.status == Status.REVOKED:
            reasons[str(Reason(row.reason).label)] += row.acts
    acts = sum(reasons.values())
    if not acts:
        return _("Nothing that you reported was refused or taken back.") if figures.reported else ""
    most = max(reasons, key=lambda words: reasons[words])
    lead = ngettext("%(acts)s act does not count.", "%(acts)s acts do not count.", acts) % {"acts": f"{acts:,}"}
    why = _("Why: %(reason)s") if len(reasons) == 1 else _("Mostly: %(reason)s")
    return one_after_another(lead, why % {"reason": most})


def _waiting(figures: Figures) -> str:
    acts = sum(row.acts for row in figures.ended if row.status in WAITING)
    if not acts:
        return ""
    return ngettext("%(acts)s more waits to be scored.", "%(acts)s more wait to be scored.", acts) % {
        "acts": f"{acts:,}"
    }


def beside(figures: Figures) -> str:
    """Beside oneself a year before; never beside others."""
    found = figures.beside
    if found is None:
        return _("A year before you were not here yet: there is nothing of your own to compare with.")
    change = found.now.grams - found.before.grams
    if change == 0:
        return _("Exactly as much as in the same days a year before.")
    said = {"weight": weight(abs(change))}
    if change > 0:
        return _("%(weight)s more than in the same days a year before") % said
    return _("%(weight)s less than in the same days a year before") % said


def beside_days(found: Beside) -> str:
    """Which days were compared, where a reader might think of others."""
    said = {"first": day_of_year(found.first), "last": day_of_year(found.last)}
    days = _("Compared are the days from %(first)s to %(last)s of both years.") % said
    if not found.is_part:
        return days
    return one_after_another(days, _("Before that you were not here the year before, so those days are left out."))
