"""A disk of a drill's own that can be filled: memory that is mounted as one, which takes the right to mount."""

import subprocess
from contextlib import suppress
from pathlib import Path

from chengdu_carbon.folders import make_folder
from chengdu_carbon.service_error import ServiceError

SIZE_MB = 1024
PIECE = b"\0" * (1 << 20)
BALLAST = "ballast"


class SmallDisk:
    """Is `folder` between `mount` and `unmount`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self) -> None:
        """Raises ServiceError where that is not allowed."""
        make_folder(self.folder, mode=0o711)
        size = f"size={SIZE_MB}m,mode=711"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "drill", str(self.folder)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ServiceError(f"a small disk cannot be mounted: {done.stderr.strip()}")

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False)

    def fill(self) -> None:
        """Leaves not a byte."""
        with (self.folder / BALLAST).open("ab", buffering=0) as ballast:
            for piece in (PIECE, b"\0" * 4096):
                with suppress(OSError):
                    while True:
                        ballast.write(piece)

    def empty(self) -> None:
        (self.folder / BALLAST).unlink(missing_ok=True)
