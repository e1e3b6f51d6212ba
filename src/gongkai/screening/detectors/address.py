"""Home addresses to the door: road and number, or village with group and number. Villages alone stay; offices are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.spans import KEEP, LOOK, MASK, Detector, Span

KIND = "address"
SOURCE = "《个人信息保护法》第四条、《政府信息公开条例》第十五条"
OFFICE = "机关和单位的办公地址应当公开，《政府信息公开条例》第十二条、第二十条"

_D = "[0-9０-９]"
_FEW = "[一二三四五六七八九十百〇零]"
_PART = rf"(?:{_D}{{1,5}}|{_FEW}{{1,5}}|[A-Za-zＡ-Ｚ甲乙丙丁东西南北]{{1,2}})"
_UNIT = "号楼|号院|号|栋|幢|座|单元|室|层|楼|门|户|组|弄|馆|塔|#"
_BUILDING = "小区|大厦|公寓|花园|广场|家园|新村|苑|中心|大楼|综合楼|大邸|城|庭|府|园|湾|轩|邸|御景"
# A number with the word for a door, building or group: nearly every address to the door has one, few other texts do.
# One class first: the search for digits is then the fast kind.
_DOOR = re.compile(
    rf"{_D}{_D}{{0,4}}(?:[-－—之]{_D}{{1,4}}){{0,3}}[ \u3000]?"
    "(?:号(?!文|公告|令|线|码|机|台|种|议案|提案|通知|标段|汽油|柴油|地块|决议)|弄|栋|幢|座|单元|室|组|社)"
)
_STREET = (
    "大道|大街|路|街|巷|胡同|弄|里|道|条|村|屯|庄|寨|坊|苑|园|小区|社区|新村|公寓|花园|城|湾|坝|营|院|段|队|组|社|区|镇|乡|大厦|广场|门"
    "|墩|坪|塘|沟|冲|坡|岭|桥|井|口|堡|洼|圩|浜|埭|岗|甸|期|号|栋|幢|座|单元|楼"
)
_BEFORE_DOOR = re.compile(
    rf"(?:{_STREET})(?:[东西南北中上下甲乙]|[一二三四五六七八九十]{{1,2}}[段路街巷组队]|[东西南北]?段|附|门牌|第)?[ \u3000]?\Z"
)
_IS_STREET = re.compile(
    "大道|大街|[\u3400-\u9fff](?:路|街|巷|弄|道)|胡同|[村屯庄寨]|小区|社区|公寓|花园|新村|苑|家园|里|坊|院"
)
_MORE = re.compile(
    rf"(?:(?<=号)院(?={_D})|[ \u3000]?(?:[、,，]?(?:附|之|[-－—#＃])?{_PART}[ \u3000]?(?:{_UNIT})|[-－—#＃之]{_D}{{1,5}}"
    rf"|(?<=[号弄期室元楼座栋幢院0-9])[\u3400-\u9fffA-Za-z]{{1,9}}?(?:{_BUILDING})(?![\u3400-\u9fff]*(?:路|街)[0-9])"
    rf"|{_FEW}{{1,3}}期|(?<=[楼栋幢座元厦园寓场心区塔]){_D}{{3,4}}(?!{_D})))"
)
_STOPS = (
    r"[，。；：！？、（）()\n\u2028\t“”\"《》〈〉…【】|,;:!?=•\[\]]|[ \u3000]"
    "|地址|住址|住所地?|地点|场所|位置|家住|现住址?|暂住|居住[在地于]?|租住|住在|入住|户籍地?|籍贯|位于|坐落于?|座落于?|地处|前往|来到|搬[到至]"
    "|寄[到至往]|送[到至]|赶[到赴至]|抵达|途经|行驶至|行至|经过|设[在立]|改在|等在|来自|的|在|至|到|于|为|是|从|向|住|由|经|将|与|和"
)
_STOP = re.compile(_STOPS)
_PROVINCE = re.compile(
    "(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾"
    "|内蒙古|广西|西藏|宁夏|新疆)(?![路街巷道大])"
)
_REACH, _PARTS = 44, 8
"""Characters before a door number that may belong to its address; parts that may follow it."""
_PERSON = re.compile(
    "家住|住址|家庭|现住|户籍|居住|租住|常住|暂住|住在|住所|户主|申请人|身份证|公民|患者|当事人|收件|收货|寄|联系地址|通讯地址|房屋|坐落|住宅|[男女]|本人|住(?![建房宿院总])"
    "|先生|女士|出生|姓名"
)
_SURELY_HOME = re.compile("家住|家庭|现住|户籍|居住|租住|身份证|[男女][，,]|出生|住在|住址")
_OFFICE_BEFORE = re.compile(
    "(?:办公|机关|机构|受理|办理|服务|窗口|接待|咨询|报名|领取|递交|注册|经营|生产|企业|公司|学校|医院|报送|提交|投诉|举报|会议|听证|开标|评标|考试|工作"
    "|现场|信访|监督)[\u3400-\u9fff]{0,6}(?:地址|地点|场所|住所)?[：:]?[^\n。；]{0,12}\\Z"
    "|(?:公司|局|厅|委员会|政府|中心|医院|学校|大学|银行|法院|检察院)[，,（(]?(?:位于|地址|设在|住所地?|在|（|\\()[：:]?\\Z"
    "|(?<!住)(?<!庭)(?<!系)(?<!籍)(?<!家)(?<!讯)(?<!信)(?<!件)(?<!货)地[址点][：:][ \u3000]?\\Z"
)
_OFFICE_INSIDE = re.compile(
    "政务服务|服务中心|政府|大楼|办公|行政中心|委员会|法院|检察|派出所|公司|医院|学校|大学|中学|小学|银行|酒店|宾馆|会展|写字楼|会议|厅"
)
_OFFICE_AFTER = re.compile(
    "[ \u3000（(，,]{0,2}[\u3400-\u9fff]{0,14}?(?:局|委|厅|中心|政府|办公室|大楼|大厅|窗口|办事处|法院|检察院|派出所|公司|医院|学校|银行|研究院)"
)


def find(text: str) -> Iterator[Span]:
    done = 0
    for hit in _DOOR.finditer(text):
        found = _around(text, hit, done) if hit.start() >= done else None
        if found:
            done = found[1]
            yield _span(text, *found)


def _around(text: str, hit: re.Match[str], floor: int) -> tuple[int, int] | None:
    """Where the address begins and ends that holds this door number; None where it is none."""
    left = max(floor, hit.start() - _REACH)
    before = text[left : hit.start()]
    if not _BEFORE_DOOR.search(before[-12:]):
        return None
    at = 0
    for stop in _STOP.finditer(before):
        if stop.end() < len(before) and not _inside_name(before, stop):
            at = stop.end()
    province = _PROVINCE.search(before, at)
    lead = before[province.start() if province else at :]
    if len(lead) < 2 or not _IS_STREET.search(lead):
        return None
    end = hit.end()
    for _ in range(_PARTS):
        more = _MORE.match(text, end)
        if not more:
            break
        end = more.end()
    start = hit.start() - len(lead)
    if end == hit.end() and hit.group()[-1] in "组社" and not re.search("[路街巷弄号栋室]", text[start:end]):
        return None  # a village and its group, no door
    return start, end


def _inside_name(before: str, stop: re.Match[str]) -> bool:
    """Whether what usually ends the words before an address belongs to a place's name: 和平路, 向阳村, 经开区."""
    word, after = stop.group(), before[stop.end() :]
    if len(word) > 1 or word not in "的在至到于为是从向住由经将与和":
        return False
    return after[:1] in "平谐阳开济善庄兴隆华顺义" or bool(re.match("[\u3400-\u9fff]?[路街巷道村]", after))


def _span(text: str, start: int, end: int) -> Span:
    line = text[max(0, start - 24) : start].rpartition("\n")[2]
    person = _PERSON.search(line)
    office = (
        _OFFICE_INSIDE.search(text, start, end)
        or _OFFICE_AFTER.match(text, end)
        or _OFFICE_BEFORE.search(line)
    )
    if office and not _SURELY_HOME.search(line):
        return Span(KIND, start, end, text[start:end], 0.5, KEEP, OFFICE)
    action = MASK if person else LOOK
    return Span(KIND, start, end, text[start:end], 0.95 if person else 0.85, action, SOURCE)


DETECTOR = Detector(KIND, "家庭住址", SOURCE, find, order=40)
