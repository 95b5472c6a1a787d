"""Bring `fails` in the cases up to date: `python tests/phenomena/mark.py`.

A case that gives what it should loses its mark; a new failure gets the mark "unsorted", which the
suite refuses until somebody has found the cause. The counts in docs/how-it-works.md follow.
"""

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "how-it-works.md"
sys.path.insert(0, str(HERE))

import test_phenomena as suite  # noqa: E402

from pipeline.run.extract import load_pipeline  # noqa: E402


def counts(cases):
    """Return the paragraph of the page that tells how far the suite carries."""
    causes = Counter(case["fails"] for case in cases if "fails" in case)
    listed = ", ".join(f"{cause} {causes[cause]}" for cause in suite.CAUSES if causes[cause])
    right = len(cases) - sum(causes.values())
    return (
        f"`tests/phenomena/cases/` holds {len(cases)} sentences for each construction, relation and kind of "
        f"factuality. {right} give exactly\nthe facts expected; the others are marked with `fails` and "
        f"the cause\n({listed}).\n`near_misses.toml` beside it holds {len(suite.MISSES)} sentences that "
        f"only look like facts; at most {suite.FALSE_FACTS:.1%} may give a false one.\n"
    )


def main():
    """Run every case, rewrite the marks and the page."""
    nlp = load_pipeline()
    cases = []
    for path in sorted((HERE / "cases").glob("*.toml")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for i, line in enumerate(lines):
            if not line.startswith("  { text = "):
                continue
            (case,) = tomllib.loads(f"case = [{line.strip().rstrip(',')}]")["case"]
            cause = case.pop("fails", "unsorted")
            found = suite.told(suite.facts_of(nlp, case["text"], case.get("published")), case)
            line = re.sub(r', fails = "[^"]*" }', " }", line)
            if found != suite.wanted(case):
                case["fails"] = cause
                line = line.replace(" },", f', fails = "{cause}" }},')
                sys.stdout.write(f"{cause}: {case['text']}\n    {found}\n")
            lines[i] = line
            cases.append(case)
        path.write_text("\n".join(lines), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    start = page.index("`tests/phenomena/cases/` holds")
    PAGE.write_text(page[:start] + counts(cases), encoding="utf-8")


if __name__ == "__main__":
    main()
