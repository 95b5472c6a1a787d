"""Switch each mechanism off alone and write what it does to the figures: `make ablation`.

    python benchmarks/ablation.py OUTPUT [--real FOLDER]

The bundled corpus (train and dev split) is always measured; the real development news in
FOLDER too, where it is there, as far as it was read when rules were written
(`benchmarks/real_read.json`).
"""

import argparse
import json
from pathlib import Path

from pipeline.evaluate import load_articles, load_records
from pipeline.evaluate.ablation import ablate, section
from pipeline.evaluate.files import write_text
from pipeline.evaluate.render import Section, to_markdown
from pipeline.read import Article
from pipeline.run.extract import load_pipeline

ROOT = Path(__file__).parents[1]
SPLITS = ("train", "dev")
INTRO = """# What each mechanism is worth
Made by `make ablation`: one mechanism is switched off (option `disable` of the component, see
`pipeline/annotate/data/mechanisms.toml`), everything else stays. Changes in percentage points of F1
(actor, status: accuracy on the pairs), the most helpful mechanism first; a positive number means that
the figure is better without it. `argument` counts on the paired facts alone and rises where facts with few
arguments are lost; `argument.all` counts the arguments of missed and of false facts too.

"""


def bundled() -> Section:
    """Measure on the bundled corpus."""
    known = load_articles(ROOT / "corpus" / "articles.jsonl")
    articles = [a for a in known.values() if a.meta.get("split") in SPLITS]
    gold = [r for split in SPLITS for r in load_records(ROOT / "annotations" / f"{split}.jsonl", known)]
    return _measure("bundled corpus, train and dev split", articles, gold)


def real(folder: Path) -> Section:
    """Measure on the part of the real development news that was read."""
    known = load_articles(folder / "articles.jsonl")
    read = set(json.loads((ROOT / "benchmarks" / "real_read.json").read_text(encoding="utf-8")))
    articles = [article for article in known.values() if article.id in read]
    gold = [r for r in load_records(folder / "gold.jsonl", known) if r.article_id in read]
    return _measure("real news, the two thirds that rules were written on", articles, gold)


def _measure(title: str, articles: list[Article], gold: list) -> Section:
    return section(f"{title}: {len(articles)} articles", ablate(load_pipeline(), articles, gold))


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output")
    parser.add_argument("--real", type=Path, default=None)
    options = parser.parse_args()
    sections = [bundled()]
    if options.real is not None and options.real.is_dir():
        sections.append(real(options.real))
    write_text(INTRO + to_markdown(sections), options.output)


if __name__ == "__main__":
    main()
