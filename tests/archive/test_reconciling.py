"""The certificate's sums: what each compares, read from the sealed files themselves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pipeline.archive.files import remove_tree
from pipeline.archive.revisions import revisions
from pipeline.archive.verify import Chain
from pipeline.audit import audit
from pipeline.reconcile import Check
from pipeline.render.registers import sheet
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.closing import command
from tests.faults.small import MAY, orders_of, write_small

SPLIT = orders_of(5)
ORDERS = Sheet(
    "订单",
    (*SPLIT.header, "叠加"),
    [*((*row, "否") for row in SPLIT.rows), ("S5-3", "0003", None, "C53", date(2024, 5, 19), 98765, "否", "是")],
)
SIGNED = Sheet(
    "数据确认",
    ("表", "确认部门", "确认人", "确认日期", "行数", "金额合计"),
    [("订单", "销售运营", "严丽", date(2024, 5, 29), 6, 563530)],
)

PAYROLL = Sheet("薪资导入", ("标准列", "列名"), [("应发奖金(税前)", "BONUS"), ("币种", "CUR")])


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Check]:
    """The checks of a month in which one order is credited twice: to its owner, and beside the split to another.

    It is closed in English, and its payroll columns are renamed and reordered. A sheet of its register has room for
    two rows, so that the lines go on in a further one.
    """
    folder = tmp_path_factory.mktemp("overlay")
    write_small(folder / "input", may={"订单": ORDERS, "数据确认": SIGNED})
    write_workbook(folder / "input/mapping.xlsx", [PAYROLL])
    with pytest.MonkeyPatch.context() as small:
        small.setattr(sheet, "ROOM", 2)
        assert command("close", MAY, folder, "--lang", "en") == 0
        (revision,) = revisions(folder / "output" / MAY)
        found = audit(Chain(folder / "output"), revision, workers=1, progress=lambda *_: None)
    remove_tree(folder)
    assert found.clean
    assert found.rerun
    return {check.key: check for check in found.rerun.checks}


def test_credit_beside_the_split_is_in_neither_sum(sums: dict[str, Check]) -> None:
    assert sums["credits_orders"] == Check("credits_orders", Fraction(374765), Fraction(374765))


def test_rows_and_totals_signed_off_are_those_that_were_read(sums: dict[str, Check]) -> None:
    assert sums["signoffs"] == Check("signoffs", Fraction(6), Fraction(6))
    assert sums["signoff_totals"] == Check("signoff_totals", Fraction(563530), Fraction(563530))


@pytest.mark.parametrize("key", ["statements", "results", "register", "payroll"])
def test_every_paper_pays_the_sum_of_the_lines(sums: dict[str, Check], key: str) -> None:
    assert sums[key].left == sums[key].right > 20000
