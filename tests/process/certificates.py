"""A certificate of a clean audit to print, and whatever a test changes about it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pipeline.render.certificate import Certificate
from tests.process.days import period


def certificate(**changes: Any) -> Certificate:
    """The certificate of 2023Q3 r1."""
    shown: dict[str, Any] = {
        "company": "星川科技", "currency": "CNY", "period": period("2023Q3"), "revision": "r1", "reason": "",
        "seal": "ab" * 32, "figures_seal": "cd" * 32, "prev": "", "files": 3, "people": 1, "payable": Fraction(1),
        "clean": True, "pays_the_same": True, "layers": (), "rerun": True, "figures_agree": True, "invariant": True,
        "shuffled": {}, "left": (), "sums": (), "entries": (), "environment": (), "changes": (), "decisions": (),
    }  # fmt: skip
    return Certificate(**(shown | changes))
