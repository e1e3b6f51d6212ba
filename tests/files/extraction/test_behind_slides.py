"""What a slide takes from its layout and its master is text of the slide; so are descriptions of groups."""

from tests.files.hidden_corpus import slides
from tests.files.hidden_corpus.sample import changed

from gongkai.files.extraction import extract

SAID = "户主：周永贵"


def _deck(layout: str, master: str) -> bytes:
    made = slides.deck(
        beside=(("rId5", "slideLayout", "../slideLayouts/slideLayout1.xml"),),
        ppt__slideLayouts__slideLayout1=slides._tree(layout, "sldLayout"),
        ppt__slideMasters__slideMaster1=slides._tree(master, "sldMaster"),
    )
    relation = slides._relations(("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"))
    first = slides._relations(("rId5", "slideLayout", "../slideLayouts/slideLayout1.xml"))
    return changed(
        made,
        {
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relation,
            "ppt/slides/_rels/slide1.xml.rels": first,
        },
    )


def _read(made: bytes, tmp_path):
    path = tmp_path / "a.pptx"
    path.write_bytes(made)
    return extract(path, "pptx")


def test_words_of_the_layout_and_the_master_are_read_once(tmp_path):
    found = _read(_deck(slides.shape(SAID), slides.shape("电话13800008766")), tmp_path)
    assert (found.text.count(SAID), found.text.count("13800008766")) == (1, 1)
    assert found.place_of(found.text.index(SAID)) == "第1页的版式"
    assert found.place_of(found.text.index("13800008766")) == "第1页的母版"
    assert found.hidden == ()


def test_what_a_placeholder_says_is_on_no_slide(tmp_path):
    made = _deck(slides.shape("单击此处编辑", kind="body"), slides.shape("单击此处编辑", kind="title"))
    assert "单击" not in _read(made, tmp_path).text


def test_groups_are_described_and_titles_stand_beside_descriptions(tmp_path):
    group = f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name="组" descr="合影" title="{SAID}"/></p:nvGrpSpPr></p:grpSp>'
    found = _read(slides.deck(group), tmp_path)
    assert "合影\n" + SAID in found.text
    assert found.place_of(found.text.index(SAID)) == "第2页的图片说明"
