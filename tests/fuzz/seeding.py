"""The inputs that fuzzing starts from: made here from the corpus of hidden content, kept small in `seeds/`.

`python -m tests.fuzz.seeding` makes them anew; files called `found-…` are inputs that once broke something and stay.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from lxml import etree
from PIL import Image
from tests.files.hidden_corpus import layout, old_workbooks, page, pdfs, slides, word, word97, workbooks
from tests.fuzz.mutations.packages import members_of, packed
from tests.fuzz.trying import SEEDS

_NOTICE = """某县农业农村局关于2024年惠农补贴发放情况的公示
根据国发〔2024〕1号文件，现将名单公示如下，公示期7天。
序号\t姓名\t身份证号\t住址\t金额
1\t张三\t11010519491231002X\t幸福镇某村3组12号\t1200.00
2\t李四\t１１０１０５１９４９１２３１００２Ｘ\t幸福镇某村4组8号\t800.00
联系人：王小明，电话：0871-65123456，手机 138 0013 8000，邮箱 a.b@example.com
统一社会信用代码 91110000100000000X，开户行账号 6222 0212 3456 7890 123
"""
_DECISION = """行政处罚决定书
被处罚人：赵小六，男，1990年1月2日出生，住某市某区某路12号3单元401室，身份证号码110105
194912310
02X。车牌号京A12345，护照E12345678，港澳通行证C12345678，社保卡号 123456789012，QQ：12345678，微信号 wx_abc123。
患者李四（艾滋病），举报人王五，未成年人张某。机密★10年，内部资料，不予公开。
内部通讯录：张三 61234，李四 61235，王五 61236
"""


def _samples(module, suffix: str) -> Iterator[tuple[str, bytes]]:
    yield f"clean.{suffix}", module.clean()
    for sample in module.SAMPLES:
        if sample.extension == suffix:
            yield f"{sample.name}.{suffix}", sample.make()


def _every(step: int, files: Iterator[tuple[str, bytes]]) -> dict[str, bytes]:
    return dict(list(files)[::step])


def _slim(data: bytes) -> bytes:
    """A package without dates, so that making it again makes the same bytes; and without the picture of itself."""
    kept = [
        one
        for one in members_of(data)
        if not one[0].endswith(("thumbnail.jpeg", "theme1.xml", "stylesWithEffects.xml"))
    ]
    return packed(
        [(name, _styles(data) if name == "word/styles.xml" else data) for name, data in kept], deflated=True
    )


def _styles(data: bytes) -> bytes:
    """Without most styles that the template brings."""
    root = etree.fromstring(data)
    root[:] = [node for node in root if not node.tag.endswith("latentStyles")]
    root[6:-2] = []
    return etree.tostring(root)


def _workbooks() -> dict[str, bytes]:
    return {f"case-{at:02}.xlsx": _slim(case.made) for at, case in enumerate(workbooks.hiding()[::3])}


def _old_workbooks() -> dict[str, bytes]:
    cells = [(0, 0, "姓名", 1), (0, 1, "身份证号", 1), (1, 0, "赵一", 2), (1, 1, 1200.0, 3)]
    plain = old_workbooks.OldSheet("名单", cells)
    hiding = old_workbooks.OldSheet("名单", cells, 0, (1,), (1,), notes=[(1, 0, "甲", "乙")])
    deep = old_workbooks.OldSheet("底表", cells, 2, filtered=True)
    make = old_workbooks.workbook
    return {
        "plain.xls": make([plain]),
        "hiding.xls": make([plain, hiding, deep]),
        "locked.xls": make([plain], locked=True),
        "macros.xls": make([deep], streams={"_VBA_PROJECT": b"\0" * 16}),
    }


def _pdfs() -> dict[str, bytes]:
    """Not packed, so that changes reach what the streams say; two packed ones for the readers of streams."""
    made = {}
    cases = [(name, make) for name, _, make in pdfs.PDFS] + pdfs.CLEAN
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        for at, (name, make) in enumerate(cases):
            make(path)
            if name == "earlier version":  # saving it anew would drop that
                made[name.replace(" ", "-") + ".pdf"] = path.read_bytes()
                continue
            packing = at % 6 == 5
            with pikepdf.open(path) as pdf:
                out = io.BytesIO()
                pdf.save(
                    out,
                    static_id=True,
                    compress_streams=packing,
                    stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate
                    if packing
                    else pikepdf.ObjectStreamMode.disable,
                )
            made[name.replace(" ", "-") + ".pdf"] = out.getvalue()
    return made


def _pictures() -> dict[str, bytes]:
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jpg"
        for name, _, _, make in pdfs.PICTURES:
            make(path)
            made[name.replace(" ", "-") + ".jpg"] = path.read_bytes()
    small = Image.effect_noise((24, 16), 60)
    for mode, form, more in (
        ("L", "png", {}), ("P", "png", {}), ("RGBA", "png", {}), ("1", "tiff", {"compression": "group4"}),
        ("RGB", "tiff", {"compression": "tiff_lzw"}), ("RGB", "bmp", {}), ("RGB", "webp", {}), ("P", "gif", {}),
        ("RGB", "jpeg", {"progressive": True}), ("CMYK", "jpeg", {}),
    ):  # fmt: skip
        out = io.BytesIO()
        small.convert(mode).save(out, form, **more)
        made[f"{mode}.{form}"] = out.getvalue()
    out = io.BytesIO()
    small.convert("P").save(out, "gif", save_all=True, append_images=[small.rotate(90).convert("P")] * 3)
    made["moving.gif"] = out.getvalue()
    return made


def _texts() -> dict[str, bytes]:
    table = "姓名,身份证号,金额\r\n张三,11010519491231002X,1200\r\n李四,,800\r\n"
    return {
        "notice.txt": _NOTICE.encode(),
        "decision.txt": _DECISION.encode("gb18030"),
        "table.csv": table.encode(),
        "table-gb.csv": table.encode("gb18030"),
        "quoted.csv": '"a","b"\n"一\n二","""三"""\n'.encode("utf-8-sig"),
        "wide.txt": _NOTICE.encode("utf-16"),
        "turned.txt": "张\u202e三\u202d\U000e0041\n".encode(),
    }


def _containers() -> dict[str, bytes]:
    inner = packed([("word/document.xml", b"<a/>")])
    burst = packed([("word/document.xml", b"<a>" + b" " * 400_000 + b"</a>")], deflated=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), b"<a/>")
    return {
        "least.docx": inner,
        "nested.docx": packed([("word/document.xml", b"<a/>"), ("word/embeddings/a.docx", inner)]),
        "burst.docx": burst,
        "lzma.docx": out.getvalue(),
        "twice.docx": packed([("word/document.xml", b"<a/>"), ("WORD/document.xml", b"<b/>")]),
        "many.zip": packed([(f"{number}", b"") for number in range(300)]),
        "clean.docx": _slim(word.clean()),
        "clean.pptx": _slim(slides.clean()),
        "clean.ofd": _slim(layout.clean()),
        "clean.xlsx": _slim(workbooks.hiding()[0].made),
        "clean.doc": word97.clean(),
        **{name: data for name, data in _old_workbooks().items() if name in ("plain.xls", "locked.xls")},
    }


def _detected() -> dict[str, bytes]:
    lines = (_NOTICE + _DECISION).splitlines(keepends=True)
    single = {f"line-{at:02}.txt": line.encode() for at, line in enumerate(lines)}
    return {"notice.txt": _NOTICE.encode(), "decision.txt": _DECISION.encode(), **single}


def _redacted() -> dict[str, bytes]:
    rows = "".join(
        f"<tr><td>{'</td><td>'.join(line.split())}</td></tr>" for line in _NOTICE.splitlines()[2:5]
    )
    return {
        **_texts(),
        "decision-utf8.txt": _DECISION.encode(),
        "table.html": page.page(f"<table>{rows}</table>"),
        "decision.html": page.page(
            f"<p title='张三 13800138000'>{_DECISION.replace('0', '<b>0</b>')}<br>电话：13800138000</p>"
        ),
        "clean.html": page.clean(),
        "list.html": page.page(
            "<ul><li>手机 138<i>0013</i>8000</li></ul><!-- 13800138000 --><a href='tel:13800138000'>打</a>"
        ),
    }


def _one_of_each(made: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    return {name: data for files in made.values() for name, data in list(files.items())[:2]}


def made() -> dict[str, dict[str, bytes]]:
    """Target → name → bytes."""
    readers = {
        "docx": {name: _slim(data) for name, data in _every(4, _samples(word, "docx")).items()},
        "pptx": {name: _slim(data) for name, data in _samples(slides, "pptx")},
        "ofd": {name: _slim(data) for name, data in _samples(layout, "ofd")},
        "xlsx": _workbooks(),
        "doc": dict(_samples(word97, "doc")),
        "xls": _old_workbooks(),
        "pdf": _pdfs(),
        "images": _pictures(),
        "html": dict(_samples(page, "html")),
        "plain": _texts(),
        "containers": _containers(),
    }
    return {
        **readers,
        "apart": _one_of_each(readers),
        "detectors": _detected(),
        "redaction": _redacted(),
    }


def main() -> None:
    for target, files in made().items():
        folder = SEEDS / target
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            if not old.name.startswith("found-"):
                old.unlink()
        for name, data in files.items():
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
