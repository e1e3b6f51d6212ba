"""PDFs and pictures that hide something, one thing each, and clean ones that hide nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, TiffImagePlugin

SAID = "Zhang San 110101199003070000"
Make = Callable[[Path], None]

_FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
_SEEN = b"BT /F1 14 Tf 1 0 0 1 50 750 Tm (Notice of the county government) Tj 0 -20 Td (Published for seven days.) Tj ET\n"
_SECRET = b"BT /F1 12 Tf 1 0 0 1 60 600 Tm (Zhang San 110101199003070000) Tj ET\n"


def _new(content: bytes = b"") -> tuple[pikepdf.Pdf, pikepdf.Page]:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=_FONT))
    page.obj.Contents = pdf.make_stream(_SEEN + content)
    return pdf, page


def _drawn(content: bytes) -> Make:
    def make(path: Path) -> None:
        pdf, page = _new(content)
        dark = pikepdf.Stream(pdf, bytes(range(30, 46)) * 16)
        dark.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 16, "/Height": 16})
        dark.update({"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8})
        page.obj.Resources.XObject = Dictionary(Im=dark)
        pdf.save(path)

    return make


def _changed(change: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> Make:
    def make(path: Path) -> None:
        pdf, page = _new()
        change(pdf, page)
        pdf.save(path)

    return make


def _author(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    pdf.docinfo["/Author"] = SAID


def _author_in_xmp(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:creator"] = [SAID]


def _property(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    pdf.docinfo["/Company2"] = SAID


def _note(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String(SAID), F=2)
    page.obj.Annots = Array([pdf.make_indirect(note)])


def _link_to(target: str) -> Callable[[pikepdf.Pdf, pikepdf.Page], None]:
    def put(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 745, 200, 765])
        link.A = Dictionary(S=Name.URI, URI=String(target))
        page.obj.Annots = Array([pdf.make_indirect(link)])

    return put


def _field(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(SAID))
    field.update({"/Rect": [50, 500, 300, 520], "/DA": String("/Helv 12 Tf")})
    field = pdf.make_indirect(field)
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DR=Dictionary(Font=Dictionary(Helv=_FONT)))


def _attachment(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    pdf.attachments["list.txt"] = pikepdf.AttachedFileSpec(pdf, SAID.encode())


def _pinned_file(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    kept = pikepdf.AttachedFileSpec(pdf, SAID.encode(), filename="list.txt").obj
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[10, 10, 30, 30], FS=kept)
    page.obj.Annots = Array([pdf.make_indirect(note)])


def _layer(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    page.obj.Resources.Properties = Dictionary(L1=group)
    page.obj.Contents = pdf.make_stream(_SEEN + b"/OC /L1 BDC " + _SECRET + b" EMC")


def _bookmark(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SAID, 0))


def _script(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SAID}')"))


def _thumbnail(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    small = pikepdf.Stream(pdf, b"\0\0\0\0")
    small.update({"/Width": 2, "/Height": 2, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8})
    page.obj.Thumb = small


def _photo_inside(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    photo = pikepdf.Stream(pdf, _jpeg())
    photo.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 40, "/Height": 30})
    photo.update({"/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": Name.DCTDecode})
    page.obj.Resources.XObject = Dictionary(Im=photo)
    page.obj.Contents = pdf.make_stream(_SEEN + b"q 60 0 0 45 50 100 cm /Im Do Q")


def _history(path: Path) -> None:
    """Two versions in one file: the first shows the secret, the second doesn't."""
    pdf, _ = _new(_SECRET)
    pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = path.read_bytes()
    with pikepdf.open(path) as saved:
        number, root = saved.pages[0].Contents.objgen[0], saved.Root.objgen[0]
        size = int(saved.trailer.Size)
    previous = data.rsplit(b"startxref", 1)[1].split()[0].decode()
    at = len(data) + 1
    body = f"\n{number} 0 obj\n<</Length {len(_SEEN)}>>\nstream\n".encode() + _SEEN + b"\nendstream\nendobj\n"
    table = (
        f"xref\n{number} 1\n{at:010} 00000 n \ntrailer\n<</Size {size} /Root {root} 0 R /Prev {previous}>>\n"
    )
    end = f"{table}startxref\n{len(data) + len(body)}\n%%EOF\n"
    path.write_bytes(data + body + end.encode())


PDFS: list[tuple[str, str, Make]] = [
    ("black box over text", "covered_text", _drawn(_SECRET + b"0 g 55 595 250 20 re f")),
    ("white box over text", "covered_text", _drawn(_SECRET + b"1 g 55 595 250 20 re f")),
    ("picture over text", "covered_text", _drawn(_SECRET + b"q 260 0 0 30 50 590 cm /Im Do Q")),
    ("white on white", "tiny_text", _drawn(b"1 g " + _SECRET)),
    ("half a point high", "tiny_text", _drawn(_SECRET.replace(b"/F1 12 Tf", b"/F1 0.5 Tf"))),
    ("not painted at all", "hidden_text", _drawn(b"3 Tr " + _SECRET)),
    ("beside the page", "off_page", _drawn(_SECRET.replace(b"60 600", b"700 600"))),
    ("author", "author", _changed(_author)),
    ("author in XMP", "author", _changed(_author_in_xmp)),
    ("property of a program", "custom_properties", _changed(_property)),
    ("note that is not shown", "annotations", _changed(_note)),
    ("link that dials a number", "annotations", _changed(_link_to("tel:138-0013-8000"))),
    ("link to a file named after an ID", "annotations", _changed(_link_to("/f/530102199003074471.jpg"))),
    ("form field", "form_fields", _changed(_field)),
    ("embedded file", "attachments", _changed(_attachment)),
    ("file pinned on a page", "attachments", _changed(_pinned_file)),
    ("layer that is off", "layers", _changed(_layer)),
    ("bookmark", "bookmarks", _changed(_bookmark)),
    ("script", "scripts", _changed(_script)),
    ("page thumbnail", "thumbnail", _changed(_thumbnail)),
    ("photograph with EXIF", "exif", _changed(_photo_inside)),
    ("earlier version", "history", _history),
]


