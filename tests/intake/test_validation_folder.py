"""What `validation/` holds: the report, a marked copy of each workbook with findings, the drafted mapping."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pipeline.draft import make_draft
from pipeline.history import History
from pipeline.inputs import Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.period import Period
from pipeline.validation import validation_files
from pipeline.wording import LANGUAGES, wording
from schemas.terms import Cycle

PERIOD = Period("2023-09", date(2023, 9, 1), date(2023, 9, 30), Cycle.MONTH)


def written(folder: Path, name: str, title: str, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(folder / name)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / PERIOD.id
    folder.mkdir()
    day = date(2020, 1, 1)
    people: list[list[object]] = [["工号", "姓名", "团队", "职级", "入职日期"], ["E1", "张三", "华东", "骨干", day]]
    written(folder, "人员.xlsx", "人员", people)
    written(
        folder,
        "成交.xlsx",
        "订单",
        [["单子", "工号", "签约日", "签约总额"], ["A1", "E1", day, 5], ["A2", "E1", day, 6]],
    )
    (folder / "回款.csv").write_text("回款编号,订单号,回款日期,回款金额\nR1,A1,2023-09-31,5.25\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_marked_copies_and_proposal(lang: str, root: Path) -> None:
    draft = make_draft(Inputs(root, PERIOD), CalendarBook(None), History(), lambda *_: None)
    words = wording(lang)
    files = validation_files(draft, draft.findings, words)
    assert set(files) == {"校验报告.xlsx", "mapping.proposed.xlsx", "成交_校验标注.xlsx"}
    report = openpyxl.load_workbook(BytesIO(files["校验报告.xlsx"]))
    shown = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in report.worksheets}
    copies = {row[0]: row[1:3] for row in shown[words("validation.copies")]}
    assert copies["2023-09/成交.xlsx"] == ("成交_校验标注.xlsx", "")
    assert copies["2023-09/回款.csv"] == ("", words("marked.none_format"))
    rows = [(row[0], row[2]) for row in shown[words("validation.totals")] if row[1] == words("validation.rows")]
    named = ("人员", "订单", "回款") if lang == "zh" else ("people", "orders", "receipts")
    assert rows == list(zip(named, (1, 2, 1), strict=True))
    proposal = openpyxl.load_workbook(BytesIO(files["mapping.proposed.xlsx"])).worksheets[0]
    drafted = {row[2]: row[3] for row in proposal.iter_rows(min_row=2, values_only=True)}
    assert drafted["签约总额"] == "签约金额"
