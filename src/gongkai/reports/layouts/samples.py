"""Our phrasing for the sections, to begin with: live figures stand as {{address}}, what a person must write as 【…】."""

from __future__ import annotations

OVERALL = """（一）主动公开。全年主动公开政府信息 {{figure:item.published}} 条，\
制发行政规范性文件 {{disclosure.normative_documents.made}} 件，\
现行有效 {{disclosure.normative_documents.valid}} 件。
（二）依申请公开。全年新收政府信息公开申请 {{foi.new_received/total}} 件，\
上年结转 {{foi.carried_over/total}} 件；办结 {{foi.results.total/total}} 件，\
其中予以公开 {{foi.results.granted/total}} 件、部分公开 {{foi.results.partial/total}} 件；\
结转下年度继续办理 {{foi.carried_forward/total}} 件。
（三）政府信息管理。【写明文件的公开属性怎样审定、规范性文件怎样清理、目录怎样更新。】
（四）平台建设。【写明网站专栏、政务新媒体、查阅点的建设和维护。】
（五）监督保障。全年举办培训 {{figure:register.trainings.entries}} 期，参加 {{figure:register.trainings.people}} 人次；\
约谈、通报、处分 {{figure:register.accountability.entries}} 条。【写明机构和人员、考核的情况。】"""

OVERALL_GOVERNMENT = """（一）主动公开。全县主动公开政府信息 {{figure:item.published}} 条，\
制发行政规范性文件 {{disclosure.normative_documents.made}} 件，\
废止 {{disclosure.normative_documents.repealed}} 件，\
现行有效 {{disclosure.normative_documents.valid}} 件。
（二）依申请公开。各机关新收政府信息公开申请 {{foi.new_received/total}} 件，\
上年结转 {{foi.carried_over/total}} 件，办结 {{foi.results.total/total}} 件，\
结转下年度继续办理 {{foi.carried_forward/total}} 件。
（三）政府信息管理。【写明规范性文件集中公开、清理和目录更新的情况。】
（四）平台建设。各机关登记的公开渠道 {{figure:register.channels.entries}} 个。【写明政府网站、公报、政务新媒体、查阅点的情况。】
（五）监督保障。全县举办培训 {{figure:register.trainings.entries}} 期，参加 {{figure:register.trainings.people}} 人次；\
约谈、通报、处分 {{figure:register.accountability.entries}} 条。【写明工作考核、社会评议和责任追究结果。】"""

OVERALL_2019 = OVERALL.replace(
    "现行有效 {{disclosure.normative_documents.valid}}",
    "对外公开的共 {{disclosure.normative_documents.total_public}}",
)
OVERALL_GOVERNMENT_2019 = OVERALL_GOVERNMENT.replace(
    "废止 {{disclosure.normative_documents.repealed}} 件，现行有效 {{disclosure.normative_documents.valid}}",
    "对外公开的共 {{disclosure.normative_documents.total_public}}",
)

PROBLEMS = """存在的主要问题：【结合本年检查和办件中发现的问题写，不照抄上年。】
改进情况：【写明上年所列问题改得怎样，以及下一步的做法、时限和负责的人。】"""

OTHER_MATTERS = """收取信息处理费的情况：本年收取信息处理费 {{figure:application.fees_cases}} 件，\
共 {{figure:application.fees}} 元。
其他需要报告的事项：【没有的写“没有其他需要报告的事项”。】"""

OLD_OVERVIEW = """【写明组织领导、制度建设、培训和宣传。】"""
OLD_DISCLOSED = """全年主动公开政府信息 {{disclosure.disclosed.total}} 条，\
其中规范性文件 {{disclosure.disclosed.normative_documents}} 条；\
通过政府网站公开 {{disclosure.channel.website}} 条。"""
OLD_REQUESTS = """全年收到政府信息公开申请 {{disclosure.requests.received}} 件，\
办结 {{disclosure.requests.closed}} 件。"""
OLD_FEES = """全年依申请公开信息收取费用 {{disclosure.fees.amount}} 万元。"""
OLD_DISPUTES = """全年因政府信息公开被申请行政复议 {{disclosure.review.total}} 件，\
被提起行政诉讼 {{disclosure.litigation.total}} 件。"""
