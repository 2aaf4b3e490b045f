"""What a revision was computed with: code, locked packages, Python, native libraries, fonts; and what differs today."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from cffi import FFI

from pipeline.archive.files import files_below, sha256_of

DECLARATIONS = "const char *pango_version_string(void); const char *hb_version_string(void); int FcGetVersion(void);"
NO_LIBRARY = "none"
ROOT = Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("pipeline", "schemas", "report_templates")
PACKAGES = (
    "pandas", "numpy", "pandera", "openpyxl", "jinja2", "weasyprint", "fonttools", "pydyf", "pyphen", "tinycss2",
    "xlsxwriter", "pyarrow", "babel", "cn2an", "python-calamine", "icalendar", "pikepdf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EnvironmentChange:
    """A part of the environment that is not the sealed one: its layer, its name, and both versions or hashes."""

    layer: str
    name: str
    sealed: str
    today: str


def environment() -> dict[str, object]:
    """Versions and hashes of all that a re-run depends on."""
    return {
        "code": tree_hash(),
        "lock": sha256_of(ROOT / "uv.lock") if (ROOT / "uv.lock").is_file() else "",
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in PACKAGES},
        "native": native_versions(),
        "fonts": {path.name: sha256_of(path) for path in sorted((ROOT / "report_templates/fonts").glob("*.ttf"))},
    }


@cache
def likeness() -> str:
    """One hash over all that shapes the bytes of a document here; an installed package has no lock file."""
    parts = {name: value for name, value in environment().items() if name != "lock"}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def tree_hash() -> str:
    """One hash over the names and contents of the code, the schemas and the templates; what runs does not change."""
    digest = hashlib.sha256()
    for folder in CODE_FOLDERS:
        for path in files_below(ROOT / folder):
            if "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT).as_posix()}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def native_versions() -> dict[str, str]:
    """Versions of the libraries that shape and subset text; WeasyPrint loads the same ones."""
    libraries = FFI()
    libraries.cdef(DECLARATIONS)
    pango, harfbuzz = libraries.dlopen("libpango-1.0.so.0"), libraries.dlopen("libharfbuzz.so.0")
    number = libraries.dlopen("libfontconfig.so.1").FcGetVersion()
    return {
        "pango": libraries.string(pango.pango_version_string()).decode(),
        "harfbuzz": libraries.string(harfbuzz.hb_version_string()).decode(),
        "harfbuzz-subset": _subsetter(libraries),
        "fontconfig": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
    }


def environment_changes(sealed: Mapping[str, object], today: Mapping[str, object]) -> tuple[EnvironmentChange, ...]:
    """What differs between two environments, part by part; a part that one of them lacks is empty there."""
    return tuple(one for layer in today for one in _changes(layer, _parts(sealed, layer), _parts(today, layer)))


def _changes(layer: str, sealed: Mapping[str, str], today: Mapping[str, str]) -> Iterator[EnvironmentChange]:
    for name in sorted(sealed.keys() | today.keys()):
        was, now = sealed.get(name, ""), today.get(name, "")
        if was != now:
            yield EnvironmentChange(layer, name, was, now)


def _parts(found: Mapping[str, object], layer: str) -> Mapping[str, str]:
    part = found.get(layer, {})
    return {str(name): str(value) for name, value in part.items()} if isinstance(part, dict) else {layer: str(part)}


def _subsetter(libraries: FFI) -> str:
    """The version of the library that cuts fonts; without it WeasyPrint cuts them by fontTools, to other bytes."""
    try:
        return str(libraries.string(libraries.dlopen("libharfbuzz-subset.so.0").hb_version_string()).decode())
    except OSError:
        return NO_LIBRARY
