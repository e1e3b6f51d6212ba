"""Reading back for thousands of words, as a list of persons has them, finds what reading back for a few finds."""

import docx
import pikepdf
import pytest

from gongkai.screening.redaction import readback

WORDS = [f"王小{chr(0x4E00 + n)}" for n in range(300)] + ["5301021990030744" + str(n) for n in range(10, 60)]
LEFT = {WORDS[7], WORDS[299], WORDS[-1]}


def written(tmp_path, extension: str):
    path = tmp_path / f"a.{extension}"
    words = "，".join(sorted(LEFT))
    if extension == "docx":
        document = docx.Document()
        document.add_paragraph(words)
        document.save(str(path))
    elif extension == "pdf":
        pdf = pikepdf.new()
        pdf.docinfo["/Title"] = words
        pdf.save(path)
    else:
        path.write_text(words, encoding="utf-8")
    return path


@pytest.mark.parametrize("extension", ["docx", "pdf", "txt"])
def test_the_same_is_left(tmp_path, extension):
    path = written(tmp_path, extension)
    assert len(WORDS) > readback._FEW
    many = readback.leftovers(path, extension, WORDS)
    few = [one for part in (WORDS[:100], WORDS[100:200], WORDS[200:]) for one in readback.leftovers(path, extension, part)]  # fmt: skip
    assert {one.term for one in many} == LEFT
    assert set(many) == set(few)
