"""Files that nobody should trust, each with the code of the finding that refuses it and the cell it names."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from tests.intake.hostile_parts import (
    HEAD,
    MAIN,
    OFFICE,
    SHEET,
    number,
    parts,
    patched,
    relations,
    row,
    sheet,
    workbook,
    zipped,
)

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
NOISE = bytes(range(250, 0, -1)) * 40
LONG = "字" * 32_768
LAUGHS = '<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@dataclass(frozen=True)
class Hostile:
    """A file and what must become of it."""

    name: str
    make: Callable[[], bytes]
    code: str
    cell: str = ""


def ole(*streams: str) -> bytes:
    return OLE + bytes(504) + b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)


def with_part(name: str, text: str | bytes) -> bytes:
    content = text if isinstance(text, bytes) else text.encode()
    return zipped(parts(row(1, number("A1"))) | {name: content})


def with_sheet(text: str) -> bytes:
    return with_part(SHEET, HEAD + text)


def nested(depth: int) -> str:
    return "<a>" * depth + "</a>" * depth


def doubled(name: str) -> bytes:
    made = list(parts().items())
    return zipped([*made, (name, made[-1][1])])


def hidden_member() -> bytes:
    """A second sheet stands between the members; the directory does not know it."""
    content = workbook(row(1, number("A1")))
    directory = content.index(CENTRAL)
    other = workbook(row(1, number("A1", "999")))
    smuggled = other[: other.index(CENTRAL)]
    return shifted(content[:directory] + smuggled + content[directory:], len(smuggled))


def shifted(content: bytes, by: int) -> bytes:
    """The end record corrected for a directory that moved."""
    place = content.rindex(END) + 16
    (start,) = struct.unpack_from("<I", content, place)
    return content[:place] + struct.pack("<I", start + by) + content[place + 4 :]


def overlapping() -> bytes:
    """Two members of the directory share the bytes of one."""
    content = workbook(row(1, number("A1")))
    return patched(content, CENTRAL, 42, "<I", 0, name=SHEET.encode())


def name_that_is_no_text() -> bytes:
    """The directory says that names are UTF-8, and a part's own header has one that is none."""
    book = b"xl/workbook.xml"
    content = patched(workbook(), CENTRAL, 8, "<H", 0x800, name=book)
    return patched(content, LOCAL, 30, "<B", 0x83, name=book)


def bomb(size: int) -> bytes:
    return with_part("xl/media/image1.bin", bytes(size))


