"""Words that columns of the case tables may hold, with their labels."""

from __future__ import annotations

CHANNELS: dict[str, str] = {
    "web": "网上",
    "counter": "当面",
    "signed_mail": "挂号信、快递",
    "plain_mail": "平信",
    "fax": "传真",
    "email": "电子邮件",
    "phone": "电话",
    "internal": "内部",
}
# The columns of table 2 of the annual report (国办公开办函〔2021〕30号).
APPLICANT_TYPES: dict[str, str] = {
    "natural": "自然人",
    "enterprise": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他",
}
SIDE_STATES = {"open": "未完成", "met": "按时", "late": "逾期", "dropped": "不再需要"}
LETTER_STATES = {"later": "打开时生成", "making": "正在生成", "ready": "可下载", "failed": "没有生成"}
NOTICE_CHANNELS = {"mail": "电子邮件", "sms": "短信", "inbox": "站内"}
NOTICE_STATES = {"waiting": "待发送", "sending": "正在发送", "sent": "已发送", "failed": "没有发出"}
ANSWER_STATES = {"preparing": "准备公开", "public": "已公开", "withdrawn": "已撤下", "hidden": "已隐藏"}
ANSWER_PARTS = {"title": "标题", "question": "来信", "answer": "答复"}
FINDING_STATES = {"open": "待处理", "masked": "已遮盖", "dismissed": "不是问题", "mended": "已不在文中"}
# Of the similar public things on a page of the citizen's flow.
FOUND_WHAT = {"shown": "提示过", "opened": "点开看过", "enough": "看了就不用写了"}
ITEM_RELATIONS = {"clarifies": "澄清、回应", "proactive": "改为主动公开"}
ACCOUNTABILITY = {"interview": "约谈", "circular": "通报"}
