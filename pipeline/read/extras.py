"""Libraries for single formats, which come with the extra `formats`."""

from importlib import import_module
from typing import Any

from pipeline.errors import E, FactwireError


def load_extra(module: str, feature: str) -> Any:
    """Import a library that may not be installed.

    Args:
        module: Its name.
        feature: What needs it.

    Raises:
        FactwireError: E081 if it isn't there.
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        reason = str(error).split("\n", 1)[0]
        raise FactwireError(E.E081, feature=feature, package=package, reason=reason) from error
