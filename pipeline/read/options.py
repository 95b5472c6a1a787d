"""How inputs are read, where there is a choice."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Choices of the reader.

    Attributes:
        published: Date of articles that bring none.
        text_column: Column of tables that holds the text; None takes the first that is called so.
        id_column: Column that holds the id; without one, rows are numbered.
        date_column: Column that holds the date of publication.
        title_column: Column that holds the title.
        any_language: Whether articles that are not English are read too.
    """

    published: str | None = None
    text_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    title_column: str | None = None
    any_language: bool = False

    def settings(self) -> dict[str, Any]:
        """Return the choices by name."""
        return asdict(self)


DEFAULTS = ReadOptions()
