"""Every figure is declared in one file here, or in a folder that GONGKAI_FIGURES names; a new file is found by itself."""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules

from gongkai.figures.declaring import Figure, declaration_faults

# A county's own figures stand outside the product's source and survive its updates.
__path__.extend(folder for folder in os.environ.get("GONGKAI_FIGURES", "").split(os.pathsep) if folder)

_found: list[Figure] = [
    figure
    for module in iter_modules(__path__)
    if not module.name.startswith("_")
    for figure in import_module(f"{__name__}.{module.name}").FIGURES
]
if _faults := [fault for figure in _found for fault in declaration_faults(figure)]:
    raise ValueError("; ".join(_faults))
if len(_found) != len({figure.code for figure in _found}):
    raise ValueError("a figure is declared twice")
FIGURES: dict[str, Figure] = {
    figure.code: figure for figure in sorted(_found, key=lambda f: (f.position, f.code))
}
