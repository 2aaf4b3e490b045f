"""What plan diff tells: each cell that differs, with both cells."""

from pipeline.plan.diff import Change, paired, plan_diff
from pipeline.plan.model import Plan
from tests.plan.books import RATINGS, parameter_rows, parsed, sheets, tier_rows


def brief(old: Plan, new: Plan) -> list[tuple[str, str, str, str, str, str, str]]:
    return [
        (one.sheet, one.key, one.field, one.old, one.new, cell(one.old_place), cell(one.new_place))
        for one in plan_diff(old, new)
    ]


def cell(place: object) -> str:
    return getattr(place, "cell", "")


def test_a_plan_does_not_differ_from_itself() -> None:
    assert plan_diff(parsed()[0], parsed()[0]) == ()


def test_a_parameter_s_note_is_a_cell_like_another() -> None:
    rows = parameter_rows(客户A线="500000")
    noted = [*rows[:-1], {**rows[-1], "说明": "50 万以上"}]
    assert brief(parsed(方案=rows)[0], parsed(方案=noted)[0]) == [
        ("方案", "客户A线", "说明", "", "50 万以上", "C11", "C11")
    ]


def named(name: str, version: str) -> Plan:
    return parsed(方案=parameter_rows(方案名称=name, 版本=version))[0]


def test_several_plans_are_compared_by_name_then_as_they_stand() -> None:
    east, west, old, new, more = (
        named(*one) for one in (("东", "1"), ("西", "1"), ("东", "2"), ("新", "1"), ("北", "1"))
    )
    assert paired([east, west], [new, old, more]) == ((east, old), (west, new), (None, more))


def test_each_changed_cell_is_told_with_both_cells() -> None:
    rows = sheets()
    rows["职级"][0]["奖金基数"] = "9000"
    rows["指标"][0]["得分上限"] = "120"
    rows["指标权重"][0]["骨干"], rows["指标权重"][2]["骨干"] = "60%", "20%"
    settings = parameter_rows(得分小数位="不舍入", 版本="2", 适用团队="东、西", 改进线="90%")
    new = parsed(**rows | {"方案": settings})[0]
    assert brief(parsed()[0], new) == [
        ("方案", "版本", "值", "1", "2", "B3", "B3"),
        ("方案", "适用团队", "值", "", "东、西", "", "B12"),
        ("方案", "得分小数位", "值", "2", "不舍入", "", "B11"),
        ("方案", "改进线", "值", "100%", "90%", "", "B13"),
        ("职级", "骨干 · 季度", "奖金基数", "8,000", "9,000", "C2", "C2"),
        ("指标", "销售额", "得分上限", "100", "120", "J2", "J2"),
        ("指标权重", "骨干 · 季度 · 销售额", "权重", "50%", "60%", "C2", "C2"),
        ("指标权重", "骨干 · 季度 · 拜访", "权重", "30%", "20%", "C4", "C4"),
    ]


def test_added_and_removed_rows_show_what_they_fill() -> None:
    bands = [
        *tier_rows("绩效系数", [("", "0"), ("75", "0.8"), ("80", "1.0"), ("90", "1.2")]),
        *tier_rows("评级", RATINGS),
    ]
    gate = {"指标": "拜访", "对象": "达成率", "条件": "<80%", "处理": "否决"}
    reward = {"奖金项": "首单奖", "类型": "单笔奖", "条件": "客户类型 = 新", "金额": "1000"}
    new = parsed(档位=bands, 门槛=[gate], 奖金项=[*sheets()["奖金项"], reward])[0]
    assert brief(parsed()[0], new) == [
        ("档位", "绩效系数 · 70", "值", "0.8", "", "G3", ""),
        ("档位", "绩效系数 · 75", "值", "", "0.8", "", "G3"),
        ("奖金项", "首单奖", "奖金项", "", "首单奖", "", "A3"),
        ("奖金项", "首单奖", "类型", "", "单笔奖", "", "B3"),
        ("奖金项", "首单奖", "条件", "", "客户类型 = 新", "", "I3"),
        ("奖金项", "首单奖", "金额", "", "1,000", "", "J3"),
        ("奖金项", "首单奖", "范围", "", "公司", "", "M3"),
        ("奖金项", "首单奖", "对象", "", "全部", "", "O3"),
        ("奖金项", "首单奖", "口径", "", "当期", "", "P3"),
        ("奖金项", "首单奖", "可追回", "", "否", "", "R3"),
        ("奖金项", "首单奖", "发放", "", "签约", "", "S3"),
        ("门槛", "拜访 · 达成率", "指标", "", "拜访", "", "A2"),
        ("门槛", "拜访 · 达成率", "对象", "", "达成率", "", "B2"),
        ("门槛", "拜访 · 达成率", "处理", "", "否决", "", "D2"),
        ("门槛", "拜访 · 达成率", "条件", "", "<80%", "", "C2"),
    ]


def test_the_two_directions_mirror_each_other() -> None:
    old, new = parsed()[0], parsed(方案=parameter_rows(版本="2"))[0]
    (there,), (back,) = plan_diff(old, new), plan_diff(new, old)
    mirrored = Change(back.sheet, back.key, back.field, back.new, back.old, back.new_place, back.old_place)
    assert there == mirrored


def test_a_rate_is_told_as_the_percentage_that_it_is() -> None:
    old, new = (
        parsed(档位=[*sheets()["档位"], *tier_rows("提成", [("", "3%"), ("100000", rate)], "全额")])[0]
        for rate in ("5%", "6%")
    )
    assert [(one.field, one.old, one.new) for one in plan_diff(old, new)] == [("值", "5%", "6%")]
