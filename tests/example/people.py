"""The company of the shipped example: 40 people in 5 teams and 3 regions, and what happened to them in 2023."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

COMPANY = "星川智联科技有限公司"
REGIONS = {"华东一部": "华东", "华东二部": "华东", "华南一部": "华南", "华南二部": "华南", "华北部": "华北"}
FIXED_PAY = {"新人": 15000, "骨干": 20000, "资深": 27000, "销售经理": 36000, "区域总监": 54000, "商务助理": 13500}
XIAO_ZHANG, XIAO_LI = "1017", "1033"

# id, name, team at the end of September, grade, manager, mentor, hired, confirmed, left
_ROSTER = """
1001 周立人     华东一部 区域总监 -    -    2016-03-01 2016-06-01 -
1002 黄嘉仪     华南一部 区域总监 1001 -    2016-09-12 2016-12-12 -
1003 马骏驰     华北部   区域总监 1001 -    2017-02-20 2017-05-20 -
1004 陈静怡     华东一部 销售经理 1001 -    2017-07-03 2017-10-03 -
1005 陆远航     华东二部 销售经理 1001 -    2018-03-05 2018-06-05 -
1006 何婉婷     华南一部 销售经理 1002 -    2018-05-14 2018-08-14 -
1007 梁志豪     华南二部 销售经理 1002 -    2018-08-06 2018-11-06 -
1008 孙博文     华北部   销售经理 1003 -    2018-11-19 2019-02-19 -
1009 沈雨桐     华东一部 资深     1004 -    2019-03-04 2019-06-04 -
1010 顾明哲     华东一部 资深     1004 -    2019-04-15 2019-07-15 -
1011 许若彤     华东二部 资深     1005 -    2019-06-03 2019-09-03 -
1012 Marco_D'Angelo 华南一部 资深 1006 -    2019-09-02 2019-12-02 -
1013 罗子轩     华南一部 资深     1006 -    2020-01-06 2020-04-06 -
1014 欧阳㛃     华南二部 资深     1007 -    2020-03-16 2020-06-16 -
1015 郭晓峰     华北部   资深     1008 -    2020-05-11 2020-08-11 -
1016 田思源     华北部   资深     1008 -    2020-07-06 2020-10-06 -
1017 小张       华东一部 骨干     1004 -    2020-09-01 2020-12-01 -
1018 唐佳琪     华东一部 骨干     1004 -    2020-10-12 2021-01-12 -
1019 魏泽宇     华东一部 骨干     1004 -    2021-01-04 2021-04-04 -
1020 冯雅雯     华东二部 骨干     1005 -    2021-02-22 2021-05-22 -
1021 邓浩然     华东二部 骨干     1005 -    2021-03-15 2021-06-15 -
1022 曹梦洁     华东二部 骨干     1005 -    2021-05-10 2021-08-10 -
1023 彭俊熙     华南一部 骨干     1006 -    2021-06-07 2021-09-07 -
1024 袁诗涵     华南一部 骨干     1006 -    2021-07-05 2021-10-05 -
1025 蒋文韬     华南二部 骨干     1007 -    2021-08-02 2021-11-02 -
1026 蔡欣妍     华南二部 骨干     1007 -    2021-10-11 2022-01-11 -
1027 余承志     华南二部 骨干     1007 -    2022-01-10 2022-04-10 -
1028 潘可欣     华北部   骨干     1008 -    2022-02-14 2022-05-14 -
1029 戴宇辰     华北部   骨干     1008 -    2022-03-07 2022-06-07 -
1030 夏凌薇     华北部   骨干     1008 -    2022-04-11 2022-07-11 2023-08-31
1031 钟奕铭     华北部   骨干     1008 -    2023-07-17 2023-10-17 -
1032 汪芷若     华东一部 骨干     1004 1009 2022-06-06 2022-09-06 -
1033 新人小李   华东一部 新人     1004 1009 2023-04-03 2023-07-01 -
1034 范思远     华东二部 新人     1005 1011 2022-12-05 2023-03-05 -
1035 石语嫣     华南一部 新人     1006 1013 2022-12-12 2023-03-12 -
1036 姚景行     华南二部 新人     1007 1014 2023-01-09 2023-04-09 -
1037 谭乐瑶     华北部   新人     1008 1015 2023-02-13 2023-05-13 -
1038 廖一鸣     华南二部 新人     1007 1014 2023-02-20 2023-05-20 2023-09-15
1039 邹慧敏     华东一部 商务助理 1004 -    2021-04-06 2021-07-06 -
1040 熊丽华     华南一部 商务助理 1006 -    2021-11-01 2022-02-01 -
"""


@dataclass(frozen=True, slots=True)
class Person:
    """One person on the roster."""

    id: str
    name: str
    team: str
    grade: str
    manager: str
    mentor: str
    hired: date
    confirmed: date
    left: date | None

    @property
    def region(self) -> str:
        """The region of the person's team."""
        return REGIONS[self.team]

    @property
    def sells(self) -> bool:
        """Whether the person's grade is in the plan."""
        return self.grade != "商务助理"


