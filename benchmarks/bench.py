"""Speed of the language model alone and with factwire, as a ratio within one run.

Absolute figures depend on the machine and on what else it does; the ratio does not much.
Rounds of both alternate, and the fastest of each counts.

    python benchmarks/bench.py [--articles FILE] [--model NAME] [--rounds N]
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.annotate.model import best_model
from pipeline.read import Article, read_articles
from pipeline.run.extract import analyse, load_pipeline

CORPUS = Path(__file__).parents[1] / "corpus" / "articles.jsonl"


def seconds(nlp: Language, articles: list[Article]) -> float:
    """Return how long a pipeline takes for articles, one after the other as `factwire extract` does."""
    start = time.perf_counter()
    for article in articles:
        analyse(nlp, article)
    return time.perf_counter() - start


def component_seconds(nlp: Language, articles: list[Article]) -> dict[str, float]:
    """Return the time that each component takes for articles."""
    spent = dict.fromkeys(nlp.pipe_names, 0.0)
    for article in articles:
        doc = nlp.make_doc(article.text)
        for name, component in nlp.pipeline:
            start = time.perf_counter()
            doc = component(doc)
            spent[name] += time.perf_counter() - start
    return spent


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", default=str(CORPUS))
    parser.add_argument("--model", default=None)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = [entry for entry in read_articles([options.articles]) if isinstance(entry, Article)]
    name = options.model or best_model()
    alone, full = spacy.load(name), load_pipeline(name)
    words = sum(not token.is_space for article in articles for token in full.make_doc(article.text))
    for nlp in (alone, full):
        seconds(nlp, articles[:2])
    times = [(seconds(alone, articles), seconds(full, articles)) for _ in range(options.rounds)]
    fast_alone, fast_full = (min(column) for column in zip(*times, strict=True))
    lines = [
        f"{len(articles)} articles, {words:,} words, {name}",
        f"model alone      {words / fast_alone:9,.0f} words/s",
        f"with factwire    {words / fast_full:9,.0f} words/s",
        f"speed ratio      {fast_alone / fast_full:9.2f}   (1 = factwire costs nothing)",
        f"peak memory      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9,.0f} MiB",
    ]
    spent = component_seconds(full, articles)
    lines += [f"{key:16} {value / sum(spent.values()):9.1%} of the time" for key, value in spent.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
