"""What a revision was computed with: code, locked packages, Python, native libraries, fonts."""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from pathlib import Path

from cffi import FFI

from pipeline.archive.files import files_below, sha256_of

DECLARATIONS = "const char *pango_version_string(void); const char *hb_version_string(void); int FcGetVersion(void);"
ROOT = Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("pipeline", "schemas", "report_templates")
PACKAGES = (
    "pandas", "numpy", "pandera", "openpyxl", "jinja2", "weasyprint", "fonttools", "pydyf", "pyphen", "tinycss2",
    "xlsxwriter", "pyarrow", "babel", "cn2an", "python-calamine", "icalendar", "pikepdf",
)  # fmt: skip


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


def tree_hash() -> str:
    """One hash over the names and contents of the code, the schemas and the templates."""
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
        "fontconfig": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
    }
