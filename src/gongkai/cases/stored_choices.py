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
LETTER_STATES = {"making": "正在生成", "ready": "可下载", "failed": "没有生成"}
NOTICE_CHANNELS = {"mail": "电子邮件", "sms": "短信", "inbox": "站内"}
NOTICE_STATES = {"waiting": "待发送", "sending": "正在发送", "sent": "已发送", "failed": "没有发出"}
