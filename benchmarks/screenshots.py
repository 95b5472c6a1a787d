"""Make the pictures of the documentation: review page and report of the bundled dev split, in Chromium.

`make screenshots` runs it. The pictures show our own articles only.
"""

import argparse
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from pipeline.evaluate import evaluate, load_articles, load_records
from pipeline.evaluate.triggers import is_trigger
from pipeline.review.page import write_page
from pipeline.review.report import Run, write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
SPLIT = "dev"
SIZE = (1280, 760)
COLOURS = 128
MOST_BYTES = 150_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be made.

    Attributes:
        name: File, without its ending.
        page: `review` or `report`.
        prepare: Brings the page to what is to be seen.
        scheme: `light` or `dark`.
    """

    name: str
    page: str
    prepare: Callable[["Page"], Any]
    scheme: str = "light"


def view(key: str) -> Callable[["Page"], None]:
    """Return what opens a view of the review page by its key."""
    return lambda page: page.keyboard.press(key)


PICTURES = (
    Picture("review-articles", "review", view("1")),
    Picture("review-table", "review", view("2")),
    Picture("review-network", "review", view("4"), "dark"),
    Picture("report", "report", lambda page: page.locator("#plots").evaluate("e => e.scrollIntoView()")),
)


def write_pages(facts: Path, folder: Path) -> None:
    """Write review page and report of the split's articles."""
    articles = load_articles(ROOT / "corpus" / "articles.jsonl")
    gold = load_records(ROOT / "annotations" / f"{SPLIT}.jsonl", articles)
    chosen = {i: a for i, a in articles.items() if a.meta.get("split") == SPLIT}
    run = [r for r in load_records(facts, articles) if r.article_id in chosen]
    write_page(run, chosen, folder / "review.html", gold)
    compared = evaluate(gold, run, chosen)
    write_report(Run(compared, "Report on facts.jsonl", chosen, is_trigger), folder / "report.html")


def picture(browser: "Browser", folder: Path, wanted: Picture) -> bytes:
    """Return a picture as PNG of few colours."""
    page = browser.new_page(
        viewport={"width": SIZE[0], "height": SIZE[1]},
        color_scheme=wanted.scheme,  # type: ignore[arg-type]
    )
    page.goto((folder / f"{wanted.page}.html").as_uri())
    wanted.prepare(page)
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    page.close()
    out = io.BytesIO()
    taken.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Make all pictures and tell their sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="folder for the pictures")
    parser.add_argument("--facts", type=Path, required=True, help="facts of the bundled corpus")
    args = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: make browser")
    from playwright.sync_api import sync_playwright

    args.target.mkdir(parents=True, exist_ok=True)
    sizes = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as runner:
        write_pages(args.facts, Path(name))
        browser = runner.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for wanted in PICTURES:
            data = picture(browser, Path(name), wanted)
            if len(data) > MOST_BYTES:
                sys.exit(f"{wanted.name}: {len(data):,} bytes are more than {MOST_BYTES:,}")
            (args.target / f"{wanted.name}.png").write_bytes(data)
            sizes[wanted.name] = len(data)
        browser.close()
    sys.stdout.write(json.dumps(sizes) + "\n")


if __name__ == "__main__":
    main()
