"""Nobody else reads what is published: the project's own folders are made private, a foreign one must be (SPEC 8)."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from pipeline.disk import PRIVATE_FOLDER

OWN = (Path("input"), Path("output"))


def keep_private(output: Path, *more: Path) -> bool:
    """Make the project's own folders among these private; whether others cannot read into the output folder.

    A link that stands in the place of an own folder leads to a foreign one, which is left as it is.
    """
    for folder in (output, *more):
        if folder.absolute() in {own.absolute() for own in OWN} and folder.is_dir() and not folder.is_symlink():
            with suppress(PermissionError):  # a colleague's: who may read it is his to say
                folder.chmod(PRIVATE_FOLDER)
    return not (output.is_dir() and _open_to_others(output))


def _open_to_others(folder: Path) -> bool:
    """Others can list the folder: the right on it, and the way to it through every folder above."""
    found = folder.resolve()
    if not found.stat().st_mode & stat.S_IROTH:
        return False
    return all(above.stat().st_mode & stat.S_IXOTH for above in (found, *found.parents))
