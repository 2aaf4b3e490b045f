"""A look into a running period as a PDF per team and as one self-contained page (SPEC 7, `progress`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from pipeline.money import decimal
from pipeline.outlook.pace import weeks
from pipeline.outlook.progress import Missing, PersonProgress, Progress, TeamProgress, Week
from pipeline.render.assets import TEMPLATES
from pipeline.render.charts import Column, Point, columns
from pipeline.render.html import html
from pipeline.render.lines import Lines, lines
from pipeline.render.numbers import Numbers
from pipeline.render.pdf import pdf
from pipeline.statements.entries import NextStep
from pipeline.wording import Wording
from schemas import TABLES

WIDE = 310
LISTED = 5
THICK, GAP = 26, 4
TEN, THOUSAND, TEN_THOUSAND = 10, 1_000, 10_000
HEADERS = {table.name: table.header for table in TABLES}


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of a team or a person."""

    weekly: list[Column]
    cumulative: Lines


def progress_pdf(progress: Progress, group: TeamProgress, words: Wording) -> bytes:
    """One team's progress, one section per person, PDF/A-3a."""
    return pdf(html("progress.html.j2", groups=[group], **_context(progress, words)), "summary.css", "outlook.css")


def progress_html(progress: Progress, words: Wording) -> str:
    """Every team and person as one page that asks for nothing."""
    style = "".join((TEMPLATES / name).read_text("utf-8") for name in ("report.css", "progress_page.css"))
    context = _context(progress, words)
    return html("progress_page.html.j2", groups=progress.groups, style=Markup(style), **context)  # noqa: S704 - our own file


def next_step_text(step: NextStep, person: PersonProgress, numbers: Numbers, words: Wording) -> str:
    """How far the next band is, and what it takes on each working day that is left."""
    value = numbers.share(step.value) if step.kind == "rate" else numbers.number(step.value)
    figures = {"gap": numbers.number(step.gap, 2), "bound": numbers.number(step.bound, 2), "value": value}
    text = words(f"progress.next.{step.kind}", subject=step.subject, unit=step.unit, **figures)
    left = person.share.whole - person.share.passed
    if step.kind != "target" or not left:
        return text
    return text + words("progress.next.daily", daily=numbers.whole(step.gap / left))


def sum_text(group: TeamProgress, words: Wording) -> str:
    """Which KPI a team's sums are about, or why there are none."""
    if group.summed:
        return words("progress.summed", kpis=words("comma").join(group.summed))
    return words("progress.apart" if any(one.by_day for one in group.members) else "progress.unsummed")


def missing_text(one: Missing, words: Wording) -> str:
    """What is missing, in words; tables by their name in the language."""
    of_table = one.cause in {"table", "cut"} and words.lang == "zh"
    subject = HEADERS.get(one.subject, one.subject) if of_table else one.subject
    return words(f"progress.missing.{one.cause}", subject=subject, people=one.people)


def _context(progress: Progress, words: Wording) -> dict[str, object]:
    numbers = Numbers(words.locale, progress.scheme.currency)
    return {
        "p": progress,
        "n": numbers,
        "words": words,
        "day": numbers.day(progress.as_of),
        "missing": [missing_text(one, words) for one in progress.missing],
        "charts": {group.team: _charts(group.weeks, numbers, words) for group in progress.groups},
        "people_charts": {one.employee_id: _charts(one.weeks, numbers, words) for one in progress.groups[0].members},
        "activity_columns": {group.team: _activities(group, progress) for group in progress.groups},
        "sum_text": lambda group: sum_text(group, words),
        "next_text": lambda step, person: next_step_text(step, person, numbers, words),
        "listed": LISTED,
        "bars": _thick(len(weeks(progress.period))),
    }


def _charts(shown: Sequence[Week], numbers: Numbers, words: Wording) -> Charts:
    values = [(week, week.value or Fraction(0)) for week in shown]
    points = [Point(_label(week.start), value, _short(value, numbers, words)) for week, value in values]
    return Charts(
        columns(points, width=WIDE, thick=_thick(len(points))),
        lines([week.so_far for week in shown], [week.due for week in shown]),
    )


def _activities(group: TeamProgress, progress: Progress) -> list[Column]:
    totals = [sum(counts) for counts in zip(*(row for _, row in group.activities), strict=True)]
    starts = [start for start, _ in weeks(progress.period)][: len(totals)]
    points = [Point(_label(start), Fraction(count), str(count)) for start, count in zip(starts, totals, strict=True)]
    return columns(points, width=WIDE, thick=_thick(len(points)))


def _thick(count: int) -> int:
    return min(THICK, WIDE // max(count, 1) - GAP)


def _label(start: date) -> str:
    return f"{start.month}/{start.day}"


def _short(value: Fraction, numbers: Numbers, words: Wording) -> str:
    """A result short enough for thirteen weeks beside each other: from ten thousand on in 万, or in thousands."""
    if not value:
        return ""
    if abs(value) < TEN_THOUSAND:
        return numbers.whole(value)
    unit = TEN_THOUSAND if words.lang == "zh" else THOUSAND
    return words("progress.short", number=decimal(value / unit, 0 if abs(value) >= TEN * unit else 1))
