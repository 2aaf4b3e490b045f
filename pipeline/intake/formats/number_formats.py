"""Number formats: what a format id means, as far as every workbook means the same by it (ECMA-376, 18.8.30)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
CHINESE = {
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


def format_codes(styles: Element) -> tuple[list[str], list[int]]:
    """The distinct format codes of a workbook, `General` first, and for each cell style the index of its code."""
    own = {item.get("numFmtId"): item.get("formatCode", GENERAL) for item in styles.iterfind("numFmts/numFmt")}
    places = {GENERAL: 0}
    codes = (own.get(style.get("numFmtId")) or _built_in(style) for style in styles.iterfind("cellXfs/xf"))
    indexes = [places.setdefault(code, len(places)) for code in codes]
    return list(places), indexes


def _built_in(style: Element) -> str:
    number = style.get("numFmtId", "0")
    known = int(number) if number.isdecimal() else 0
    return BUILT_IN.get(known) or CHINESE.get(known, GENERAL)
