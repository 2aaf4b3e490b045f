"""The cron line and the systemd units call a command that exists, every day."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.cli.arguments import parse
from pipeline.deliver.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"
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
