"""Reading and writing text files, with errors that users can act on."""

from pathlib import Path

from pipeline.errors import E, FactwireError


def read_text(path: Path) -> str:
    """Read a UTF-8 file, with its line ends as they are.

    Raises:
        FactwireError: E001 to E003 if it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise FactwireError(E.E001, path=path) from error
    except UnicodeDecodeError as error:
        raise FactwireError(E.E003, path=path, line=1, byte=error.start, reason=error.reason) from error
    except OSError as error:
        raise FactwireError(E.E002, path=path, reason=error.strerror) from error


def write_text(text: str, path: str | Path) -> None:
    """Write a UTF-8 file, whole or not at all, with its line ends as they are.

    Raises:
        FactwireError: E040 if it cannot be written.
    """
    from pipeline.write import open_output

    with open_output(str(path)) as stream:
        stream.write(text.encode("utf-8"))
