"""The closed words of the exports and the calendar: what a cell of a data table may say (SPEC 3)."""

from __future__ import annotations

from schemas.field import Choice


class CustomerType(Choice):
    """客户类型."""

    NEW = "新"
    EXISTING = "老"
    STRATEGIC = "战略"


class OrderStatus(Choice):
    """状态 of an order."""

    VALID = "有效"
    CANCELLED = "取消"


class OpportunityStatus(Choice):
    """状态 of an opportunity."""

    OPEN = "进行中"
    WON = "赢单"
    LOST = "输单"


class RaterRole(Choice):
    """评价角色."""

    SELF = "自评"
    MANAGER = "上级"
    PEER = "同事"
    CUSTOMER = "客户"
    CROSS_TEAM = "跨部门"


class Entry(Choice):
    """录入方式."""

    SYSTEM = "系统"
    MANUAL = "手工"


class AdjustmentKind(Choice):
    """类型 of an adjustment."""

    APPEAL = "申诉更正"
    BACK_PAY = "补发"
    RECOVERY = "追回"
    OTHER = "其他"


class Decision(Choice):
    """结论 of an appeal."""

    UPHELD = "维持"
    CORRECTED = "更正"
    PENDING = "待处理"


class DayType(Choice):
    """类型 of a calendar day."""

    HOLIDAY = "假日"
    MAKE_UP = "调休上班"


class TreeDimension(Choice):
    """维度 of a decomposed target."""

    COMPANY = "公司"
    REGION = "区域"
    PRODUCT = "产品线"
    CUSTOMER_TYPE = "客户类型"
    TEAM = "团队"
    PERIOD = "期间"
