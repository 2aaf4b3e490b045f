"""Ways to tamper with a file of a seal; each can be undone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.archive.files import files_below, remove_tree

Tamper = Callable[[Path, Path], None]


def flip(path: Path, _: Path) -> None:
    """Change one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path, _: Path) -> None:
    """Take the last byte away."""
    path.write_bytes(path.read_bytes()[:-1])


def delete(path: Path, _: Path) -> None:
    """Remove it."""
    path.unlink()


def rename(path: Path, _: Path) -> None:
    """Give it another name."""
    path.rename(path.with_name(f"{path.stem}-2{path.suffix}"))


def swap(path: Path, other: Path) -> None:
    """Exchange it with another file."""
    content = path.read_bytes()
    path.write_bytes(other.read_bytes())
    other.write_bytes(content)


def link(path: Path, _: Path) -> None:
    """Put a link to an identical copy in its place."""
    output = next(folder for folder in path.parents if folder.name == "output")
    copy = output.parent / f"copy-of-{path.name}"
    path.rename(copy)
    path.symlink_to(copy)


def add(path: Path, _: Path) -> None:
    """Put another file beside it."""
    path.with_name(f"extra-{path.name}").write_bytes(b"more")


WAYS: tuple[Tamper, ...] = (flip, cut, delete, rename, swap, link, add)


@contextmanager
def tampered_copy(output: Path, place: Path) -> Iterator[Path]:
    """A writable copy of an output folder."""
    copy = place / "output"
    shutil.copytree(output, copy, symlinks=True)
    make_writable(copy)
    try:
        yield copy
    finally:
        remove_tree(copy)


def make_writable(folder: Path) -> None:
    """Give back the right to write that publishing took."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)


def sealed_files(revision: Path) -> list[Path]:
    """Every file of a revision."""
    return files_below(revision)
