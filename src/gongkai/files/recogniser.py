"""Whether text in pictures can be recognised here. Light: loads nothing of what does it (files/recognition.py)."""

from __future__ import annotations

from importlib.util import find_spec

MISSING = "这台服务器没有装文字识别（rapidocr），图片里的文字要人工检查。安装办法：pip install -r requirements/ocr.txt。"


def available() -> bool:
    return find_spec("rapidocr") is not None
