"""Up to the year 2018: six parts of text, and from 2014 the statistics table of 国办发〔2014〕32号 (wording of its lines 未核实).

All cells of the table lie in `ReportFacts.disclosure`; the tables `foi` and `disputes` did not exist yet.
"""

from __future__ import annotations

from gongkai.reports.layouts import samples
from gongkai.reports.layouts.shapes import Column, Part, Row, Table, Template

_1 = "一、主动公开情况"
_12 = (_1, "（二）通过不同渠道和方式公开政府信息的情况")
_2 = "二、回应解读情况"
_22 = (_2, "（二）通过不同渠道和方式回应解读的情况")
_3 = "三、依申请公开情况"
_31, _32, _33 = (_3, "（一）收到申请数"), (_3, "（二）申请办结数"), (_3, "（三）申请答复数")
_334 = (*_33, "4.不同意公开答复数")
_4, _5 = "四、行政复议数量", "五、行政诉讼数量"
_8, _9 = "八、机构建设和保障经费情况", "九、政府信息公开会议和培训情况"
_83 = (_8, "（三）从事政府信息公开工作人员数")


def _sum(key: str, label: str, within: tuple[str, ...] = (), mark: str = "", unit: str = "件") -> Row:
    return Row(key, label, within, mark, unit, is_sum=True)


STATISTICS = Table(
    code="statistics",
    part="disclosure",
    section=7,
    title="政府信息公开情况统计表",
    corner="统计指标",
    columns=(Column("", "统计数"),),
    rows=(
        Row(
            "disclosed.total",
            "主动公开政府信息数",
            (_1,),
            "（一）",
            "条",
            meaning="不同渠道和方式公开相同信息计1条",
        ),
        Row("disclosed.normative_documents", "其中：主动公开规范性文件数", (_1,), "", "条"),
        Row("normative_documents.made", "制发规范性文件总数", (_1,), "", "件"),
        Row("channel.gazette", "政府公报公开政府信息数", _12, "1.", "条"),
        Row("channel.website", "政府网站公开政府信息数", _12, "2.", "条"),
        Row("channel.weibo", "政务微博公开政府信息数", _12, "3.", "条"),
        Row("channel.wechat", "政务微信公开政府信息数", _12, "4.", "条"),
        Row("channel.other", "其他方式公开政府信息数", _12, "5.", "条"),
        Row("response.events", "回应公众关注热点或重大舆情数", (_2,), "（一）", "次"),
        Row("response.press", "参加或举办新闻发布会总次数", _22, "1.", "次"),
        Row("response.press_leader", "其中：主要负责同志参加新闻发布会次数", _22, "", "次"),
        Row("response.interviews", "政府网站在线访谈次数", _22, "2.", "次"),
        Row("response.interviews_leader", "其中：主要负责同志参加政府网站在线访谈次数", _22, "", "次"),
        Row("response.interpretations", "政策解读稿件发布数", _22, "3.", "篇"),
        Row("response.social_media", "微博微信回应事件数", _22, "4.", "次"),
        Row("response.other", "其他方式回应事件数", _22, "5.", "次"),
        _sum("requests.received", "收到申请数", (_3,), "（一）"),
        Row("requests.in_person", "当面申请数", _31, "1."),
        Row("requests.fax", "传真申请数", _31, "2."),
        Row("requests.network", "网络申请数", _31, "3."),
        Row("requests.letter", "信函申请数", _31, "4."),
        _sum("requests.closed", "申请办结数", (_3,), "（二）"),
        Row("requests.closed_on_time", "按时办结数", _32, "1."),
        Row("requests.closed_extended", "延期办结数", _32, "2."),
        _sum("replies.total", "申请答复数", (_3,), "（三）"),
        Row("replies.already_public", "属于已主动公开范围数", _33, "1."),
        Row("replies.granted", "同意公开答复数", _33, "2."),
        Row("replies.partial", "同意部分公开答复数", _33, "3."),
        _sum("replies.denied", "不同意公开答复数", _33, "4."),
        Row("denied.state_secret", "其中：涉及国家秘密", _334),
        Row("denied.trade_secret", "涉及商业秘密", _334),
        Row("denied.privacy", "涉及个人隐私", _334),
        Row("denied.security_stability", "危及国家安全、公共安全、经济安全和社会稳定", _334),
        Row("denied.not_government_info", "不是《条例》所指政府信息", _334),
        Row("denied.other", "法律法规规定的其他情形", _334),
        Row("replies.not_ours", "不属于本行政机关公开数", _33, "5."),
        Row("replies.not_existing", "申请信息不存在数", _33, "6."),
        Row("replies.amend", "告知作出更改补充数", _33, "7."),
        Row("replies.elsewhere", "告知通过其他途径办理数", _33, "8."),
        _sum("review.total", "行政复议数量", mark="四、"),
        Row("review.upheld", "维持具体行政行为数", (_4,), "（一）"),
        Row("review.corrected", "被依法纠错数", (_4,), "（二）"),
        Row("review.other", "其他情形数", (_4,), "（三）"),
        _sum("litigation.total", "行政诉讼数量", mark="五、"),
        Row("litigation.upheld", "维持具体行政行为或者驳回原告诉讼请求数", (_5,), "（一）"),
        Row("litigation.corrected", "被依法纠错数", (_5,), "（二）"),
        Row("litigation.other", "其他情形数", (_5,), "（三）"),
        Row("complaints.total", "举报投诉数量", mark="六、"),
        Row("fees.amount", "依申请公开信息收取的费用", mark="七、", unit="万元", decimals=6),
        Row("staffing.offices", "政府信息公开工作专门机构数", (_8,), "（一）", "个"),
        Row("staffing.reading_points", "设置政府信息公开查阅点数", (_8,), "（二）", "个"),
        _sum("staffing.people", "从事政府信息公开工作人员数", (_8,), "（三）", "人"),
        Row("staffing.full_time", "专职人员数", _83, "1.", "人"),
        Row("staffing.part_time", "兼职人员数", _83, "2.", "人"),
        Row("staffing.budget", "政府信息公开专项经费", (_8,), "（四）", "万元", decimals=6),
        Row("meetings.held", "召开政府信息公开工作会议或专题会议数", (_9,), "（一）", "次"),
        Row("trainings.held", "举办各类培训班数", (_9,), "（二）", "次"),
        Row("trainings.people", "接受培训人员数", (_9,), "（三）", "人次"),
    ),
)

