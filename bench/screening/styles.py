"""The makers of lines, one for each kind of text: tables, decisions, letters, recognised scans, and what only looks personal."""

from __future__ import annotations

from bench.screening import numbers as make
from bench.screening.generator import (
    COUNTIES,
    FIRMS,
    OFFICES,
    TOWNS,
    Draft,
    born,
    date_of,
    home,
    money,
    person,
    village,
)


def subsidy_table(d: Draft) -> None:
    """Rows of a list with tabs between the cells and the heads of the columns above."""
    rng = d.rng
    d.say("序号\t户主姓名\t所在村组\t身份证号码\t一卡通账号\t联系电话\t面积（亩）\t金额（元）\n")
    for at in range(1, rng.randint(2, 4)):
        d.say(f"{at}\t").name().say(f"\t{village(rng)}\t").number("resident_id", plain=True).say("\t")
        d.number("bank_card", plain=True).say("\t").number("mobile", plain=True)
        d.say(f"\t{rng.randint(1, 40)}.{rng.randint(0, 9)}\t{rng.randint(80, 9000)}.00\n")


def bare_table(d: Draft) -> None:
    """The same without heads: nothing but shape and check digits tells what a number is."""
    rng = d.rng
    for at in range(1, rng.randint(2, 4)):
        d.say(f"{at} ").name(cued=False).say(f" {village(rng)} ").number(
            "resident_id", cued=False, plain=True
        ).say(" ")
        d.number("mobile", cued=False, plain=True).say(f" {rng.randint(80, 9000)}\n")


def benefit_sentence(d: Draft) -> None:
    rng = d.rng
    d.say(f"经{rng.choice(TOWNS)}人民政府审核，拟将申请人").name().say("（身份证号：").number(
        "resident_id"
    ).say("）纳入")
    d.say(
        f"{rng.choice(['最低生活保障', '特困供养', '临时救助', '残疾人两项补贴'])}范围，补助资金打入银行卡"
    ).number("bank_card")
    d.say("，联系电话").number("mobile").say("。")


def decision(d: Draft) -> None:
    """An administrative penalty on a natural person."""
    rng = d.rng
    d.say(
        f"{rng.choice(COUNTIES)[:1]}市监处罚〔{rng.randint(2019, 2026)}〕{rng.randint(1, 400)}号\n当事人："
    ).name()
    d.say(f"，{rng.choice('男女')}，").put("birth_date", born(rng)).say("出生，公民身份号码：").number(
        "resident_id"
    )
    d.say("，住址：").put("address", home(rng)).say("。经查，当事人驾驶").number("plate")
    d.say(f"号车辆运输未经检疫的生猪，违法所得{money(rng)}。")


def firm_decision(d: Draft) -> None:
    rng = d.rng
    firm = f"{rng.choice(COUNTIES)}{rng.choice(FIRMS)}有限公司"
    d.say(f"当事人：{firm}，统一社会信用代码：").number("credit_code").say("，法定代表人：").name()
    d.say(
        f"，罚款{money(rng)}，决定书文号：（{rng.choice(COUNTIES)[:2]}）应急罚〔2025〕{rng.randint(1, 99)}号。"
    )


def letter(d: Draft) -> None:
    rng = d.rng
    d.say(f"{rng.choice(OFFICES)}领导：您好！我叫").name().say("，家住").put("address", home(rng))
    d.say(
        f"，反映{rng.choice(['小区停水', '工地夜间施工', '拖欠工资', '路灯不亮'])}的问题，我的手机号是"
    ).number("mobile")
    d.say(rng.choice(["，盼复。", "，邮箱"]))
    if d.parts[-1].endswith("邮箱"):
        d.put("email", make.email(rng)).say("，谢谢。")


def letter_bare(d: Draft) -> None:
    rng = d.rng
    d.say(f"{date_of(rng)}，有人在{rng.choice(TOWNS)}广场发传单，落款写着").number("mobile", cued=False)
    d.say(f"，请{rng.choice(OFFICES)}查处。")


def reply(d: Draft) -> None:
    rng = d.rng
    d.say(f"您反映的问题，经{rng.choice(OFFICES)}调查，车主").name().say("名下车辆").number("plate")
    d.say(f"已于{date_of(rng)}完成检验。如有疑问，请咨询{rng.choice(OFFICES)}，电话：").put(
        "landline", make.landline(rng)
    ).say("。")


