"""Workbooks built part by part, so that each part can be damaged; the plainest one that Excel opens is the start."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}sharedStrings+xml"/></Types>'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, bytes]


def parts(rows: str = "", *, after: str = "", strings: str = "", main: str = MAIN, **overrides: str) -> Parts:
    """The parts of a workbook with one sheet `订单`; `overrides` replace workbook, relations, sheet or styles whole."""
    office = STRICT_OFFICE if main == STRICT else OFFICE
    made = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": overrides.get("workbook")
        or f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="订单" sheetId="1" r:id="s1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": overrides.get("relations")
        or relations(
            f'<Relationship Id="s1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="s2" Type="{office}/styles" Target="styles.xml"/>'
            f'<Relationship Id="s3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        ),
        "xl/styles.xml": overrides.get("styles")
        or f'<styleSheet xmlns="{main}"><numFmts><numFmt numFmtId="164" formatCode="0000"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="31"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        SHEET: overrides.get("sheet") or sheet(rows, after, main),
    }
    return {name: (HEAD + text).encode() for name, text in made.items()}


def sheet(rows: str, after: str = "", main: str = MAIN) -> str:
    """The part of a sheet with these rows."""
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def relations(items: str) -> str:
    """A part of relationships."""
    return f'<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def zipped(made: Parts | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a container; a list may name a part twice."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")  # a name twice is what is wanted
        for name, content in made.items() if isinstance(made, dict) else made:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def workbook(rows: str = "", **options: str) -> bytes:
    """The plainest workbook with these rows."""
    return zipped(parts(rows, **options))


def row(number: int, *cells: str) -> str:
    """A row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def number(reference: str, text: str = "1") -> str:
    """A cell with a number."""
    return f'<c r="{reference}"><v>{text}</v></c>'


def patched(content: bytes, signature: bytes, offset: int, layout: str, value: int, *, name: bytes = b"") -> bytes:
    """The container with one figure of a header replaced: of the first with that signature, or of the part named."""
    place = content.index(signature)
    names = {b"PK\x03\x04": 30, b"PK\x01\x02": 46}
    while name and content[place + names[signature] :][: len(name)] != name:
        place = content.index(signature, place + 1)
    size = struct.calcsize(layout)
    return content[: place + offset] + struct.pack(layout, value) + content[place + offset + size :]
