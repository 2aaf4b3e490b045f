"""What is said of a period before and after its files were looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.cli.exits import Exit
from pipeline.cli.job import Job
from pipeline.findings import Finding, Severity, any_blocks


def show(job: Job, findings: Sequence[Finding]) -> Exit:
    """Show what was found and say how it stands."""
    job.screen.findings(findings)
    counts = Counter(finding.severity for finding in findings)
    job.screen.say("cli.counted", **{f"{level.value}s": counts[level] for level in Severity})
    for one in findings:
        if one.code == "not-covered":  # for the record only, but nobody goes without pay unseen
            job.screen.say("finding.not-covered.what", value=one.value, **dict(one.params))
    job.screen.say("cli.validation_report", path=job.output / job.period.id / "validation")
    if any_blocks(findings):
        job.screen.complain("cli.blocked", errors=counts[Severity.ERROR])
        return Exit.FINDINGS
    return Exit.DONE


def announce(job: Job, key: str) -> None:
    """Say what begins, for which days."""
    job.screen.say(key, period=job.period.id, start=job.period.start, end=job.period.end)
