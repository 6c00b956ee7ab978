"""The findings of a month or year, all of them, for pages and programs alike."""

from portal.year import findings
from portal.year.figures import Figures


def said_of(figures: Figures) -> dict[str, str]:
    """Each a sentence in the language active now, or empty."""
    return {
        "favourite": findings.favourite(figures),
        "first": findings.first_act(figures),
        "proven": findings.proven(figures),
        "not_counted": findings.not_counted(figures),
        "beside": findings.beside(figures),
        "beside_days": findings.beside_days(figures.beside) if figures.beside else "",
        "best_month": findings.best_month(figures),
    }
