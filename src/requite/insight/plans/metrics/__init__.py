"""The figures that plans can be made for, each declared in a module of its own in this package."""

import importlib
import pkgutil


def load() -> None:
    """Import every module here, so that its figures are known. A new metric is one more file."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
