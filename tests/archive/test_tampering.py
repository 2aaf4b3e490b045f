"""Whatever is done to a file of a seal, or of a seal before it, an audit finds it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from pipeline.archive.revisions import DamagedSealError, revisions
from pipeline.archive.verify import Chain
from tests.archive.tampering import WAYS, make_writable, sealed_files, tampered_copy
from tests.faults.closing import command, tell
from tests.faults.small import JUNE, MAY


def found(output: Path) -> bool:
    try:
        return bool(Chain(output).damage(revisions(output / JUNE)[-1]))
    except DamagedSealError:
        return True


def test_an_untouched_archive_has_no_damage(company: Path) -> None:
    assert not found(company / "output")


@pytest.mark.parametrize("month", [MAY, JUNE])
def test_every_way_of_tampering_with_every_file_is_found(company: Path, tmp_path: Path, month: str) -> None:
    with tampered_copy(company / "output", tmp_path) as clean:
        names = [path.relative_to(clean) for path in sealed_files(clean / month / "r1")]
        missed, count = [], 0
        for number, name in enumerate(names):
            for way in WAYS:
                other = names[number - 1]
                with Touched(clean, [name, other]):
                    way(clean / name, clean / other)
                    count += 1
                    missed += [] if found(clean) else [(way.__name__, str(name))]
        assert not found(clean)
    tell(f"N = {count} ways of tampering with {month}, {len(missed)} missed")
    assert count == len(names) * len(WAYS) > 150
    assert missed == []


class Touched:
    """Afterwards the folders of the named files are as they were."""

    def __init__(self, output: Path, names: list[Path]) -> None:
        self.files = {output / name: (output / name).read_bytes() for name in names}
        self.listing = {path.parent: set(path.parent.iterdir()) for path in self.files}

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(self, *_: object) -> None:
        for folder, before in self.listing.items():
            for path in set(folder.iterdir()) - before:
                path.unlink()
        for path, content in self.files.items():
            path.unlink(missing_ok=True)
            path.write_bytes(content)


def test_revisions_removed_renamed_exchanged_or_linked_are_found(company: Path, tmp_path: Path) -> None:
    ways = [
        lambda out: remove_tree(out / MAY),
        lambda out: (out / MAY).rename(out / "2024-04"),
        lambda out: (out / MAY / "r1").rename(out / MAY / "r2"),
        lambda out: (out / JUNE / "r1").rename(out / JUNE / "r2"),
        lambda out: shutil.copytree(out / MAY / "r1", out / MAY / "r2"),
        _exchange,
        _link_revision,
        _link_folder,
    ]
    for way in ways:
        with tampered_copy(company / "output", tmp_path) as out:
            way(out)
            try:
                last = revisions(out / JUNE)[-1]
                assert Chain(out).damage(last), way
            except DamagedSealError:
                pass
    tell(f"N = {len(ways)} ways of tampering with whole revisions")


def _exchange(output: Path) -> None:
    (output / MAY / "r1").rename(output / "aside")
    (output / JUNE / "r1").rename(output / MAY / "r1")
    (output / "aside").rename(output / JUNE / "r1")


def _link_revision(output: Path) -> None:
    (output / MAY / "r1").rename(output / "aside")
    (output / MAY / "r1").symlink_to(output / "aside")


def _link_folder(output: Path) -> None:
    folder = output / JUNE / "r1/statements"
    folder.rename(output / "aside")
    folder.symlink_to(output / "aside")


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("seal/inputs/2024-06/销售数据.xlsx", "输入"),
        ("seal/plan/激励方案.xlsx", "方案"),
        ("seal/history/2024-05/r1/seal/figures/results.jsonl", "历史"),
        ("seal/environment.json", "环境"),
        ("seal/manifest.json", "清单"),
        ("data/results.parquet", "金额与得分"),
        ("statements/0002.pdf", "文件"),
        ("registers/奖金发放表.xlsx", "文件"),
    ],
)
def test_audit_names_the_layer_of_a_damaged_file_and_never_breaks(
    company: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, layer: str
) -> None:
    shutil.copytree(company / "output", tmp_path / "output")
    make_writable(tmp_path / "output")
    path = tmp_path / "output" / JUNE / "r1" / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert command("audit", JUNE, tmp_path) == 3
    told = capfd.readouterr().err
    assert layer in told
    assert name in told or "manifest" in name


@pytest.mark.parametrize("name", ["seal/figures/payout_lines.jsonl", "seal/manifest.json", "seal/manifest.sha256"])
def test_no_close_is_built_on_a_damaged_seal(
    company: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    shutil.copytree(company / "input", tmp_path / "input")
    shutil.copytree(company / "output" / MAY, tmp_path / "output" / MAY)
    make_writable(tmp_path / "output")
    path = tmp_path / "output" / MAY / "r1" / name
    one_higher = re.sub(rb"[1-8]", lambda found: bytes([found[0][0] + 1]), path.read_bytes(), count=1)
    path.write_bytes(one_higher)
    assert command("close", JUNE, tmp_path) == 3
    assert f"{MAY}/r1" in capfd.readouterr().err
    assert not (tmp_path / "output" / JUNE / "r1").exists()
