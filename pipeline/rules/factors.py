"""Factors of credit: what a region, product line or customer type weighs for the person credited (SPEC 4, 系数)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pandas as pd

from pipeline.findings import Finding, warning
from pipeline.money import ONE
from pipeline.plan.model import Plan
from pipeline.rationals import RationalDtype
from pipeline.rules.lookup import asked_once
from pipeline.rules.rows import rows
from pipeline.tables import Tables
from schemas.terms import Dimension, FactorTarget

COLUMN = {
    Dimension.REGION: "region",
    Dimension.PRODUCT: "product",
    Dimension.CUSTOMER_TYPE: "customer_type",
}
Factors = Mapping[Dimension, Mapping[str, Fraction]]
NO_FACTORS: Factors = {}  # the last of the list: of lines whose plan is NO_PLAN, -1


def credit_factors(plan: Plan) -> Factors:
    """The factors with 作用 业绩 of a plan, per dimension that it lists."""
    found: dict[Dimension, dict[str, Fraction]] = {}
    for row in plan.factors:
        if row.applies_to == FactorTarget.CREDIT:
            found.setdefault(row.dimension, {})[row.key] = row.factor
    return found


def order_factor(
    plan: pd.Series, region: pd.Series, product: pd.Series, customer_type: pd.Series, plans: Sequence[Plan]
) -> pd.Series:
    """The product of the factors of the order's region, product line and customer type in the person's plan."""
    factors = [*map(credit_factors, plans), NO_FACTORS]

    def weighed(index: int, *keys: str | None) -> Fraction:
        return _product(factors[index], keys)

    return asked_once(weighed, plan, region, product, customer_type, dtype=RationalDtype())


def unlisted_keys(tables: Tables, lines: pd.DataFrame, plans: Sequence[Plan]) -> list[Finding]:
    """One warning for each key of a dimension that a plan weighs but does not list: its factor is 1 (fine print 8)."""
    findings: list[Finding] = []
    for index, plan in enumerate(plans):
        for dimension, listed in credit_factors(plan).items():
            column = COLUMN[dimension]
            strange = lines[(lines["plan"] == index) & ~lines[column].isin(listed)]
            findings += _unlisted(tables, strange, column, dimension)
    return findings


def _unlisted(tables: Tables, strange: pd.DataFrame, column: str, dimension: Dimension) -> list[Finding]:
    """The first line of each key, by its place; an empty key is told like any other."""
    count = strange[column].astype(object).fillna("").value_counts()
    first = strange.sort_values(["sheet_id", "sheet_row"]).drop_duplicates(column)
    return [
        warning(
            "factor-not-listed",
            tables.place(row, column),
            row[column],
            dimension=dimension.header,
            rows=count[row[column] or ""],
        )
        for row in rows(first)
    ]


def _product(factors: Factors, keys: Sequence[str | None]) -> Fraction:
    product = ONE
    for dimension, key in zip(COLUMN, keys, strict=True):
        product *= factors.get(dimension, {}).get(key or "", ONE)
    return product
