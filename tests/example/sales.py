"""Orders and receipts of the shipped example: seeded for most people, written by hand for the handbook's two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from tests.example.people import XIAO_LI, XIAO_ZHANG, Person, grade_on, sellers

SEED = 20230930
PRODUCTS = ("工业网关", "能耗云平台", "设备运维服务", "数据采集套件")
SALES_TARGET = {"新人": 300_000, "骨干": 500_000, "资深": 800_000, "销售经理": 400_000, "区域总监": 300_000}
PLACES = (
    "苏州",
    "杭州",
    "宁波",
    "南京",
    "无锡",
    "广州",
    "深圳",
    "佛山",
    "东莞",
    "厦门",
    "北京",
    "天津",
    "青岛",
    "济南",
    "石家庄",
)
BRANDS = (
    "恒远",
    "嘉泰",
    "明德",
    "瑞丰",
    "博联",
    "鼎新",
    "华晟",
    "科创",
    "泰和",
    "立信",
    "远东",
    "众合",
    "金桥",
    "安捷",
    "东升",
)
TRADES = ("机械", "电子", "食品", "纺织", "化工", "汽配", "物流", "医药")


class Credit(NamedTuple):
    """One person's part of an order, in percent; overlay credit stands beside the 100 %."""

    employee: str
    percent: int
    overlay: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One contract."""

    id: str
    credits: tuple[Credit, ...]
    customer: int
    customer_type: str
    product: str
    lead: date
    signed: date
    amount: int
    margin: int
    cancelled: bool = False
    reviewed: bool = False
    original: str = ""

    @property
    def owner(self) -> str:
        """Who signed it."""
        return self.credits[0].employee


class Receipt(NamedTuple):
    """Money that arrived for an order."""

    id: str
    order: str
    received: date
    amount: int


class Quarter(NamedTuple):
    """A quarter, or a month of one, with its first and last day."""

    id: str
    start: date
    end: date


QUARTERS = (
    Quarter("2023Q1", date(2023, 1, 1), date(2023, 3, 31)),
    Quarter("2023Q2", date(2023, 4, 1), date(2023, 6, 30)),
    Quarter("2023Q3", date(2023, 7, 1), date(2023, 9, 30)),
)
MONTHS = (
    Quarter("2023-07", date(2023, 7, 1), date(2023, 7, 31)),
    Quarter("2023-08", date(2023, 8, 1), date(2023, 8, 31)),
    Quarter("2023-09", date(2023, 9, 1), date(2023, 9, 30)),
)
"""The third quarter as it ran: what the systems exported month by month."""
_HANDBOOK = {
    # owner, day of the quarter, amount, customer type
    "2023Q2": ((XIAO_ZHANG, 21, 146_000, "老"), (XIAO_ZHANG, 48, 139_500, "新"), (XIAO_ZHANG, 70, 192_000, "老")),
    "2023Q3": (
        (XIAO_ZHANG, 10, 96_000, "老"), (XIAO_ZHANG, 26, 128_000, "新"), (XIAO_ZHANG, 41, 75_500, "老"),
        (XIAO_ZHANG, 58, 84_500, "新"), (XIAO_ZHANG, 74, 96_000, "老"),
        (XIAO_LI, 18, 88_000, "新"), (XIAO_LI, 33, 132_000, "新"), (XIAO_LI, 52, 95_000, "新"),
        (XIAO_LI, 80, 135_000, "新"),
    ),
}  # fmt: skip
_HANDBOOK_RECEIPTS = {
    # 422,400 of 480,000 is 88 %; 360,000 of 450,000 is 80 %: order by order, with what arrived of it within the quarter
    XIAO_ZHANG: (96_000, 110_000, 60_400, 60_000, 38_000),
    XIAO_LI: (88_000, 120_000, 76_000, 76_000),
}
OLD_RECEIPT = 58_000  # of 小张's last order of the second quarter, received in the third


def quarter_of(span: Quarter) -> Quarter:
    """The quarter that a month lies in; a quarter itself."""
    return next(one for one in QUARTERS if one.start <= span.start and span.end <= one.end)


def customer_name(number: int) -> str:
    """The name of a customer."""
    place, brand, trade = PLACES[number % 15], BRANDS[number // 15 % 15], TRADES[(number // 7) % 8]
    return f"{place}{brand}{trade}有限公司"


def orders() -> tuple[Order, ...]:
    """Every order of the year so far, by signing date."""
    rng = Random(SEED)  # noqa: S311 - an example is seeded so that it repeats, not so that it cannot be guessed
    drafts = [draft for quarter in QUARTERS for draft in _quarter(rng, quarter)]
    drafts.sort(key=lambda order: (order.signed, order.owner, order.amount))
    numbered = [_numbered(order, number) for number, order in enumerate(drafts, start=1)]
    return (*numbered, *_reversal(numbered))


def receipts(contracts: tuple[Order, ...]) -> tuple[Receipt, ...]:
    """Every receipt up to the end of September, by date."""
    rng = Random(SEED + 1)  # noqa: S311 - the same
    paid = [
        part for order in contracts if order.amount > 0 and not order.cancelled for part in _paid(rng, order, contracts)
    ]
    dated = sorted(
        (part for part in paid if part.received <= QUARTERS[-1].end), key=lambda part: (part.received, part.order)
    )
    return tuple(part._replace(id=f"HK{part.received:%y%m}-{number:04d}") for number, part in enumerate(dated, start=1))


def _quarter(rng: Random, quarter: Quarter) -> list[Order]:
    hired = [one for one in sellers(quarter.start, quarter.end) if (one.left or quarter.end) > quarter.start]
    others = [one for one in hired if one.id not in {XIAO_ZHANG, XIAO_LI}]
    drafts = [draft for one in others for draft in _of_person(rng, one, quarter, others)]
    return drafts + [_by_hand(rng, quarter, row) for row in _HANDBOOK.get(quarter.id, ())]


def _of_person(rng: Random, person: Person, quarter: Quarter, others: list[Person]) -> list[Order]:
    first = max(person.hired + timedelta(days=10), quarter.start)
    last = min(person.left or quarter.end, quarter.end)
    grade = grade_on(person, last)
    worked = max(0, (last - first).days + 1) / ((quarter.end - quarter.start).days + 1)
    total = SALES_TARGET[grade] * worked * min(1.45, max(0.55, rng.gauss(1.0, 0.17)))
    weights = [rng.uniform(0.6, 1.6) for _ in range(rng.randint(3, 6) if worked > 0 else 0)]
    return [
        _draft(rng, person, (first, last), round(total * weight / sum(weights) / 100) * 100, others)
        for weight in weights
    ]


def _draft(rng: Random, person: Person, span: tuple[date, date], amount: int, others: list[Person]) -> Order:
    signed = _weekday(span[0] + timedelta(days=rng.randrange((span[1] - span[0]).days + 1)), span)
    strategic = person.grade in {"资深", "销售经理", "区域总监"} and rng.random() < 0.25
    kind = "战略" if strategic else rng.choice(("新", "老", "老"))
    return Order(
        "", _credits(rng, person, signed, others), rng.randrange(1, 400), kind, rng.choice(PRODUCTS),
        signed - timedelta(days=rng.randint(6, 75)), signed, amount, round(amount * rng.uniform(0.22, 0.46) / 10) * 10,
        cancelled=rng.random() < 0.03, reviewed=amount >= 100_000,
    )  # fmt: skip


def _credits(rng: Random, person: Person, signed: date, others: list[Person]) -> tuple[Credit, ...]:
    here = [one for one in others if one.hired <= signed <= (one.left or signed)]
    mates = [one for one in here if one.team == person.team and one.id != person.id and one.grade in {"骨干", "资深"}]
    if not mates or rng.random() > 0.09:
        return (Credit(person.id, 100),)
    mate, percent = rng.choice(mates), rng.choice((50, 60, 70))
    if rng.random() < 0.25:
        return (Credit(person.id, 100), Credit(mate.id, 30, overlay=True))
    return (Credit(person.id, percent), Credit(mate.id, 100 - percent))


def _by_hand(rng: Random, quarter: Quarter, row: tuple[str, int, int, str]) -> Order:
    owner, day, amount, kind = row
    signed = _weekday(quarter.start + timedelta(days=day), (quarter.start, quarter.end))
    return Order(
        "", (Credit(owner, 100),), rng.randrange(400, 480), kind, rng.choice(PRODUCTS),
        signed - timedelta(days=rng.randint(12, 40)), signed, amount, amount * 3 // 10, reviewed=amount >= 100_000,
    )  # fmt: skip


def _numbered(order: Order, number: int) -> Order:
    fields = {name: getattr(order, name) for name in Order.__slots__}
    return Order(**{**fields, "id": f"XC23{order.signed:%m}-{number:04d}"})


def _reversal(numbered: list[Order]) -> tuple[Order, ...]:
    """A customer gave back part of a large order of the second quarter, in August."""
    owners = {"1009", "1011", "1013", "1014"}
    spring = [
        one for one in numbered if one.owner in owners and one.signed.month in {4, 5, 6} and len(one.credits) == 1
    ]
    original = max((one for one in spring if not one.cancelled), key=lambda one: one.amount)
    returned = round(original.amount / 3 / 100) * 100
    signed = date(2023, 8, 22)
    fields = {name: getattr(original, name) for name in Order.__slots__}
    changed = {"id": f"{original.id}-T1", "signed": signed, "amount": -returned, "margin": -returned * 3 // 10}
    return (Order(**{**fields, **changed, "original": original.id}),)


def _paid(rng: Random, order: Order, contracts: tuple[Order, ...]) -> list[Receipt]:
    if order.owner in _HANDBOOK_RECEIPTS:
        return _paid_by_hand(order, contracts)
    first = round(order.amount * rng.uniform(0.62, 0.88) / 100) * 100
    days = (order.signed + timedelta(days=rng.randint(3, 21)), order.signed + timedelta(days=rng.randint(55, 110)))
    return [Receipt("", order.id, days[0], first), Receipt("", order.id, days[1], order.amount - first)]


def _paid_by_hand(order: Order, contracts: tuple[Order, ...]) -> list[Receipt]:
    """小张's and 小李's receipts: what makes their collection rates 88 % and 80 %."""
    summer = [one for one in contracts if one.owner == order.owner and one.signed >= QUARTERS[-1].start]
    if order in summer:
        amount = _HANDBOOK_RECEIPTS[order.owner][summer.index(order)]
        return [Receipt("", order.id, min(order.signed + timedelta(days=8), QUARTERS[-1].end), amount)]
    spring = [one for one in contracts if one.owner == order.owner and one.signed < QUARTERS[-1].start]
    later = OLD_RECEIPT if order == spring[-1] else 0
    first = Receipt("", order.id, min(order.signed + timedelta(days=9), date(2023, 6, 30)), order.amount - later)
    return [first, *([Receipt("", order.id, date(2023, 7, 12), later)] if later else [])]


def _weekday(day: date, span: tuple[date, date]) -> date:
    """The day itself, or the nearest earlier weekday within the span."""
    friday = day - timedelta(days=max(0, day.weekday() - 4))
    return max(friday, span[0])
