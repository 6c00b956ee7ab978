"""Which charsets the web process knows: those that Python has, by the names that it gives them and by no others.

Python remembers for good each name that a charset was ever asked for by, those that it does not know as well. Who sends
a request names any: a thousand of them were 8 MB of each process, for ever.
"""

import codecs
import encodings
import pkgutil
from encodings.aliases import aliases

KNOWN = frozenset([*aliases, *aliases.values(), *(module.name for module in pkgutil.iter_modules(encodings.__path__))])


def know_no_others() -> None:
    """For the rest of the process."""
    codecs.unregister(encodings.search_function)
    codecs.register(find)


def find(name: str) -> codecs.CodecInfo | None:
    return encodings.search_function(name) if name.replace("-", "_") in KNOWN else None
