"""One word, one thing: a rule reads columns of tables, plan parameters and earlier rules (DESIGN)."""

from __future__ import annotations

import inspect
from dataclasses import fields

import pytest

from pipeline.columns import Rule, arguments
from pipeline.plan.model import Kpi, Parameters
from pipeline.rules.participation import PEOPLE
from pipeline.rules.pay import PAID, PAY
from pipeline.rules.ranks import RANKS
from pipeline.rules.scores import AFTER_POINTS, BEFORE_POINTS
from pipeline.rules.scorings import SCORINGS
from pipeline.rules.totals import TOTALS
from pipeline.wording import wording
from schemas import TABLES

PLAN = {field.name for model in (Kpi, Parameters) for field in fields(model)}
TABLE_COLUMNS = {field.name for table in TABLES for field in table.fields}
JOINED = {
    *["scorecard_weight", "full_baseline", "full_challenge", "points"],  # scorecards.py, scorings.py
    *["weighted_total", "result_mean", "process_mean"],  # the scorecard's sums, totals.py
    *["held", "carried", *PAY],  # the sums of lines, pay.py
    "rate_tables",  # the plan's sheet 档位
}
GRAINS = {
    "scores": (*BEFORE_POINTS, *SCORINGS.values(), *AFTER_POINTS),
    "people": (*TOTALS, *PAID, *RANKS),
}
CASES = [
    pytest.param(rules, place, id=rules[place].__name__) for rules in GRAINS.values() for place in range(len(rules))
]


@pytest.mark.parametrize(("rules", "place"), CASES)
def test_a_rule_reads_words_that_are_defined_above_it(rules: tuple[Rule, ...], place: int) -> None:
    known = PLAN | TABLE_COLUMNS | set(PEOPLE) | JOINED | {rule.__name__ for rule in rules[:place]}
    assert set(arguments(rules[place])) <= known


@pytest.mark.parametrize(("rules", "place"), CASES)
def test_a_rule_says_what_it_does_in_one_sentence(rules: tuple[Rule, ...], place: int) -> None:
    sentence = inspect.getdoc(rules[place]) or ""
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(("rules", "place"), CASES)
def test_the_sentence_stands_in_the_catalogues(rules: tuple[Rule, ...], place: int) -> None:
    rule = rules[place]
    key = f"rule.points.{rule.__name__}" if rule in SCORINGS.values() else f"rule.{rule.__name__}"
    assert wording("en")(key) == inspect.getdoc(rule)
    assert wording("zh").has(key)


def test_no_two_rules_add_the_same_column() -> None:
    names = [rule.__name__ for rules in GRAINS.values() for rule in rules]
    assert len(names) == len(set(names))
