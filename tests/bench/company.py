"""A company of any size for the bench: real workbooks, ten orders and five receipts a person, teams of twenty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.casebook.defaults import whole_plan
from tests.example.workbooks import Row, Sheet, write_workbook
from tests.faults.small import MAY, PLAN, SHEETS

TEAM = 20
ORDERS_EACH = 10
FIRST_DAY = date(2024, 5, 1)
DAYS = 31
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "安博晨达恩芳刚海佳凯岚敏宁平琪瑞思涛伟欣"


def write_company(folder: Path, people: int) -> Path:
    """Plan, calendar and the exports of May for so many people."""
    write_workbook(folder / PLAN, whole_plan(dict(SHEETS), MAY).values())
    holidays = [(FIRST_DAY, "假日", "劳动节")]
    write_workbook(folder / "calendar.xlsx", [Sheet("工作日历", ("日期", "类型", "依据"), holidays)])
    numbers = range(1, people + 1)
    write_workbook(folder / MAY / "人员.xlsx", [_roster(numbers), _targets(numbers), _visits(numbers)])
    write_workbook(folder / MAY / "订单.xlsx", [_orders(numbers)])
    write_workbook(folder / MAY / "回款.xlsx", [_receipts(numbers)])
    return folder


def _roster(numbers: range) -> Sheet:
    header = ("工号", "姓名", "团队", "职级", "上级工号", "入职日期")
    return Sheet("人员", header, [_person(number) for number in numbers])


def _person(number: int) -> Row:
    leads = number % TEAM == 1
    boss = None if leads else _id(number - (number - 1) % TEAM)
    name = SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]
    hired = date(2015, 1, 5) + timedelta(days=number % 3000)
    return _id(number), name, f"第{(number - 1) // TEAM + 1}团队", "骨干" if number % 5 else "新人", boss, hired


def _targets(numbers: range) -> Sheet:
    rows = [(_id(number), "销售额", 200_000 + number % 7 * 25_000) for number in numbers]
    return Sheet("目标", ("工号", "指标", "基准值"), rows)


def _visits(numbers: range) -> Sheet:
    rows = [(_id(number), "拜访", 60 + number * 7 % 41, "主管") for number in numbers]
    return Sheet("实际", ("工号", "指标", "实际值", "数据来源"), rows)


def _orders(numbers: range) -> Sheet:
    header = ("订单号", "工号", "分成比例", "客户编号", "签约日期", "签约金额", "首单")
    return Sheet("订单", header, [row for number in numbers for row in _orders_of(number)])


def _orders_of(number: int) -> Iterator[Row]:
    for place in range(ORDERS_EACH):
        day = FIRST_DAY + timedelta(days=(number + 3 * place) % DAYS)
        amount = (number * 7919 + place * 104_729) % 4_800_000 / 100 + 1000
        customer = f"C{(number * ORDERS_EACH + place) // 3:06d}"
        yield f"S{number:06d}{place}", _id(number), "100%", customer, day, amount, "否" if place else "是"


def _receipts(numbers: range) -> Sheet:
    rows = [
        (f"R{number:06d}{place}", f"S{number:06d}{place}", FIRST_DAY + timedelta(days=20 + place), 1000 + number % 900)
        for number in numbers
        for place in range(ORDERS_EACH // 2)
    ]
    return Sheet("回款", ("回款编号", "订单号", "回款日期", "回款金额"), rows)


def _id(number: int) -> str:
    return f"E{number:06d}"
