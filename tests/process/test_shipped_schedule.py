"""The cron line and the systemd units call a command that exists, every day."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from pipeline.cli.arguments import parse
from pipeline.deliver.settings import Settings
from tests.faults.small import write_small

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SCHEDULE = DOCS / "schedule"


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((SCHEDULE / name).read_text("utf-8"))
    return parser


def command(words: list[str]) -> str:
    assert words[1:3] == ["-m", "pipeline"]
    return str(parse(words[3:]).command)


def test_cron_runs_the_daily_job_once_a_day() -> None:
    lines = (SCHEDULE / "crontab").read_text("utf-8").splitlines()
    (line,) = [one for one in lines if re.match(r"[\d*]", one)]
    *when, call = line.split(maxsplit=5)
    assert when[2:] == ["*", "*", "*"]
    assert all(part.isdigit() for part in when[:2])
    assert command(shlex.split(call.partition("&&")[2])) == "tick"


def test_systemd_runs_the_daily_job_once_a_day_and_makes_up_for_missed_ones() -> None:
    service, timer = unit("sales-bonus.service"), unit("sales-bonus.timer")
    assert command(shlex.split(service["Service"]["ExecStart"])) == "tick"
    assert service["Service"]["Type"] == "oneshot"
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d", timer["Timer"]["OnCalendar"])
    assert timer["Timer"]["Persistent"] == "true"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The program in a folder of its own, with a small company's June ahead."""
    folder = tmp_path / "sales-bonus"
    folder.mkdir()
    for name in ("pipeline", "schemas", "report_templates", "pyproject.toml", "uv.lock"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(sys.prefix)
    write_small(folder / "input")
    remove_tree(folder / "input/2024-06")
    return folder


def told_by(call: str, day: str, folder: Path) -> str:
    """What the line says on a day, run as cron runs it: by sh, with next to no environment."""
    line = f"{call.replace('/srv/sales-bonus', str(folder))} --date {day}"
    few = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    done = subprocess.run(["sh", "-c", line], env=few, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


def test_the_shipped_lines_do_a_days_work_once_and_catch_up(installed: Path) -> None:
    """Cron on Wednesday, nothing for four days, systemd on Tuesday and once more by hand."""
    (cron,) = [one for one in (SCHEDULE / "crontab").read_text("utf-8").splitlines() if re.match(r"[\d*]", one)]
    by_cron, by_systemd = cron.split(maxsplit=5)[5], unit("sales-bonus.service")["Service"]["ExecStart"]
    said = told_by(by_cron, "2024-06-05", installed)
    assert "校验完成，错误 0 处" in said
    assert "提醒 人力资源部：发布公示 应于 2024-06-07 前完成" in said
    assert "逾期 人力资源部：发布公示 应于 2024-06-07 完成" in told_by(by_systemd, "2024-06-11", installed)
    assert told_by(by_systemd, "2024-06-11", installed) == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_accepts_the_units(installed: Path) -> None:
    for name in ("sales-bonus.service", "sales-bonus.timer"):
        adapted = (SCHEDULE / name).read_text("utf-8").replace("/srv/sales-bonus", str(installed))
        (installed / name).write_text(adapted, "utf-8")
    subprocess.run(["systemd-analyze", "verify", str(installed / "sales-bonus.timer")], check=True)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_timer() -> None:
    subprocess.run(["systemd-analyze", "calendar", unit("sales-bonus.timer")["Timer"]["OnCalendar"]], check=True)


def test_the_documented_settings_are_the_settings() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", (DOCS / "process.md").read_text("utf-8"), re.DOTALL)
    documented = tomllib.loads(block)["smtp"]
    known = {one.name: one.default for one in fields(Settings)}
    assert documented.keys() <= known.keys()
    for name in ("port", "rate", "attempts", "pause", "timeout", "ca_file", "protect", "passwords"):
        assert documented[name] == known[name], name
