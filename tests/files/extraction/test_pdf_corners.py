"""Numbers of persons in the corners of a PDF: what pictures are described by, what forms offer, who saved it."""

from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.files.hidden_corpus.pdfs import CLEAN

from gongkai.files.extraction import pdf as reader
from gongkai.files.extraction.shapes import ALARMING
from gongkai.screening.checksums import id_check_char
from gongkai.screening.redaction import pdf as redaction
from gongkai.screening.redaction.readback import leftovers

NUMBER = "53990119750912478" + id_check_char("53990119750912478")
SAID = f"周永贵{NUMBER}.jpg"
Change = Callable[[pikepdf.Pdf], None]


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = SAID


def _label(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["xmp:Label"] = SAID


def _described_by(key: str) -> Change:
    def put(pdf: pikepdf.Pdf) -> None:
        figure = Dictionary(Type=Name.StructElem, S=Name.Figure)
        figure[key] = String(SAID)
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([figure])))

    return put


def _field(key: str, value: object) -> Change:
    def put(pdf: pikepdf.Pdf) -> None:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Ch, T=String("户"), Rect=[50, 500, 300, 520]
        )
        field[key] = value
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
        pdf.Root.AcroForm = Dictionary(Fields=Array(pdf.pages[0].obj.Annots))

    return put


def _form_of_xml(pdf: pikepdf.Pdf) -> None:
    kept = pdf.make_stream(f"<data><card>{NUMBER}</card></data>".encode())
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([String("datasets"), kept]))


def _file(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 745, 200, 765])
    link.A = Dictionary(S=Name.GoToR, F=String(f"D:/低保/{SAID}"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _place(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(SAID), pdf.pages[0].obj])))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_title, id="title"),
        pytest.param(_label, id="description-of-the-file"),
        pytest.param(_described_by("/Alt"), id="picture-described"),
        pytest.param(_described_by("/ActualText"), id="text-instead"),
        pytest.param(_field("/Opt", Array([String("甲"), String(SAID)])), id="choice"),
        pytest.param(_field("/DV", String(SAID)), id="value-at-first"),
        pytest.param(_field("/TU", String(SAID)), id="hint"),
        pytest.param(_form_of_xml, id="form-of-xml"),
        pytest.param(_file, id="file-on-a-disk"),
        pytest.param(_place, id="named-place"),
    ],
)
def test_a_number_in_a_corner_of_a_pdf_is_told_and_goes(change, tmp_path):
    path, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    CLEAN[1][1](path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)
    found = reader.read(path)
    told = " ".join(one.excerpt for one in found.hidden if one.kind in ALARMING)
    assert NUMBER not in found.text
    assert NUMBER in told
    redaction.redact(path, target, [])
    assert leftovers(target, "pdf", [NUMBER]) == []
    assert not {one.kind for one in reader.read(target).hidden} & ALARMING


def test_a_description_of_what_the_page_shows_hides_nothing(tmp_path):
    path = tmp_path / "a.pdf"
    CLEAN[3][1](path)
    shown = "110101199003070000"
    assert shown in reader.read(path).text
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Title"] = shown
        pdf.save(path)
    assert reader.read(path).hidden == ()
