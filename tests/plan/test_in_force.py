"""Which plans hold for a period."""

from dataclasses import replace
from datetime import date

from pipeline.period import Period, parse_period
from pipeline.plan.in_force import plans_in_force
from pipeline.plan.model import Plan
from tests.plan.books import codes, parsed


def plan(workbook: str, start: date, end: date | None = None, teams: tuple[str, ...] = ()) -> Plan:
    base = parsed()[0]
    return replace(
        base,
        workbook=workbook,
        parameters=replace(base.parameters, effective_from=start, effective_to=end, teams=teams),
    )


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def test_a_plan_is_in_force_up_to_and_including_its_days() -> None:
    old = plan("a.xlsx", date(2023, 1, 1), date(2023, 6, 30))
    new = plan("b.xlsx", date(2023, 9, 30))
    assert plans_in_force([new, old], period("2023Q2"))[0] == (old,)
    assert plans_in_force([new, old], period("2023Q3"))[0] == (new,)


def test_a_plan_that_begins_within_the_period_is_told_with_the_one_before() -> None:
    old = plan("a.xlsx", date(2023, 1, 1), date(2023, 8, 14))
    new = plan("b.xlsx", date(2023, 8, 15))
    found, (told,) = plans_in_force([new, old], period("2023Q3"))
    assert (found, told.code, told.blocks, told.place.cell) == ((new,), "plan-begins-within", False, "B5")
    assert "a.xlsx" in dict(told.params)["before"]
    assert plans_in_force([new, old], period("2023-08"))[1] == ()
    assert plans_in_force([new, old], period("2023Q4"))[1] == ()


def test_no_plan_in_force_is_an_error() -> None:
    found, findings = plans_in_force([plan("a.xlsx", date(2023, 10, 1))], period("2023Q3"))
    assert (found, codes(findings)) == ((), [("plan-none-in-force", "!", "2023Q3")])
    assert findings[0].blocks


def test_two_plans_need_disjoint_teams_or_grades() -> None:
    start = date(2023, 1, 1)
    east, west = plan("a.xlsx", start, teams=("东",)), plan("b.xlsx", start, teams=("西",))
    assert plans_in_force([east, west], period("2023Q3")) == ((east, west), ())
    everyone = plan("c.xlsx", start)
    _, findings = plans_in_force([east, everyone], period("2023Q3"))
    assert [finding.code for finding in findings] == ["plans-overlap"]
    assert dict(findings[0].params)["grades"] == "新人、骨干"
    other = replace(everyone, grades=tuple(replace(rule, grade=f"{rule.grade}2") for rule in everyone.grades))
    assert plans_in_force([east, other], period("2023Q3"))[1] == ()
    assert plans_in_force([east, everyone], period("2023-09"))[1] == ()
