"""试运行效果评估报告: the trial of a plan as a PDF (SPEC 7, `simulate`)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from pipeline.outlook.trial import Moved, Trial
from pipeline.render.charts import Column, Point, columns
from pipeline.render.html import html
from pipeline.render.numbers import Numbers
from pipeline.render.pdf import pdf
from pipeline.wording import Wording

LISTED = 15
CHANGES = 40
WIDE = 310
TENTH = Fraction(1, 10)
BANDS = ("down", "bit_down", "same", "bit_up", "up")


def trial_pdf(trial: Trial, words: Wording) -> bytes:
    """The report, PDF/A-3a."""
    return pdf(trial_html(trial, words), "summary.css", "outlook.css")


def trial_html(trial: Trial, words: Wording) -> str:
    """The page that the PDF is printed from."""
    return html(
        "trial.html.j2",
        t=trial,
        n=Numbers(words.locale, trial.new.currency),
        words=words,
        periods=periods_text(trial),
        tables=(("team", trial.teams), ("grade", trial.grades), ("kind", trial.kinds)),
        lists=(("winners_list", "nobody_wins", trial.winners), ("losers_list", "nobody_loses", trial.losers)),
        listed=LISTED,
        changes=trial.changes[:CHANGES],
        more=len(trial.changes) - CHANGES,
        distribution=_distribution(trial, words),
        ratings=_ratings(trial),
        by_attainment=trial.by_attainment,
    )


def periods_text(trial: Trial) -> str:
    """The first period, or the first and the last."""
    first, last = trial.periods[0].id, trial.periods[-1].id
    return first if first == last else f"{first} – {last}"


def _distribution(trial: Trial, words: Wording) -> list[Column]:
    found = [_band(one.pay) for one in trial.people]
    counts = [(band, found.count(band)) for band in BANDS]
    return columns(
        [Point(words(f"simulate.band.{band}"), Fraction(count), str(count)) for band, count in counts], width=WIDE
    )


def _band(pay: Moved) -> str:
    if not pay.difference:
        return "same"
    bit = abs(pay.difference) <= pay.old * TENTH
    return ("bit_" if bit else "") + ("up" if pay.difference > 0 else "down")


def _ratings(trial: Trial) -> list[tuple[str, int, int]]:
    old, new = ({one.label: one.count for one in side} for side in trial.ratings)
    return [(label, old.get(label, 0), new.get(label, 0)) for label in _labels(old, new)]


def _labels(old: Iterable[str], new: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*old, *new]))
