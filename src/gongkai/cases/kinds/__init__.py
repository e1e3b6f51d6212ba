"""Every kind of case is one file here, or in a folder that GONGKAI_CASE_KINDS names; a new file is found by itself."""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules

from gongkai.cases.declaring import CaseKind

# A county's own kinds stand outside the product's source and survive its updates.
__path__.extend(folder for folder in os.environ.get("GONGKAI_CASE_KINDS", "").split(os.pathsep) if folder)

_found: list[CaseKind] = [
    import_module(f"{__name__}.{m.name}").KIND for m in iter_modules(__path__) if not m.name.startswith("_")
]
CASE_KINDS: dict[str, CaseKind] = {
    kind.code: kind for kind in sorted(_found, key=lambda k: (k.position, k.code))
}
