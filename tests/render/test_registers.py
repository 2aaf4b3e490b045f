"""奖金发放表: live formulas that LibreOffice recalculates to the same figures, text that stays text."""

import io
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from pipeline.calculation import Calculation
from pipeline.findings import Place, info, warning
from pipeline.render.line_words import worded
from pipeline.render.registers.books import Closing, bonus_register, registers
from pipeline.statements import Trigger
from pipeline.statements.notice import notice
from pipeline.wording import LANGUAGES, Wording, wording
from schemas.terms import Kind, LineKind
from tests.statements import factory as make

ZH = wording("zh")
SOFFICE = shutil.which("soffice")
SHEETS = ["奖金计算表", "绩效指标表", "指标库", "绩效评估汇总表", "奖金明细", "公示表", "预警与改进", "对账"]
CACHED = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")
FORMULA_NAME = "=1+1"
FINDINGS = (
    warning("person-by-name", Place("CRM.xlsx", "订单", "B2"), "张晓明", employee_id="1001"),
    info("identical-order-row"),
)
TRIGGERS = (
    Trigger("attainment", "1001", FORMULA_NAME, "华东一部", "销售额", Fraction("0.96"), Fraction(1)),
    Trigger("idle", "1002", "王芳", "华东一部", "O-7", Fraction(9), Fraction(7)),
)


def company() -> Calculation:
    """Nine people, ties in rank, a name that looks like a formula, pay withheld and a commission by its component."""
    crew = make.crew(9)
    people = crew.people.copy()
    people.loc[0, "name"] = FORMULA_NAME
    scores = list(people["total_score"])
    people["total_score"] = [scores[0], *scores[:1], *scores[2:]]
    people.loc[1, "rank_company"] = 1
    withheld = make.line(3, "季度绩效奖金", LineKind.WITHHELD.value, "-216.35", "")
    lines = pd.concat([crew.lines.iloc[:2], make.frame([withheld]), crew.lines.iloc[2:]], ignore_index=True)
    sums = lines["amount"].groupby(lines["employee_id"]).sum()
    awards = lines[lines["kind"] == Kind.PER_ORDER.value].groupby("employee_id")["amount"].sum()
    people["payable"] = [sums[who] for who in people["employee_id"]]
    people["awards"] = [awards[who] for who in people["employee_id"]]
    people["performance_bonus"] = people["payable"] - people["awards"]
    return Calculation(
        crew.period, crew.plans, people, crew.kpi_scores, crew.credits, lines, crew.segments, crew.not_covered
    )


def register(words: Wording = ZH) -> bytes:
    made = company()
    return bonus_register(Closing(made, notice(made, make.workdays()), TRIGGERS, FINDINGS), words)


def test_the_language_of_the_documents_does_not_change_what_a_payroll_system_reads() -> None:
    made = company()
    closing = Closing(made, notice(made, make.workdays()), TRIGGERS, FINDINGS)
    files = [registers(closing, (), wording(lang)) for lang in LANGUAGES]
    for name in ("registers/薪资导入.csv", "registers/薪资导入.xlsx"):
        assert files[0][name] == files[1][name]
    head = files[1]["registers/薪资导入.csv"].decode("utf-8-sig").splitlines()[0]
    assert head == "工号,姓名,期间,应发奖金(税前),币种,状态"


def cells(content: bytes) -> dict[tuple[str, str], object]:
    """Every cell that holds something, by sheet and address."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def uncached(content: bytes) -> bytes:
    """The workbook without the figures that its formulas had, so that whoever shows one has computed it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, CACHED.sub(rb"\1", source.read(name)))
    return out.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheets_are_those_of_the_contract_in_the_order_of_reading(lang: str) -> None:
    assert openpyxl.load_workbook(io.BytesIO(register(wording(lang)))).sheetnames == SHEETS


def test_the_bytes_repeat() -> None:
    assert register() == register()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_recalculates_every_cell_to_the_same_figure(lang: str, tmp_path: Path) -> None:
    content = register(wording(lang))
    assert b"<f>" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert len(cells(content)) > 400
    assert recalculated(content, tmp_path) == {}


