"""The closed words of plans and pay (SPEC 4 and 5; those of the exports: `export_terms`); a `header` is Chinese."""

from __future__ import annotations

from schemas.field import Choice


class Cycle(Choice):
    """How often a period comes."""

    MONTH = "月度"
    QUARTER = "季度"
    YEAR = "年度"


class Kind(Choice):
    """A component's kind: which rule produces its payout lines (SPEC 5)."""

    PERFORMANCE = "performance", "绩效奖金"
    TARGET_BONUS = "target_bonus", "目标奖金"
    COMMISSION = "commission", "提成"
    PER_ORDER = "per_order", "单笔奖"
    FIXED = "fixed", "定额"
    RANK = "rank", "排名奖"
    NOMINATED = "nominated", "名单奖"
    MENTOR = "mentor", "带教奖"
    POOL = "pool", "奖池"
    DRAW = "draw", "预支"
    CLAWBACK = "clawback", "追回"


class LineKind(Choice):
    """Kinds of payout lines that no component declares."""

    WITHHELD = "withheld", "待释放"
    RELEASED = "released", "释放"
    ADJUSTMENT = "adjustment", "调整"
    BROUGHT_FORWARD = "brought_forward", "上期结转"
    CARRY = "carry", "结转"


class Method(Choice):
    """How a rate table is read (SPEC 4)."""

    STEP = "step", "查表"
    INTERPOLATED = "interpolated", "插值"
    MARGINAL = "marginal", "分段累进"
    WHOLE = "whole", "全额"
    LADDER = "ladder", "累计定额"
    GRID = "grid", "二维"
    PLACES = "places", "名次"
    QUANTILE = "quantile", "强制分布"


class Boundary(Choice):
    """Which tier a value exactly on a bound belongs to."""

    UPPER = "上档"
    LOWER = "下档"


class Scoring(Choice):
    """How a KPI's score is found (SPEC 4)."""

    RATIO = "ratio", "达成率"
    DIRECT = "direct", "直接"
    DUAL = "dual", "双目标"
    TABLE = "table", "档位表"
    DEDUCT = "deduct", "扣分"
    RATED = "rated", "评分"


class Category(Choice):
    """Result or process indicator."""

    RESULT = "结果"
    PROCESS = "过程"


class Direction(Choice):
    """Whether more or less is better."""

    HIGHER = "越大越好"
    LOWER = "越小越好"


class Missing(Choice):
    """What a missing actual or target does."""

    ERROR = "报错"
    ZERO = "按零"
    DROP = "剔除"


class Leaver(Choice):
    """What a person who leaves within the period earns."""

    PRORATED = "折算"
    NOTHING = "不发"


class Basis(Choice):
    """依据 of a component: what orders, ranks, shares or charges it."""

    EACH = "每笔"
    FIRST = "首笔"
    TOTAL = "总分"
    ATTAINMENT = "达成率"
    SCORE = "得分"
    MEASURE = "计量"
    FASTEST = "最快签单"
    LARGEST = "最高单笔"
    AVERAGE_TICKET = "最高客单价"
    IMPROVEMENT = "进步最快"
    EQUAL = "平均"
    COMPANY = "公司"
    APPRENTICE = "徒弟"
    KEEPS_ATTAINMENT = "不降达成"
    LOWERS_ATTAINMENT = "降低达成"


class Scope(Choice):
    """Whose rows an aggregate or a ranking covers."""

    SELF = "本人"
    SUBORDINATES = "下级"
    TEAM = "团队"
    REGION = "区域"
    GRADE = "职级"
    COMPANY = "公司"


class Share(Choice):
    """对象 of a component: the whole amount or what exceeds the baseline."""

    ALL = "全部"
    EXCESS = "超额"


class Window(Choice):
    """口径: which span an amount is summed over."""

    CURRENT = "当期"
    QUARTER_TO_DATE = "季初至今"
    YEAR_TO_DATE = "年初至今"


class Release(Choice):
    """发放: when a line falls due."""

    SIGNING = "签约"
    RECEIPT = "回款"


class Aggregate(Choice):
    """汇总 of a measure."""

    SUM = "求和"
    COUNT = "计数"
    DISTINCT = "去重计数"
    MEAN = "平均"
    MAXIMUM = "最大"
    MINIMUM = "最小"


class Dimension(Choice):
    """维度 of a factor."""

    REGION = "区域"
    PRODUCT = "产品线"
    CUSTOMER_TYPE = "客户类型"


class FactorTarget(Choice):
    """作用 of a factor."""

    CREDIT = "业绩"
    BONUS = "奖金"


class GateOf(Choice):
    """对象 of a gate."""

    ACTUAL = "实际"
    ATTAINMENT = "达成率"
    SCORE = "得分"


class GateEffect(Choice):
    """处理 of a gate."""

    VETO = "否决"
    REDUCE = "折减"
    IMPROVE = "改进"


class Status(Choice):
    """Status of a person's pay (SPEC 5)."""

    NORMAL = "normal", "正常"
    HELD = "held", "暂缓"
    FORFEITED = "forfeited", "离职不发"
    CARRIED = "carried", "结转"


class CreditStatus(Choice):
    """Status of a credited line (SPEC 8)."""

    COUNTED = "counted", "计入"
    REFERENCE = "reference", "往期参考"
    LATE = "late", "漏录待定"
    UNATTRIBUTED = "unattributed", "未归属"
    CANCELLED = "cancelled", "已取消"


class ProrationBasis(Choice):
    """折算口径."""

    CALENDAR_DAYS = "自然日"
    WORKING_DAYS = "工作日"


class BudgetRule(Choice):
    """预算处理."""

    WARN = "仅预警"
    SCALE = "等比缩减"
    BLOCK = "阻止"


class Ties(Choice):
    """并列处理."""

    SHARE = "均分"
    SAME_PRIZE = "同奖"


class LateEntries(Choice):
    """迟录处理."""

    LIST = "列出待定"
    COUNT = "计入本期"


class Notice(Choice):
    """公示内容."""

    RATING = "姓名与评级"
    AMOUNT = "姓名与金额"
    ANONYMOUS = "匿名"
