"""A person's number that stands behind many other hidden words reaches the screening all the same."""

import io

import pikepdf
import pytest
from tests.files.hidden_corpus import page, word, workbooks
from tests.files.hidden_corpus.pdfs import CLEAN

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import HIDDEN
from gongkai.screening.checksums import id_check_char

NUMBER = "53990119750912478" + id_check_char("53990119750912478")
MANY = [f"第{number}项没有意义的内容" for number in range(300)]


def _variables() -> bytes:
    listed = "".join(f'<w:docVar w:name="变量{at}" w:val="{said}"/>' for at, said in enumerate(MANY))
    return word._settings(f'<w:docVars>{listed}<w:docVar w:name="证" w:val="{NUMBER}"/></w:docVars>')


def _fields() -> bytes:
    state = '<input type="hidden" name="__VIEWSTATE" value="%s">' % ("Ab3d" * 2000)
    return page.page(f'{state}<input type="hidden" name="sfz" value="{NUMBER}">')


def _script() -> bytes:
    return page.page(f"<script>{'var a = 1; ' * 500}var people = [{{id: '{NUMBER}'}}]</script>")


def _properties() -> bytes:
    listed = "".join(f'<property name="a"><v>{said}</v></property>' for said in [*MANY, NUMBER])
    made = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
    base = workbooks.saved(workbooks.table())
    return workbooks.rewritten(base, add={"docProps/custom.xml": f"{made}{listed}</Properties>"})


def _bookmarks(tmp_path) -> bytes:
    CLEAN[0][1](tmp_path / "base.pdf")
    made = io.BytesIO()
    with pikepdf.open(tmp_path / "base.pdf") as pdf:
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(said, 0) for said in [*MANY, NUMBER])
        pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("extension", "kind", "make"),
    [
        pytest.param("docx", "custom_properties", lambda _: _variables(), id="document-variables"),
        pytest.param("html", "form_fields", lambda _: _fields(), id="unseen-fields"),
        pytest.param("html", "scripts", lambda _: _script(), id="data-in-a-script"),
        pytest.param("xlsx", "custom_properties", lambda _: _properties(), id="properties-of-a-workbook"),
        pytest.param("pdf", "bookmarks", _bookmarks, id="bookmarks"),
    ],
)
def test_a_number_behind_many_hidden_words_is_told(extension, kind, make, tmp_path):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(make(tmp_path))
    told = [one for one in extract(path, extension).hidden if one.kind == kind]
    assert kind in HIDDEN
    assert NUMBER in "".join(one.excerpt for one in told)
    assert all(len(one.excerpt) < 2_300 for one in told)
