"""Nobody else reads what is published: the project's own folder is made private, a foreign one must be (SPEC 8)."""

from __future__ import annotations

import stat
from pathlib import Path

from pipeline.archive.files import PRIVATE_FOLDER

OWN = Path("output")


def keep_private(output: Path) -> bool:
    """Make the project's own output folder private; whether others cannot read into the folder."""
    if output.absolute() == OWN.absolute() and output.is_dir():
        output.chmod(PRIVATE_FOLDER)
    return not (output.is_dir() and _open_to_others(output))


def _open_to_others(folder: Path) -> bool:
    """Others can list the folder: the right on it, and the way to it through every folder above."""
    found = folder.resolve()
    if not found.stat().st_mode & stat.S_IROTH:
        return False
    return all(above.stat().st_mode & stat.S_IXOTH for above in (found, *found.parents))
