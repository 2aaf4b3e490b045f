"""What a paid period should have paid, told by small results: appeals decided late above all."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from pipeline.corrections import corrections
from pipeline.history import SealedPeriod
from schemas.terms import LineKind, Status
from tests.process.days import period

NORMAL, HELD, FORFEITED = (one.value for one in (Status.NORMAL, Status.HELD, Status.FORFEITED))


def results(*people: tuple[str, int, str]) -> pd.DataFrame:
    rows = [
        {"employee_id": who, "name": f"名{who}", "payable": Fraction(pay), "status": status}
        for who, pay, status in people
    ]
    return pd.DataFrame(rows, dtype=object)


def sealed(*people: tuple[str, int, str], of: str = "2023Q3", posted: int = 0) -> SealedPeriod:
    line = {
        "employee_id": "1001",
        "kind": LineKind.ADJUSTMENT.value,
        "reference": "2023Q3 r1",
        "amount": Fraction(posted),
    }
    lines = pd.DataFrame([line] if posted else [], columns=list(line), dtype=object)
    return SealedPeriod(period(of), 1, results(*people), pd.DataFrame(), lines, pd.DataFrame())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((9216, NORMAL), (9216, NORMAL), None),
        ((9216, NORMAL), (9000, NORMAL), -216),
        ((9216, HELD), (9216, NORMAL), 9216),
        ((9216, HELD), (9700, NORMAL), 9700),
        ((9216, HELD), (9216, HELD), None),
        ((9216, NORMAL), (9216, HELD), None),
        ((0, FORFEITED), (500, NORMAL), 500),
    ],
    ids=["same", "less", "upheld after pay day", "corrected after pay day", "still open", "appealed after", "not gone"],
)
def test_what_is_still_to_be_adjusted(before: tuple[int, str], after: tuple[int, str], expected: int | None) -> None:
    found = corrections(sealed(("1001", *before)), results(("1001", *after)), ())
    assert [one.amount for one in found] == ([] if expected is None else [expected])


def test_held_pay_that_a_later_period_paid_after_is_not_paid_again() -> None:
    later = sealed(("1001", 0, NORMAL), of="2023Q4", posted=9216)
    assert corrections(sealed(("1001", 9216, HELD)), results(("1001", 9216, NORMAL)), (later,)) == ()


def test_somebody_new_and_somebody_gone() -> None:
    found = corrections(sealed(("1001", 100, NORMAL)), results(("1002", 40, NORMAL)), ())
    assert [(one.employee_id, one.amount) for one in found] == [("1001", Fraction(-100)), ("1002", Fraction(40))]
