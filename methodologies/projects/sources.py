"""Names of meters, plots and weighbridges in one writing, so that none is counted twice for being written otherwise."""

from unicodedata import category, normalize

from methodologies.projects.asked import Thing

METERS = frozenset({Thing.ELECTRICITY_METER, Thing.GAS_METER, Thing.FUEL_METER, Thing.OUTPUT_METER})
BETWEEN = frozenset("-−.·•・")
SAYS_NOTHING = frozenset({"Cc", "Cf", "Pd", "Zs", "Zl", "Zp"})


def written(source: str, thing: Thing) -> str:
    """As it is compared: ｍ-1 is M1, 5101 0015 is 51010015, and noughts before a meter's number say nothing.

    Designs are compared by the same grammar, `projects.cycle.things.written`.
    """
    letters = "".join(letter for letter in normalize("NFKC", source) if not _is_between(letter)).upper()
    told = letters.lstrip("0") if thing in METERS else letters
    return told or source.strip()


def _is_between(letter: str) -> bool:
    return letter in BETWEEN or category(letter) in SAYS_NOTHING
