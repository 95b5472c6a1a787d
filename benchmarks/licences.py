"""The licences of all that `pip install factwire` brings, as a page: `python benchmarks/licences.py PAGE`."""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

HEAD = (
    "# Licences of what factwire needs\n"
    "Made by `make licences` with pip-licenses: the packages that `pip install factwire` brings without "
    "extras, and what they say of themselves.\nThe data in the models and their licences: "
    "[models/README.md](../models/README.md#sources). Texts and annotations: `corpus/README.md`.\n\n"
    "| package | version | licence |\n| --- | --- | --- |\n"
)


def needed(name: str, seen: set[str]) -> set[str]:
    """Return the normalised names of a package and of all that it requires without extras."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return seen
    seen.add(key)
    try:
        wanted = requires(name) or []
    except PackageNotFoundError:
        seen.discard(key)
        return seen
    for line in wanted:
        if "extra ==" not in line:
            needed(re.split(r"[\s<>=!~;\[(]", line, maxsplit=1)[0], seen)
    return seen


def main(page: Path) -> None:
    """Write the page."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed", "--with-system"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    wanted = needed("factwire", set())
    rows = {re.sub(r"[-_.]+", "-", row["Name"]).lower(): row for row in found}
    lines = [
        f"| {rows[key]['Name']} | {rows[key]['Version']} | {rows[key]['License'].splitlines()[0][:90]} |\n"
        for key in sorted(wanted & rows.keys())
    ]
    page.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
