"""A process of its own that closes again and again, each time struck elsewhere: `python driver.py FOLDER PERIOD`.

What does not touch the disk is computed once (the draft, the documents, the environment); every write, fsync, rename,
mkdir, chmod and unlink is done anew in a forked child, counted, and at the chosen one the child is killed, or the call
fails. Reads an order per close from its input: `none`, `kill 17`, `fail 17 28` (errno), `full 17 28` (that call and all
after it); answers exit code and calls.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Self

ROOT = Path(__file__).resolve().parents[2]
COUNTED = ("fsync", "rename", "mkdir", "chmod", "unlink", "rmdir", "pwrite", "ftruncate")


class Strike:
    """What happens at the n-th counted call."""

    def __init__(self, kind: str, at: int, code: int) -> None:
        self.kind, self.at, self.code = kind, at, code
        self.count = 0

    def step(self) -> None:
        """One more call; the chosen one never returns, or fails; on a full disk so does each after it that writes."""
        self.count += 1
        if self.count != self.at and (self.kind != "full" or self.count < self.at):
            return
        if self.kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(self.code, os.strerror(self.code))


class Torn:
    """A file whose write is counted in two halves: a death between them leaves half a file."""

    def __init__(self, file: IO[bytes], strike: Strike) -> None:
        self.file, self.strike = file, strike

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, content: bytes) -> int:
        """Half, a count, the other half, a count."""
        self.strike.step()
        self.file.write(content[: len(content) // 2])
        self.file.flush()
        self.strike.step()
        self.file.write(content[len(content) // 2 :])
        return len(content)


def arm(strike: Strike) -> None:
    """Count the calls of this process; only changes of the disk are counted, so reading stays as it is."""
    for name in COUNTED:
        setattr(os, name, _counted(getattr(os, name), strike))
    opened = os.fdopen

    def fdopen(handle: int, mode: str, **more: Any) -> Any:
        file = opened(handle, mode, **more)
        return Torn(file, strike) if mode == "wb" else file

    os.fdopen = fdopen  # type: ignore[assignment]


def _counted(call: Callable[..., Any], strike: Strike) -> Callable[..., Any]:
    def counted(*arguments: Any, **more: Any) -> Any:
        strike.step()
        return call(*arguments, **more)

    return counted


def remember() -> None:
    """Make the draft, the documents and the environment once: they do not depend on what happens to the disk."""
    from pipeline import order, sealing  # noqa: PLC0415 - only this process closes
    from pipeline.archive import seal  # noqa: PLC0415 - the same
    from pipeline.documents import Documents  # noqa: PLC0415 - the same

    for module, name in ((order, "tree_hash"), (sealing, "make_draft"), (seal, "environment")):
        setattr(module, name, _once(getattr(module, name)))
    Documents.files = _once(lambda *given, made=Documents.files: list(made(*given)))  # type: ignore[method-assign]


def _once(work: Callable[..., Any]) -> Callable[..., Any]:
    kept: list[Any] = []

    def first(*given: Any) -> Any:
        kept.extend([] if kept else [work(*given)])
        return kept[0]

    return first


def strike_once(order: str, folder: Path, period: str) -> tuple[int, int]:
    """Close in a forked child under a strike; its exit code and how many calls it made."""
    kind, at, code = [*order.split(), "0", "0"][:3]
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        strike = Strike(kind, int(at), int(code))
        arm(strike)
        done = close(folder, period)
        os.write(writing, f"{strike.count}".encode())
        os._exit(done)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        return os.waitstatus_to_exitcode(status), int(pipe.read() or 0)


def close(folder: Path, period: str) -> int:
    """The close as a person types it."""
    from tests.faults.closing import command  # noqa: PLC0415

    return command("close", period, folder)


def serve(folder: Path, period: str) -> None:
    """Warm up on a copy, then answer orders until the input ends."""
    sys.path.insert(0, str(ROOT))
    remember()
    close(folder / "warm", period)
    print("ready", flush=True)  # noqa: T201 - the protocol
    for order in sys.stdin:
        print(*strike_once(order.strip(), folder, period), flush=True)  # noqa: T201 - the protocol


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])
