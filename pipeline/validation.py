"""What was found in a period's workbooks, as the files of `validation/` (SPEC 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from pipeline.archive.draft import write_validation
from pipeline.draft import Draft
from pipeline.findings import Finding
from pipeline.intake.mapping_workbook import PROPOSED, proposal_bytes
from pipeline.intake.marking.marked_copies import copies_by_name, marked_copies
from pipeline.intake.result import Intake
from pipeline.render.validation import Account, Change, Copy, Reading, Total, validation_report
from pipeline.wording import Wording
from schemas import TABLES

TABLE = {table.name: table for table in TABLES}


def report_on(draft: Draft, findings: Sequence[Finding], output: Path, words: Wording) -> Path:
    """Write the validation report of a period; its folder."""
    return write_validation(output / draft.period.id, validation_files(draft, findings, words))


def validation_files(draft: Draft, findings: Sequence[Finding], words: Wording) -> Mapping[str, bytes]:
    """The files of `validation/` (SPEC 8)."""
    intake = draft.intake
    readings = [
        Reading(
            one.workbook,
            one.sheet,
            _table(one.table, words),
            one.rows,
            "、".join(one.others),
            _tables(one.nearest, words),
        )
        for one in intake.recognised
    ]
    changes = [
        Change(one.workbook, one.sheet, one.header, words(f"normalised.{one.kind}"), one.count)
        for one in intake.normalised
    ]
    marked = marked_copies(findings, draft.inputs.workbooks, words)
    copies = [Copy(one.workbook, one.name, words(f"marked.none_{one.reason}") if one.reason else "") for one in marked]
    report = validation_report(findings, Account(readings, changes, _totals(intake, words), copies), words)
    proposal = {PROPOSED: proposal_bytes(intake.proposals)} if intake.proposals else {}
    return {"校验报告.xlsx": report, **proposal, **copies_by_name(marked)}


def _totals(intake: Intake, words: Wording) -> list[Total]:
    found = []
    for one in intake.totals:
        found.append(Total(_table(one.table, words), words("validation.rows"), Fraction(one.rows)))
        fields = {field.name: field.header for field in TABLE[one.table].fields}
        found += [
            Total(_table(one.table, words), fields[name] if words.lang == "zh" else name, Fraction(value))
            for name, value in one.sums
        ]
    return found


def _table(name: str, words: Wording) -> str:
    return TABLE[name].header if words.lang == "zh" and name in TABLE else name


def _tables(names: Sequence[str], words: Wording) -> str:
    return "、".join(_table(name, words) for name in names)
