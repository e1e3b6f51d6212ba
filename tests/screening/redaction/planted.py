"""PDFs with planted names and ID numbers, in the six ways in which text stands in real files."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw
from tests.screening.redaction.typesetting import drawing_font, truetype, width_of

WIDTH, HEIGHT, SIZE, LEADING, LEFT = 420, 300, 12, 20, 30

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英建国文辉玲鑫宇"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq>'
    "</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
)
_SENTENCES = (
    "现将本批临时救助对象名单公示如下，公示期七天。",
    "经村民小组评议、镇民政所审核，符合救助条件。",
    "如有不同意见，可在公示期内向县民政局反映。",
    "联系电话和地址见县人民政府门户网站首页。",
    "救助金按月发放，由财政所通过一卡通支付。",
    "本公告自发布之日起施行，由县民政局负责解释。",
)


@dataclass
class Planted:
    """A made file. `secrets` must not survive; `boxes` are their places: page, left, top, right, bottom as seen."""

    path: Path
    encoding: str
    secrets: list[str]
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    readable: bool = True
    runs: list[tuple[float, float, str, bool]] = field(default_factory=list)


def resident_id(dice: random.Random) -> str:
    head = (
        f"{dice.choice((110101, 330106, 510104, 532301))}{dice.randint(1950, 2005)}{dice.randint(1, 12):02}"
    )
    head += f"{dice.randint(1, 28):02}{dice.randint(0, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return head + "10X98765432"[sum(w * int(d) for w, d in zip(weights, head, strict=True)) % 11]


@dataclass
class Sheet:
    """One page to be set: lines as runs of text, of which some are secret."""

    lines: list[list[tuple[str, bool]]]

    @property
    def letters(self) -> str:
        return "".join(dict.fromkeys("".join(text for line in self.lines for text, _ in line)))

    def runs(self) -> list[tuple[float, float, str, bool]]:
        """Left, baseline, text, secret; y upward."""
        found = []
        for number, line in enumerate(self.lines):
            x, y = float(LEFT), HEIGHT - 40.0 - number * LEADING
            for text, secret in line:
                found.append((x, y, text, secret))
                x += sum(map(width_of, text)) * SIZE / 1000
        return found

    def boxes(self, page: int) -> list[tuple[int, float, float, float, float]]:
        return [
            (
                page,
                x,
                HEIGHT - y - 0.9 * SIZE,
                x + sum(map(width_of, text)) * SIZE / 1000,
                HEIGHT - y + 0.2 * SIZE,
            )
            for x, y, text, secret in self.runs()
            if secret
        ]


def _sheet(dice: random.Random) -> tuple[Sheet, list[str]]:
    secrets, lines = [], [[("关于救助对象的公示", False)]]
    for number in range(10):
        if number % 3 == 1:
            name = dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2))))
            code = resident_id(dice)
            secrets += [name, code]
            lines.append(
                [
                    ("户主：", False),
                    (name, True),
                    ("，证件", False),
                    (code, True),
                    ("，每月", False),
                    ("600元。", False),
                ]
            )
        else:
            lines.append([(dice.choice(_SENTENCES), False)])
    return Sheet(lines), secrets


def plant(folder: Path, encoding: str, number: int) -> Planted:
    """File `number` of an encoding; the same number always gives the same file."""
    dice = random.Random(f"{encoding}-{number}")
    sheet, secrets = _sheet(dice)
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    ENCODINGS[encoding](pdf, page, sheet, dice)
    if number % 2:
        _gossip(pdf, page, secrets)
    path = folder / f"{encoding}-{number}.pdf"
    pdf.save(path, object_stream_mode=dice.choice(list(pikepdf.ObjectStreamMode.__members__.values())))
    if number % 5 == 3:
        _older_version(path, secrets)
    boxes = sheet.boxes(1)
    return Planted(
        path, encoding, secrets, boxes, readable=encoding != "cid_without_unicode", runs=sheet.runs()
    )


# --- the six encodings ---------------------------------------------------------------------------------------------


def _cid(
    pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet, dice: random.Random, *, unicode: bool = True
) -> None:
    font, code = _cid_font(pdf, sheet.letters, unicode=unicode)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = pdf.make_stream(_plain(sheet, code))


def _cid_without_unicode(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet, dice: random.Random) -> None:
    _cid(pdf, page, sheet, dice, unicode=False)


def _split(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet, dice: random.Random) -> None:
    """Every letter on its own: kerned, spaced, stretched, moved by each operator that can move the pen."""
    font, code = _cid_font(pdf, sheet.letters)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    out = ["q 1 0 0 1 10 5 cm BT"]
    for x, y, text, _ in sheet.runs():
        x, y = x - 10, y - 5
        way = dice.randrange(5)
        out.append("0 Tc 0 Tw 100 Tz 0 Ts 0 TL")
        if way == 0:  # kerned back and forth
            out.append(
                f"/F1 {SIZE} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm ["
                + " 30 -30 ".join(f"<{code(s)}>" for s in text)
                + "] TJ"
            )
        elif way == 1:  # a move before each letter
            out.append(f"/F1 1 Tf {SIZE} 0 0 {SIZE} {x:.3f} {y:.3f} Tm")
            for letter in text:
                out.append(f"<{code(letter)}> Tj {width_of(letter) / 1000:.4f} 0 Td")
        elif way == 2:  # letter spacing taken back by kerning
            out.append(f"/F1 {SIZE} Tf 2 Tc 1 0 0 1 {x:.3f} {y:.3f} Tm [")
            out.append(f" {2000 / SIZE:.3f} ".join(f"<{code(letter)}>" for letter in text) + "] TJ")
        elif way == 3:  # the next-line operators
            out.append(f"/F1 {SIZE} Tf 15 TL 1 0 0 1 {x:.3f} {y + 15:.3f} Tm <{''.join(map(code, text))}> '")
        else:  # half as large, stretched twice, raised
            out.append(
                f'/F1 {SIZE / 2} Tf 3 Ts 2 0 0 2 {x:.3f} {y - 6:.3f} Tm 0 0 <{"".join(map(code, text))}> "'
            )
    page.Contents = pdf.make_stream("\n".join([*out, "ET Q"]).encode())


def _ocr_layer(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet, dice: random.Random) -> None:
    """A scan with its recognised words laid invisibly over it."""
    scale = 200 / 72
    picture = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, text, _ in sheet.runs():
        draw.text(
            (x * scale, (HEIGHT - y) * scale),
            text,
            font=drawing_font(round(SIZE * scale)),
            fill=20,
            anchor="ls",
        )
    image = _picture(pdf, picture, dice.choice(("jpeg", "flate", "fax")))
    font, code = _cid_font(pdf, sheet.letters)
    page.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Im=image))
    words, scan = _plain(sheet, code, "3 Tr"), f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q\n".encode()
    page.Contents = pdf.make_stream(scan + words if dice.random() < 0.5 else words + b"\n" + scan)


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet, dice: random.Random) -> None:
    """Forms inside forms, moved and scaled; one of them drawn on the page twice."""
    font, code = _cid_font(pdf, sheet.letters)
    inner = pdf.make_stream(_plain(sheet, code))
    inner.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Form,
            "/BBox": [0, 0, WIDTH, HEIGHT],
            "/Matrix": [0.5, 0, 0, 0.5, 0, 0],
        }
    )
    inner.Resources = Dictionary(Font=Dictionary(F1=font))
    outer = pdf.make_stream(b"q 2 0 0 2 -20 -30 cm /Fm1 Do Q")
    outer.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": [-50, -50, WIDTH, HEIGHT]})
    outer.Resources = Dictionary(XObject=Dictionary(Fm1=inner))
    page.Resources = Dictionary(XObject=Dictionary(Fm0=outer, Unused=inner), Font=Dictionary(F9=font))
    page.Contents = pdf.make_stream(b"q 1 0 0 1 20 30 cm /Fm0 Do Q")


def _simple(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet, dice: random.Random) -> None:
    """A subset with codes of one byte, hexadecimal strings, replacement text in the marks and in the structure."""
    letters = sheet.letters
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/AAAAAA+Planted"),
        FirstChar=0,
        LastChar=len(letters),
        Widths=[0, *map(width_of, letters)],
        FontDescriptor=_descriptor(pdf, letters),
        ToUnicode=pdf.make_stream(_to_unicode(letters, 1)),
    )
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    out = []
    for x, y, text, _ in sheet.runs():
        spoken = text.encode("utf-16-be").hex()
        out.append(f"/Span <</ActualText <feff{spoken}>>> BDC BT /F1 {SIZE} Tf {x:.3f} {y:.3f} Td")
        out.append("<" + " ".join(f"{letters.index(s) + 1:02x}" for s in text) + "> Tj ET EMC")
    page.Contents = pdf.make_stream("\n".join(out).encode())
    whole = "".join(text for _, _, text, _ in sheet.runs())
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, Alt=String(whole), ActualText=String(whole))
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))


ENCODINGS: dict[str, Callable[[pikepdf.Pdf, pikepdf.Page, Sheet, random.Random], None]] = {
    "cid": _cid,
    "cid_without_unicode": _cid_without_unicode,
    "split": _split,
    "ocr_layer": _ocr_layer,
    "form": _form,
    "simple": _simple,
}


# --- parts ---------------------------------------------------------------------------------------------------------


def _plain(sheet: Sheet, code: Callable[[str], str], before: str = "") -> bytes:
    out = [f"BT {before} /F1 {SIZE} Tf"]
    out += [f"1 0 0 1 {x:.3f} {y:.3f} Tm <{''.join(map(code, text))}> Tj" for x, y, text, _ in sheet.runs()]
    return "\n".join([*out, "ET"]).encode()


def _cid_font(
    pdf: pikepdf.Pdf, letters: str, *, unicode: bool = True
) -> tuple[Dictionary, Callable[[str], str]]:
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/AAAAAA+Planted"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        DW=1000,
        W=Array([1, Array([width_of(letter) for letter in letters])]),
        FontDescriptor=_descriptor(pdf, letters),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/AAAAAA+Planted"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(below)]),
    )
    if unicode:
        font.ToUnicode = pdf.make_stream(_to_unicode(letters, 2))
    return pdf.make_indirect(font), lambda letter: f"{letters.index(letter) + 1:04x}"


def _descriptor(pdf: pikepdf.Pdf, letters: str) -> Dictionary:
    data = truetype(letters)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/AAAAAA+Planted"),
            Flags=4,
            FontBBox=[0, -300, 1000, 900],
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=700,
            StemV=80,
            FontFile2=pdf.make_stream(data, Length1=len(data)),
        )
    )


def _to_unicode(letters: str, size: int) -> bytes:
    """As one range with a list: the letters of a name stand side by side in it."""
    values = " ".join(f"<{letter.encode('utf-16-be').hex()}>" for letter in letters)
    first, last = f"{1:0{2 * size}x}", f"{len(letters):0{2 * size}x}"
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <{'00' * size}> <{'ff' * size}> endcodespacerange\n"
        f"1 beginbfrange <{first}> <{last}> [{values}] endbfrange endcmap end end"
    ).encode()


def _picture(pdf: pikepdf.Pdf, picture: Image.Image, way: str) -> pikepdf.Stream:
    entries = {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": picture.width,
        "/Height": picture.height,
    }
    if way == "fax":
        target = io.BytesIO()
        picture.point(lambda level: 255 if level > 128 else 0, "1").save(
            target, "TIFF", compression="group4", tiffinfo={278: picture.height, 262: 1}
        )
        with Image.open(target) as tiff:
            start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        fax = Dictionary(K=-1, Columns=picture.width, Rows=picture.height, BlackIs1=True)
        entries |= {
            "/ColorSpace": Name.DeviceGray,
            "/BitsPerComponent": 1,
            "/Filter": Name.CCITTFaxDecode,
            "/DecodeParms": fax,
        }
        return pikepdf.Stream(pdf, target.getvalue()[start : start + length], entries)
    entries |= {"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8}
    if way == "jpeg":
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=85)
        return pikepdf.Stream(pdf, target.getvalue(), entries | {"/Filter": Name.DCTDecode})
    return pikepdf.Stream(pdf, picture.tobytes(), entries)


def _gossip(pdf: pikepdf.Pdf, page: pikepdf.Page, secrets: list[str]) -> None:
    """The same secrets in every other corner of the file."""
    said = "，".join(secrets)
    pdf.docinfo["/Author"] = said
    pdf.docinfo["/Keywords"] = said
    pdf.Root.Metadata = pdf.make_stream(_XMP.format(said).encode())
    page.obj.PieceInfo = Dictionary(Editor=Dictionary(Private=String(said)))
    page.obj.Thumb = pikepdf.Stream(
        pdf, b"\0", {"/Width": 1, "/Height": 1, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8}
    )
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[5, 5, 20, 20], Contents=String(said))
    page.obj.Annots = Array([pdf.make_indirect(note)])
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(said, 0))
    pdf.attachments["名单.txt"] = pikepdf.AttachedFileSpec(pdf, said.encode(), description=said)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{said}')"))


def _older_version(path: Path, secrets: list[str]) -> None:
    """An earlier save at the file's front and another one on top, as programs that save quickly leave them."""
    data = path.read_bytes()
    extra = len(data)
    said = ("％" + "，".join(secrets)).encode("utf-16-be").hex()
    number = 9000
    body = f"\n{number} 0 obj\n<</Old <feff{said}>>>\nendobj\n".encode()
    previous = data.rsplit(b"startxref", 1)[1].split()[0].decode()
    with pikepdf.open(path) as pdf:
        root = pdf.Root.objgen[0]
        info = f"/Info {pdf.trailer.Info.objgen[0]} 0 R" if "/Info" in pdf.trailer else ""
    table = f"xref\n{number} 1\n{extra + 1:010} 00000 n \ntrailer\n<</Size {number + 1} /Root {root} 0 R {info} /Prev {previous}>>\n"
    path.write_bytes(data + body + f"{table}startxref\n{extra + len(body)}\n%%EOF\n".encode())
