"""Registers are declared in the modules here, or in a folder that GONGKAI_REGISTERS names; a new file is found by itself."""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules

from gongkai.registers.declaring import Register, declaration_faults

# A county's own registers stand outside the product's source and survive its updates.
__path__.extend(folder for folder in os.environ.get("GONGKAI_REGISTERS", "").split(os.pathsep) if folder)

_found: list[Register] = [
    register
    for module in iter_modules(__path__)
    if not module.name.startswith("_")
    for register in import_module(f"{__name__}.{module.name}").REGISTERS
]
if _faults := [fault for register in _found for fault in declaration_faults(register)]:
    raise ValueError("; ".join(_faults))
REGISTERS: dict[str, Register] = {
    register.code: register for register in sorted(_found, key=lambda r: (r.position, r.code))
}
