"""`index.html`: self-contained, silent, usable; driven in a headless browser where there is one."""

import hashlib
import json
import re
import shutil
import subprocess
from base64 import b64encode
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.history import History
from pipeline.render.report import Total, report_html
from pipeline.statements import closing_report, summaries
from pipeline.wording import wording
from tests.statements import factory as make

CHROMIUM = shutil.which("chromium")
FILES = [
    *(f"statements/{1001 + place}.pdf" for place in range(12)),
    "teams/公司.pdf",
    "teams/华东一部.pdf",
    "registers/奖金发放表.xlsx",
    "data/results.parquet",
]
DRIVER = """
const told = {rows: document.querySelectorAll("#people tbody tr").length};
const type = (text) => { search.value = text; search.dispatchEvent(new Event("input")); };
const left = () => [...document.querySelectorAll("#people tbody tr:not([hidden])")];
const shown = () => left().map((row) => row.cells[0].textContent);
type("1003"); told.byId = shown();
type("华东一部"); told.byTeam = shown(); told.counted = document.getElementById("found").textContent;
type("没有这个人"); told.nobody = shown();
type(""); told.everybody = Number(found.textContent);
const buttons = document.querySelectorAll("#people thead button");
buttons[7].click(); told.cheapest = shown()[0]; told.sorted = buttons[7].closest("th").getAttribute("aria-sort");
buttons[7].click(); told.dearest = shown()[0];
buttons[0].click(); told.first = shown()[0];
type(""); told.atOnce = left().length; told.more = more.hidden;
more.focus(); told.focused = document.activeElement.id;
more.click(); told.afterMore = left().length; more.click(); told.atLast = left().length; told.exhausted = more.hidden;
type("100"); dispatchEvent(new Event("beforeprint")); told.printed = left().length;
dispatchEvent(new Event("afterprint"));
told.href = document.querySelector("#people tbody a").getAttribute("href");
told.requests = performance.getEntriesByType("resource").length;
document.title = JSON.stringify(told);
"""


def page(lang: str = "zh", findings: tuple[Finding, ...] = ()) -> str:
    calculation, delivered = make.crew(12), make.tables()
    shown = closing_report(calculation, delivered, summaries(calculation, delivered, History(), make.workdays()))
    totals = [Total("orders", 48, (("amount", Fraction(7920000)), ("margin", Fraction(1980000)))), Total("people", 12)]
    return report_html(shown, findings, totals, dict.fromkeys(FILES, ""), wording(lang))


class Tags(HTMLParser):
    """Every attribute of a page by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the attributes."""
        self.found += [(tag, name, value or "") for name, value in attrs]


def tags(html: str) -> list[tuple[str, str, str]]:
    parser = Tags()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_asks_for_nothing(lang: str) -> None:
    found = tags(page(lang))
    assert [one for one in found if one[1] == "src"] == []
    assert [one for one in found if one[0] == "link"] == [("link", "rel", "icon"), ("link", "href", "data:,")]
    assert [value for _, name, value in found if name == "href" and ":" in value] == ["data:,"]
    assert "url(" not in page(lang)


def test_every_link_leads_to_a_file_of_the_revision_or_into_the_page() -> None:
    found = tags(page())
    anchors = {value for _, name, value in found if name == "id"}
    links = [value for tag, name, value in found if (tag, name) == ("a", "href")]
    inner = [link[1:] for link in links if link.startswith("#")]
    assert len(inner) == 8
    assert set(inner) <= anchors
    assert {link for link in links if link.startswith("statements/")} == {one for one in FILES if "statements" in one}
    assert "registers/%E5%A5%96%E9%87%91%E5%8F%91%E6%94%BE%E8%A1%A8.xlsx" in links


def test_findings_come_gravest_first_with_their_place() -> None:
    where = Place("CRM.xlsx", "订单", "C12", "金额")
    messages = wording("zh").messages
    codes = [key.split(".")[1] for key in messages if key.startswith("finding.") and key.endswith(".what")]
    plain = next(code for code in codes if "{" not in messages[f"finding.{code}.what"] + messages[f"finding.{code}.do"])
    html = page(findings=(info(plain), warning(plain, where), error(plain)))
    assert "CRM.xlsx 订单 C12" in html
    assert re.findall(r'<td class="(error|warning|info)">', html) == ["error", "warning", "info"]


def test_signoffs_stand_beside_their_table() -> None:
    assert page().count(wording("zh")("report.unsigned")) == 2


def test_hostile_text_stays_text() -> None:
    hostile = make.person(name="</script><script>alert(1)</script>", team="'\"><img src=x>")
    calculation = make.calculation(people=[hostile])
    shown = closing_report(
        calculation, make.tables(), summaries(calculation, make.tables(), History(), make.workdays())
    )
    html = report_html(shown, (), [], {}, wording("zh"))
    assert "alert(1)" in html
    assert html.count("<script") == 1
    assert "<img" not in html


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_people_are_found_and_sorted_without_error_or_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.render.report.STEP", 5)
    mark = "sha256-" + b64encode(hashlib.sha256(DRIVER.encode()).digest()).decode()
    html = (
        page().replace("script-src '", f"script-src '{mark}' '").replace("</body>", f"<script>{DRIVER}</script></body>")
    )
    path = tmp_path / "index.html"
    path.write_text(html, "utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        f"--user-data-dir={tmp_path}/profile",
    ]
    ran = subprocess.run(
        [str(CHROMIUM), *options, "--dump-dom", path.as_uri()], capture_output=True, text=True, check=True, timeout=120
    )
    assert "CONSOLE" not in ran.stderr
    (title,) = re.findall(r"<title>(.*?)</title>", ran.stdout)
    told = json.loads(title.replace("&quot;", '"').replace("&amp;", "&"))
    assert told["rows"] == told["everybody"] == 12
    assert told["byId"] == ["1003"]
    assert told["byTeam"] == ["1001", "1004", "1007", "1010"]
    assert (told["counted"], told["nobody"]) == ("4", [])
    assert (told["cheapest"], told["dearest"], told["first"]) == ("1012", "1001", "1001")
    assert told["sorted"] == "ascending"
    assert told["href"] == "statements/1001.pdf"
    assert (told["atOnce"], told["more"], told["focused"]) == (5, False, "more")
    assert (told["afterMore"], told["atLast"], told["exhausted"]) == (10, 12, True)
    assert told["printed"] == 9
    assert told["requests"] == 0