def parquet(**columns: pa.Array) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def ods_bomb() -> bytes:
    """One cell, repeated over the whole grid."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
        f'xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="a">'
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": kind.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()}
    )


def two_main_parts() -> bytes:
    one = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return with_part("_rels/.rels", relations(one + one.replace("r1", "r2")))


def sheets(*names: str) -> str:
    entries = "".join(f'<sheet name="{name}" sheetId="{place}" r:id="s1"/>' for place, name in enumerate(names, 1))
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>'


def sheet_at(target: str, mode: str = "Internal") -> bytes:
    link = f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="{target}" TargetMode="{mode}"/>'
    return workbook(relations=relations(link))


NOT_WHAT_THE_NAME_SAYS = (
    Hostile("empty.xlsx", lambda: b"", "file-empty"),
    Hostile("encrypted.xlsx", lambda: ole("EncryptionInfo", "EncryptedPackage"), "file-encrypted"),
    Hostile("encrypted-as-xls.xls", lambda: ole("EncryptionInfo", "EncryptedPackage"), "file-encrypted"),
    Hostile("old.xlsx", lambda: ole("Workbook"), "file-is-ole"),
    Hostile("commas.xlsx", lambda: "工号,姓名\r\nE001,张三\r\n".encode("gb18030"), "file-is-text"),
    Hostile("page.xls", lambda: b"\xef\xbb\xbf<HTML><table><tr><td>1</td></tr></table></HTML>", "file-is-html"),
    Hostile("page.xlsx", lambda: b"\n<table><tr><td>1</td></tr></table>", "file-is-html"),
    Hostile("sheet2003.xls", lambda: b'<?xml version="1.0"?><Workbook/>', "file-is-xml"),
    Hostile("new.xls", workbook, "file-is-zip"),
    Hostile("lock.xlsx", lambda: b"\x05HRone" + b" " * 49 + bytes(110), "file-is-lock"),
    Hostile("paper.xlsx", lambda: b"%PDF-1.7\n", "file-is-pdf"),
    Hostile("picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n", "file-is-image"),
    Hostile("noise.xlsx", lambda: NOISE, "file-is-unknown"),
    Hostile("workbook.csv", workbook, "file-is-zip"),
    Hostile("unicode.csv", lambda: "\ufeff工号,姓名".encode("utf-16-le"), "file-is-utf-16"),
    Hostile("binary.csv", lambda: b"a,b\n1,\x00\x01\n", "file-is-unknown"),
    Hostile("text.parquet", lambda: b"a,b\n1,2\n", "file-is-text"),
    Hostile(
        "letter.xlsx", lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "file-is-other-document"
    ),
    Hostile("binary.xlsx", lambda: zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "file-is-xlsb"),
    Hostile("open.xlsx", ods_bomb, "file-is-ods"),
    Hostile("plain.ods", workbook, "file-is-xlsx"),
    Hostile("nothing.xlsx", lambda: zipped({}), "file-is-zip-empty"),
)

CONTAINERS = (
    Hostile("truncated.xlsx", lambda: workbook()[:-200], "zip-damaged"),
    Hostile("prefixed.xlsx", lambda: b"#!/bin/sh\n" + workbook(), "zip-bytes-before"),
    Hostile("prefixed-by-zip.xlsx", lambda: LOCAL + bytes(40) + workbook(), "zip-bytes-before"),
    Hostile("twice.xlsx", lambda: doubled(SHEET), "zip-member-twice"),
    Hostile("twice-by-case.xlsx", lambda: doubled(SHEET.upper()), "zip-member-twice"),
    Hostile("climbing.xlsx", lambda: with_part("xl/../../etc/passwd", ""), "zip-member-name"),
    Hostile("absolute.xlsx", lambda: with_part("/etc/passwd", ""), "zip-member-name"),
    Hostile("backslash.xlsx", lambda: with_part("xl\\worksheets\\sheet9.xml", ""), "zip-member-name"),
    Hostile("locked.xlsx", lambda: patched(workbook(), CENTRAL, 8, "<H", 1), "zip-member-locked"),
    Hostile("packed-otherwise.xlsx", lambda: zipped(parts(), zipfile.ZIP_BZIP2), "zip-member-locked"),
    Hostile("ratio.xlsx", lambda: bomb(17 << 20), "zip-ratio"),
    Hostile("total.xlsx", lambda: patched(workbook(), CENTRAL, 24, "<I", 0xFFFFFFF0), "zip-too-large"),
    Hostile("overlap.xlsx", overlapping, "zip-overlap"),
    Hostile("hidden-member.xlsx", hidden_member, "zip-overlap"),
    Hostile("method-differs.xlsx", lambda: patched(workbook(), LOCAL, 8, "<H", 0), "zip-header-differs"),
    Hostile("size-differs.xlsx", lambda: patched(workbook(), LOCAL, 22, "<I", 7), "zip-header-differs"),
    Hostile("two-directories.xlsx", lambda: workbook()[:-2] + b"\x16\x00" + END + bytes(18), "zip-two-directories"),
    Hostile("checksum.xlsx", lambda: patched(workbook(), CENTRAL, 16, "<I", 1, name=b"xl/workbook.xml"), "zip-damaged"),
    Hostile("name-bytes.xlsx", name_that_is_no_text, "zip-damaged"),
    Hostile("members.xlsx", lambda: zipped({f"{place}": b"" for place in range(10_001)}), "zip-too-many-members"),
)

MARKUP = (
    Hostile("doctype-sheet.xlsx", lambda: with_sheet(LAUGHS + "<worksheet>&b;</worksheet>"), "xml-doctype"),
    Hostile(
        "doctype-book.xlsx", lambda: with_part("xl/workbook.xml", LAUGHS + "<workbook>&b;</workbook>"), "xml-doctype"
    ),
    Hostile(
        "doctype-strings.xlsx", lambda: with_part("xl/sharedStrings.xml", LAUGHS + "<sst>&b;</sst>"), "xml-doctype"
    ),
    Hostile(
        "deep-sheet.xlsx", lambda: workbook(sheet=f'<worksheet xmlns="{MAIN}">{nested(99)}</worksheet>'), "xml-too-deep"
    ),
    Hostile("deep-strings.xlsx", lambda: workbook(strings=nested(10_000)), "xml-too-deep"),
    Hostile("deep-book.xlsx", lambda: workbook(workbook=nested(100_000)), "xml-too-deep"),
    Hostile("cut-off.xlsx", lambda: with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'), "xml-malformed"),
    Hostile(
        "latin.xlsx", lambda: with_part(SHEET, '<?xml version="1.0" encoding="latin1"?><worksheet/>'), "xml-encoding"
    ),
    Hostile("no-utf8.xlsx", lambda: with_part(SHEET, sheet("?").encode().replace(b"?", b"\xff")), "xml-malformed"),
    Hostile("two-values.xlsx", lambda: workbook(row(1, '<c r="A1"><v>1</v><v>2</v></c>')), "xml-unexpected", "A1"),
    Hostile("value-inside.xlsx", lambda: workbook(row(1, '<c r="A1"><v>1<b>2</b></v></c>')), "xml-unexpected", "A1"),
    Hostile("alternate.xlsx", lambda: workbook('<choice><row r="1"/></choice>'), "xml-unexpected"),
    Hostile(
        "foreign.xlsx", lambda: workbook('<row r="1"><c xmlns="urn:x" r="A1"><v>1</v></c></row>'), "xml-unexpected"
    ),
    Hostile("no-sheet.xlsx", lambda: with_sheet(f'<chartsheet xmlns="{MAIN}"/>'), "xml-unexpected"),
)

CELLS = (
    Hostile("same-cell.xlsx", lambda: workbook(row(1, number("A1"), number("A1", "2"))), "cells-out-of-order", "A1"),
    Hostile("backwards.xlsx", lambda: workbook(row(1, number("B1"), number("A1"))), "cells-out-of-order", "A1"),
    Hostile("same-row.xlsx", lambda: workbook(row(1) + row(1)), "cells-out-of-order", "1:1"),
    Hostile("upwards.xlsx", lambda: workbook(row(2) + row(1)), "cells-out-of-order", "1:1"),
    Hostile("other-row.xlsx", lambda: workbook(row(1, number("A2"))), "cells-out-of-order", "A2"),
    Hostile("column.xlsx", lambda: workbook(row(1, number("XFE1"))), "cell-outside-grid", "XFE1"),
    Hostile("row.xlsx", lambda: workbook(row(1_048_577, number("A1048577"))), "cell-outside-grid", "1048577:1048577"),
    Hostile("row-zero.xlsx", lambda: workbook('<row r="0"/>'), "cell-outside-grid", "0:0"),
    Hostile("row-words.xlsx", lambda: workbook('<row r="１"/>'), "cell-outside-grid", "１:１"),
    Hostile("small-letters.xlsx", lambda: workbook(row(1, number("a1"))), "cell-outside-grid", "a1"),
    Hostile("style.xlsx", lambda: workbook(row(1, '<c r="A1" s="9"><v>1</v></c>')), "style-unknown", "A1"),
    Hostile("string.xlsx", lambda: workbook(row(1, '<c r="A1" t="s"><v>0</v></c>')), "string-unknown", "A1"),
    Hostile("last-string.xlsx", lambda: workbook(row(1, '<c r="A1" t="s"><v>-1</v></c>')), "string-unknown", "A1"),
    Hostile("kind.xlsx", lambda: workbook(row(1, '<c r="A1" t="x"><v>1</v></c>')), "cell-type-unknown", "A1"),
    Hostile("long-shared.xlsx", lambda: workbook(strings=f"<si><t>{LONG}</t></si>"), "cell-text-too-long"),
    Hostile("long.xlsx", lambda: workbook(row(1, f'<c r="A1" t="str"><v>{LONG}</v></c>')), "cell-text-too-long", "A1"),
    Hostile("merges.xlsx", lambda: workbook(after='<mergeCell ref="A1:A2"/>' * 65_537), "merged-too-many"),
)

PARTS = (
    Hostile("no-main-part.xlsx", lambda: with_part("_rels/.rels", relations("")), "workbook-part-missing"),
    Hostile("two-main-parts.xlsx", two_main_parts, "zip-part-twice"),
    Hostile("main-is-sheet.xlsx", lambda: workbook(workbook=f'<worksheet xmlns="{MAIN}"/>'), "workbook-part-missing"),
    Hostile("sheet-names.xlsx", lambda: workbook(workbook=sheets("订单", "订单")), "sheet-twice"),
    Hostile("no-relation.xlsx", lambda: workbook(relations=relations("")), "sheet-part-missing"),
    Hostile("elsewhere.xlsx", lambda: sheet_at("http://example.invalid/a.xml", "External"), "sheet-part-missing"),
    Hostile("outside.xlsx", lambda: sheet_at("../../../../etc/passwd"), "zip-part-missing"),
)

OTHER_FORMATS = (
    Hostile("quote.csv", lambda: b'a,b\n1,"2\n', "csv-malformed"),
    Hostile("field.csv", lambda: b"a,b\n1," + b"x" * 40_000 + b"\n", "csv-malformed"),
    Hostile("huge-field.csv", lambda: b"a,b\n1," + b"x" * 400_000 + b"\n", "csv-malformed"),
    Hostile("one-byte.csv", lambda: "工号,姓名\n1,张三李四\n".encode() + b"2,\xd5\xc5\n", "csv-encoding-unknown"),
    Hostile("bytes.csv", lambda: b"a,b\n\xff\xff,1\n", "csv-encoding-unknown"),
    Hostile("cut.parquet", lambda: parquet(a=pa.array([1, 2]))[:-9], "file-damaged"),
    Hostile("list.parquet", lambda: parquet(a=pa.array([1]), b=pa.array([[1]])), "parquet-type", "B1"),
    Hostile("zone.parquet", lambda: parquet(a=pa.array([datetime(2026, 9, 1, tzinfo=UTC)])), "parquet-type", "A1"),
    Hostile("ole.xls", lambda: ole("Workbook"), "file-damaged"),
    Hostile("noise.xls", lambda: OLE + NOISE, "file-damaged"),
    Hostile("noise.xlsb", lambda: zipped({"xl/workbook.bin": b"x"}), "file-damaged"),
)

REFUSED = (*NOT_WHAT_THE_NAME_SAYS, *CONTAINERS, *MARKUP, *CELLS, *PARTS, *OTHER_FORMATS)
