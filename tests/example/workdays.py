"""The work calendar of the shipped example: statutory holidays and make-up days, seeded from chinesecalendar."""

from __future__ import annotations

from datetime import date

import chinese_calendar.constants as statutory

from tests.example.workbooks import Sheet

FIRST_YEAR, LAST_YEAR = 2022, 2026
HOLIDAYS = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节",
}  # fmt: skip


def calendar_sheets() -> list[Sheet]:
    """Sheet 工作日历: every statutory holiday and make-up working day of the years covered."""
    days = {day: ("假日", name) for day, name in statutory.holidays.items()}
    days |= {day: ("调休上班", name) for day, name in statutory.workdays.items()}
    covered = [day for day in sorted(days) if FIRST_YEAR <= day.year <= LAST_YEAR]
    return [
        Sheet(
            "工作日历",
            ("日期", "类型", "依据"),
            [(day, days[day][0], _reference(day, days[day][1])) for day in covered],
        )
    ]


def _reference(day: date, name: str) -> str:
    return f"国务院办公厅关于{day.year}年部分节假日安排的通知：{HOLIDAYS.get(name, name)}"
