"""Which rows are data, and what is checked about them together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.intake.control_totals import control_totals, wrong_signoffs
from schemas import TABLES
from tests.intake.tables.conftest import PEOPLE

DAY = date(2023, 9, 1)
ORDERS = ["订单号", "工号", "签约日期", "签约金额"]


def order(number: str, amount: Any = 100, who: str = "E1") -> list[Any]:
    return [number, who, DAY, amount]


def test_totals_are_no_data_and_agree(read: Any, told: Any) -> None:
    rows = [ORDERS, order("A1"), order("A2", 50.5), ["小计", None, None, 150.5], order("A3", 7)]
    rows += [["小 计：", None, None, "7.00"], [None, "合计", None, 157.5], ["Total", None, None, None]]
    found = read({"a.xlsx": {"订单": rows}})
    assert told(found) == []
    assert found.tables.frames["orders"]["order_id"].tolist() == ["A1", "A2", "A3"]
    assert [value for code, _, value in told(found, "info") if code == "row-is-total"] == [
        "小计",
        "小 计：",
        "合计",
        "Total",
    ]


def test_wrong_totals_are_errors_at_their_figure(read: Any, told: Any) -> None:
    rows = [
        ORDERS,
        order("A1"),
        ["小计", None, None, 100],
        order("A2"),
        ["小计", None, None, 200],
        ["总计", None, None, 300],
    ]
    found = read({"a.xlsx": {"订单": rows}})
    assert told(found) == [("total-differs", "D5", "200"), ("total-differs", "D6", "300")]


def test_totals_count_rows_as_read_in_the_unit_of_the_column(read: Any, told: Any) -> None:
    header = ["订单号", "工号", "签约日期", "签约金额(万元)", "状态"]
    rows = [header, [*order("A1", 1.5), "取消"], [*order("A2", 2), None], ["合计", None, None, 3.5, None]]
    assert told(read({"a.xlsx": {"订单": rows}})) == []


def test_a_total_with_cents_agrees_with_finer_rows(read: Any, told: Any) -> None:
    rows = [ORDERS, order("A1", 1.0013), order("A2", 2.0011), ["合计", None, None, 3.0]]
    assert told(read({"a.xlsx": {"订单": rows}})) == []


def test_a_label_in_a_column_of_no_meaning_marks_the_total(read: Any, told: Any) -> None:
    rows = [["序号", *ORDERS], [1, *order("A1")], ["合计", None, None, None, 99]]
    assert told(read({"a.xlsx": {"订单": rows}})) == [("total-differs", "E3", "99")]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["合计", "共 2 单", None, 33], []),
        (["合计：2笔", "大写：叁拾叁元整", None, 33], []),
        (["总计金额", "制表：王五", None, 34], [("total-differs", "D4", "34")]),
        ([None, "合计", "2023年9月", 34], [("total-differs", "D4", "34")]),
        (["合计", "共 2 单", "至月底", 34], [("total-differs", "D4", "34")]),
        (["合计", "共 2 单", None, None], []),
    ],
)
def test_text_beside_a_total_is_no_data(
    read: Any, told: Any, row: list[Any], found: list[tuple[str, str, str]]
) -> None:
    rows = [ORDERS, order("A1", amount=11), order("A2", amount=22), row]
    assert told(read({"a.xlsx": {"订单": rows}})) == found


@pytest.mark.parametrize("label", ["合计", "总 计", "Total", "小计："])
@pytest.mark.parametrize("beside", [["14人"], ["", "14人"], ["", "", "共十四人", "", "2026-10"]])
def test_a_count_beside_the_total_of_a_roster_is_no_person(read: Any, told: Any, label: str, beside: list[str]) -> None:
    rows = [["序号", *PEOPLE[0]], *([number, *row] for number, row in enumerate(PEOPLE[1:], 1)), [label, *beside]]
    found = read({"人员.xlsx": {"Sheet1": rows}}, roster=False)
    assert told(found) == []
    assert found.tables.frames["people"]["employee_id"].tolist() == ["E1", "E2"]
    assert [value for code, _, value in told(found, "info") if code == "row-is-total"] == [label]


def test_a_whole_row_after_a_total_s_word_is_data(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单": [["序号", *ORDERS], ["合计", *order("A1")]]}})
    assert (told(found), len(found.tables.frames["orders"])) == ([], 1)


def test_a_word_in_a_row_of_data_is_no_total(read: Any, told: Any) -> None:
    rows = [[*ORDERS, "产品线"], [*order("A1"), "总计"]]
    found = read({"a.xlsx": {"订单": rows}})
    assert len(found.tables.frames["orders"]) == 1
    assert told(found) == []


def test_signatures_captions_repeated_headers_and_blank_rows_are_no_data(read: Any, told: Any) -> None:
    rows = [ORDERS, ["华东区", None, None, None], order("A1"), ORDERS, order("A2"), [" ", None, "\u200b", None], []]
    rows += [["制表人：王五", None, "审核：赵六", None], ["备注：本表含税", None, None, None]]
    found = read({"a.xlsx": {"订单": rows}}, merged=["A2:D2"])
    assert found.tables.frames["orders"]["order_id"].tolist() == ["A1", "A2"]
    assert told(found) == []
    assert len([code for code, *_ in told(found, "info") if code == "row-skipped"]) == 4


@pytest.mark.parametrize("footer", ["共 2 条记录", "第1页 共2页", "数据来源：CRM", "统计口径：含税"])
def test_footers_of_exports_are_no_data(read: Any, told: Any, footer: str) -> None:
    found = read({"a.xlsx": {"订单": [ORDERS, order("A1"), [footer, None, None, None], order("A2")]}})
    assert told(found) == []
    assert [value for code, _, value in told(found, "info") if code == "row-skipped"] == [footer]


@pytest.mark.parametrize("word", ["共2条记录", "第1页"])
def test_a_row_of_data_with_the_words_of_a_footer_stays_data(read: Any, word: str) -> None:
    found = read({"a.xlsx": {"订单": [[*ORDERS, "产品线"], [*order("A1"), word]]}})
    assert found.tables.frames["orders"]["order_id"].tolist() == ["A1"]


def test_a_lone_cell_is_data_with_its_faults(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单": [ORDERS, order("A1"), [None, None, None, 5]]}})
    assert told(found) == [("cell-missing", "A3", ""), ("cell-missing", "B3", ""), ("cell-missing", "C3", "")]


def test_merged_words_hold_for_each_row_but_merged_figures_for_none(read: Any, told: Any) -> None:
    rows = [ORDERS, ["A1", "E1", DAY, 100], [None, "E2", None, 100]]
    found = read({"a.xlsx": {"订单": rows}}, merged=["A2:A3"])
    assert found.tables.frames["orders"]["order_id"].tolist() == ["A1", "A1"]
    assert told(found) == [("cell-missing", "C3", "")]
    found = read({"b.xlsx": {"订单": rows}}, merged=["D2:D3"])
    assert ("merged-figure", "D2", "100") in told(found)


def test_error_cells_and_formulas_without_a_value(read_book: Any, told: Any) -> None:
    found = read_book({"订单": [ORDERS, ["A1", "E1", DAY, "=1+1"], ["A2", "E1", DAY, "#N/A"]]})
    assert told(found, "error") == [("formula-without-value", "D2", ""), ("cell-error", "D3", "#N/A")]


def test_bounds_and_blank_targets(read: Any, told: Any) -> None:
    header = ["工号", "指标", "基准值", "挑战值"]
    rows = [header, ["E1", "a", 0, None], ["E1", "b", None, None], ["E1", "c", -5, None], ["E1", "d", 5, None]]
    found = read({"a.xlsx": {"目标": rows}})
    assert told(found) == [
        ("cell-missing", "C3", ""),
        ("number-not-above", "C2", "0"),
        ("number-not-above", "C4", "-5"),
    ]
    params = next(dict(one.params) for one in found.findings if one.code == "number-not-above")
    assert params == {"above": "0"}


def test_targets_remember_what_was_written_as_a_percentage(read: Any) -> None:
    rows = [["工号", "指标", "基准值"], ["E1", "回款率", "90%"], ["E2", "回款率", (0.9, "0%")], ["E1", "销售额", 50]]
    frame = read({"a.xlsx": {"目标": rows}}).tables.frames["targets"]
    assert frame["baseline"].tolist() == [Decimal("0.90"), Decimal("0.9"), Decimal(50)]
    assert frame["baseline_percent"].tolist() == [True, True, False]


def test_repeated_keys_are_errors_at_the_later_row(read: Any, told: Any) -> None:
    books = {
        "a.xlsx": {"订单": [ORDERS, order("A1"), order("A1", who="E2"), order("A1")]},
        "b.xlsx": {
            "回款": [["回款编号", "订单号", "回款日期", "回款金额"], ["R1", "A1", DAY, 1], ["R1", "A1", DAY, 2]]
        },
    }
    found = read(books)
    assert told(found) == [("row-repeated", "A4", "A1 + E1"), ("row-repeated", "A3", "R1")]
    assert dict(found.findings[-1].params)["first"] == "b.xlsx!回款!A2"


def test_words_of_a_list_by_either_name_and_the_closest_one(read: Any, told: Any) -> None:
    header = [*ORDERS, "客户类型", "状态"]
    found = read({"a.xlsx": {"订单": [header, [*order("A1"), "新", " 有效 "], [*order("A2"), "战约", "作废"]]}})
    assert told(found) == [("choice-near", "E3", "战约"), ("choice-unknown", "F3", "作废")]
    assert found.tables.frames["orders"]["status"].tolist()[0] == "有效"


def test_findings_are_joined_down_a_column(read: Any, told: Any) -> None:
    rows = [ORDERS, *[order(f"A{number}", "abc") for number in range(1, 51)]]
    found = read({"a.xlsx": {"订单": rows}})
    assert told(found) == [("number-unreadable", "D2:D51", "abc")]
    assert [one.count for one in found.findings if one.blocks] == [50]
    scattered = [ORDERS, *[order(f"A{number}", "x" if number % 2 else 1) for number in range(20)]]
    assert told(read({"b.xlsx": {"订单": scattered}})) == [("number-unreadable", "D3:D21", "x")]
    apart = [ORDERS, order("A1", "x"), order("A2"), order("A3", "y")]
    assert told(read({"c.xlsx": {"订单": apart}})) == [
        ("number-unreadable", "D2", "x"),
        ("number-unreadable", "D4", "y"),
    ]


def test_control_totals_and_sign_offs(read: Any, told: Any) -> None:
    signed = ["表", "确认部门", "确认人", "确认日期", "行数", "金额合计"]
    rows = [signed, ["订单", "销售部", "甲", DAY, 2, 0.3], ["orders", "财务部", "乙", DAY, 3, 0.4]]
    rows += [
        ["回款", "财务部", "乙", DAY, None, None],
        ["订购", "财务部", "乙", DAY, None, None],
        ["人员", "HR", "丙", DAY, 2, 5],
    ]
    found = read({"a.xlsx": {"订单": [ORDERS, order("A1", 0.1), order("A2", 0.2)], "数据确认": rows}})
    totals = control_totals(found.tables, TABLES)
    orders = next(total for total in totals if total.table == "orders")
    assert (orders.rows, dict(orders.sums)["amount"]) == (2, Decimal("0.3"))
    assert told(list(wrong_signoffs(found.tables, totals, TABLES))) == [
        ("signoff-rows-differ", "E3", "3"),
        ("signoff-total-differs", "F3", "0.40"),
        ("signoff-table-absent", "A4", "回款"),
        ("signoff-table-unknown", "A5", "订购"),
        ("signoff-no-amount", "F6", "5"),
    ]
