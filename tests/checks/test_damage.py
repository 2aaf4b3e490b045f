"""Whatever is missing or repeated in a delivery, the checks say something about it and never break."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.plan.measures import BUILT_IN_MEASURES
from tests.checks.damaged import damaged
from tests.checks.delivered import checked, sealed_august
from tests.checks.test_targets import KPIS, WEIGHTS
from tests.rules.typed import order, person, plan, receipt, tables

OLD = {"signed_date": "2026-08-05"}
APPROVED = {"reason": "好", "approver": "王总", "approved_date": "2026-09-28"}
WHOLE: dict[str, list[dict[str, Any]]] = {
    "people": [person("1001", manager_id="1002"), person("1002", leave_date="2026-09-20", mentor_id="1001")],
    "assignments": [{"employee_id": "1001", "effective_date": "2026-01-01", "team": "一队", "grade": "骨干"}],
    "leaves": [{"employee_id": "1001", "start_date": "2026-09-01", "end_date": "2026-09-02"}],
    "targets": [{"employee_id": "1001", "kpi": "回款率", "baseline": "90", "challenge": "95"}],
    "target_tree": [
        {"dimension": "公司", "key": "公司", "kpi": "销售额", "target": "10"},
        {"dimension": "团队", "key": "一队", "parent": "公司", "kpi": "销售额", "target": "10"},
    ],
    "actuals": [{"employee_id": "1001", "kpi": "回款率", "actual": "88", "source": "财务"}],
    "orders": [
        order("A1", "1001", share="0.5", **OLD),
        order("A1", "1002", share="0.5", **OLD),
        order("A2", "1001", amount="-5", original_order_id="A1"),
    ],
    "receipts": [receipt("R1", "A1")],
    "ratings": [{"employee_id": "1001", "kpi": "协作", "rater_role": "上级", "score": "90"}],
    "nominations": [{"employee_id": "1001", "award": "奖", "amount": "1", **APPROVED}],
    "adjustments": [{"employee_id": "1001", "original_period": "2026-08", "kind": "补发", "amount": "1", **APPROVED}],
    "appeals": [{"appeal_id": "S1", "employee_id": "1001", "period": "2026-08", "submitted_date": "2026-09-05"}],
}
SCHEME = plan(kpis=KPIS, weights=WEIGHTS, measures={one.measure: one for one in BUILT_IN_MEASURES})
HISTORY = sealed_august(orders=WHOLE["orders"][:2])


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_blank_cells_and_repeated_rows_break_nothing(data: st.DataObject) -> None:
    checked(damaged(tables(**WHOLE), data), SCHEME, history=HISTORY)


def test_the_undamaged_delivery_is_nearly_sound() -> None:
    found = checked(tables(**WHOLE), SCHEME, history=HISTORY)
    assert sorted({one.code for one in found}) == ["award-unknown", "sealed-rows-identical"]
