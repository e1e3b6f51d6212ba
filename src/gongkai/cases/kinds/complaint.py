"""举报投诉公开工作: to the office that supervises disclosure (条例第五十一条)."""

from __future__ import annotations

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "条例第五十一条"

KIND = CaseKind(
    code="complaint",
    label="公开工作投诉举报",
    article=ARTICLE,
    summary="有关机关该公开的不公开、不按时答复、公开的内容不真实，向政务公开主管部门投诉举报。",
    mark="投",
    initial="processing",
    states=(shared.PROCESSING, shared.REVIEWING, shared.ANSWERED, shared.CLOSED),
    transitions=(
        Act(
            "ask_unit", "要求被投诉单位说明", roles("processing"), "processing", shared.OFFICE, ARTICLE,
            fields=(Asked("question", "要说明什么", "long_text", max_length=1000),), line="正在向被投诉的单位核实",
        ),
        shared.draft(("ordered_to_mend", "not_found", "explained"), ARTICLE),
        shared.return_draft(ARTICLE),
        shared.approve(ARTICLE),
        shared.refuse("processing", ARTICLE),
    ),
    outcomes=(
        CaseOutcome("ordered_to_mend", "已责令改正", "您反映的情况属实，已经责令改正。", article="条例第五十三条"),
        CaseOutcome("not_found", "情况不属实", "核实以后，没有发现您反映的情况。"),
        CaseOutcome("explained", "已解释说明", "您反映的情况，下面作了说明。"),
        shared.NOT_ACCEPTED_OUTCOME,
    ),
    pages=(
        FormPage(
            "about",
            "投诉哪个单位、什么事",
            (
                Asked("about_unit", "被投诉的单位", max_length=120),
                Asked("wrong", "是哪一种情况", "choice",
                      choices=(("not_disclosed", "该公开的没有公开"), ("late", "超过期限没有答复"),
                               ("false", "公开的内容不真实、不完整"), ("fee", "乱收费"), ("other", "其他"))),
            ),
        ),
        shared.words("具体情况"),
        shared.CONTACT,
    ),
    terms=("complaint.reply",),
    # 向政府信息公开工作主管部门投诉、举报: never to the unit that is complained about.
    to_office=True,
    channels=("web", "counter", "signed_mail", "plain_mail", "phone"),
    position=60,
    apply_words="投诉公开工作",
    counts_words="提交的那天就是收到之日。",
)  # fmt: skip
