"""Every kind of case is one file here; a new file is found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from gongkai.cases.declaring import CaseKind

_found: list[CaseKind] = [
    import_module(f"{__name__}.{m.name}").KIND for m in iter_modules(__path__) if not m.name.startswith("_")
]
CASE_KINDS: dict[str, CaseKind] = {
    kind.code: kind for kind in sorted(_found, key=lambda k: (k.position, k.code))
}
