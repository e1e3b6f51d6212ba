"""What recognition read in a picture is taken out of the picture."""

from PIL import Image

from gongkai.files.extraction.shapes import Block, Extract, Removal
from gongkai.screening.redaction import DONE, redact_file

_LINE = Block("户主：张三", "图片", page=1, box=(10.0, 10.0, 110.0, 30.0))


def test_characters_of_a_picture_are_blackened_and_the_rest_stays(tmp_path):
    source, target = tmp_path / "a.png", tmp_path / "b.png"
    Image.new("RGB", (200, 60), "white").save(source)
    done = redact_file(source, target, "png", [Removal(3, 5)], extract=Extract((_LINE,), pages=1))
    assert done.state == DONE
    with Image.open(target) as after:
        assert after.convert("L").crop((75, 11, 108, 29)).getextrema() == (0, 0)
        assert after.convert("L").crop((10, 11, 60, 29)).getextrema() == (255, 255)


def test_a_picture_that_nobody_has_recognised_is_not_called_redacted(tmp_path):
    source, target = tmp_path / "a.png", tmp_path / "b.png"
    Image.new("RGB", (200, 60), "white").save(source)
    done = redact_file(source, target, "png", [])
    assert done.state != DONE
    assert not target.exists()