def recalculated(content: bytes, tmp_path: Path) -> dict[tuple[str, str], tuple[object, object]]:
    """The cells that LibreOffice computes otherwise than we did, with both values."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "register.xlsx").write_bytes(uncached(content))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    to = ["--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(tmp_path / "in" / "register.xlsx")]
    subprocess.run([str(SOFFICE), profile, *to], check=True, capture_output=True, timeout=180)
    ours, theirs = cells(content), cells((tmp_path / "register.xlsx").read_bytes())
    assert ours.keys() == theirs.keys()
    return {key: (value, theirs[key]) for key, value in ours.items() if not same(value, theirs[key])}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_exceeds_a_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = cells(register())
    monkeypatch.setattr("pipeline.render.registers.sheet.ROOM", 4)
    content = register()
    assert recalculated(content, tmp_path) == {}
    split = cells(content)
    assert {"奖金明细 (2)", "绩效指标表 (9)", "绩效评估汇总表 (3)"} <= {sheet for sheet, _ in split}
    assert sorted(ids(whole, "奖金明细")) == sorted(ids(split, "奖金明细"))
    assert sorted(ids(whole, "绩效指标表")) == sorted(ids(split, "绩效指标表"))


def ids(found: dict[tuple[str, str], object], name: str) -> list[str]:
    """The employee_ids of a grid's rows, whatever sheets it is on."""
    return [
        str(value)
        for (sheet, at), value in found.items()
        if sheet.startswith(name) and re.fullmatch(r"A\d+", at) and re.fullmatch(r"\d{4}", str(value))
    ]


def same(one: object, other: object) -> bool:
    """Equal, numbers as a spreadsheet holds them: to fifteen digits."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == pytest.approx(other, rel=1e-14, abs=1e-9)
    return one == other


def test_calamine_reads_the_same_as_openpyxl() -> None:
    content = register()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    read = {
        (name, get_column_letter(column) + str(row)): value
        for name in book.sheet_names
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(values, start=1)
        if value != ""
    }
    ours = cells(content)
    assert read.keys() == ours.keys()
    assert [key for key, value in ours.items() if not same(value, read[key])] == []


def test_a_name_is_never_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(register()))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == FORMULA_NAME]
    assert len(found) >= 5
    assert {cell.data_type for cell in found} == {"s"}


def test_a_place_is_worded() -> None:
    assert worded("#3 → (3,000.00 + 2,000.00) ÷ 2", ZH) == "第 3 名 → (3,000.00 + 2,000.00) ÷ 2"
    assert worded("#1 → 500.00", wording("en")) == "place 1 → 500.00"


def test_withheld_pay_counts_with_its_component() -> None:
    book = openpyxl.load_workbook(io.BytesIO(register()), data_only=True)
    groups = {row[4]: row[5] for row in book["奖金明细"].iter_rows(min_row=4, values_only=True)}
    assert groups["待释放"] == "绩效奖金"
    first = next(book["奖金计算表"].iter_rows(min_row=4, values_only=True))
    assert [float(str(one)) for one in first[10:12]] == [pytest.approx(9216 - 216.35), 0]


def test_triggers_come_in_words_and_findings_below_them() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(register()))["预警与改进"]
    column = [str(row[0]) for row in sheet.iter_rows(values_only=True)]
    assert column[3:5] == ["改进计划", "商机与客户"]
    assert sheet["G4"].value == "销售额 达成 96%，改进线 100%"
    assert sheet["H5"].value == "更新阶段，或关闭商机。"
    title = column.index(ZH("register.findings_title"))
    assert column[title + 2] == "警告"
    assert len(column) == title + 3


def test_percentages_look_like_percentages_among_amounts() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(register()))["绩效指标表"]
    targets = {row[3].value: row[6].number_format for row in sheet.iter_rows(min_row=4, max_row=7)}
    assert targets["回款率"].endswith("%")
    assert not targets["销售额"].endswith("%")


def test_every_cell_is_printed_within_its_page() -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(register())):
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.fitToHeight or 0) == 0
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$3", "C4")
        assert sheet.auto_filter.ref.startswith("A3:")
