"""People by name, identifiers that look alike, and characters that cannot be printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

DAY = date(2023, 9, 1)
HEAD = ["工号", "姓名", "团队", "职级", "入职日期"]
ACTIVITIES = ["日期", "类型"]
ORDERS = ["订单号", "工号", "签约日期", "签约金额"]


def person(number: Any, name: str) -> list[Any]:
    return [number, name, "华东", "骨干", DAY]


def activities(*who: Any, header: str = "姓名") -> dict[str, Any]:
    return {"活动": [[header, *ACTIVITIES], *[[one, DAY, "拜访"] for one in who]]}


@pytest.mark.parametrize("header", ["姓名", "业务员", "负责人", "工号"])
def test_a_unique_name_stands_for_the_id(read: Any, told: Any, header: str) -> None:
    found = read({"a.xlsx": activities("李四", "E1", "张 三", header=header)})
    assert found.tables.frames["activities"]["employee_id"].tolist() == ["E2", "E1", "E1"]
    assert told(found) == [("person-by-name", "A2:A4", "李四、张 三")]


def test_names_for_ids_are_told_once_for_their_column(read: Any) -> None:
    managers = ["张三", None, "李四", "张三", None, "李四"]
    rows = [[*HEAD, "直属上级"], [*person("E1", "张三"), None], [*person("E2", "李四"), None]]
    rows += [[*person(f"E{number}", f"人{number}"), name] for number, name in enumerate(managers, 3)]
    found = read({"p.xlsx": {"人员": rows}}, roster=False)
    (one,) = [one for one in found.findings if one.code == "person-by-name"]
    assert (one.place.cell, one.count, one.value) == ("F4:F9", 4, "张三、李四")
    assert one.runs == ((4, 4), (6, 7), (9, 9))


def test_a_name_of_two_people_or_of_nobody_is_an_error(read: Any, told: Any) -> None:
    roster = {"人员": [HEAD, person("E1", "张三"), person("E2", "张三"), person("E3", "欧阳娜娜")]}
    found = read({"p.xlsx": roster, "a.xlsx": activities("张三", "欧阳娜", "王五")}, roster=False)
    assert told(found) == [
        ("person-name-ambiguous", "A2", "张三"),
        ("person-name-near", "A3", "欧阳娜"),
        ("person-name-unknown", "A4", "王五"),
    ]
    candidates = [dict(one.params).get("candidates") for one in found.findings if one.blocks]
    assert candidates == ["E1、E2", "欧阳娜娜(E3)", None]


def test_managers_and_mentors_by_name(read: Any, told: Any) -> None:
    rows = [[*HEAD, "直属上级", "导师"], [*person("E1", "张三"), None, None], [*person("E2", "李四"), "张三", "张三"]]
    found = read({"p.xlsx": {"人员": rows}}, roster=False)
    assert found.tables.frames["people"]["manager_id"].tolist()[1] == "E1"
    assert [code for code, *_ in told(found)] == ["person-by-name", "person-by-name"]


def test_a_name_beside_an_id_must_be_the_roster_s(read: Any, told: Any) -> None:
    rows = [["工号", "姓名", *ACTIVITIES], ["E1", "张三", DAY, "拜访"], ["E2", "张三", DAY, "拜访"]]
    found = read({"a.xlsx": {"活动": rows}})
    assert told(found) == [("person-name-differs", "B3", "张三")]


def test_surnames_that_look_like_nothing_are_names(read: Any, told: Any) -> None:
    roster = {
        "人员": [HEAD, person("E1", "NA"), person("E2", "None"), person("E3", "D'Angelo"), person("00042", "Null")]
    }
    found = read({"p.xlsx": roster}, roster=False)
    assert told(found) == []
    assert found.tables.frames["people"]["name"].tolist() == ["NA", "None", "D'Angelo", "Null"]
    assert found.tables.frames["people"]["employee_id"].tolist()[3] == "00042"


@pytest.mark.parametrize("other", ["e1", "Ｅ１", "Е1", "E\u200b1"])
def test_ids_that_look_alike_are_an_error_at_the_later_cell(read: Any, told: Any, other: str) -> None:
    found = read({"a.xlsx": {"订单": [ORDERS, ["A1", "E1", DAY, 1], ["A2", other, DAY, 1]]}})
    errors = told(found, "error")
    assert errors[0][1] == "B3"
    assert errors[0][0] in ("id-looks-alike", "person-name-unknown", "person-name-near")
    roster = {"人员": [HEAD, person("E1", "张三"), person(other, "李四")]}
    errors = told(read({"p.xlsx": roster}, roster=False), "error")
    assert {cell for _, cell, _ in errors} == {"A3"}


def test_orders_that_look_alike_across_files(read: Any, told: Any) -> None:
    receipts = [["回款编号", "订单号", "回款日期", "回款金额"], ["R1", "SO-1", DAY, 1], ["R2", "so-1", DAY, 1]]
    found = read({"a.xlsx": {"订单": [ORDERS, ["SO-1", "E1", DAY, 1]]}, "b.xlsx": {"回款": receipts}})
    assert told(found) == [("id-looks-alike", "B3", "so-1")]
    finding = next(one for one in found.findings if one.blocks)
    assert dict(finding.params) == {"other": "SO-1", "first": "a.xlsx!订单!A2"}


def test_identifiers_with_blanks_around_them_are_the_same(read: Any, told: Any) -> None:
    found = read({"a.xlsx": {"订单": [ORDERS, [" A1", "E1\u00a0", DAY, 1], ["A1\u200b", "E2", DAY, 1]]}})
    assert told(found) == []
    assert found.tables.frames["orders"]["order_id"].tolist() == ["A1", "A1"]


@pytest.mark.parametrize("number", ["E 1", "张三1号！", "E1/2", "E" * 33])
def test_ids_of_people_have_a_form(read: Any, told: Any, number: str) -> None:
    found = read({"p.xlsx": {"人员": [HEAD, person("E0", "甲"), person(number, "张三")]}}, roster=False)
    assert [(code[:6], cell) for code, cell, _ in told(found)] in ([("id-for", "A3")], [("person", "A3")])


def test_control_and_direction_characters_are_errors_everywhere(read: Any, told: Any) -> None:
    rows = [[*ORDERS, "产品线"], ["A1\u202e", "E1", DAY, 1, "软\u0007件"], ["A2", "E1", DAY, "1\u200f", None]]
    found = read({"a.xlsx": {"订单": rows}})
    assert {(code, cell) for code, cell, _ in told(found)} == {
        ("control-character", "A2"),
        ("control-character", "E2"),
        ("control-character", "D3"),
    }


def test_what_is_printed_is_short_and_in_the_font(read: Any, told: Any) -> None:
    people = [person("E1", "欧阳㛃"), person("E2", "张" * 201), person("E3", "李\U0001f600"), person("E4", "王\ue000")]
    found = read({"p.xlsx": {"人员": [HEAD, *people]}}, roster=False)
    assert [(code, cell) for code, cell, _ in told(found)] == [
        ("text-too-long", "B3"),
        ("glyph-missing", "B4"),
        ("glyph-missing", "B5"),
    ]
    characters = [dict(one.params)["code_point"] for one in found.findings if one.code == "glyph-missing"]
    assert characters == ["U+1F600", "U+E000"]


def test_text_that_is_not_printed_may_be_long(read: Any, told: Any) -> None:
    header = ["申诉编号", "工号", "涉及期间", "提交日期", "内容"]
    found = read({"a.xlsx": {"申诉": [header, ["P1", "E1", (date(2023, 9, 1), "yyyy-mm"), DAY, "长" * 500]]}})
    assert told(found) == []
    assert found.tables.frames["appeals"]["period"].tolist() == ["2023-09"]
    assert found.tables.frames["appeals"]["decision"].tolist() == ["待处理"]


def test_many_names_become_one_finding_that_tells_the_first_few(read: Any) -> None:
    roster = {"人员": [HEAD, *[person(f"E{number}", f"人{number}") for number in range(9)]]}
    found = read({"p.xlsx": roster, "a.xlsx": activities(*[f"人{number}" for number in range(9)])}, roster=False)
    finding = next(one for one in found.findings if one.code == "person-by-name")
    assert (finding.place.cell, finding.count, finding.value) == ("A2:A10", 9, "人0、人1、人2…")
    assert dict(finding.params) == {"employee_id": "E0、E1、E2…"}
