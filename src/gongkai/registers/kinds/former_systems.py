"""What a former system counted and no item, no case holds here: opening balances."""

from gongkai.registers.declaring import Measure, Register

_MADE = (
    Measure("made", "本年制发件数"),
    Measure("repealed", "本年废止件数"),
    Measure("valid", "现行有效件数", stock=True),
    Measure("published", "本年新公开数量", optional=True, help="2019、2020 年度的年报用。"),
    Measure("public_total", "对外公开总数量", stock=True, optional=True, help="2019、2020 年度的年报用。"),
)

REGISTERS = (
    Register(
        code="regulations",
        label="规章（系统里没有的）",
        rhythm="year",
        article="条例第二十条第（一）项",
        summary="没有录入本系统的规章，只登记件数，和系统里的加在一起。",
        measures=_MADE,
        position=210,
    ),
    Register(
        code="normative_documents",
        label="行政规范性文件（系统里没有的）",
        rhythm="year",
        article="条例第二十条第（一）项",
        summary="没有录入本系统的行政规范性文件，只登记件数，和系统里的加在一起。",
        measures=_MADE,
        position=211,
    ),
    Register(
        code="carried_over",
        label="上年结转的申请",
        rhythm="year",
        article="政府信息公开工作年度报告格式，表二第二项",
        summary="用本系统以前年报里“结转下年度继续办理”的件数，按申请人分，填在结转到的那一年。",
        measures=(
            Measure("natural_person", "自然人"),
            Measure("commercial", "商业企业"),
            Measure("research", "科研机构"),
            Measure("social_welfare", "社会公益组织"),
            Measure("legal_service", "法律服务机构"),
            Measure("other", "其他"),
        ),
        position=212,
    ),
)
