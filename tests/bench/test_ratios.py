"""What `make bench` says when something became slower, and how it shows growth."""

from importlib import import_module

from tests.bench.bench_close import METHODS, STAGE_OF, STAGES, table
from tests.bench.ratios import fallen


def test_a_ratio_that_fell_by_more_than_a_quarter_is_said() -> None:
    kept = {"openpyxl": 1.2, "weasyprint": 1.6, "duckdb": 0.04}
    assert fallen({"openpyxl": 0.89, "weasyprint": 1.21, "duckdb": 0.05, "new": 1.0}, kept) == [
        "openpyxl fell from 1.20 to 0.89, by more than a quarter"
    ]


def test_the_table_shows_growth_from_row_to_row() -> None:
    rows = [
        {
            "people": people, "seconds": people / 10, "stages": {"render": people / 20, "seal": people / 20},
            "processor": {"render": people / 25}, "peaks": {"main": 200, "child": 100}, "bytes": people * 100_000,
            "load": [0.1, 2.0], "machine": "two cores",
        }
        for people in (100, 1000)
    ]  # fmt: skip
    lines = table(rows).splitlines()
    assert lines[3].startswith("| 1,000 | 0.0 | 0.0 | 0.0 | 50.0 (10.0×) | 0.0 | 50.0 (10.0×) |")
    assert lines[8].endswith("| 40.0 (10.0×) | 40 |")
    assert lines[-1] == "two cores, load 0 to 2"


def test_what_the_bench_times_is_there() -> None:
    for module, name in STAGE_OF:
        assert callable(getattr(import_module(module), name))
    for module, holder, name in METHODS:
        assert callable(getattr(getattr(import_module(module), holder), name))
    assert {*STAGE_OF.values(), *(stage for _, stage in METHODS.values()), "other"} == set(STAGES)
