"""Develops a photo in the common darkroom, and reads what was told of it."""

from collections.abc import Sequence

from common.pictures import darkroom
from evidence.developing import Developed, Said

DEVELOPING = ("-m", "evidence.developing")


def develop(content: bytes, *, program: Sequence[str] = DEVELOPING) -> Developed:
    """The clean picture. Raises `common.pictures.cleaning.Unusable`, also where the child came to grief over it."""
    told, jpeg = darkroom.run(program, content)
    said, hashes = Said(**told.pop("said")), [(across, down) for across, down in told.pop("hashes")]
    return Developed(jpeg=jpeg, said=said, hashes=hashes, **told)
