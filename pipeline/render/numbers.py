"""Numbers, dates and money as a language writes them, from values that the calculation has already rounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, format_currency, parse_pattern

from pipeline.money import CENTS, decimal

EXPORTED = 4
APPROXIMATELY = "≈"
HUNDRED = 100
SORTED = 6


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of one document: its locale and its currency."""

    locale: str
    currency: str

    def money(self, value: Fraction | None) -> str:
        """An amount with cents and thousands separators; empty where there is none."""
        return "" if value is None else self._fixed(value, CENTS)

    def amount(self, value: Fraction | None) -> str:
        """An amount of an export, which may have more decimals than cents; empty where there is none."""
        return "" if value is None else self._marked(value, EXPORTED, _pattern("#,##0.00##"))

    def payable(self, value: Fraction) -> str:
        """An amount with its currency."""
        return str(format_currency(decimal(value, CENTS), self.currency, locale=_locale(self.locale)))

    def signed(self, value: Fraction) -> str:
        """A difference with its sign, in cents."""
        return ("+" if value > 0 else "") + self.money(value)

    def capitals(self, value: Fraction) -> str:
        """人民币大写; empty for other currencies."""
        if self.currency != "CNY":
            return ""
        import cn2an  # noqa: PLC0415 - only a statement writes capitals, and it takes a while to load

        return str(cn2an.an2cn(str(decimal(value, CENTS)), "rmb"))

    def fixed(self, value: Fraction | None, places: int | None) -> str:
        """A number with the plan's decimal places; unrounded (places None) to two, marked ≈ where cut."""
        if value is None:
            return "–"
        return self._fixed(value, CENTS if places is None else places)

    def number(self, value: Fraction | None, most: int = 4) -> str:
        """A number as short as it is, at most so many decimals, marked ≈ where cut."""
        return "–" if value is None else self._marked(value, most, _pattern("#,##0." + "#" * most))

    def plain(self, value: Fraction | None) -> str:
        """A number that scripts can read, for sorting; missing sorts below all."""
        return "-1e99" if value is None else str(decimal(value, SORTED))

    def percent(self, value: Fraction | None, places: int | None) -> str:
        """A fraction of 1 as a percentage with fixed decimals (None: two)."""
        return "–" if value is None else self.fixed(value * HUNDRED, places) + "%"

    def share(self, value: Fraction | None, most: int = 2) -> str:
        """A fraction of 1 as a percentage as short as it is."""
        return "–" if value is None else self.number(value * HUNDRED, most) + "%"

    def quantity(self, value: Fraction | None, unit: str) -> str:
        """A target or an actual in its unit: percentages as such, others in full up to four decimals, else to two."""
        if unit == "%" or value is None:
            return self.share(value)
        return self.number(value, EXPORTED if Fraction(decimal(value, EXPORTED)) == value else CENTS)

    def brief(self, value: Fraction | None, unit: str) -> str:
        """A quantity that is looked at, not paid by: percentages to two decimals, others whole, without a mark."""
        if value is None:
            return "–"
        return f"{decimal(value * HUNDRED, CENTS):,}%" if unit == "%" else self.whole(value)

    def whole(self, value: Fraction | None) -> str:
        """A number that is looked at, not paid by: whole, without a mark."""
        return "–" if value is None else f"{decimal(value, 0):,}"

    def rough(self, value: Fraction | None) -> str:
        """A ratio that is looked at, not paid by: one decimal of a percent, without a mark."""
        return "–" if value is None else f"{decimal(value * HUNDRED, 1):,}%"

    def day(self, value: date | None) -> str:
        """A date."""
        return "–" if value is None else str(format_date(value, "medium", locale=_locale(self.locale)))

    def _fixed(self, value: Fraction, places: int) -> str:
        return self._marked(value, places, _pattern("#,##0." + "0" * places if places else "#,##0"))

    def _marked(self, value: Fraction, places: int, pattern: NumberPattern) -> str:
        shown = decimal(value, places)
        mark = "" if Fraction(shown) == value else APPROXIMATELY
        return mark + str(pattern.apply(shown or Decimal(0), _locale(self.locale)))


@cache
def _locale(name: str) -> Locale:
    """The locale, looked up once: Babel searches its data anew for every name it is given."""
    return Locale.parse(name)


@cache
def _pattern(text: str) -> NumberPattern:
    return parse_pattern(text)
