"""One step of an explanation: a figure or a rule, what it is called, what it says, and the steps that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.findings import Place


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the tree from the payable amount down to the cells.

    `key`: `explain.<key>` words what the step is. `name`: the plan's or the export's own word for it. `value`: the
    figure as printed. `formula`: how it came about, with numbers. `rule`: catalogue key of the rule's sentence.
    `place`: the cell, `content` what it holds as it was read.
    """

    key: str
    name: str = ""
    value: str = ""
    formula: str = ""
    rule: str = ""
    place: Place | None = None
    content: str = ""
    parts: tuple[Step, ...] = ()
