"""Each way that a command can end: one clear line, the exit code of SPEC 7, nothing half-written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from pipeline.archive.lock import locked
from pipeline.cli import main
from pipeline.cli.arguments import parse as arguments
from tests.cli.conftest import ROOT, Run
from tests.faults.small import MAY, write_small

INPUT = ROOT / "input"
PERIOD = "2023Q2"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A copy of the shipped example that a test may damage."""
    return Path(shutil.copytree(INPUT, tmp_path / "input"))


def published(output: Path) -> list[Path]:
    return sorted(output.glob("*/r*")) + sorted(output.glob("*/.stage"))


def no_traceback(done: subprocess.CompletedProcess[str]) -> None:
    assert "Traceback" not in done.stdout + done.stderr


def test_done(run: Run, output: Path) -> None:
    done = run("close", PERIOD, "--output", output)
    assert done.returncode == 0, done.stderr
    assert str(output / PERIOD / "r1/statements") in done.stdout
    assert len(list((output / PERIOD / "r1/statements").glob("*.pdf"))) > 30
    again = run("close", PERIOD, "--output", output)
    assert again.returncode == 0
    assert "r1 仍然有效" in again.stdout
    assert published(output) == [output / PERIOD / "r1"]


@pytest.mark.parametrize("words", [["nonsense"], ["close", "2023Q9"], ["close", "2023Q2", "--workers", "none"], []])
def test_wrong_usage(run: Run, output: Path, words: list[str]) -> None:
    done = run(*words, *(["--output", output] if words[:1] == ["close"] else []))
    assert done.returncode == 2
    no_traceback(done)


def test_a_reason_shows_what_cannot_be_seen() -> None:
    asked = arguments(["close", PERIOD, "--reason", "补发\x1b[31m\udc80"])
    assert asked.reason == "补发\\u001b[31m\\udc80"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2023-Q2", "2023Q2"),
        ("2023q2", "2023Q2"),
        ("２０２３-０４", "2023-04"),
        ("2023/4", "2023-04"),
        ("2023年4月", "2023-04"),
    ],
)
def test_a_period_nearly_right_is_wrong_usage_that_says_what_was_meant(
    tmp_path: Path, typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["close", typed, "--input", str(INPUT), "--output", str(tmp_path / "output")]) == 2
    assert f"要的是 {meant} 吗" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["advance", PERIOD, "--by", "x", "--to", "定稿"], "已定稿 (final)"),
        (["calendar", PERIOD, "--date", "2023-13-01"], "write it like 2026-10-09"),
        (["close", PERIOD, "--workers", "0"], "give 1 or more"),
    ],
)
def test_wrong_usage_says_what_is_right(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("terminal", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "gbk"}])
def test_a_terminal_that_knows_no_chinese(output: Path, terminal: dict[str, str]) -> None:
    """And no colours in what is not a terminal."""
    command = [sys.executable, "-m", "pipeline", "validate", "2020Q1", "--output", str(output)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | terminal, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    assert b"\033" not in done.stdout + done.stderr


def test_ctrl_c_in_the_middle_publishes_nothing(output: Path, tmp_path: Path) -> None:
    places = ("--input", str(write_small(tmp_path / "input")), "--output", str(output))
    command = [sys.executable, "-m", "pipeline", "close", MAY, *places]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not list(output.glob("*/.stage/seal/inputs")) and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, "已中断" in said, "Traceback" in said) == (130, True, False)
    assert published(output) == []


