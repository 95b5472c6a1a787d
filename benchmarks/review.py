"""How long a review page of many articles takes until a person can work with it, in headless Chromium.

    python benchmarks/review.py [--facts FILE] [--articles N] [--rounds N] [--keep FILE]

The page holds copies of the bundled articles under new ids with their gold facts and entities; with
`--facts`, the facts of a run instead. It is loaded anew each round, in a new browser profile. Interactive
means: the first articles stand there, and the page has answered a key that asks for another view.
"""

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from pipeline.evaluate import load_articles, load_records, records_of
from pipeline.evaluate.ner import Entity, load_entities
from pipeline.read import Article
from pipeline.review.page import LIMIT, write_page

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
ACTS = {
    "table": "document.querySelector('[data-view=table]').click()",
    "network": "document.querySelector('[data-view=network]').click()",
    "articles": "document.querySelector('[data-view=articles]').click()",
    "search": "filter('search', 'contract')",
    "relation": "filter('search', ''); filter('relation', 'denial')",
    "accept": "document.querySelector('[data-act=accept]').click()",
}
FILTER = """() => { window.filter = (name, value) => {
  const control = document.getElementById(`filter-${name}`);
  control.value = value;
  control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input'));
}; }"""
# Two frames later, what was changed has been laid out and drawn.
TIMED = """(code) => new Promise((done) => {
  const start = performance.now();
  (0, eval)(code);
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds until the first card and until the page has answered; what went wrong."""

    card: float
    interactive: float
    acts: dict[str, float]
    errors: list[str]
    requests: list[str]


def copied(raw: dict[str, Any], identity: str) -> dict[str, Any]:
    """Return a record as one of the copy of its article."""
    renamed = {key: [f"{identity}/{i}" for i in raw.get(key) or []] for key in ("denies", "disputed_by")}
    return raw | renamed | {"id": f"{identity}/{raw['id']}", "article_id": identity}


def make_page(path: Path, wanted: int, facts: Path | None) -> int:
    """Write the page and return its number of facts."""
    articles = load_articles(ROOT / "corpus" / "articles.jsonl")
    gold = [ROOT / "annotations" / f"{split}.jsonl" for split in ("train", "dev", "test")]
    by_article: dict[str, list[dict[str, Any]]] = {}
    for source in [facts] if facts else gold:
        for record in load_records(source, articles):
            by_article.setdefault(record.article_id, []).append(dict(record.raw))
    named = load_entities(ROOT / "annotations" / "entities.jsonl", articles)
    texts: dict[str, Article] = {}
    records: list[dict[str, Any]] = []
    entities: dict[str, list[Entity]] = {}
    ids = sorted(articles)
    for number in range(wanted):
        old = ids[number % len(ids)]
        new = f"{old}-{number // len(ids)}"
        texts[new] = replace(articles[old], id=new)
        records += [copied(raw, new) for raw in by_article.get(old, [])]
        entities[new] = named.get(old, [])
    write_page(records_of(records), texts, path, entities=entities)
    return len(records)


def load(browser: Browser, path: Path) -> Load:
    """Load the page in a new profile and use it."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("request", lambda r: requests.append(r.url) if r.url.startswith(("http", "ws")) else None)
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector(".card")
    card = time.perf_counter() - start
    page.keyboard.press("3")
    page.wait_for_selector("svg rect")
    interactive = time.perf_counter() - start
    page.keyboard.press("1")
    page.wait_for_selector(".card")
    page.evaluate(FILTER)
    acts = {name: page.evaluate(TIMED, code) / 1000 for name, code in ACTS.items()}
    page.context.close()
    return Load(card, interactive, acts, errors, requests)


def main() -> None:
    """Print seconds as median and worst of the rounds; exit 1 on an error or a request."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=Path, help="records of a run over the bundled corpus")
    parser.add_argument("--articles", type=int, default=LIMIT)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="keep the page here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as runner:
        path = (given.keep or Path(folder) / "review.html").resolve()
        facts = make_page(path, given.articles, given.facts)
        size = path.stat().st_size / 1e6
        say(f"{given.articles} articles, {facts} facts, {size:.1f} MB")
        browser = runner.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        loads = [load(browser, path) for _ in range(given.rounds)]
        browser.close()
    for name in ("card", "interactive"):
        tell(name, [getattr(found, name) for found in loads])
    for name in ACTS:
        tell(name, [found.acts[name] for found in loads])
    errors = [e for found in loads for e in found.errors]
    requests = [r for found in loads for r in found.requests]
    say(f"console errors {len(errors)}, requests to a host {len(requests)}")
    if errors or requests:
        sys.exit("\n".join([*errors, *requests]))


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def tell(name: str, seconds: list[float]) -> None:
    """Print median and worst."""
    say(f"{name:12} {statistics.median(seconds):6.2f} s, at most {max(seconds):.2f} s")


if __name__ == "__main__":
    main()
