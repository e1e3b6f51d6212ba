"""Invented examples for the living style page. Nothing here is about a real place or person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator

from gongkai.components.parts import (
    BulkAct,
    Cell,
    Column,
    Confirm,
    Due,
    FileLine,
    FilterGroup,
    FilterOption,
    HeadLine,
    Link,
    ListLine,
    NavGroup,
    NavLink,
    Progress,
    Row,
    Stat,
    Step,
    Table,
    TaskLine,
    VersionLine,
)

OK = Due("ok", "还有 9 个工作日", date(2026, 12, 4))
SOON = Due("soon", "还有 2 个工作日", date(2026, 11, 24))
LATE = Due("late", "逾期 1 个工作日", date(2026, 11, 20))
PAUSED = Due("paused", "暂停：征求第三方意见")
PROVISIONAL = Due("ok", "最迟 2027年1月8日", date(2027, 1, 8), provisional=True)


class ExampleForm(forms.Form):
    """One field of each sort; bound with gaps it shows every error."""

    title = forms.CharField(
        label="标题",
        max_length=60,
        help_text="写全称，不写简称。",
        error_messages={"required": "写上标题，60 字以内"},
    )
    signed_on = forms.DateField(
        label="成文日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "选成文日期", "invalid": "日期写成 2026-11-21 这样"},
    )
    kind = forms.ChoiceField(label="种类", choices=[("notice", "公告公示"), ("plan", "规划计划")])
    openness = forms.ChoiceField(
        label="公开属性",
        widget=forms.RadioSelect,
        choices=[("proactive", "主动公开"), ("on_request", "依申请公开"), ("withheld", "不予公开")],
        error_messages={"required": "选一种公开属性"},
    )
    channels = forms.MultipleChoiceField(
        label="还在哪里公开",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("board", "公开栏"), ("gazette", "政府公报"), ("library", "图书馆查阅点")],
    )
    summary = forms.CharField(label="内容概述", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="附件", required=False, help_text="Word、Excel、PDF，每个 50 MB 以内。")
    checked = forms.BooleanField(label="我已核对标题、日期和附件", error_messages={"required": "核对后勾选"})


STEPS = [
    Step("填报", "done", "陈立", datetime(2026, 11, 18, 9, 12)),
    Step("初审", "done", "马红", datetime(2026, 11, 19, 15, 40)),
    Step("复审", "returned", "高峰", note="补上发文字号"),
    Step("复核", "here", "您"),
    Step("公开", "todo"),
]
LINES = [
    ListLine("关于印发2027年城乡居民基本医疗保险参保缴费工作方案的通知", "#a", date(2026, 11, 20)),
    ListLine("城关镇2026年第三季度农村低保对象名单公示", "#b", date(2026, 11, 20), mark="公示"),
    ListLine("清溪县城区停车管理办法（草案）", "#c", due=SOON, note="县住建局"),
]
TABLE = Table(
    "等我审核的信息",
    [
        Column("标题", "title"),
        Column("种类", hide=True),
        Column("步骤", "step"),
        Column("期限", "due"),
        Column("附件", numeric=True),
        Column("提交人"),
    ],
    [
        Row(
            [
                Cell("2026年农机购置补贴发放明细（第三批）", "#r1", "清农〔2026〕草-118"),
                "补贴公示",
                Cell(state="复核"),
                Cell(due=LATE),
                "2",
                "赵敏",
            ],
            "118",
            "农机购置补贴发放明细",
        ),
        Row(
            [
                Cell("河口村耕地地力保护补贴到户公示表", "#r2", "清农〔2026〕草-121"),
                "补贴公示",
                Cell(state="复核"),
                Cell(due=SOON),
                "1",
                "陈立",
            ],
            "121",
            "耕地地力保护补贴到户公示表",
            open=True,
        ),
        Row(
            [
                Cell("农申〔2026〕23号 答复书（部分公开）", "#r3", "依申请公开"),
                "答复",
                Cell(state="复核"),
                Cell(due=PAUSED),
                "0",
                "孙悦",
            ],
            "23",
            "农申〔2026〕23号",
        ),
    ],
    select=True,
)


def _parts() -> dict[str, Any]:
    return {
        "trail": [Link("县政府办公室", "#up"), Link("行政规范性文件", "#upper"), Link("农业、林业、水利")],
        "five": [
            Link("政府信息公开指南", "#1", note="怎样找、找谁、怎样申请"),
            Link("政府信息公开制度", "#2", note="法规、规章、工作制度 41 件"),
            Link("法定主动公开内容", "#3", note="15 类 126 个栏目"),
            Link("政府信息公开年报", "#4", note="71 家机关，2008 年至今"),
            Link("依申请公开", "#5", note="没找到？可以申请"),
        ],
        "lines": LINES,
        "acts": [
            Link("申请公开信息", "#6", note="先看看是不是已经公开；20 个工作日内答复"),
            Link("写信给书记、县长", "#7", note="咨询、建议、投诉"),
            Link("查办理进度", "#8", note="输入编号和查询码，不用注册"),
        ],
        "stats": [
            Stat("28,563", "今年主动公开的信息，比去年多 17%", "#9"),
            Stat("97.9%", "申请按时答复（231 件中 226 件）", "#10"),
            Stat("1,226", "来信，平均 3.2 个工作日办结", "#11"),
            Stat("4 家", "机关本月有逾期事项，点开看是哪些", "#12", "late"),
        ],
        "dues": [OK, SOON, LATE, PAUSED, PROVISIONAL, Due("done", "11月20日已公开")],
        "table": TABLE,
        "bulk": [BulkAct("一起通过", "approve"), BulkAct("一起退回", "return", danger=True)],
        "tabs": [Link("正文", "#t1", current=True), Link("附件", "#t2", note="3"), Link("经过", "#t3")],
    }


def _affairs() -> dict[str, Any]:
    return {
        "steps": STEPS,
        "tasks": [
            TaskLine("填写内容", "#t", "已完成", done=True),
            TaskLine("上传附件", "#u", "进行中"),
            TaskLine("送初审", hint="先上传附件"),
        ],
        "files": [
            FileLine("补贴面积登记表.docx", "#f", "Word", 41_984, 3, "已检查，无隐藏内容"),
            FileLine("正文.pdf", "#g", "PDF", 219_136, 6, delete_url="#h"),
        ],
        "head": [
            HeadLine("索引号", "014349200/2025-00110"),
            HeadLine("主题分类", "农业、林业、水利\\农业"),
            HeadLine("发文机关", "清溪县人民政府办公室", "#i"),
            HeadLine("成文日期", "2025年3月12日"),
            HeadLine("标题", "清溪县人民政府办公室关于印发耕地地力保护补贴实施办法的通知", wide=True),
            HeadLine("发文字号", "清政办发〔2025〕9号"),
            HeadLine("发布日期", "2025年3月14日"),
            HeadLine("有效性", "有效", note="至 2030年3月31日", level="ok"),
            HeadLine("失效日期", ""),
        ],
        "versions": [
            VersionLine(2, date(2026, 9, 1), "第六条修改", "县政府办公室", "#v2", "#d2", current=True),
            VersionLine(1, date(2025, 3, 14), "首次公开", "县政府办公室", "#v1"),
        ],
        "diff": [
            [
                ("same", "补贴资金通过“一卡通”"),
                ("del", "在年底前"),
                ("ins", "于每年六月底前"),
                ("same", "发放到户。"),
            ],
            [("ins", "发放结果在本平台和村务公开栏同步公开。")],
        ],
        "jobs": [
            Progress(
                "导入 4,105 件信息",
                "进行中",
                1_280,
                4_105,
                rate="每秒 410 件",
                left="约 7 秒",
                cancel_url="#c",
            ),
            Progress("重建检索索引", "已完成", 4_105, 4_105, running=False, result=Link("查看结果", "#res")),
            Progress(
                "核对附件",
                "没有完成",
                12,
                40,
                running=False,
                failed=True,
                log=["第 13 个文件打不开：登记表.xlsx"],
            ),
        ],
        "confirm": Confirm(
            "撤回已公开的信息",
            "撤回后，正文和附件从列表、检索、订阅和下载地址里一起消失，原地址说明已撤回和理由。",
            "撤回这条信息",
            "#back",
            [HeadLine("标题", "城关镇2026年第三季度农村低保对象名单公示", wide=True)],
            danger=True,
        ),
        "filter_groups": [
            FilterGroup(
                "年份",
                "year",
                [FilterOption("2026", "2026", 1_204, on=True), FilterOption("2025", "2025", 3_310)],
            ),
            FilterGroup(
                "有效性",
                "validity",
                [FilterOption("有效", "valid", 96), FilterOption("废止", "abolished", 4)],
            ),
        ],
        "page_of": Paginator(range(1_000), 20).page(7),
        "nav": [
            NavGroup(
                "我的", [NavLink("等我审核", "#n1", 7, current=True), NavLink("已逾期", "#n2", 1, hot=True)]
            ),
            NavGroup("本单位", [NavLink("没人认领", "#n3", 5), NavLink("批量导入", "#n4")]),
        ],
    }


def style_page_context() -> dict[str, Any]:
    """Everything that the style page shows; also used by the accessibility sweep."""
    wrong = ExampleForm({"title": "", "signed_on": "2024.13.40", "kind": "notice"}, prefix="wrong")
    further = {
        "empty_lines": [],
        "due_day": date(2026, 12, 18),
        "sorts": [("due", "期限"), ("title", "标题")],
    }
    return {"empty_form": ExampleForm(), "wrong_form": wrong} | further | _parts() | _affairs()