def test_no_folder_for_the_period(run: Run, output: Path) -> None:
    done = run("close", "2020Q1", "--output", output, "--input", output / "nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr, "the folder that was given, not input/"
    assert published(output) == []


def test_no_plan_in_force(run: Run, output: Path, inputs: Path) -> None:
    for plan in (inputs / "plans").glob("*.xlsx"):
        plan.unlink()
    done = run("close", PERIOD, "--input", inputs, "--output", output)
    assert done.returncode == 1
    assert published(output) == []


def test_two_plans_for_one_person(run: Run, output: Path, inputs: Path) -> None:
    plan = next((inputs / "plans").glob("*.xlsx"))
    shutil.copy(plan, plan.with_name("another.xlsx"))
    done = run("close", PERIOD, "--input", inputs, "--output", output)
    assert done.returncode == 1
    assert "another.xlsx" in done.stderr
    assert published(output) == []


def test_a_finding_names_workbook_sheet_cell_and_value(run: Run, output: Path, inputs: Path) -> None:
    path = next((inputs / PERIOD).glob("人员*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = next(cell for row in sheet.iter_rows(max_row=10) for cell in row if cell.value == "入职日期")
    target = sheet.cell(header.row + 1, header.column)
    target.value = "去年夏天"
    book.save(path)
    done = run("close", PERIOD, "--input", inputs, "--output", output)
    assert done.returncode == 1
    for part in (path.name, sheet.title, target.coordinate, "去年夏天"):
        assert part in done.stderr.replace("\n", ""), part
    report = openpyxl.load_workbook(output / PERIOD / "validation/校验报告.xlsx")
    cells = {cell.value for row in report.worksheets[0].iter_rows() for cell in row}
    assert {target.coordinate, "去年夏天"} <= cells
    assert published(output) == []


def test_an_unreadable_workbook(run: Run, output: Path, inputs: Path) -> None:
    next((inputs / PERIOD).glob("人员*.xlsx")).write_bytes(b"PK\x03\x04 broken")
    done = run("close", PERIOD, "--input", inputs, "--output", output)
    assert done.returncode == 1
    no_traceback(done)
    assert published(output) == []


def test_another_close_holds_the_lock(run: Run, output: Path) -> None:
    with locked(output, f"advance {PERIOD}"):
        done = run("close", PERIOD, "--output", output)
    assert done.returncode == 4
    assert f"advance {PERIOD}" in done.stderr
    assert str(os.getpid()) in done.stderr
    assert published(output) == []


def test_nobody_reads_what_is_said_any_more() -> None:
    """`plan diff A B | head -0`: the command ends as its work does."""
    plans = [ROOT / "input/plans/对照/手册原表.xlsx"] * 2
    words = [sys.executable, "-m", "pipeline", "plan", "diff", *map(str, plans)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as diff:
        assert diff.stdout is not None
        diff.stdout.close()
        assert diff.stderr is not None
        assert diff.stderr.read() == ""
    assert diff.returncode == 0


def test_output_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = run("close", PERIOD, "--output", tmp_path / "file/output")
    assert done.returncode == 6
    assert "已有文件，建不了文件夹" in done.stderr
    no_traceback(done)


def unprivileged(*words: object) -> subprocess.CompletedProcess[str]:
    """A command that obeys permissions, also where root runs the tests."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
    command = [*(drop if os.geteuid() == 0 else []), sys.executable, "-m", "pipeline", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="only setpriv makes root obey permissions"
)
def test_what_may_not_be_read_or_written(output: Path, tmp_path: Path) -> None:
    inputs = write_small(tmp_path / "input")
    asked = (MAY, "--input", inputs, "--output", output)
    path = next((inputs / MAY).glob("*.xlsx"))
    path.chmod(0)
    done = unprivileged("close", *asked)
    assert (done.returncode, path.name in done.stderr, "没有读取这个文件的权限" in done.stderr) == (1, True, True)
    path.chmod(0o600)
    (inputs / MAY).chmod(0)
    done = unprivileged("close", *asked)
    assert (done.returncode, str(inputs / MAY) in done.stderr, "没有读取" in done.stderr) == (2, True, True)
    (inputs / MAY).chmod(0o700)
    (output / MAY).chmod(0o500)
    done = unprivileged("close", *asked)
    (output / MAY).chmod(0o700)
    assert (done.returncode, str(output / MAY) in done.stderr, "没有写入" in done.stderr) == (6, True, True)
    assert published(output) == []


def test_a_full_disk(output: Path) -> None:
    limit = f"ulimit -f 200; exec {sys.executable} -m pipeline close {PERIOD} --output '{output}'"
    done = subprocess.run(["bash", "-c", limit], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 6, done.stderr
    assert "磁盘已满" in done.stderr
    no_traceback(done)
    assert published(output) == []


def test_a_period_that_has_not_ended(run: Run, output: Path) -> None:
    done = run("close", "2999-01", "--output", output)
    assert done.returncode == 1
    assert "2999-01" in done.stderr
    assert published(output) == []


def test_help_is_quick_to_import() -> None:
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipeline", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "close" in listed.stdout
    assert "pandas" not in listed.stderr
