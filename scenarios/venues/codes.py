"""The secret of a venue: its screen shows the step codes of it, and whoever has it can make them all."""

import secrets

KEY_BYTES = 32


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
