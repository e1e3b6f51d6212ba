"""Home addresses to the door: road and number, or village with group and number. Villages alone stay; offices are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.columns import cells_under
from gongkai.screening.spans import KEEP, LOOK, MASK, Detector, Span

KIND = "address"
SOURCE = "《个人信息保护法》第四条、《政府信息公开条例》第十五条"
OFFICE = "机关和单位的办公地址应当公开，《政府信息公开条例》第十二条、第二十条"

_DIGIT = "0-9０-９"
_NUMBER = rf"[{_DIGIT}][{_DIGIT}]{{0,4}}"
_ANY = rf"(?:{_NUMBER}|[一二三四五六七八九十百〇零]{{1,5}}|[A-Za-zＡ-Ｚ甲乙丙丁东西南北]{{1,2}})"
_GAP = r"[ \u3000]?"
# Anchors: a number with the word for a door, building or group. What stands before tells whether it is an address.
_DOOR = re.compile(
    rf"[{_DIGIT}](?:[{_DIGIT}]{{0,4}})(?:[-－—之][{_DIGIT}]{{1,4}}){{0,3}}{_GAP}(?:号(?!文|公告|令|线|码|机|台|种|段|召|议案|提案|通知|标段|球|油|汽油|柴油|地块|决议|[）)〕]?[、，]?文)|弄|栋|幢|座|号楼|单元|室|组|社)"
)
_ROAD = re.compile(
    r"(?:大道|大街|路|街|巷|胡同|弄|里|道|条|村|屯|庄|寨|坊|苑|园|小区|社区|新村|公寓|花园|城|湾|坝|营|院|段|队|组|村民小组|居民小组|社|区|镇|乡|组团|大厦|广场|门|墩|坪|塘|沟|冲|坡|岭|桥|井|台|口|堡|洼|圩|浜|埭|岗|甸|峪|期|号|栋|幢|座|单元|楼)"
    r"(?:[东西南北中上下甲乙]|[一二三四五六七八九十]{1,2}[段路街巷组队]|[东西南北]?段|附|门牌|第)?[ \u3000]?\Z"
)
_STREET_KIND = re.compile(
    r"大道|大街|[\u3400-\u9fff](?:路|街|巷|弄|道)|胡同|[村屯庄寨]|小区|社区|公寓|花园|新村|苑|家园|[村社]民?小?组|里|坊|院"
)
_MORE = re.compile(
    rf"{_GAP}(?:[、,，]?(?:附|之|[-－—#＃])?{_ANY}{_GAP}(?:号楼|号院|号|栋|幢|座|单元|室|层|楼|门|户|组|弄|#)|[-－—#＃]{_NUMBER}"
    rf"|(?:[\u3400-\u9fffA-Za-z]{{1,9}}?)(?:小区|大厦|公寓|花园|广场|家园|新村|苑|中心|大楼|城|庭|府|园|湾|轩|邸)(?:(?=[{_DIGIT}A-Za-z一二三四五六七八九十]{{1,4}}{_GAP}(?:期|[号栋幢座单层楼室]))|(?=[，。；,;、\s）)]|\Z))|[一二三四五六七八九十]{{1,3}}期"
    rf"|(?<=[楼栋幢座元])[{_DIGIT}]{{3,4}}(?![{_DIGIT}]))"
)
_STOP = re.compile(
    r"[，。；：！？、（）()\n\t“”\"《》〈〉…【】|,;:!?=•]|[ \u3000]{1,2}|(?:地址|住址|住所地?|住所|地点|场所|位置|家住|现住址?|暂住|居住在|居住地|居住于|租住|住在|入住|户籍地?|籍贯|位于|坐落于?|座落于?|地处|前往|来到|搬到|搬至|寄到|寄至|寄往|送到|送至|赶到|赶至|抵达|途经|行至|行驶至|经过|设在|设立在|改在|等在|来自|的|在|至|到|于|为|是|从|向|住|由|经|将|与|和)"
)
_ADMIN = re.compile(r"[\u3400-\u9fff]{2,8}?(?:省|自治区|自治州|市|区|县|旗|镇|乡|街道)")
_FIRST = re.compile(
    "(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆)"
)
_REACH = 44
_FORWARD = 8
_HOME = re.compile(
    r"家住|住址|家庭|现住|户籍|居住|租住|常住|暂住|住在|住所|户主|申请人|身份证|公民|患者|当事人|收件|收货|邮寄|寄到|联系地址|通讯地址|房屋|房产|坐落|住宅|[男女]|本人|先生|女士|出生"
)
_OFFICE_BEFORE = re.compile(
    r"(?:办公|单位|机关|机构|联系单位|受理|办理|服务|窗口|接待|咨询|报名|领取|递交|送达|注册|经营|生产|企业|公司|学校|医院|报送|提交|投诉|举报|会议|听证|开标|评标|考试|工作|现场|信访|邮寄|交通|监督)[\u3400-\u9fff]{0,6}(?:地址|地点|场所|住所)?[：:]?[^\n。；]{0,12}\Z|(?<!家庭)(?<!现住)(?<!居住)(?<!联系)(?<!家)(?<!通讯)地[址点][：:][ \u3000]?\Z|(?:公司|局|厅|委员会|政府|中心|医院|学校|大学|银行|法院|检察院)[，,（(]?(?:位于|地址|设在|住所地?|在|（|\()[：:]?\Z"
)
_OFFICE_INSIDE = re.compile(
    r"政务服务|服务中心|政府|大楼|办公|行政中心|[^\u3400-\u9fff]?[\u3400-\u9fff]局|委员会|法院|检察|派出所|公司|医院|学校|大学|中学|小学|银行|酒店|宾馆|会展|写字楼|会议|厅"
)
_OFFICE_AFTER = re.compile(
    r"[ \u3000（(，,]{0,2}[\u3400-\u9fff]{0,14}?(?:局|委|厅|中心|政府|办公室|大楼|大厅|窗口|办事处|法院|检察院|派出所|公司|医院|学校|银行|研究院|科|处)(?![\u3400-\u9fff]{0,2}(?:居住|租住))"
)
_COLUMNS = {
    "住址", "家庭住址", "家庭地址", "现住址", "现住地址", "详细地址", "户籍地址", "户籍地", "居住地址", "居住地", "常住地址",
    "户口所在地", "联系地址", "通讯地址", "通信地址", "收件地址", "收货地址", "身份证地址", "身份证住址", "房屋坐落", "房屋地址", "坐落", "地址",
}  # fmt: skip


def find(text: str) -> Iterator[Span]:
    done = 0
    for hit in _DOOR.finditer(text):
        if hit.start() < done:
            continue
        found = _around(text, hit, done)
        if found:
            start, end = found
            done = end
            yield _span(text, start, end)


def _around(text: str, hit: re.Match[str], floor: int) -> tuple[int, int] | None:
    """Where the address begins and ends that holds this door number; None where it is none."""
    left = max(floor, hit.start() - _REACH)
    before = text[left : hit.start()]
    if not before or not _ROAD.search(before[-12:]):
        return None
    at = 0
    for stop in _STOP.finditer(before):
        if stop.end() < len(before) - 1 and not _inside_word(before, stop):
            at = stop.end()
    start = left + at
    lead = text[start : hit.start()]
    if len(lead) < 2 or not _STREET_KIND.search(lead):
        return None
    start += _first_place(lead)
    end = hit.end()
    for _ in range(_FORWARD):
        more = _MORE.match(text, end)
        if not more or more.end() == end:
            break
        end = more.end()
    if hit.group()[-1] in "组社" and end == hit.end() and not _to_the_door(text[start:end]):
        return None
    return start, end


def _inside_word(before: str, stop: re.Match[str]) -> bool:
    """A particle that belongs to a place's name: 和平路, 至善街, 向阳村, 经开区, 三里屯到."""
    word = stop.group()
    after = before[stop.end() : stop.end() + 2]
    if len(word) == 1 and word in "和向经为是到由将与至从于":
        return after[:1] in "平谐阳开济三西东善庄兴隆华顺田家" or len(before) - stop.end() < 3
    return word in ("道", "在") and not after


def _first_place(lead: str) -> int:
    """Words before the first part of an address that belong to the sentence: 记者来到杨浦区…, 王某某住清河县…."""
    province = _FIRST.search(lead)
    if province and province.start() > 0:
        return province.start()
    return 0


def _to_the_door(text: str) -> bool:
    return bool(re.search(r"[路街巷弄]|号|栋|单元|室", text))


def _span(text: str, start: int, end: int) -> Span:
    found = text[start:end]
    line = text[max(0, start - 24) : start].rpartition("\n")[2]
    home = _HOME.search(line)
    office = _OFFICE_INSIDE.search(found) or _OFFICE_AFTER.match(text, end) or _OFFICE_BEFORE.search(line)
    if office and not (
        home and re.search("家住|家庭|现住|户籍|居住|租住|身份证|[男女]|出生|住在|住址", line)
    ):
        return Span(KIND, start, end, found, 0.5, KEEP, OFFICE)
    return Span(KIND, start, end, found, 0.95 if home else 0.85, MASK if home else LOOK, SOURCE)


def _cells(text: str) -> Iterator[tuple[str, int, int]]:
    return cells_under(text, _COLUMNS)


DETECTOR = Detector(KIND, "家庭住址", SOURCE, find, order=40)
