"""Which table a sheet is, where its headers stand, and what they mean."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.intake.mapping import Mapping, Rule
from pipeline.intake.recognise import is_generic, named
from schemas import TABLES
from tests.rules.spoken import spoken

DAY = date(2023, 9, 1)
ORDERS = ["订单号", "工号", "签约日期", "签约金额"]
ROW = ["A1", "E1", DAY, 100]


def taken(found: Any) -> dict[str, tuple[str, str]]:
    return {
        one.sheet.name: (one.guess.table.name if one.guess.table else "", one.guess.by.value)
        for one in found.sheets
        if one.sheet.name != "人员"
    }


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("订单", "orders"),
        ("订单_华东", "orders"),
        ("订单 (2)", "orders"),
        ("订单（2）", "orders"),
        ("订单-9月", "orders"),
        ("orders-east", "orders"),
        ("Orders", "orders"),
        ("目标", "targets"),
        ("目标分解", "target_tree"),
        ("target_tree", "target_tree"),
        ("targets_2023", "targets"),
    ],
)
def test_names_of_tables(name: str, table: str) -> None:
    found = named(name, TABLES)
    assert found is not None
    assert found.name == table


@pytest.mark.parametrize("name", ["orders2", "订单备份", "我的订单", "Sheet1", "目标值", "人员表", ""])
def test_other_names(name: str) -> None:
    assert named(name, TABLES) is None


@pytest.mark.parametrize("name", ["Sheet1", "sheet 2", "工作表1", "data", "DATA", "Sheet1 (2)", ""])
def test_names_that_say_nothing(name: str) -> None:
    assert is_generic(name)


def test_a_named_sheet_a_named_file_and_headers_tell(read: Any, told: Any) -> None:
    books = {
        "a.xlsx": {"订单_华东": [ORDERS, ROW]},
        "订单 9月.xlsx": {"Sheet1": [ORDERS, ["A2", *ROW[1:]]]},
        "export.xlsx": {"工作表1": [ORDERS, ["A3", *ROW[1:]]]},
    }
    found = read(books)
    assert taken(found) == {
        "订单_华东": ("orders", "sheet"),
        "Sheet1": ("orders", "file"),
        "工作表1": ("orders", "headers"),
    }
    assert told(found) == []
    assert sorted(found.tables.frames["orders"]["order_id"]) == ["A1", "A2", "A3"]


def test_a_sheet_with_a_name_of_its_own_is_read_by_headers_with_a_warning(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单备份": [ORDERS, ROW]}})
    assert told(found) == [("sheet-taken-by-headers", "", "订单备份")]
    assert len(found.tables.frames["orders"]) == 1


def test_a_sheet_that_fits_two_tables_is_left_out(read: Any, told: Any) -> None:
    rows = [["工号", "指标", "基准值", "实际值", "数据来源"], ["E1", "销售额", 1, 2, "CRM"]]
    found = read({"a.xlsx": {"Sheet1": rows}})
    assert [code for code, *_ in told(found)] == ["sheet-fits-several"]
    assert not found.tables.has("targets")


WIDE = [["员工编号", "员工姓名", "销售额目标(万元)", "拜访目标(次)"], ["E1", "张三", 20, 30]]


@pytest.mark.parametrize(
    ("file", "sheets", "expected"),
    [
        ("10月.xlsx", {"Sheet1": [["2026年10月责任书"], [], *WIDE]}, [("workbook-unread-targets", "", "10月.xlsx")]),
        (
            "10月目标.xlsx",
            {"Sheet1": [["员工", "销售额"], ["张三", 1]]},
            [("workbook-unread-targets", "", "10月目标.xlsx")],
        ),
        (
            "会议.xlsx",
            {"空": [], "纪要": [["本月会议决定各团队的目标不再调整，其余事项下月再议"]]},
            [("workbook-unread", "", "会议.xlsx")],
        ),
        ("空.xlsx", {"Sheet1": []}, []),
        ("a.xlsx", {"说明": [["请按模板填写目标"]], "订单": [ORDERS, ROW]}, []),
        (
            "a.xlsx",
            {"说明": [["请填写"]], "订单表": [["订单号", "工号"], ["A1", "E1"]]},
            [("sheet-ignored-near", "", "订单表")],
        ),
    ],
)
def test_a_workbook_of_which_nothing_was_read_is_a_warning(
    read: Any, told: Any, file: str, sheets: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    found = read({file: sheets})
    assert told(found) == expected
    assert all(spoken(found.findings))


def test_ignored_sheets_are_listed_with_the_nearest_table(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"说明": [["请按模板填写"]], "订单表": [["订单号", "工号"], ["A1", "E1"]]}})
    assert told(found, "error warning info")[-3:] == [
        ("sheet-ignored", "", "说明"),
        ("sheet-ignored-near", "", "订单表"),
        ("sheet-taken", "", "人员"),
    ]


def test_the_mapping_tells_table_headers_and_values(read: Any, told: Any) -> None:
    rules = Mapping(
        (
            Rule("crm*.xlsx", "orders", "单据", "order_id"),
            Rule("crm*.xlsx", "orders", "价税合计", "amount"),
            Rule("crm*.xlsx", "orders", "金额", ""),
            Rule("crm*.xlsx", "orders", "客户级别", "customer_type", "新客", "新"),
        )
    )
    rows = [["单据", "工号", "签约日期", "价税合计", "金额", "客户级别"], ["A1", "E1", DAY, 106, 100, "新客"]]
    found = read({"crm_2023.xlsx": {"明细": rows}}, mapping=rules)
    assert taken(found) == {"明细": ("orders", "mapping")}
    row = found.tables.frames["orders"].iloc[0]
    assert (row["order_id"], row["amount"], row["customer_type"]) == ("A1", Decimal(106), "新")
    assert told(found) == []


def test_headers_below_titles_and_beside_blank_columns(read: Any, told: Any) -> None:
    rows = [[], [None, "星川科技 2023 年 9 月订单"], [None, "导出时间：2023-10-01"], [], [None, *ORDERS], [None, *ROW]]
    found = read({"a.xlsx": {"订单": rows}})
    assert told(found) == []
    place = found.tables.place(found.tables.frames["orders"].iloc[0], "amount")
    assert (place.workbook, place.sheet, place.cell, place.header) == ("a.xlsx", "订单", "E6", "签约金额")


@pytest.mark.parametrize("skip", [19, 20])
def test_headers_are_looked_for_in_twenty_rows(read: Any, told: Any, skip: int) -> None:
    found = read({"a.xlsx": {"订单": [*[["公司名称"]] * skip, ORDERS, ROW]}})
    assert [code for code, *_ in told(found)] == ([] if skip == 19 else ["header-not-found", "table-empty"])


def test_merged_headers_of_two_rows_are_joined(read: Any, told: Any) -> None:
    rows = [
        ["订单号", "工号", "签约", None, "其他"],
        [None, None, "日期", "金额", "说明"],
        ["A1", "E1", DAY, 100, "x"],
    ]
    found = read({"a.xlsx": {"订单": rows}}, merged=["A1:A2", "B1:B2", "C1:D1"])
    assert told(found) == []
    assert found.tables.frames["orders"]["amount"].tolist() == [Decimal(100)]


def test_a_caption_above_headers_is_no_part_of_them(read: Any, told: Any) -> None:
    rows = [["基本信息", None, "合同信息", None], ORDERS, ROW]
    found = read({"a.xlsx": {"订单": rows}}, merged=["A1:B1", "C1:D1"])
    assert told(found) == []
    assert found.tables.frames["orders"]["sheet_row"].tolist() == [3]


def test_units_in_headers_and_below_them_scale_unless_the_cell_has_its_own(read: Any, told: Any) -> None:
    rows: list[list[Any]] = [["订单号", "工号", "签约日期", "签约金额(万元)", "毛利"], ["-", "-", "-", "-", "千元"]]
    rows += [["A1", "E1", DAY, 12.5, 3], ["A2", "E1", DAY, "8,000元", "1万"], ["A3", "E1", DAY, "¥1.5", None]]
    found = read({"a.xlsx": {"订单": rows}})
    assert told(found) == [("currency-beside-unit", "D5", "¥1.5")]
    frame = found.tables.frames["orders"]
    assert frame["amount"].tolist() == [Decimal(125000), Decimal(8000), Decimal(15000)]
    assert frame["margin"].dropna().tolist() == [Decimal(3000), Decimal(10000)]


def test_a_currency_sign_beside_the_unit_of_a_header_is_doubted(read: Any, told: Any) -> None:
    header = ["订单号", "工号", "签约日期", "签约金额(万元)"]
    rows = [header, ["A1", "E1", DAY, "¥1,200.50"], ["A2", "E1", DAY, "¥5元"], ["合计", None, None, 1200.6]]
    found = read({"a.xlsx": {"订单": rows}})
    assert told(found) == [
        ("currency-beside-unit", "D2", "¥1,200.50"),
        ("total-differs", "D4", "12,006,000"),
    ]
    assert found.tables.frames["orders"]["amount"].tolist() == [12_005_000, 5]


def test_aliases_english_and_decorated_headers_in_any_order(read: Any, told: Any) -> None:
    rows = [["*Amount", "合同 编号", "签订日期（必填）", "Employee ID", "CUSTOMER_TYPE"], [100, "A1", DAY, "E1", "新"]]
    found = read({"a.xlsx": {"订单": rows}})
    assert told(found) == []
    assert found.tables.frames["orders"]["customer_type"].tolist() == ["新"]


def test_two_headers_of_one_field_are_an_error(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单": [[*ORDERS, "合同编号"], [*ROW, "B1"]]}})
    assert told(found) == [("column-twice", "E1", "合同编号")]


def test_a_missing_required_column_names_the_closest_header(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单": [["订单号", "工号", "签约日期", "签约总金额"], ROW]}})
    assert told(found) == [("column-missing-near", "D1", "签约总金额")]
    found = read({"b.xlsx": {"订单": [["订单号", "工号", "签约金额"], ["A1", "E1", 1]]}})
    assert told(found) == [("column-missing", "1:1", "")]


def test_unknown_columns_are_listed_and_near_ones_warned_of(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单": [[*ORDERS, "备注", "客户类形"], [*ROW, "x", "新"]]}})
    assert ("column-ignored", "E1", "备注") in told(found, "info")
    assert told(found) == [("column-ignored-near", "F1", "客户类形")]


def test_one_table_of_many_sheets_and_files_and_an_empty_one(read: Any, told: Any) -> None:
    books = {
        "a.xlsx": {
            "订单_1": [ORDERS, ROW],
            "订单_2": [ORDERS, ["A2", *ROW[1:]]],
            "回款": [["回款编号", "订单号", "回款日期", "回款金额"]],
        },
        "b.xlsx": {"订单": [ORDERS, ["A3", *ROW[1:]]]},
    }
    found = read(books)
    assert found.tables.frames["orders"]["order_id"].tolist() == ["A1", "A2", "A3"]
    assert told(found) == [("table-empty", "", "回款")]
    assert len(found.tables.frames["receipts"]) == 0
    assert "amount" in found.tables.frames["receipts"]


def test_csv_is_called_by_its_file(read_text: Any, told: Any) -> None:
    found = read_text("订单_9月.csv", '订单号,工号,签约日期,签约金额\nA1,E1,2023-09-01,"1,000.10"\n')
    assert found.tables.frames["orders"]["amount"].tolist() == [Decimal("1000.10")]
    assert told(found) == []


def test_a_unit_above_the_table_is_not_guessed(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单": [[None, "单位：万元"], ORDERS, ROW]}})
    assert told(found) == [("unit-above-table", "B1", "单位：万元")]
    assert told(read({"b.xlsx": {"订单": [["单位：元"], ORDERS, ROW]}})) == []
    units = ["订单号", "工号", "签约日期", "签约金额（单位：万元）"]
    found = read({"c.xlsx": {"订单": [["单位：万元"], units, ROW]}})
    assert told(found) == []
    assert found.tables.frames["orders"]["amount"].tolist() == [Decimal(1_000_000)]


def test_a_rate_of_an_amount_is_no_amount(read: Any) -> None:
    found = read({"a.xlsx": {"订单": [[*ORDERS, "毛利(%)"], [*ROW, 30]]}})
    assert found.tables.frames["orders"]["margin"].isna().all()


def test_blank_sheets_of_a_named_file_are_empty_and_a_blank_table_is_a_table(read: Any, told: Any) -> None:
    found = read({"订单.xlsx": {"Sheet1": [ORDERS, ROW], "Sheet2": [], "回款": []}})
    assert ("sheet-empty", "", "Sheet2") in told(found, "info")
    assert told(found) == [("table-empty", "", "回款")]
    assert found.tables.has("receipts")
