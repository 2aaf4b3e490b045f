"""`spread`: children always add up to their parent, to the cent."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.files import remove_tree
from pipeline.cli import main
from pipeline.intake.period_folder import read_period
from pipeline.outlook.spreading import spread_target
from tests.faults.small import JUNE, MAY, write_small

AMOUNTS = st.integers(0, 10**13).map(lambda cents: Fraction(cents, 100))
WEIGHTS = st.dictionaries(st.text(min_size=1, max_size=5), st.fractions(-1000, 10**9), min_size=1, max_size=40)


@given(AMOUNTS, WEIGHTS)
def test_children_add_up_to_the_parent_and_keep_to_their_shares(target: Fraction, weights: dict[str, Fraction]) -> None:
    parts = spread_target(target, weights)
    assert sum(parts.values()) == target
    assert parts.keys() == weights.keys()
    whole = sum(max(weight, Fraction(0)) for weight in weights.values())
    for name, part in parts.items():
        assert part >= 0
        assert part.limit_denominator(100) == part
        if whole:
            assert abs(part - target * max(weights[name], Fraction(0)) / whole) < Fraction(1, 100)


def spread(*arguments: object, root: Path, output: Path) -> int:
    words = ("spread", *arguments, "--input", root, "--output", output, "--quiet")
    return main([str(word) for word in words])


def tree(output: Path, period: str) -> list[tuple[str, str, str, Fraction]]:
    """The written sheet, read as an input of the pipeline."""
    frame = read_period(output / period / "spread").tables.frames["target_tree"].fillna("")
    rows = zip(frame["dimension"], frame["key"], frame["parent"], frame["target"], strict=True)
    return [(str(a), str(b), str(c), Fraction(d)) for a, b, c, d in rows]


def test_thirty_forty_thirty(tmp_path: Path) -> None:
    shares = "2024-04=30,2024-05=40,2024-06=30"
    over = ("--kpi", "销售额", "--target", "1,000,000.01", "--over", "期间", "--shares", shares)
    assert spread("2024Q2", *over, root=tmp_path, output=tmp_path / "output") == 0
    parent, *children = tree(tmp_path / "output", "2024Q2")
    assert parent == ("公司", "公司", "", Fraction("1000000.01"))
    assert [(key, float(value)) for _, key, _, value in children] == [
        ("2024-04", 300000.0),
        ("2024-05", 400000.01),
        ("2024-06", 300000.0),
    ]


def test_by_history_of_the_seals(tmp_path: Path) -> None:
    """In May 0001, 0002 and 0003 of 华东一部 were credited 174,000, 134,765 and 66,000."""
    root, output = write_small(tmp_path / "input"), tmp_path / "output"
    target = ("--kpi", "销售额", "--target", "500000", "--over", "团队")
    assert spread(JUNE, *target, root=root, output=output) == 1
    assert main(["close", MAY, "--input", str(root), "--output", str(output), "--workers", "1", "--quiet"]) == 0
    assert spread(JUNE, *target, root=root, output=output) == 0
    assert tree(output, JUNE)[1] == ("团队", "华东一部", "公司", Fraction(500000))
    people = ("--kpi", "销售额", "--target", "100000", "--over", "人员", "--parent", "华东一部")
    assert spread(JUNE, *people, root=root, output=output) == 0
    targets = read_period(output / JUNE / "spread").tables.frames["targets"]
    found = dict(zip(targets["employee_id"], map(str, targets["baseline"]), strict=True))
    assert found == {"0001": "46429.09", "0002": "35959.87", "0003": "17611.04"}
    quarters = ("--kpi", "销售额", "--target", "1000000", "--over", "期间")
    assert spread("2025", *quarters, root=root, output=output) == 0
    assert tree(output, "2025")[1:] == [("期间", "2025Q2", "公司", Fraction(1_000_000))]
    months = ("--kpi", "销售额", "--target", "90", "--over", "团队", "--parent", "2024-06", "--shares", "一部=1,二部=2")
    assert spread(JUNE, *months, root=root, output=output) == 0
    assert tree(output, JUNE)[0] == ("期间", "2024-06", "", Fraction(90))
    remove_tree(output)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--target", "1.001", "--over", "期间", "--shares", "a=1"),
        ("--target", "viel", "--over", "期间", "--shares", "a=1"),
        ("--target", "1", "--over", "公司", "--shares", "a=1"),
        ("--target", "1", "--over", "期间", "--shares", "a=-1"),
        ("--target", "1", "--over", "期间", "--shares", "a"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert spread("2024Q2", "--kpi", "销售额", *arguments, root=tmp_path, output=tmp_path / "output") == 2
