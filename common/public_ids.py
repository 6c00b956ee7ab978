"""The random ids under which rows are known outside the house; inside, keys are bigint."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 16


def new_public_id() -> str:
    """16 letters and digits without look-alikes: 79 random bits, safe to read aloud and to put into an address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
