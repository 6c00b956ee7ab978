"""Names and free text: as they were written, without what nobody sees and no language needs. Pure."""

from common.typed.letters import VARIATION_SELECTORS, is_seen

# Joiners, as in Persian and in emoji of several people, and marks of direction beside a word in another script.
JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_NEEDED = frozenset(JOINERS) | VARIATION_SELECTORS


def words(text: str) -> str:
    """The text with its own line breaks; empty where nothing of it is seen."""
    kept = "".join(letter for letter in text if letter.isspace() or letter in _NEEDED or is_seen(letter))
    return kept.strip(JOINERS + " \t\n\r\u00a0\u3000") if any(map(is_seen, kept)) else ""
