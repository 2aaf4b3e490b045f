"""A month sealed long ago audits with the same figures for ever; a changed rule is told, whoever changed it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.archive.revisions import revisions
from pipeline.archive.verify import Chain
from pipeline.audit import audit
from tests.faults.closing import tell
from tests.faults.small import MAY

ARCHIVE = Path(__file__).resolve().parent / "archive"
ROOT = Path(__file__).resolve().parents[2]
DIFFERS = 3


@pytest.mark.parametrize("period", sorted(path.name for path in ARCHIVE.iterdir()))
def test_the_figures_are_the_same_for_ever(period: str) -> None:
    (revision,) = revisions(ARCHIVE / period)
    assert Chain(ARCHIVE).damage(revision) == ()
    found = audit(Chain(ARCHIVE), revision, workers=1, progress=lambda *_: None)
    assert found.rerun is not None
    assert found.rerun.figures_agree
    assert found.rerun.invariance.agrees
    assert [check for check in found.rerun.checks if not check.agrees] == []
    assert found.pays_the_same
    assert found.clean or found.environment, "bytes differ although nothing of the environment does"
    tell(f"{period}: figures agree; layers that differ from the sealed ones: {', '.join(found.differing) or 'none'}")


@pytest.mark.long
def test_one_changed_rule_is_named_as_code_and_figures(tmp_path: Path) -> None:
    for name in ("pipeline", "schemas", "report_templates", "uv.lock"):
        source = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, tmp_path / name, ignore=ignored) if source.is_dir() else shutil.copy(source, tmp_path)
    rule = tmp_path / "pipeline/money.py"
    text = rule.read_text(encoding="utf-8")
    changed = text.replace("doubled // (2 * value.denominator)", "doubled // (2 * value.denominator) + 1")
    assert changed != text
    rule.write_text(changed, encoding="utf-8")
    shutil.copytree(ARCHIVE, tmp_path / "output")
    words = [sys.executable, "-m", "pipeline", "audit", MAY, "--output", str(tmp_path / "output"), "--workers", "1"]
    done = subprocess.run(
        words, cwd=tmp_path, env=os.environ | {"PYTHONPATH": "."}, capture_output=True, text=True, check=False
    )
    assert done.returncode == DIFFERS, done.stderr
    assert "代码" in done.stderr
    assert "金额或得分不一致" in done.stderr
