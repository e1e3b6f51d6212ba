"""For each rule about the words a report that breaks it."""

from __future__ import annotations

from dataclasses import replace

from tests.reports.checks.triggers_tables import FACTS, LAST, OLD
from tests.reports.making import UnitYear, changed, saying

from gongkai.reports.checks import Around
from gongkai.reports.facts import Section

FILL = "为了把公开做实，县里把目录分到科室，逐月核对，谁制作谁负责，镇里的公开栏也一并换了新样式。" * 5

STATED = {
    "received": "全年新收政府信息公开申请999件。",
    "carried_over": "政府信息公开申请上年结转999件。",
    "results": "政府信息公开申请办结999件。",
    "carried_forward": "结转下年度继续办理999件。",
    "granted": "政府信息公开申请予以公开999件。",
    "partial": "政府信息公开申请部分公开999件。",
    "denied": "政府信息公开申请不予公开999件。",
    "unable": "政府信息公开申请无法提供999件。",
    "not_processed": "政府信息公开申请不予处理999件。",
    "other": "政府信息公开申请其他处理999件。",
    "natural": "政府信息公开申请中，自然人提出999件。",
    "legal": "政府信息公开申请中，法人和其他组织提出999件。",
    "review": "因政府信息公开被申请行政复议999件。",
    "litigation": "因政府信息公开被提起行政诉讼999件。",
    "review_upheld": "政府信息公开行政复议中，结果维持999件。",
    "review_corrected": "政府信息公开行政复议中，结果纠正999件。",
    "litigation_direct": "未经复议直接起诉999件。",
    "litigation_after": "复议后起诉999件。",
    "licensing": "全年作出行政许可决定999件。",
    "punishment": "全年作出行政处罚决定999件。",
    "coercion": "全年作出行政强制决定999件。",
    "made": "制发行政规范性文件999件。",
    "repealed": "废止规范性文件999件。",
    "valid": "现行有效的规范性文件999件。",
    "regulations": "制定规章999件。",
    "fees": "收取行政事业性收费999万元。",
}


def says(text: str, around: Around | None = None, no: int = 1) -> UnitYear:
    return UnitYear(saying(FACTS, text, no), around or Around(last_year=LAST))


def old(text: str) -> UnitYear:
    """A report of the first form, all figures of its table 0."""
    return UnitYear(replace(OLD, sections=(Section(1, "概述", text),)), Around())


def _stated() -> dict[str, UnitYear]:
    made = {f"text.{what}": says(text) for what, text in STATED.items()}
    made |= {
        "text.published": says("全年主动公开政府信息99条。", Around(figures={"items.published": 98})),
        "text.press": old("全年召开新闻发布会3次。"),
        "text.interpretations": old("全年发布政策解读16条。"),
        "text.wechat": old("微信公众号全年共发布信息716条。"),
        "text.processing_fee": says("没有收取任何信息处理费。", Around(figures={"fees.processing": 3})),
        "text.all_done": UnitYear(
            changed(saying(FACTS, "政府信息公开申请全部办结。"), {"foi.carried_forward/total": 2}), Around()
        ),
        "text.more_done": UnitYear(
            changed(
                saying(FACTS, "收到政府信息公开申请3件，办结政府信息公开申请5件。"),
                {"foi.carried_over/total": 0},
            ),
            Around(),
        ),
    }
    for what, first, second in (
        ("received", "收到政府信息公开申请3件。", "收到政府信息公开申请5件。"),
        ("published", "主动公开政府信息3条。", "主动公开政府信息5条。"),
        ("review", "因政府信息公开被申请行政复议3件。", "因政府信息公开被申请行政复议5件。"),
        ("litigation", "因政府信息公开被提起行政诉讼3件。", "因政府信息公开被提起行政诉讼5件。"),
        ("made", "制发规范性文件3件。", "制发规范性文件5件。"),
        ("fees", "行政事业性收费3万元。", "行政事业性收费5万元。"),
    ):
        made[f"text.twice.{what}"] = says(first + second)
    return made


def _sums() -> dict[str, UnitYear]:
    return {
        "sum.over": says("发布信息10条，其中文件8条、动态5条。"),
        "sum.rest": says("发布信息100条，其中文件8条、动态5条、其他1条。"),
        "sum.nearly": says("受理留言100件，其中甲站40件，乙站30件，丙站25件。"),
        "sum.total": says("发布要闻10条，镇里动态20条，视频5条，合计各类信息36条。"),
        "sum.added": says("公示12+13=26件。"),
        "sum.each": says("接入单位68家，每个单位设信息员2人，全市共有信息员146人。"),
        "sum.daily": says("全年访问量达到365万次，日均2万次。"),
        "sum.one_label": says(
            "发布信息60条，其中部门动态10条，要闻20条，视频30条。部门公开信息60条，其中部门动态20条，机构概况30条，规划10条。"
        ),
        "sum.named": says(
            "专题分设重大决策听证、重要事项公示，共计发布40条。先后发布重大决策听证18条，重要事项公示365条。"
        ),
        "share.wrong": says("公开信息100条，其中文件40条，占45%；动态60条，占60%。"),
        "share.forced": says(
            "公开信息300条，其中文件101条，占33.67%；动态100条，占33.33%；其他99条，占33%；栏目200条，占66.66%。"
        ),
        "share.policy": says("公开信息300条，其中文件200条，占66.66%；动态100条，占33.33%。"),
        "share.hundred": says("公开信息100条，其中文件40条，占40%；动态30条，占30%；其他30条，占35%。"),
        "share.above": says("按时答复率为103%。"),
        "share.implied": says("全年公开政务信息7.8万条。主动公开基础信息28563条，占全部公开信息的31%。"),
        "rate.wrong": says("共接入电话3153个，转接成功2906个，成功率为95.1%。"),
        "rate.cut": says("共接入电话3153个，转接成功2906个，成功率为92.1%。"),
    }


