"""Every kind of item is one file here; a new file is found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from gongkai.disclosure.declaring import ItemKind

_found: list[ItemKind] = [import_module(f"{__name__}.{m.name}").KIND for m in iter_modules(__path__)]
ITEM_KINDS: dict[str, ItemKind] = {
    kind.code: kind for kind in sorted(_found, key=lambda k: (k.position, k.code))
}
