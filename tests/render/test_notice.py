"""公示表: only what the plan lets be shown, one page for many, the dates and the channel on it."""

import io
import re

import pytest
from pypdf import PdfReader

from pipeline.calculation import Calculation
from pipeline.render.notice import columns_across, notice_html, notice_pdf
from pipeline.statements.notice import Notice, notice
from pipeline.wording import wording
from schemas.terms import Notice as Shown
from tests.statements import factory as make

ZH = wording("zh")


def shown(size: int, how: Shown = Shown.RATING) -> Notice:
    crew = make.crew(size)
    plan = make.plan(notice=how, rating_table="评级")
    made = Calculation(
        crew.period, (plan,), crew.people, crew.kpi_scores, crew.credits, crew.lines, crew.segments, crew.not_covered
    )
    return notice(made, make.workdays())


def pages(content: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def test_everybody_stands_once_best_rating_first() -> None:
    ratings = [one.rating for one in shown(12).entries]
    assert ratings == sorted(ratings)
    assert len({one.name for one in shown(9).entries}) == 9


@pytest.mark.parametrize(
    ("how", "named", "paid"),
    [(Shown.RATING, True, False), (Shown.AMOUNT, True, True), (Shown.ANONYMOUS, False, False)],
)
def test_names_and_amounts_are_shown_as_the_plan_says(how: Shown, named: bool, paid: bool) -> None:
    made = shown(8, how)
    printed = "".join(pages(notice_pdf(made, ZH)))
    crew = make.crew(8).people
    assert any(name in printed for name in crew["name"]) is named
    assert any(f"{float(pay):,.2f}" in printed for pay in crew["payable"]) is paid


@pytest.mark.parametrize(("size", "across", "count"), [(1, 1, 1), (32, 1, 1), (33, 2, 1), (96, 3, 1), (97, 3, 2)])
def test_a_hundred_people_fit_on_a_page(size: int, across: int, count: int) -> None:
    made = shown(size)
    assert columns_across(made) == across
    printed = pages(notice_pdf(made, ZH))
    assert len(printed) == count
    assert f"共{size}人" in printed[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_dates_and_the_channel_are_on_it(lang: str) -> None:
    page = notice_html(shown(3), wording(lang))
    for date in ("2023年10月18日", "钉钉") if lang == "zh" else ("18 Oct 2023", "钉钉"):
        assert date in page


def test_the_bytes_repeat() -> None:
    assert notice_pdf(shown(5), ZH) == notice_pdf(shown(5), ZH)


def test_a_period_without_people_has_a_notice_that_says_so() -> None:
    nobody = make.calculation(people=[], kpis=[], lines=[], credit_rows=[], segments=[])
    assert ZH("notice.nobody") in notice_html(notice(nobody, make.workdays()), ZH)
