"""Every cent and every score in which a close and the oracle disagree."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from schemas.terms import Kind, LineKind, Status
from tests.casebook.run import Records
from tests.oracle.close import Close
from tests.oracle.scoring import category_score
from tests.oracle.staff import Worker, rank_of
from tests.oracle.world import World

PLACES = 16
GOING_BACK = {"待释放", "释放", "追回"}
Row = tuple[str, str, Fraction]
GROUPS = {
    "performance_bonus": {"绩效奖金", "目标奖金"},
    "commission": {"提成", "待释放", "释放"},
    "awards": {"单笔奖", "定额", "排名奖", "名单奖"},
    "mentor": {"带教奖"},
    "other": {"奖池", "预支", "上期结转"},
    "recoveries": {"追回"},
    "adjustments": {"调整"},
}
HEADERS = {member.value: member.header for words in (Kind, LineKind, Status) for member in words}


def differences(world: World, expected: Close, data: dict[str, Records]) -> list[str]:
    """One sentence for each difference."""
    results = {row["employee_id"]: row for row in data["results"]}
    if sorted(results) != [one.id for one in expected.staff]:
        return [f"participants {sorted(results)} instead of {[one.id for one in expected.staff]}"]
    found = [text for one in expected.staff for text in _person(world, expected, one, results[one.id])]
    found += [text for one in expected.staff for text in _scores(one, data["kpi_scores"])]
    return found + [text for one in expected.staff for text in _lines(expected, one, data["payout_lines"])]


def _person(world: World, expected: Close, one: Worker, row: dict[str, Any]) -> Iterator[str]:
    world = world.views[one.plan]
    headline = one.attainments.get(world.parameter("主指标") or "")
    figures: dict[str, Any] = {
        "proration": one.proration, "base": one.base, "total_score": one.total if one.scored else None,
        "coefficient": one.coefficient if one.scored else None,
        "result_score": category_score(world, one, "结果"), "process_score": category_score(world, one, "过程"),
        "headline_attainment": headline, "payable": expected.payable[one.id], "carried": expected.carried[one.id],
        "rank_company": rank_of(one, expected.staff),
    }  # fmt: skip
    for column, kinds in GROUPS.items():
        figures[column] = sum(
            (x.amount for x in expected.lines if x.employee == one.id and x.kind in kinds), Fraction(0)
        )
    figures["other"] += expected.carried[one.id]  # so that the columns add up to what is payable
    for column, figure in figures.items():
        if not _same(row[column], figure):
            yield f"{one.id} {column}: {row[column]} instead of {_shown(figure)}"
    for column, word in (
        ("rating", one.rating),
        ("status", expected.status[one.id]),
        ("team", one.team),
        ("grade", one.grade),
    ):
        if (HEADERS.get(row[column], row[column]) or "") != word:
            yield f"{one.id} {column}: {row[column]} instead of {word}"


def _scores(one: Worker, records: Records) -> Iterator[str]:
    rows = {row["kpi"]: row for row in records if row["employee_id"] == one.id}
    for kpi, score in one.scores.items():
        figures = {"score": score, "weight": one.weights[kpi], "attainment": one.attainments.get(kpi)}
        for column, figure in figures.items():
            if kpi not in rows or not _same(rows[kpi][column], figure):
                yield f"{one.id} {kpi} {column}: {rows.get(kpi, {}).get(column)} instead of {_shown(figure)}"


def _lines(expected: Close, one: Worker, records: Records) -> Iterator[str]:
    mine = [row for row in records if row["employee_id"] == one.id and row["amount"]]
    ordered = sorted(mine, key=lambda row: row["line"])
    actual = [(HEADERS[row["kind"]], row["component"], Fraction(row["amount"])) for row in ordered]
    paid = [line for line in actual if line[0] not in {"调整", "结转"}]
    wanted = [(x.kind, x.component, x.amount) for x in expected.lines if x.employee == one.id and x.amount]
    if _comparable(paid) != _comparable([line for line in wanted if line[0] != "调整"]):
        yield f"{one.id} lines {_listed(actual)} instead of {_listed(wanted)}"


def _comparable(lines: list[Row]) -> tuple[list[Row], list[Row]]:
    """Lines of the first phases and 预支 in their order; those that go back to earlier periods in any."""
    return [line for line in lines if line[0] not in GOING_BACK], sorted(
        line for line in lines if line[0] in GOING_BACK
    )


def _listed(lines: list[tuple[str, str, Fraction]]) -> list[tuple[str, str, str]]:
    return [(kind, component, _shown(amount)) for kind, component, amount in lines]


def _same(actual: Any, figure: Fraction | None) -> bool:
    if actual is None or figure is None:
        return actual is None and figure is None
    return abs(Fraction(actual) - figure) < Fraction(1, 10**PLACES)


def _shown(figure: Fraction | None) -> str:
    return "nothing" if figure is None else f"{float(figure):.6f}"
