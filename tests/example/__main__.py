"""`python -m tests.example [DIR]`: write the shipped example into DIR (default: input)."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.example.company import write_example

if __name__ == "__main__":
    write_example(Path(sys.argv[1] if len(sys.argv) > 1 else "input"))
