"""Switch each mechanism off alone and write what it does to the figures: `make ablation`.

    python benchmarks/ablation.py OUTPUT [--real FOLDER]

The bundled corpus (train and dev split) is always measured; the real development news in
FOLDER too, where it is there, as far as it was read when rules were written
(`benchmarks/real_read.json`).
"""

import argparse
import json
import tomllib
from pathlib import Path

from pipeline.annotate.mechanisms import mechanisms
from pipeline.evaluate import load_articles, load_records
from pipeline.evaluate.ablation import Ablation, ablate, changed_texts, section
from pipeline.evaluate.files import write_text
from pipeline.evaluate.render import Section, to_markdown
from pipeline.read import Article
from pipeline.relations import load_rules
from pipeline.run.extract import load_pipeline

ROOT = Path(__file__).parents[1]
SPLITS = ("train", "dev")
INTRO = """# What each mechanism is worth
Made by `make ablation`: one mechanism is switched off (option `disable` of the component, see
`pipeline/annotate/data/mechanisms.toml`), everything else stays. Changes in percentage points of F1
(actor, status: accuracy on the pairs), the most helpful mechanism first; a positive number means that
the figure is better without it. `argument` counts on the paired facts alone and rises where facts with few
arguments are lost; `argument.all` counts the arguments of missed and of false facts too.
What changes no fact of either set of articles is tried on the sentences of `tests/phenomena`, in the last
table.

"""
RARE = "what no article shows: sentences of the suite whose facts change, of"


def bundled() -> tuple[str, Ablation]:
    """Measure on the bundled corpus."""
    known = load_articles(ROOT / "corpus" / "articles.jsonl")
    articles = [a for a in known.values() if a.meta.get("split") in SPLITS]
    gold = [r for split in SPLITS for r in load_records(ROOT / "annotations" / f"{split}.jsonl", known)]
    return _measure("bundled corpus, train and dev split", articles, gold)


def real(folder: Path) -> tuple[str, Ablation]:
    """Measure on the part of the real development news that was read."""
    known = load_articles(folder / "articles.jsonl")
    read = set(json.loads((ROOT / "benchmarks" / "real_read.json").read_text(encoding="utf-8")))
    articles = [article for article in known.values() if article.id in read]
    gold = [r for r in load_records(folder / "gold.jsonl", known) if r.article_id in read]
    return _measure("real news, the two thirds that rules were written on", articles, gold)


def _measure(title: str, articles: list[Article], gold: list) -> tuple[str, Ablation]:
    return f"{title}: {len(articles)} articles", ablate(load_pipeline(), articles, gold)


def suite() -> list[Article]:
    """Return the sentences of the phenomena suite and the rules' own examples, each a text of its own."""
    folder = ROOT / "tests" / "phenomena"
    read = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("cases/*.toml")))
    cases = [case["text"] for groups in read for group in groups.values() for case in group["cases"]]
    misses = tomllib.loads((folder / "near_misses.toml").read_text(encoding="utf-8"))
    examples = [text for rule in load_rules() for text in (*rule.examples, *rule.counterexamples)]
    texts = [*cases, *(text for group in misses.values() for text in group), *examples]
    return [Article(id=f"suite-{i}", text=text) for i, text in enumerate(texts)]


def rare(found: list[Ablation]) -> Section:
    """Try the mechanisms that changed nothing on the sentences of the suite."""
    seen = {effect.name for ablation in found for effect in ablation.effects if effect.changed}
    texts = suite()
    counts = changed_texts(load_pipeline(), texts, [name for name in mechanisms() if name not in seen])
    rows = [(f"`{name}`: {mechanisms()[name]}", str(count)) for name, count in counts.items()]
    return Section(f"{RARE} {len(texts):,}", ("switched off", "sentences changed"), rows)


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output")
    parser.add_argument("--real", type=Path, default=None)
    options = parser.parse_args()
    found = [bundled()]
    if options.real is not None and options.real.is_dir():
        found.append(real(options.real))
    tables = [section(title, ablation) for title, ablation in found]
    write_text(INTRO + to_markdown(tables), options.output)
    tables.append(rare([ablation for _, ablation in found]))
    write_text(INTRO + to_markdown(tables), options.output)


if __name__ == "__main__":
    main()
