"""Statements per second: ours against a naive WeasyPrint loop over the same page, in the same run, on one core.

`python -m tests.bench.bench_statements [COUNT]`. Naive is what everybody writes first: `HTML(string=…).write_pdf()`
with the stylesheet in the page and the system's Noto Sans CJK (the package fonts-noto-cjk; without it this side is
skipped); it is spared PDF/A, tags and the attachment that ours has. Times are of the processor, so that a busy machine
matters less.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

from weasyprint import HTML

from pipeline.render.assets import TEMPLATES
from pipeline.render.batch import Press, pdfs
from pipeline.render.statement import statement_html, statement_pdf
from pipeline.statements import Statement, statements
from pipeline.wording import wording
from tests.statements import factory as make

WORDS = wording("zh")
FONT_FACE = re.compile(r"@font-face \{.*?\}\n")
MEGABYTE = 1024
SYSTEM_FONT = "Noto Sans CJK SC"


def naive(statement: Statement) -> bytes:
    """A statement as everybody renders it first."""
    css = "".join((TEMPLATES / name).read_text("utf-8") for name in ("base.css", "statement.css"))
    style = FONT_FACE.sub("", css)
    page = statement_html(statement, WORDS).replace("</head>", f"<style>{style}</style></head>")
    written: bytes = HTML(string=page.replace("Noto Sans SC", SYSTEM_FONT)).write_pdf()
    return written


def ours(statement: Statement) -> bytes:
    """A statement as a close renders it: PDF/A-3a with its calculation inside."""
    return statement_pdf(statement, WORDS)


def crew(count: int) -> tuple[Statement, ...]:
    """So many statements with everything on them."""
    return statements(make.crew(count), make.tables(), make.history(), make.workdays())


def seconds_each(many: Sequence[Statement], *ways: Callable[[Statement], bytes]) -> list[float]:
    """The median processor seconds of a statement by each way, turn by turn, so that other work disturbs all alike."""
    for render in ways:
        render(many[0])
    turns = [[_seconds(render, one) for render in ways] for one in many]
    return [median(of_one_way) for of_one_way in zip(*turns, strict=True)]


def _seconds(render: Callable[[Statement], bytes], one: Statement) -> float:
    start = time.process_time()
    render(one)
    return time.process_time() - start


def memory() -> int:
    """The most memory that this process has used, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE


def has_system_font() -> bool:
    """Whether the font of the naive side is installed."""
    listed = subprocess.run(["fc-list", SYSTEM_FONT], check=True, capture_output=True, text=True)
    return listed.stdout != ""


def main(count: int) -> None:
    """Print the memory of ours, both times and their ratio, and the time with two workers."""
    many = crew(count)
    half = [ours(one) for one in many[: count // 2]]
    halfway = memory()
    (alone,) = seconds_each(many[len(half) :], ours)
    report = [f"ours {alone * 1000:.0f} ms, memory {halfway} then {memory()} MB"]
    if has_system_font():
        fast, slow = seconds_each(many, ours, naive)
        report.append(
            f"turn by turn: ours {fast * 1000:.0f} ms, naive {slow * 1000:.0f} ms, {slow / fast:.2f} times ours"
        )
    start = time.perf_counter()
    done = sum(1 for _ in pdfs(many, WORDS, Press(2)))
    report.append(f"two workers {(time.perf_counter() - start) / done * 1000:.0f} ms of the clock each, start included")
    sys.stdout.write("\n".join(report) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
