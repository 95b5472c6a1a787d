"""Messages to standard error: how much is told, and as text or as JSON lines."""

import json
import logging
import re
from datetime import UTC, datetime

import typer

LOG = logging.getLogger("factwire")
CODE = re.compile(r"(?:error|warning|note): \[(E\d+)\]")


class EchoHandler(logging.Handler):
    """Writes records to standard error as it is at that moment.

    Args:
        as_json: Write one JSON object a line instead of text.
    """

    def __init__(self, as_json: bool = False) -> None:
        super().__init__()
        self.as_json = as_json

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; control characters become visible."""
        text = _shown(record)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        if self.as_json:
            level = record.levelname.lower()
            told = {"time": time, "level": level, "logger": record.name}
            if code := CODE.match(text):
                told["code"] = code[1]
            text = json.dumps(told | {"message": text})
        elif record.name != LOG.name:
            text = f"{time} {text}"
        typer.echo(text, err=True)


def configure(quiet: bool = False, verbose: bool = False, as_json: bool = False) -> None:
    """Say how messages are written from now on.

    Args:
        quiet: Only warnings and errors.
        verbose: Also what libraries tell, and details.
        as_json: One JSON object a line.
    """
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, EchoHandler)]:
        root.removeHandler(handler)
    root.addHandler(EchoHandler(as_json))
    root.setLevel(logging.INFO if verbose else logging.WARNING)
    for name in ("factwire", "pipeline"):
        level = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
        logging.getLogger(name).setLevel(level)


def is_plain() -> bool:
    """Tell whether messages are text that all is told in, so that a progress line may stand among them."""
    as_json = any(h.as_json for h in logging.getLogger().handlers if isinstance(h, EchoHandler))
    return LOG.isEnabledFor(logging.INFO) and not as_json


def _shown(record: logging.LogRecord) -> str:
    """Return the text of a record; of an exception also where it arose, a line each."""
    from pipeline.facts.shown import plain

    lines = [record.getMessage()]
    if record.exc_info:
        lines += logging.Formatter().formatException(record.exc_info).split("\n")
    return "\n".join(map(plain, lines))
