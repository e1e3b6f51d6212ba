"""A citizen's account at an outside login: never a row of a user, only a keyed digest of it beside a case."""

from __future__ import annotations

from gongkai.crypto.digests import hmac_digest
from gongkai.crypto.keys import key

PURPOSE = "citizen_accounts"


def index_of(subject: str) -> str:
    """The same for the same account; worthless without the key. `subject` is issuer and id as one text."""
    return hmac_digest(subject.encode(), key=key("citizen_index"))