def _growth() -> dict[str, UnitYear]:
    old_text = "共主动公开政府信息100条。"
    last = saying(LAST, old_text)
    clauses = {
        "received": "收到政府信息公开申请90件",
        "made": "制发规范性文件90件",
        "licensing": "作出行政许可决定9000件",
        "punishment": "作出行政处罚决定9000件",
        "fees": "收取行政事业性收费9000万元",
        "review": "因政府信息公开被申请行政复议90件",
        "results": "政府信息公开申请办结90件",
    }
    around = Around(last_year=last)
    made = {f"growth.{what}": says(f"{clause}，同比增长1%。", around) for what, clause in clauses.items()}
    was = changed(replace(OLD, year=2015), {"disclosure.disclosed.total": 100})
    now = replace(OLD, sections=(Section(1, "概述", "主动公开政府信息200条，同比增长50%。"),))
    made["growth.published"] = UnitYear(now, Around(last_year=was))
    made["growth.count"] = says("收到政府信息公开申请90件，比上年增加1件。", around)
    made["growth.beside"] = says("办理热线工单120件，上年同期100件，同比增长30%。")
    return made


def _parts() -> dict[str, UnitYear]:
    parts = FACTS.sections

    def arranged(*sections: Section, **around: object) -> UnitYear:
        return UnitYear(replace(FACTS, sections=sections), Around(**around))  # type: ignore[arg-type]

    made = {f"part.missing.{n}": arranged(*(s for s in parts if s.no != n)) for n in range(1, 7)}
    made |= {
        "part.none": arranged(),
        "part.empty": says("", no=5),
        "part.short.overview": says("做得不错。"),
        "part.short.problems": says("问题不少，明年改进。", no=5),
        "part.order": arranged(parts[1], parts[0], *parts[2:]),
        "part.numbers": arranged(*parts[:3], replace(parts[3], no=7), *parts[4:]),
        "part.titles": arranged(replace(parts[0], title="总体情况和主要成绩"), *parts[1:]),
        "part.extra": arranged(*parts, Section(7, "建议提案办理", "办了3件。")),
        "part.twice": arranged(*parts, Section(7, "总体情况", FILL)),
        "part.problems": says("明年将把目录每月核对一遍，把公开栏换成新样式，派专人看管。", no=5),
        "part.improvement": says("存在问题：目录更新慢，公开栏旧，解读材料少，人手紧张，培训也少。", no=5),
        "part.processing_fee": says("无。", no=6),
    }
    for key in ("disclosure", "requests", "management", "platform", "supervision"):
        made[f"part.topic.{key}"] = says("今年做了很多。")
    for key in ("assessment", "review", "liability"):
        made[f"part.government.{key}"] = says("今年做了很多。", Around(is_government=True))
    return made


def _words() -> dict[str, UnitYear]:
    stock = "我们取得了一定成绩，有待进一步提高，与群众的期望有一定的差距，下一步将进一步加强，不断提高。"
    return {
        "words.placeholder": says("全年公开【填写】条。"),
        "words.lost": says("全年公开\ufffd条。"),
        "words.empty_number": says("全年收到政府信息公开申请件，都办了。"),
        "words.doubled": says("政府信息信息公开。工作工作会。"),
        "words.half_stop": says("做了很多，"),
        "words.old_slogan": says("坚持以公开为原则、不公开为例外。"),
        "words.old_law": says("根据条例（国务院令第492号）编制。"),
        "words.old_term": says("答复都在15个工作日内。"),
        "words.old_fees": says("没有收取检索、复制、邮寄等成本费。"),
        "words.special_need": says("申请人须有生产、生活、科研等特殊需要。"),
        "words.etc_number": says("公开约300余条。"),
        "words.generalities": says(stock, no=5),
        "words.no_numbers": says(FILL),
        "words.paragraph_twice": says(f"{FILL}\n{FILL}"),
        "words.other_unit": says("云溪县林业局高度重视公开工作。"),
        "year.mostly_other": says("2023年做了这些。2023年做了那些。2023年还有这些。"),
        "year.sentence": says("2024年，共收到政府信息公开申请3件。", no=3),
        "year.period": says("数据的统计期限自2024年1月1日起至2024年12月31日止。"),
        "personal.identity": says("申请人身份证号码11010519491231002X。"),
        "personal.accounts": says("汇入银行卡号6222021234567890128。"),
        "personal.mobile": says("联系人手机13912345678。"),
        "personal.persons": says("申请人李某家住青禾县城关镇河东路12号3栋2单元501室。"),
        "personal.secrecy": says("秘密★5年\n本文件内部使用。"),
    }


def _alike() -> dict[str, UnitYear]:
    copy = replace(FACTS, year=2024)
    peer = replace(FACTS, unit_code="9", unit_name="云溪县水务局")
    made = {}
    for key in ("overview", "problems", "all"):
        made[f"alike.last_year.{key}"] = UnitYear(FACTS, Around(last_year=copy))
        made[f"alike.peer.{key}"] = UnitYear(FACTS, Around(peers=(peer,)))
    return made


TRIGGERS: dict[str, UnitYear] = {
    **_stated(),
    **_sums(),
    **_growth(),
    **_parts(),
    **_words(),
    **_alike(),
}
