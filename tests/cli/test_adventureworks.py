"""A real data set through the real command line: every person's figures to the cent."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import EXAMPLE, Run

TOTAL = Decimal("46964.87")


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the data set is not part of the project")
def test_thirteen_people_to_the_cent(run: Run, output: Path) -> None:
    done = run("close", "AW-Q05", "--input", EXAMPLE / "input", "--output", output)
    assert done.returncode == 0, done.stderr
    data = output / "AW-Q05/r1/data"
    results = {row["employee_id"]: row for row in pq.read_table(data / "results.parquet").to_pylist()}
    scores = {row["employee_id"]: row for row in pq.read_table(data / "kpi_scores.parquet").to_pylist()}
    with (EXAMPLE / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) == len(results)
    for row in expected:
        person = results[row["employee_id"]]
        for column in ("coefficient", "performance_bonus", "commission", "payable"):
            assert person[column] == Decimal(row[column]), (row["employee_id"], column)
        for column in ("baseline", "actual"):
            assert scores[row["employee_id"]][column] == Decimal(row[column]), (row["employee_id"], column)
    assert sum(row["payable"] for row in results.values()) == TOTAL
