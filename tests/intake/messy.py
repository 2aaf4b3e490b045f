"""Workbooks that look odd and are right: each with the cells that a careful person reads in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.intake.cells import CellType
from tests.intake.hostile_parts import MAIN, OFFICE, SHEET, STRICT, number, parts, relations, row, workbook, zipped

Cells = dict[str, tuple[CellType, str]]
TEXT, NUMBER, BOOL, ERROR, DATE = CellType.TEXT, CellType.NUMBER, CellType.BOOL, CellType.ERROR, CellType.DATE
NO_VALUE = CellType.NO_VALUE
RUNS = "<r><rPr><b/></rPr><t>张</t></r><r><t xml:space='preserve'> 三</t></r><rPh sb='0' eb='1'><t>zhang</t></rPh>"


@dataclass(frozen=True)
class Messy:
    """A workbook, its cells by reference, and which of them openpyxl reads otherwise, for the reason in the name."""

    name: str
    make: Callable[[], bytes]
    cells: Cells
    openpyxl_differs: frozenset[str] = frozenset()
    openpyxl_fails: bool = False


def cell(reference: str, kind: str, value: str, inner: str = "") -> str:
    return f'<c r="{reference}" t="{kind}">{inner}<v>{value}</v></c>'


def shared(strings: str) -> bytes:
    """One cell with the first shared string."""
    return workbook(row(1, cell("A1", "s", "0")), strings=strings)


def prefixed() -> bytes:
    text = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>工号</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    return workbook(sheet=text)


def pretty() -> bytes:
    cells = '<c r="A1" t="s">\n <v>0</v>\n </c>\n <c r="B1">\n <v>5</v>\n </c>'
    rows = f'\n <row r="1">\n {cells}\n </row>\n'
    return workbook(rows, strings="\n  <si>\n    <t>甲</t>\n  </si>\n")


def styled(*styles: int) -> bytes:
    return workbook(
        row(
            1, *(f'<c r="{letter}1" s="{style}"><v>45000</v></c>' for letter, style in zip("ABCD", styles, strict=True))
        )
    )


def one_part_moved() -> bytes:
    """Parts lie elsewhere, and targets are absolute; only relationships say where."""
    made = parts(row(1, number("A1", "1")))
    made["data/one.xml"] = made.pop(SHEET)
    links = f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="/data/one.xml"/>'
    made["xl/_rels/workbook.xml.rels"] = relations(links).encode()
    return zipped(made)


def charts_and_sheets() -> bytes:
    made = parts(row(1, number("A1", "1")))
    book = made["xl/workbook.xml"].replace(b"<sheets>", '<sheets><sheet name="图" sheetId="2" r:id="c1"/>'.encode())
    links = made["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="c1" Type="{OFFICE}/chartsheet" Target="c.xml"/></Relationships>'.encode(),
    )
    return zipped(made | {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links})


MESSY = (
    Messy("plain", lambda: workbook(row(1, number("A1", "1"))), {"A1": (NUMBER, "1")}),
    Messy(
        "far-corners",
        lambda: workbook(row(1, number("A1")) + row(1_048_576, number("XFD1048576", "2"))),
        {"A1": (NUMBER, "1"), "XFD1048576": (NUMBER, "2")},
    ),
    Messy(
        "stale-dimension",
        lambda: workbook(
            sheet=f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>'
            f"{row(1, number('A1'), number('C1', '3'))}{row(9, number('B9', '2'))}</sheetData></worksheet>"
        ),
        {"A1": (NUMBER, "1"), "C1": (NUMBER, "3"), "B9": (NUMBER, "2")},
    ),
    Messy("strict", lambda: workbook(row(1, number("A1", "5")), main=STRICT), {"A1": (NUMBER, "5")}, frozenset({"A1"})),
    Messy("prefixed", prefixed, {"A1": (TEXT, "工号"), "A2": (NUMBER, "7")}),
    Messy("pretty", pretty, {"A1": (TEXT, "甲"), "B1": (NUMBER, "5")}),
    Messy(
        "no-references",
        lambda: workbook("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"),
        {"A1": (NUMBER, "1"), "C1": (NUMBER, "3"), "A2": (NUMBER, "4")},
    ),
    Messy("rich", lambda: shared(f"<si>{RUNS}</si>"), {"A1": (TEXT, "张 三")}),
    Messy(
        "inline", lambda: workbook(row(1, '<c r="A1" t="inlineStr"><is><t>A&amp;B</t></is></c>')), {"A1": (TEXT, "A&B")}
    ),
    Messy(
        "inline-rich",
        lambda: workbook(row(1, f'<c r="A1" t="inlineStr"><is>{RUNS}</is></c>')),
        {"A1": (TEXT, "张 三")},
    ),
    Messy("cdata", lambda: shared("<si><t><![CDATA[<b>&]]></t></si>"), {"A1": (TEXT, "<b>&")}),
    Messy(
        "comments",
        lambda: workbook("<!-- <row r='9'/> -->" + row(1, number("A1", "1<!-- 2 -->"))),
        {"A1": (NUMBER, "1")},
    ),
    Messy(
        "escaped",
        lambda: shared("<si><t>a_x000D_b_x005F_x0041_</t></si>"),
        {"A1": (TEXT, "a\rb_x0041_")},
        frozenset({"A1"}),
    ),
    Messy("blanks-kept", lambda: shared("<si><t xml:space='preserve'> a\tb\n</t></si>"), {"A1": (TEXT, " a\tb\n")}),
    Messy(
        "entities",
        lambda: shared("<si><t>&lt;&amp;lt;&gt;&quot;&apos;&#24352;</t></si>"),
        {"A1": (TEXT, "<&lt;>\"'张")},
    ),
    Messy("plain-entities", lambda: shared("<si><t>&amp;lt; O&apos;Brien</t></si>"), {"A1": (TEXT, "&lt; O'Brien")}),
    Messy(
        "booleans",
        lambda: workbook(row(1, cell("A1", "b", "1"), cell("B1", "b", "0"))),
        {"A1": (BOOL, "TRUE"), "B1": (BOOL, "FALSE")},
    ),
    Messy(
        "errors",
        lambda: workbook(row(1, cell("A1", "e", "#N/A"), cell("B1", "e", "#SPILL!"))),
        {"A1": (ERROR, "#N/A"), "B1": (ERROR, "#SPILL!")},
    ),
    Messy("iso-dates", lambda: workbook(row(1, cell("A1", "d", "2026-09-01"))), {"A1": (DATE, "2026-09-01")}),
    Messy(
        "formulas",
        lambda: workbook(
            row(
                1,
                '<c r="A1"><f>1+1</f><v>2</v></c>',
                '<c r="B1"><f>1+1</f></c>',
                '<c r="C1"><f>1+1</f><v></v></c>',
                '<c r="D1" t="str"><f>""</f><v></v></c>',
                '<c r="E1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>',
                '<c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
                '<c r="G1"><f t="shared" si="0"/><v>4</v></c>',
            )
        ),
        {
            "A1": (NUMBER, "2"),
            "B1": (NO_VALUE, ""),
            "C1": (NO_VALUE, ""),
            "E1": (TEXT, "2x"),
            "F1": (ERROR, "#DIV/0!"),
            "G1": (NUMBER, "4"),
        },
        frozenset({"B1", "C1"}),
    ),
    Messy(
        "numbers",
        lambda: workbook(
            row(
                1,
                number("A1", "0.30000000000000004"),
                number("B1", "123456789012345678"),
                number("C1", "1.2345678901234568E+17"),
                number("D1", "1E-3"),
                number("E1", "-0.1"),
                number("F1", "1234567.891"),
                number("G1", " 5 "),
                number("H1", "2.675"),
                number("I1", "99999999999999.995"),
                number("J1", "1E5"),
                number("K1", "0E0"),
            )
        ),
        {
            "A1": (NUMBER, "0.3"),
            "B1": (NUMBER, "123456789012345678"),
            "C1": (NUMBER, "123456789012345680"),
            "D1": (NUMBER, "0.001"),
            "E1": (NUMBER, "-0.1"),
            "F1": (NUMBER, "1234567.891"),
            "G1": (NUMBER, "5"),
            "H1": (NUMBER, "2.675"),
            "I1": (NUMBER, "100000000000000"),
            "J1": (NUMBER, "100000"),
            "K1": (NUMBER, "0"),
        },
        frozenset({"A1"}),
    ),
    Messy(
        "no-numbers",
        lambda: workbook(row(1, number("A1", "NaN"), number("B1", "INF"), number("C1", "1e400"), number("D1", "１２"))),
        {"A1": (ERROR, "NaN"), "B1": (ERROR, "INF"), "C1": (ERROR, "1e400"), "D1": (ERROR, "１２")},
        openpyxl_fails=True,
    ),
    Messy(
        "surnames",
        lambda: workbook(row(1, cell("A1", "str", "NA"), cell("B1", "str", "None"), cell("C1", "str", "007"))),
        {"A1": (TEXT, "NA"), "B1": (TEXT, "None"), "C1": (TEXT, "007")},
    ),
    Messy(
        "blank-styled",
        lambda: workbook(row(1, '<c r="A1" s="1"/>', number("B1"), '<c r="C1" s="1"></c>')),
        {"B1": (NUMBER, "1")},
    ),
    Messy(
        "empty-string",
        lambda: workbook(row(1, cell("A1", "s", "0"), number("B1")), strings="<si><t></t></si>"),
        {"B1": (NUMBER, "1")},
    ),
    Messy(
        "empty-item",
        lambda: workbook(row(1, cell("A1", "s", "0"), cell("B1", "s", "1")), strings="<si/><si><t>a</t></si>"),
        {"B1": (TEXT, "a")},
    ),
    Messy("empty", workbook, {}),
    Messy(
        "merged",
        lambda: workbook(
            row(1, number("A1", "1"), number("B1", "2")) + row(2, number("A2", "3"), number("C2", "4")),
            after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
        ),
        {"A1": (NUMBER, "1"), "C2": (NUMBER, "4")},
    ),
    Messy("formats", lambda: styled(0, 1, 2, 3), {f"{letter}1": (NUMBER, "45000") for letter in "ABCD"}),
    Messy("moved-parts", one_part_moved, {"A1": (NUMBER, "1")}),
    Messy("chartsheet", charts_and_sheets, {"A1": (NUMBER, "1")}),
    Messy(
        "extension",
        lambda: workbook(row(1, number("A1")), after='<extLst><ext uri="x"><c r="A9"/></ext></extLst>'),
        {"A1": (NUMBER, "1")},
    ),
    Messy(
        "row-attributes",
        lambda: workbook(f'<row r="1" spans="1:2" xmlns:x="urn:x" x:dyDescent="0.25" hidden="1">{number("A1")}</row>'),
        {"A1": (NUMBER, "1")},
    ),
    Messy("utf-16", lambda: zipped(parts() | {SHEET: sheet_in_utf16()}), {"A1": (NUMBER, "1")}),
)


def sheet_in_utf16() -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{row(1, number("A1"))}</sheetData></worksheet>'.encode("utf-16")
