"""The summary of a team or of the company as a PDF (SPEC 5 and 8)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pipeline.render.charts import Column, Point, bar, columns, gauge, stack
from pipeline.render.html import html
from pipeline.render.numbers import Numbers
from pipeline.render.pdf import pdf
from pipeline.render.triggers import CROWDED, detail, grouped
from pipeline.statements import Summary
from pipeline.statements.contests import SCORE_BANDS, rate
from pipeline.statements.summary import Member
from pipeline.wording import Wording

LEADERS = 20
LISTED = 40
COACHED = 12
MEDALS = 3
WIDE = 310


def summary_pdf(summary: Summary, words: Wording) -> bytes:
    """The summary, PDF/A-3a, byte-identical on every run."""
    return pdf(summary_html(summary, words), "summary.css")


def summary_html(summary: Summary, words: Wording) -> str:
    """The page that the PDF is printed from."""
    numbers = Numbers(words.locale, summary.scheme.currency)
    flags = grouped(summary.triggers)
    return html(
        "summary.html.j2",
        s=summary,
        n=numbers,
        words=words,
        title=summary.team or words("summary.company"),
        leaders=summary.members if summary.team else summary.members[:LEADERS],
        medals=MEDALS,
        gauges={one.employee_id: gauge(one.attainment) for one in summary.members},
        target_gauges={one.kpi: gauge(one.attainment) for one in summary.targets},
        scores=_scores(summary),
        rating_columns=_ratings(summary),
        contest_bars=_contest_bars(summary),
        trend=_trend(summary, numbers),
        mix=_mix(summary),
        mix_parts=stack([one.amount for one in _mix(summary)]),
        branch_gauges=[gauge(one.attainment) for one in summary.branches],
        detail=detail,
        mean_score=summary.trend[-1].total_score,
        flags=flags[:LISTED],
        more=len(flags) - LISTED,
        crowded=CROWDED,
        coaching=_coaching(summary),
    )


def _coaching(summary: Summary) -> list[Member]:
    """Those whose weakest KPI costs most, with the plan's advice."""
    advised = [one for one in summary.members if one.weakest and one.advice]
    return sorted(advised, key=lambda one: (-one.lost, one.employee_id))[: LISTED if summary.team else COACHED]


def _scores(summary: Summary) -> list[Column]:
    labels = [f"<{SCORE_BANDS[0]}", *(f"{low}–{high}" for low, high in pairwise(SCORE_BANDS)), f"≥{SCORE_BANDS[-1]}"]
    counts = zip(labels, summary.scores, strict=True)
    return columns([Point(label, Fraction(one.count), str(one.count)) for label, one in counts], width=WIDE)


def _ratings(summary: Summary) -> list[Column]:
    return columns([Point(one.label, Fraction(one.count), str(one.count)) for one in summary.ratings], width=WIDE)


def _contest_bars(summary: Summary) -> dict[tuple[str, str], str]:
    return {
        (contest.by, one.label): bar(one.credited, max(side.credited for side in contest.contenders))
        for contest in summary.contests
        for one in contest.contenders
    }


def _trend(summary: Summary, numbers: Numbers) -> list[Column]:
    last = len(summary.trend) - 1
    return columns(
        [
            Point(point.period, point.payable, numbers.whole(point.payable), strong=place == last)
            for place, point in enumerate(summary.trend)
        ],
        width=WIDE,
    )


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of everybody's pay and its share of the whole; the share is None where nothing was paid."""

    key: str
    amount: Fraction
    share: Fraction | None


def _mix(summary: Summary) -> list[Slice]:
    cost = summary.cost
    parts = {name: getattr(cost, name) for name in ("fixed_pay", "performance", "commission", "awards", "other")}
    return [Slice(key, value, rate(value, cost.fixed_pay + cost.payable)) for key, value in parts.items()]