class Assignment(NamedTuple):
    """Team and grade of a person from a date on."""

    employee: str
    since: date
    team: str
    grade: str
    reason: str


class Leave(NamedTuple):
    """Days off; `counts` tells whether they count for the bonus."""

    employee: str
    start: date
    end: date
    type: str
    counts: bool


ASSIGNMENTS = (
    Assignment("1018", date(2021, 1, 12), "华东二部", "骨干", "转正定岗"),
    Assignment("1018", date(2023, 8, 16), "华东一部", "骨干", "跨团队调动"),
    Assignment("1016", date(2020, 10, 6), "华北部", "骨干", "转正定岗"),
    Assignment("1016", date(2023, 7, 1), "华北部", "资深", "晋升"),
    Assignment("1032", date(2022, 6, 6), "华东一部", "新人", "入职"),
    Assignment("1032", date(2023, 9, 1), "华东一部", "骨干", "晋升"),
)
LEAVES = (
    Leave("1023", date(2023, 8, 7), date(2023, 8, 18), "事假", counts=False),
    Leave("1020", date(2023, 7, 24), date(2023, 7, 28), "年假", counts=True),
    Leave("1028", date(2023, 5, 15), date(2023, 5, 19), "年假", counts=True),
    Leave("1011", date(2023, 9, 4), date(2023, 9, 5), "病假", counts=True),
)


def people() -> tuple[Person, ...]:
    """Everybody, by id."""
    return tuple(_person(line.split()) for line in _ROSTER.strip().splitlines())


def on_roster(start: date, end: date) -> tuple[Person, ...]:
    """Who was employed on at least one day from `start` to `end`."""
    return tuple(one for one in people() if one.hired <= end and (one.left is None or one.left >= start))


def sellers(start: date, end: date) -> tuple[Person, ...]:
    """Who of them sells."""
    return tuple(one for one in on_roster(start, end) if one.sells)


def grade_on(person: Person, day: date) -> str:
    """The grade of a person on a day."""
    rows = [row for row in ASSIGNMENTS if row.employee == person.id and row.since <= day]
    return max(rows, key=lambda row: row.since).grade if rows else person.grade


def team_on(person: Person, day: date) -> str:
    """The team of a person on a day."""
    rows = [row for row in ASSIGNMENTS if row.employee == person.id and row.since <= day]
    return max(rows, key=lambda row: row.since).team if rows else person.team


def _person(words: list[str]) -> Person:
    employee, name, team, grade, manager, mentor, hired, confirmed, left = [
        "" if word == "-" else word for word in words
    ]
    return Person(
        employee, name.replace("_", " "), team, grade, manager, mentor,
        date.fromisoformat(hired), date.fromisoformat(confirmed), date.fromisoformat(left) if left else None,
    )  # fmt: skip
