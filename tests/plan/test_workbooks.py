"""Plan workbooks as HR keeps them, from file to frozen plan."""

from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.findings import Severity
from pipeline.intake.plan_workbook import read_plan
from pipeline.plan import check_plan, parse_plan, questions
from pipeline.plan.model import Plan
from schemas.terms import Method
from tests.plan.books import codes

ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT / "input" / "plans"
ADVENTURE_WORKS = ROOT.parent / "shared" / "examples" / "adventureworks" / "input" / "plans" / "plan.xlsx"


def plan_of(path: Path) -> tuple[Plan, list[str]]:
    read, from_intake = read_plan(path)
    plan, findings = parse_plan(path.name, read)
    assert plan is not None, codes(findings)
    return plan, [one.code for one in (*from_intake, *findings) if one.severity is not Severity.INFO]


def test_the_shipped_plan_has_no_error() -> None:
    plan, findings = plan_of(PLANS / "销售绩效激励方案2023.xlsx")
    assert findings == []
    assert [tier.value for tier in plan.tables["绩效系数"].tiers] == [0, Fraction(4, 5), 1, Fraction(6, 5)]


def test_the_printed_coefficients_have_no_error() -> None:
    assert plan_of(PLANS / "对照" / "手册印刷系数.xlsx")[1] == []


def test_the_printed_tables_show_their_contradictions() -> None:
    plan, errors = plan_of(PLANS / "对照" / "手册原表.xlsx")
    assert errors == ["plan-unknown-table", "plan-weight-empty", "plan-weights-off"]
    advice = [finding.code for finding in check_plan(plan)]
    assert set(advice) >= {
        "plan-check-quality-share", "plan-check-result-share", "plan-check-pay-mix-range", "plan-check-customer-twice",
        "plan-check-bound-twice", "plan-check-gap", "plan-check-same-value", "plan-check-top-undefined",
        "plan-check-no-ratings", "plan-check-attainment-twice", "plan-check-excess-twice",
    }  # fmt: skip
    assert advice.count("plan-check-gap") == 2
    _, parse_findings = parse_plan("plan.xlsx", read_plan(PLANS / "对照" / "手册原表.xlsx")[0])
    assert len(questions(plan, [*parse_findings, *check_plan(plan)])) >= 9


@pytest.mark.skipif(not ADVENTURE_WORKS.exists(), reason="the real example lies beside the checkout")
def test_adventure_works() -> None:
    plan, findings = plan_of(ADVENTURE_WORKS)
    assert findings == []
    commission = plan.tables["超额提成"]
    assert (commission.method, [tier.lower for tier in commission.tiers]) == (
        Method.MARGINAL,
        [None, 1, Fraction(11, 10), Fraction(6, 5)],
    )
    assert plan.parameters.score_places is None
    assert plan.parameters.currency == "USD"