def contact(d: Draft) -> None:
    rng = d.rng
    d.say("联系人：").name().say("，手机：").number("mobile").say("，QQ：").put(
        "im_account", make.digits(rng, 1).replace("0", "3") + make.digits(rng, 8)
    )
    d.say("，微信号：").put("im_account", "wx_" + make.digits(rng, 6)).say("，邮箱：").put(
        "email", make.email(rng)
    ).say("。")


def recognised(d: Draft) -> None:
    """A scan as recognised: stray blanks, lines broken inside numbers, letters for digits in what has a check digit."""
    rng = d.rng
    d.say("姓 名 ：").name().say(" 性别 男\n公民身份号码")
    code = make.resident_id(rng)
    way = rng.randint(0, 3)
    code = [
        make.misread(rng, code),
        make.parted(code, (6, 8, 4), " "),
        make.broken(rng, code),
        make.wide(code),
    ][way]
    d.put("resident_id", code).say("\n住 址 ").put("address", home(rng)).say("\n")


def in_boxes(d: Draft) -> None:
    """A form with one digit to a cell."""
    d.say("身份证号\t").put("resident_id", "\t".join(make.resident_id(d.rng))).say("\n")


def old_number(d: Draft) -> None:
    d.say("姓名：").name().say("，原身份证号").put("resident_id", make.old_id(d.rng)).say(
        "（一代证），已换领。"
    )


def travel(d: Draft) -> None:
    d.say("出国人员：").name().say("，护照号码：").number("passport").say("；同行人持往来港澳通行证").number(
        "permit"
    ).say("。")


def passport_bare(d: Draft) -> None:
    d.say(f"{date_of(d.rng)}航班旅客名单：").name(cued=False).say(" ").number(
        "passport", cued=False, plain=True
    ).say("\n")


def insured(d: Draft) -> None:
    rng = d.rng
    d.say("参保人：").name().say("，社保卡号：").put(
        "social_security", rng.choice("ABCD") + make.digits(rng, 8)
    )
    d.say(f"，{date_of(rng)}起享受待遇{money(rng)}。")


def card_bare(d: Draft) -> None:
    rng = d.rng
    d.say("汇到 ").number("bank_card", cued=False).say(f"，{money(rng)}。")


def id_bare(d: Draft) -> None:
    rng = d.rng
    d.say(f"{rng.choice(['', '附：', '（', '· '])}").name(cued=False).say(rng.choice(["", "，", " ", "："]))
    d.number("resident_id", cued=False).say(rng.choice(["", "。", "）", "，符合条件"]))


def glued(d: Draft) -> None:
    """No sign between words and numbers, as in pasted chats."""
    d.name(cued=False).number("mobile", cued=False, plain=True).say("身份证").number(
        "resident_id", plain=True
    ).say("卡号").number("bank_card", plain=True)


def code_bare(d: Draft) -> None:
    rng = d.rng
    d.say(f"{rng.choice(COUNTIES)}{rng.choice(FIRMS)}有限公司 ").number(
        "credit_code", cued=False, plain=True
    ).say(f" 中标 {money(rng)}\n")


def masked_already(d: Draft) -> None:
    """What is masked needs no mask."""
    rng = d.rng
    code, phone = make.resident_id(rng), make.mobile(rng)
    d.say(f"张*，身份证号{code[:4]}**********{code[-4:]}，电话{phone[:3]}****{phone[-4:]}，")
    d.say(f"证号{code[:6]}********{code[-4:]}，卡号************{make.digits(rng, 4)}。")


def orders(d: Draft) -> None:
    rng = d.rng
    eleven = make.mobile(rng)
    d.say(f"订单号：{eleven}，运单号：{make.digits(rng, 13)}，合同编号：{make.bank_card(rng)}，")
    d.say(
        f"受理编号{rng.randint(2019, 2026)}{make.digits(rng, 14)}，项目代码：2024-{rng.choice(make.REGIONS)}-48-01-{make.digits(rng, 6)}。"
    )


def wrong_numbers(d: Draft) -> None:
    """Numbers as long as those of persons whose check digits are wrong, with no word that says otherwise."""
    rng = d.rng
    d.say(f"第{make.wrong_id(rng)}批，机身刻有{make.digits(rng, 17)}A字样，")
    card = make.bank_card(rng)
    d.say(f"{card[:-1]}{(int(card[-1]) + rng.randint(1, 9)) % 10}件，12{make.digits(rng, 9)}，")
    code = make.credit_code(rng)
    d.say(f"{code[:-1]}{rng.choice([c for c in make.ORG_CHARS if c != code[-1]])}。")


