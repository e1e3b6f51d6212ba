"""Who wrote in: sealed, shown masked, found again by keyed indexes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from gongkai.crypto.digests import hmac_digest
from gongkai.crypto.keys import key
from gongkai.crypto.sealed import open_sealed, seal

PURPOSE = "applicants"
PERSONAL_KEYS = ("name", "identity", "phone", "email", "address", "agent", "agent_identity")


def split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What may stand in the clear, and what must be sealed."""
    open_part = {k: v for k, v in values.items() if k not in PERSONAL_KEYS}
    return open_part, {k: str(v) for k, v in values.items() if k in PERSONAL_KEYS and v}


def sealed(personal: Mapping[str, str]) -> str:
    return seal(json.dumps(dict(personal), ensure_ascii=False, sort_keys=True), purpose=PURPOSE)


def opened(value: str) -> dict[str, str]:
    """The sealed data; empty when they were erased."""
    return dict(json.loads(open_sealed(value, purpose=PURPOSE))) if value else {}


def masked_name(name: str) -> str:
    """张*、欧阳**: the first character stays; organisations stay whole."""
    name = name.strip()
    if not name or len(name) > 6:
        return name[:60]
    return name[0] + "*" * (len(name) - 1)


def index_of(text: str) -> str:
    """The same for the same number or telephone however it was typed; worthless without the key."""
    plain = re.sub(r"[\s\-()（）+]", "", unicodedata.normalize("NFKC", text)).upper()
    return hmac_digest(plain.encode(), key=key("applicant_index")) if plain else ""


def masked(personal: Mapping[str, str]) -> dict[str, str]:
    """How the data look until somebody with a reason opens them."""
    shown = {}
    for field, value in personal.items():
        if field in ("name", "agent"):
            shown[field] = masked_name(value)
        elif field == "address":
            shown[field] = value[:6] + "…" if len(value) > 6 else value
        elif field == "email":
            shown[field] = value[:1] + "***" + value[value.find("@") :] if "@" in value else "***"
        else:
            shown[field] = value[:3] + "*" * max(len(value) - 7, 3) + value[-4:] if len(value) > 7 else "****"
    return shown
