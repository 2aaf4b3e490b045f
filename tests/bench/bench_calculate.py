"""The calculation of a large period: exact, against a DuckDB float version of the same sums in the same run.

`python -m tests.bench.bench_calculate [PEOPLE …]` (default 10000 100000): per person six KPIs and ten orders, from
Parquet files. Each size runs in a process of its own, so that its peak memory is its own. Both sides read the same
files; ours through the intake, which is told apart from the calculation. Seconds are of the processor, of all threads
and children, so that a busy machine matters less.
"""

from __future__ import annotations

import ctypes
import gc
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.intake.period_folder import read_period
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.export_terms import CustomerType
from tests.bench.drawn_period import KPIS, ORDERS_EACH, PERIOD, WEIGHTS, drawn, plan, written

KILOBYTE = 1024
FEW_ORDERS = 1
SUMS = """
with orders as (
    select * replace (amount::double as amount, margin::double as margin, receivable::double as receivable)
    from read_orders),
sums as (
    select employee_id, sum(amount) as amount, sum(margin) as margin, sum(receivable) as receivable,
        count(*) as count, count(distinct customer_id) as customers,
        count(distinct case when customer_type = '{new}' then customer_id end) as new_customers
    from orders group by employee_id),
attained as (
    select t.employee_id, t.kpi, weight, t.baseline, round(case t.kpi when '销售额' then s.amount
        when '毛利' then s.margin when '应收' then s.receivable when '笔数' then s.count
        when '客户' then s.customers else s.new_customers end / t.baseline, 4) as attainment, s.amount
    from read_targets t join weights using (kpi) join sums s using (employee_id)),
totals as (
    select employee_id, round(sum(weight * round(least(100 * attainment, 100), 2)), 2) as total,
        max(case when kpi = '销售额' then attainment end) as headline,
        max(case when kpi = '销售额' then amount end) as amount,
        max(case when kpi = '销售额' then baseline end) as baseline
    from attained group by employee_id)
select sum(round(8000 * case when total >= 90 then 1.2 when total >= 80 then 1.0 when total >= 70 then 0.8 else 0 end
        * least(headline, 1.5), 2)
    + round(0.03 * greatest(least(amount, 1.1 * baseline) - baseline, 0)
        + 0.05 * greatest(amount - 1.1 * baseline, 0), 2)) as payable, count(*) as people
from totals
"""


def seconds() -> float:
    """Processor seconds of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory(name: str) -> int:
    """Our memory in KiB as the system counts it: `VmRSS` now, `VmHWM` at most since `forget_peak`."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def forget_peak() -> None:
    """Let the peak count from now on, without what reading freed and the allocators still hold."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def in_floats(folder: Path) -> tuple[float, float]:
    """Seconds and the payable total of the same sums by DuckDB in floats, from the same files."""
    start = time.process_time()
    with duckdb.connect() as base:
        for table in ("orders", "targets"):
            base.read_parquet(f"{folder}/{table}*.parquet").create_view(f"read_{table}")
        base.register("weights", pd.DataFrame({"kpi": list(KPIS), "weight": [weight / 100 for weight in WEIGHTS]}))
        row = base.execute(SUMS.replace("{new}", CustomerType.NEW.value)).fetchone()
    return time.process_time() - start, row[0] if row else 0.0


def calculated(tables: Tables) -> dict[str, float]:
    """Seconds of the exact calculation, the KiB that it added at its peak, the payable total, and seconds of wording.

    Worded, when somebody looks, are the formula and the source cells of each line and the cell of each credit.
    """
    rules = plan()
    forget_peak()
    before, start = memory("VmRSS"), seconds()
    made: Calculation = calculate(PERIOD, tables, (rules,), WorkCalendar(), History(()))
    spent, added = seconds() - start, memory("VmHWM") - before
    if any(finding.blocks for finding in made.findings):
        raise ValueError(made.findings[:3])
    start = seconds()
    for texts in (made.lines["formula"], made.lines["sources"], made.credits["source"]):
        texts.tolist()
    total = float(made.people["payable"].sum())
    return {"seconds": spent, "added": added, "total": total, "wording": seconds() - start}


def measured(people: int, orders_each: int = ORDERS_EACH) -> dict[str, float]:
    """Both sides at one size: seconds, totals, and memory."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        written(drawn(people, orders_each), folder)
        float_seconds, float_total = in_floats(folder)
        start = seconds()
        read = read_period(folder)
        reading = seconds() - start
    if any(finding.blocks for finding in read.findings):
        raise ValueError(read.findings[:3])
    tables, reading_peak = read.tables, memory("VmHWM")
    del read
    made = calculated(tables)
    return {
        **made,
        "people": people,
        "reading": reading,
        "float_seconds": float_seconds,
        "float_total": float_total,
        "reading_mb": reading_peak / KILOBYTE,
        "peak_mb": memory("VmHWM") / KILOBYTE,
        "kb_each": made["added"] / people,
    }


def alone(people: int, orders_each: int = ORDERS_EACH) -> dict[str, float]:
    """One size, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_calculate", "--one", str(people), str(orders_each)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main(sizes: list[int]) -> None:
    """A line per size, what an order needs, and the growth between the first size and the last."""
    found = []
    for size in sizes:
        found.append(one := alone(size))
        sys.stdout.write(
            f"{size:,} people, {size * ORDERS_EACH:,} orders: read {one['reading']:.1f} s, "
            f"exact {one['seconds']:.1f} s, DuckDB floats {one['float_seconds']:.2f} s, "
            f"ratio {one['seconds'] / one['float_seconds']:.1f}, worded {one['wording']:.1f} s; "
            f"peak {one['peak_mb']:,.0f} MiB (while reading {one['reading_mb']:,.0f}), "
            f"{one['kb_each']:.1f} KiB a person with {ORDERS_EACH} orders; "
            f"totals {one['total']:,.2f} and {one['float_total']:,.2f}\n"
        )
        sys.stdout.flush()
    few = alone(sizes[0], FEW_ORDERS)["kb_each"]
    each = (found[0]["kb_each"] - few) / (ORDERS_EACH - FEW_ORDERS)
    growth = found[-1]["seconds"] / found[0]["seconds"]
    sys.stdout.write(f"{few - each * FEW_ORDERS:.1f} KiB a person without orders, {each:.2f} KiB an order\n")
    sys.stdout.write(f"growth {growth:.1f}× for {sizes[-1] / sizes[0]:g}× the people\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(measured(*map(int, sys.argv[2:]))))
    else:
        main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
