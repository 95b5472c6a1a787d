"""Pages from templates: all that is put in is escaped, and hidden characters can be seen."""

from typing import Any

from pipeline.errors import E, FactwireError
from pipeline.facts.shown import plain


def fill(template: str, package: str = "pipeline.evaluate", **values: Any) -> str:
    """Return a page.

    Args:
        template: Name of the file in the package's folder `data`; it may use those of this room.
        package: The room that it lies in.
        values: What the template asks for.

    Raises:
        FactwireError: E032 if jinja2 is not installed.
    """
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise FactwireError(E.E032, feature="the page", package="jinja2") from error
    rooms = dict.fromkeys((package, "pipeline.evaluate"))
    loader = ChoiceLoader([PackageLoader(room, "data") for room in rooms])
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.filters["plain"] = lambda value: plain(str(value))
    return environment.get_template(template).render(**values).lstrip()
