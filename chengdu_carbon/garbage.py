"""How often a process that works for long looks for garbage: a batch of acts or a page makes many small objects that
live to its end, and Python's collector would look through all of them, and all that was ever loaded, again and again.
"""

import gc

NEW_OBJECTS, YOUNG_ROUNDS, OLDER_ROUNDS = 50_000, 20, 100
"""How many more objects than were let go bring a look at the young ones, and how many of these one at the older."""


def look_less_often() -> None:
    """For a process that has loaded what it works with: that stays, and is not looked at any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLDER_ROUNDS)