def amounts(d: Draft) -> None:
    rng = d.rng
    d.say(
        f"本级一般公共预算收入{rng.randint(10_000_000_000, 19_999_999_999)}元，支出{money(rng)}，增长{rng.random() * 20:.8f}%，"
    )
    d.say(
        f"其中1{rng.choice('3589')}{make.digits(rng, 9)}.{make.digits(rng, 2)}元为上级补助，人均{money(rng)}。"
    )


def places(d: Draft) -> None:
    rng = d.rng
    d.say(
        f"坐标：{rng.randint(100, 120)}.{make.digits(rng, 11)}，{rng.randint(22, 40)}.{make.digits(rng, 11)}；"
    )
    d.say(f"宗地代码{rng.choice(make.REGIONS)}{make.digits(rng, 6)}GB{make.digits(rng, 5)}，")
    d.say(
        f"不动产单元号{rng.choice(make.REGIONS)} {make.digits(rng, 6)} GB{make.digits(rng, 5)} F{make.digits(rng, 8)}，"
    )
    d.say(f"面积{make.digits(rng, 5)}.{make.digits(rng, 2)}平方米。")


def references(d: Draft) -> None:
    rng = d.rng
    d.say(f"索引号：{make.digits(rng, 9)}/{rng.randint(2015, 2026)}-{make.digits(rng, 5)}\t")
    d.say(f"文号：清政办发〔{rng.randint(2015, 2026)}〕{rng.randint(1, 99)}号\t")
    d.say(
        f"发布日期：{date_of(rng)}\t网址：http://www.example.gov.cn/art/2024/5/1/art_{make.mobile(rng)}_{make.digits(rng, 7)}.html\n"
    )
    d.say(f"依据GB/T {rng.randint(10000, 39999)}-2018和DB13/T {make.digits(rng, 4)}-2021，")
    d.say(f"ISBN 978-7-{make.digits(rng, 4)}-{make.digits(rng, 4)}-{make.digits(rng, 1)}。")


def index_by_code(d: Draft) -> None:
    rng = d.rng
    d.say("索引号：").number("credit_code", plain=True).say(
        f"/{rng.randint(2019, 2026)}-{make.digits(rng, 5)}，生成日期：{date_of(rng)}"
    )


def figures_table(d: Draft) -> None:
    """A table of nothing but figures, blanks and tabs between them."""
    rng = d.rng
    for _ in range(rng.randint(2, 5)):
        sign = rng.choice(["\t", " ", "  "])
        d.say(sign.join(str(rng.randint(100, 99999)) for _ in range(rng.randint(5, 9))) + "\n")


def dates(d: Draft) -> None:
    rng = d.rng
    d.say(
        f"{rng.randint(2018, 2026)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{make.digits(rng, 6)} 系统提示，"
    )
    d.say(f"有效期{date_of(rng)}至{date_of(rng)}，")
    d.say(f"版本V2025{rng.randint(1, 12):02}{rng.randint(1, 28):02}，时间戳1{make.digits(rng, 12)}。")


def prose(d: Draft) -> None:
    rng = d.rng
    d.say(
        f"{date_of(rng)}，{rng.choice(COUNTIES)}召开{rng.choice(['春耕', '防汛', '营商环境', '安全生产'])}工作推进会，{rng.choice(OFFICES)}等"
    )
    d.say(f"{rng.randint(5, 40)}个单位参加，")
    d.say(
        f"会议要求把{rng.choice(['责任', '措施', '资金'])}落实到{rng.randint(3, 20)}个乡镇、{rng.randint(30, 300)}个村。"
    )


def sons(d: Draft) -> None:
    """Names near other words of relation, and none of them beside a number."""
    rng = d.rng
    d.say(f"{rng.choice(['被处罚人', '患者', '户主', '申请人', '投诉人', '死者'])}：").name().say(
        f"；{rng.choice(['委托代理人', '监护人', '法定代表人'])}："
    )
    d.name().say(f"。{date_of(rng)}")


STYLES = (
    subsidy_table, bare_table, benefit_sentence, decision, firm_decision, letter, letter_bare, reply, contact,
    recognised, in_boxes, old_number, travel, passport_bare, insured, card_bare, id_bare, glued, code_bare,
    masked_already, orders, wrong_numbers, amounts, places, references, index_by_code, figures_table, dates, prose,
    sons,
)  # fmt: skip


__all__ = ["STYLES", "person"]