# Which lines add up to which: sum key to the keys that it adds. Every other `is_sum` has none.
STATISTICS_SUMS: dict[str, tuple[str, ...]] = {
    "requests.received": (
        "requests.in_person",
        "requests.fax",
        "requests.network",
        "requests.letter",
    ),
    "requests.closed": ("requests.closed_on_time", "requests.closed_extended"),
    "replies.total": (
        "replies.already_public",
        "replies.granted",
        "replies.partial",
        "replies.denied",
        "replies.not_ours",
        "replies.not_existing",
        "replies.amend",
        "replies.elsewhere",
    ),
    "replies.denied": (
        "denied.state_secret",
        "denied.trade_secret",
        "denied.privacy",
        "denied.security_stability",
        "denied.not_government_info",
        "denied.other",
    ),
    "review.total": ("review.upheld", "review.corrected", "review.other"),
    "litigation.total": ("litigation.upheld", "litigation.corrected", "litigation.other"),
    "staffing.people": ("staffing.full_time", "staffing.part_time"),
}

TEMPLATE_2008 = Template(
    code="2008",
    label="2018 年度及以前的格式",
    source="条例（2008）第三十二条；国办发〔2014〕32号",
    from_year=2008,
    to_year=2018,
    parts=(
        Part(1, "概述", ("组织领导", "制度", "培训"), samples.OLD_OVERVIEW),
        Part(
            2,
            "主动公开政府信息情况",
            ("数量", "内容分类", "公开形式"),
            samples.OLD_DISCLOSED,
        ),
        Part(
            3,
            "依申请公开政府信息和不予公开政府信息情况",
            ("申请数", "答复", "不予公开"),
            samples.OLD_REQUESTS,
        ),
        Part(4, "政府信息公开的收费及减免情况", ("收费", "减免"), samples.OLD_FEES),
        Part(
            5,
            "因政府信息公开申请行政复议、提起行政诉讼的情况",
            ("数量",),
            samples.OLD_DISPUTES,
        ),
        Part(6, "存在的主要问题及改进措施", ("问题", "改进措施"), samples.PROBLEMS),
        Part(7, "政府信息公开情况统计表", ("表格",), owed=False),
    ),
    tables=(STATISTICS,),
)
