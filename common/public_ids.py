"""The random ids under which rows are known outside the house; inside, keys are bigint."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 16


def new_public_id() -> str:
    """16 letters and digits without look-alikes: 79 random bits, safe to read aloud and to put into an address."""
    # One draw of a number of 16 digits in base 31: sixteen draws would cost a submission more than its own INSERT.
    rest, letters = secrets.randbelow(len(ALPHABET) ** LENGTH), []
    for _ in range(LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


class PublicIdConverter:
    """A public id in an address; whatever else stands there is not found."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def is_public_id(text: str) -> bool:
    """Whether a text could be a public id."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)
