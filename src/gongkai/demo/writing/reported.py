"""What people write into the gaps of an annual report: about their own unit's matters, so that no two read alike."""

from __future__ import annotations

import random
from collections.abc import Sequence

from gongkai.reports.layouts.samples import OTHER_MATTERS, OVERALL, OVERALL_GOVERNMENT

_WHOLE_COUNTY = ("重大建设项目", "公共资源配置", "社会公益事业", "财政资金直达", "优化营商环境", "乡村振兴")
_MANAGED = (
    "凡涉及{a}的公文，拟稿时就定公开属性，{m}月对现行文件清理了一遍，清理结果同步更新到目录。",
    "围绕{a}、{b}两块业务重新梳理了公开目录，拟文、核稿、签发三个环节都核对公开属性。",
    "{a}的文件由办公室统一登记、统一发布，公开前都做保密审查和个人信息检查，{b}的信息每季度核对一次。",
    "{m}月起{a}的办理结果实行随办随公开，不予公开的逐件写明依据，留档备查。",
    "职责调整以后补充了{a}的目录条目，{b}的历史文件全部补录，缺的文号逐件查清。",
)
_PLATFORMS = (
    "在政务公开平台开设“{a}”栏目，单位门口的公开栏同步更新，方便不上网的群众查看。",
    "办事大厅的查阅点摆放{a}的办事指南，专人协助查阅，{m}月更换了破损的触摸屏。",
    "{a}的政策文件和解读材料相互链接，图解和问答一起发布，点击最多的是{b}。",
    "政务新媒体全年推送{a}方面的信息，读者留言当天转到承办科室，{b}的常见问题整理成问答。",
    "把{a}的数据做成可以下载的表格，每月更新；网站检索词里{b}排在前面，据此调整了栏目位置。",
)
_ASSURED = (
    "分管领导负总责，{a}、{b}两个股室各有一名信息员，按季度自查一次。",
    "{m}月组织学习条例和保密规定，用{a}的真实案例讨论哪些该公开、哪些要隐去。",
    "每月核对一次目录，{a}漏公开、晚公开的当月补上，没有发生责任追究的情形。",
    "公开工作列入股室年度考核，{b}的信息逾期两条，已经说明原因并补发。",
    "请了{m}位群众代表评议{a}的公开情况，提出的意见全部答复。",
)
_PROBLEMS = (
    ("{a}的解读形式偏文字，图解少", "{a}和{b}的文件一律配图解和问答，{m}月前补齐"),
    ("{a}的栏目更新不够及时", "每月末由专人对照目录检查{a}，缺的下月五日前补齐"),
    ("{a}方面的申请答复，说理还不够具体", "建立答复文书互审，{a}、{b}的疑难件先与政务公开办会商"),
    ("窗口人员对{a}的公开目录不熟", "上下半年各培训一次，新到岗的由老同事带，{m}月用{b}的题目测验"),
    ("{a}的数据口径与统计年鉴不一致，群众来电询问", "与统计部门核对{a}的口径，公开时写明取数日期"),
)
_MENDED = (
    "上年提出的目录更新慢已经改正，{b}的信息今年都在期限内更新。",
    "上年提出的培训少已经改正，今年就{b}组织了{n}次业务学习。",
    "上年提出的解读滞后有所改善，{b}的解读与文件同日发布。",
    "上年提出的历史文件缺失已经补齐，{b}共补录{n}件。",
)


def written_sections(dice: random.Random, matters: Sequence[str], *, government: bool) -> dict[int, str]:
    """The sample phrasing of sections 1, 5 and 6 with what a person would have written in place of its gaps."""
    told = list(matters) or list(_WHOLE_COUNTY)

    def said(phrase: str) -> str:
        a, b = dice.sample(told, k=2) if len(told) > 1 else (told[0], "本单位其他职责")
        return phrase.format(a=a, b=b, m=dice.randrange(3, 12), n=dice.randrange(2, 9))

    gaps = iter([said(dice.choice(_MANAGED)), said(dice.choice(_PLATFORMS)), said(dice.choice(_ASSURED))])
    lines = []
    for line in (OVERALL_GOVERNMENT if government else OVERALL).split("\n"):
        head, gap, _ = line.partition("【")
        lines.append(head + (next(gaps) if gap else ""))
    problem, way = (said(words) for words in dice.choice(_PROBLEMS))
    return {
        1: "\n".join(lines),
        5: f"存在的主要问题：{problem}。{said(dice.choice(_MENDED))}\n改进情况：{way}，由办公室负责。",
        6: OTHER_MATTERS.partition("\n")[0] + "\n没有其他需要报告的事项。",
    }
