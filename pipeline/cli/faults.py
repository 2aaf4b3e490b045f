"""Unexpected faults: a log file that says where, and carries no names and no amounts."""

from __future__ import annotations

import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from pipeline.disk import write_new


def write_log(fault: BaseException, output: Path) -> Path:
    """Where in the code the fault came from: frames and exception types, never their messages."""
    chain, parts = fault, []
    while chain is not None:
        frames = (
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(chain.__traceback__)
        )
        parts.append("\n".join([type(chain).__name__, *frames]))
        chain = chain.__cause__ or chain.__context__  # type: ignore[assignment]
    name = f"fault-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
    content = ("\n\n".join(parts) + "\n").encode()
    try:
        write_new(output / "log" / name, content)
    except OSError:
        place = Path(tempfile.mkdtemp(prefix="sales-bonus-close-")) / name
        write_new(place, content)
        return place
    return output / "log" / name
