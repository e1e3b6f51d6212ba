"""All detectors, one file each. A new one is found by being here."""

from __future__ import annotations

import importlib
import pkgutil

from gongkai.screening.spans import Detector


def _collected() -> dict[str, Detector]:
    found: dict[str, Detector] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        detector = getattr(importlib.import_module(f"{__name__}.{name}"), "DETECTOR", None)
        if detector is None:
            continue
        if detector.code in found:
            raise ValueError(f"two detectors are called {detector.code}")
        found[detector.code] = detector
    return dict(sorted(found.items(), key=lambda one: (one[1].order, one[0])))


ALL: dict[str, Detector] = _collected()
"""Code → detector, in the order in which they win."""
