"""Summaries as PDF: everybody of the team and nobody else, in both languages, with every chart in words."""

import io
import logging
import re

import pandas as pd
import pikepdf
import pytest
from pypdf import PdfReader

from pipeline.history import History
from pipeline.render.summary import summary_html, summary_pdf
from pipeline.statements import Summary, summaries
from pipeline.wording import wording
from tests.statements import factory as make

ZH = wording("zh")


def made(size: int = 9, past: History | None = None) -> tuple[Summary, ...]:
    opportunities = pd.DataFrame(
        [
            {
                "employee_id": f"{1001 + place % size}",
                "opportunity_id": f"O-{place}",
                "stage": ("线索", "方案", "谈判")[place % 3],
                "stage_date": pd.Timestamp("2023-08-01"),
                "created_date": pd.Timestamp("2023-07-01"),
                "status": "进行中",
                "amount": place,
            }
            for place in range(30)
        ]
    )
    delivered = make.tables(opportunities=opportunities)
    return summaries(make.crew(size), delivered, make.history() if past is None else past, make.workdays())


def squeezed(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_team_summary_names_its_people_and_no_others(lang: str, caplog: pytest.LogCaptureFixture) -> None:
    company, team, *_ = made()
    with caplog.at_level(logging.WARNING, "weasyprint"):
        printed = squeezed(summary_pdf(team, wording(lang)))
    assert [entry.getMessage() for entry in caplog.records] == []
    own = {one.employee_id for one in team.members}
    assert len(own) == 3
    for one in company.members:
        assert (f"{one.name}{one.employee_id}" in printed) is (one.employee_id in own)


def test_the_company_summary_holds_the_total_and_every_contest() -> None:
    company = made()[0]
    printed = squeezed(summary_pdf(company, ZH))
    assert f"{float(company.cost.payable):,.2f}" in printed
    for title in ("团队PK", "区域PK", "产品线PK", "商机漏斗", "瓶颈", "龙虎榜", "薪酬结构"):
        assert title in printed


def test_the_bytes_repeat() -> None:
    assert summary_pdf(made()[1], ZH) == summary_pdf(made()[1], ZH)


def test_every_chart_has_its_words() -> None:
    with pikepdf.open(io.BytesIO(summary_pdf(made()[0], ZH))) as opened:
        dictionaries = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        figures = [one for one in dictionaries if one.get("/S") == "/Figure"]
        assert len(figures) > 10
        assert all(str(one.get("/Alt", "")) for one in figures)


def test_a_first_period_has_no_trend() -> None:
    assert "奖金走势" in summary_html(made()[0], ZH)
    assert "奖金走势" not in summary_html(made(past=History())[0], ZH)


def test_what_most_people_have_comes_in_one_row() -> None:
    page = summary_html(made()[0], ZH)
    assert page.count(ZH("trigger.idle")) == len(made()[0].members)
    assert page.count(ZH("trigger.missed")) <= 1