def _jpeg(**more: object) -> bytes:
    picture = Image.new("RGB", (40, 30), "white")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model 1"
    exif[0x9003] = "2026:01:02 03:04:05"
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif, **more)
    return target.getvalue()


def _camera(path: Path) -> None:
    path.write_bytes(_jpeg())


def _place(path: Path) -> None:
    exif = Image.Exif()
    parts = tuple(TiffImagePlugin.IFDRational(number) for number in (25, 2, 11))
    exif.get_ifd(0x8825).update({1: "N", 2: parts, 3: "E", 4: parts})
    Image.new("RGB", (40, 30)).save(path, "JPEG", exif=exif)


def _artist(path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = SAID
    Image.new("RGB", (40, 30)).save(path, "JPEG", exif=exif)


def _xmp(path: Path) -> None:
    packet = f"<x:xmpmeta><rdf:li><dc:creator>{SAID}</dc:creator></rdf:li></x:xmpmeta>"
    Image.new("RGB", (40, 30)).save(path, "JPEG", xmp=packet.encode())


def _remark(path: Path) -> None:
    Image.new("RGB", (40, 30)).save(path, "JPEG", comment=SAID.encode())


def _thumbnail_of_photo(path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:01:02 03:04:05"
    small = io.BytesIO()
    Image.new("RGB", (16, 12)).save(small, "JPEG")
    head = exif.tobytes()
    # a second directory that points at the small picture behind it
    body = head[6:]
    first = int.from_bytes(body[4:8], "little" if body[:2] == b"II" else "big")
    order = "little" if body[:2] == b"II" else "big"
    count = int.from_bytes(body[first : first + 2], order)
    link = first + 2 + 12 * count
    at = len(body)
    data = small.getvalue()
    entries = b"".join(
        tag.to_bytes(2, order) + (4).to_bytes(2, order) + (1).to_bytes(4, order) + value.to_bytes(4, order)
        for tag, value in ((0x0201, at + 2 + 24 + 4), (0x0202, len(data)))
    )
    body = (
        body[:link]
        + at.to_bytes(4, order)
        + body[link + 4 :]
        + (2).to_bytes(2, order)
        + entries
        + bytes(4)
        + data
    )
    Image.new("RGB", (40, 30)).save(path, "JPEG", exif=head[:6] + body)


PICTURES: list[tuple[str, str, str, Make]] = [
    ("camera and time", "jpg", "exif", _camera),
    ("place", "jpg", "gps", _place),
    ("artist", "jpg", "author", _artist),
    ("author in XMP", "jpg", "author", _xmp),
    ("remark", "jpg", "custom_properties", _remark),
    ("thumbnail", "jpg", "thumbnail", _thumbnail_of_photo),
]


def _clean(content: bytes) -> Make:
    return lambda path: _new(content)[0].save(path)


def _clean_form(path: Path) -> None:
    """Ordinary things: a heading as bookmark, a link, a coloured table head with white letters, a highlighted line."""
    pdf, page = _new(
        b"0.1 0.2 0.6 rg 50 640 300 24 re f 1 g BT /F1 12 Tf 1 0 0 1 60 648 Tm (White on blue head) Tj ET\n"
        b"1 1 0 rg 50 600 300 20 re f 0 g BT /F1 12 Tf 1 0 0 1 60 605 Tm (Highlighted line) Tj ET\n"
        b"0.5 w 0 G 50 500 300 60 re S"
    )
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Notice of the county government", 0))
    _link_to("https://www.gov.cn/")(pdf, page)
    pdf.docinfo["/Producer"] = "a program"
    pdf.docinfo["/Title"] = "Notice"
    pdf.save(path, linearize=True)


def _clean_telephone(path: Path) -> None:
    """A link that dials what the page shows, written otherwise."""
    pdf, page = _new(b"BT /F1 12 Tf 1 0 0 1 60 605 Tm (Tel 138 0013 8000) Tj ET")
    _link_to("tel:13800138000")(pdf, page)
    pdf.save(path)


_TABLE = b"".join(
    b"%d %d 80 24 re S BT /F1 10 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (x, y, x + 4, y + 8, words)
    for y, row in ((640, (b"Name", b"Sum")), (616, (b"A list", b"500")), (592, (b"Of two", b"600")))
    for x, words in zip((60, 140), row, strict=True)
)
"""Two columns and three rows, each cell in its own frame."""

CLEAN: list[tuple[str, Make]] = [
    ("telephone with its link", _clean_telephone),
    ("plain", _clean(b"")),
    ("grey letters", _clean(b"0.45 g " + _SECRET)),
    ("rotated line", _clean(_SECRET.replace(b"1 0 0 1 60 600 Tm", b"0 1 -1 0 60 500 Tm"))),
    ("five points high", _clean(_SECRET.replace(b"/F1 12 Tf", b"/F1 5 Tf"))),
    ("ordinary things", _clean_form),
    ("table", _clean(_TABLE)),
]
