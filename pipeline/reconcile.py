"""Do the sealed files agree with each other: statements, lines, register, payroll file, credits, sign-offs (SPEC 8)."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pikepdf
import pyarrow.parquet as pq

from pipeline.archive.data import from_lines
from pipeline.archive.past import FIGURES
from pipeline.archive.periods import period_of
from pipeline.archive.revisions import Revision
from pipeline.draft import Draft
from pipeline.money import ZERO, total
from pipeline.render.registers.payroll import payroll_columns
from pipeline.rules.reconciliation import credit_sums
from pipeline.wording import Wording, wording
from schemas import TABLES
from schemas.outputs import RegisterSheet
from schemas.terms import CreditStatus, Status

HEADER_ROWS = 3
HEADERS = {table.name: table.header for table in TABLES}


@dataclass(frozen=True, slots=True)
class Check:
    """Two figures that must agree; `key` has words at `audit.check_<key>`."""

    key: str
    left: Fraction
    right: Fraction

    @property
    def agrees(self) -> bool:
        """Whether they do."""
        return self.left == self.right


def checks(revision: Revision, draft: Draft) -> tuple[Check, ...]:
    """Every reconciliation of a revision, each figure read from its own file."""
    words = wording(revision.manifest["options"]["lang"])
    results, lines = (_frame(revision, name) for name in ("results", "payout_lines"))
    credited = from_lines((revision.folder / f"{FIGURES}/credits.jsonl").read_bytes())
    paid = _sum(lines["amount"])
    held = _sum(results.loc[results["status"] == Status.HELD.value, "payable"])
    return (
        Check("statements", _statements(revision), paid),
        Check("results", _sum(results["payable"]), paid),
        Check("register", _register(revision, words), paid),
        Check("payroll", _payroll(revision, draft) + held, paid),
        *(Check(f"credits_{table}", *credit_sums(credited, table)) for table in ("orders", "receipts")),
        Check("cut_off", ZERO, Fraction(_outside(credited, revision, draft))),
        Check("duplicates", ZERO, Fraction(_twice(credited, draft))),
        Check("signoffs", *_signed_off(draft, "rows")),
        Check("signoff_totals", *_signed_off(draft, "total")),
    )


def _frame(revision: Revision, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = pq.read_table(revision.folder / f"data/{name}.parquet").to_pandas()
    return frame


def _sum(column: pd.Series) -> Fraction:
    return total(column.map(Fraction, na_action="ignore"))


def _statements(revision: Revision) -> Fraction:
    """What the JSON attached to each statement says is paid."""
    found = sorted((revision.folder / "statements").glob("*.pdf"))
    return sum((Fraction(_attached(path)["results"]["payable"]) for path in found), start=ZERO)


def _attached(path: Path) -> dict[str, dict[str, str]]:
    with pikepdf.open(path) as document:
        (name,) = document.attachments
        return dict(json.loads(document.attachments[name].get_file().read_bytes()))


def _register(revision: Revision, words: Wording) -> Fraction:
    """The cached amounts of 奖金明细, on as many sheets as it needed."""
    book = openpyxl.load_workbook(revision.folder / "registers/奖金发放表.xlsx", read_only=True, data_only=True)
    found = ZERO
    for name in (name for name in book.sheetnames if name.startswith(RegisterSheet.LINES)):
        heads, *rows = book[name].iter_rows(min_row=HEADER_ROWS, values_only=True)
        place = heads.index(words("register.amount"))
        found += sum((Fraction(str(row[place])) for row in rows if row[1] is not None), start=ZERO)
    book.close()
    return found


def _payroll(revision: Revision, draft: Draft) -> Fraction:
    """What the payroll file pays, under whatever header and in whatever place the sealed mapping puts it."""
    text = (revision.folder / "registers/薪资导入.csv").read_text(encoding="utf-8-sig")
    place = [field for field, _ in payroll_columns(draft.intake.payroll)].index("payable")
    _, *people = csv.reader(StringIO(text))
    return sum((Fraction(row[place]) for row in people), start=ZERO)


def _outside(credited: pd.DataFrame, revision: Revision, draft: Draft) -> int:
    """Counted rows dated outside the period, unless the plan counts late entries."""
    period = period_of(revision)
    counted = credited[credited["status"] == CreditStatus.COUNTED.value]
    late = any(plan.parameters.late_entries.name == "COUNT" for plan in draft.plans)
    dated = pd.to_datetime(counted["date"])
    after, before = dated > pd.Timestamp(period.end), dated < pd.Timestamp(period.start)
    return int(after.sum() if late else (after | before).sum())


def _twice(credited: pd.DataFrame, draft: Draft) -> int:
    """Rows counted for the same person here and in an earlier seal."""
    own = _counted(credited)
    return sum(count for past in draft.history.sealed for key, count in _counted(past.credits).items() if key in own)


def _counted(credited: pd.DataFrame) -> Counter[tuple[str, str, str]]:
    rows = credited[credited["status"] == CreditStatus.COUNTED.value]
    return Counter(zip(rows["employee_id"], rows["table"], rows["row_id"], strict=True))


def _signed_off(draft: Draft, figure: str) -> tuple[Fraction, Fraction]:
    """The rows, or the totals, that departments confirmed, and those that were read of the same tables."""
    tables = draft.intake.tables
    if not tables.has("signoffs"):
        return ZERO, ZERO
    confirmed = tables.frames["signoffs"].dropna(subset=[figure])
    read = {
        name: Fraction(one.rows) if figure == "rows" else Fraction(dict(one.sums).get("amount", 0))
        for one in draft.intake.totals
        for name in (one.table, HEADERS[one.table])
    }
    rows = [read.get(str(table), ZERO) for table in confirmed["table"]]
    return total(confirmed[figure].map(Fraction)), sum(rows, start=ZERO)
