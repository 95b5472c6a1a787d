"""Fit the confidence model on gold: `make calibrate`.

    python benchmarks/fit_confidence.py [--news FOLDER] [--check GOLD ARTICLES] [--only IDS] [--write]

A logistic model over the features of `pipeline.resolve.confidence`, with an L2 penalty, is fitted to whether
a predicted fact is paired with a gold fact of the bundled corpus (train and dev split); with `--news`, the
facts of general news that were judged by hand (`judged_news.jsonl`) tell the weights more about false ones.
Its out-of-fold scores on the gold (five folds over articles) give a monotone table by isotonic regression.
`--write` puts both into `pipeline/resolve/data/confidence.toml`; `--check` measures on other gold.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.component import Factwire
from pipeline.evaluate import evaluate, load_articles, load_records, records_of
from pipeline.evaluate.files import write_text
from pipeline.read import Article
from pipeline.resolve.confidence import features
from pipeline.resolve.records import records
from pipeline.run.extract import load_pipeline

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "pipeline" / "resolve" / "data" / "confidence.toml"
SPLITS = ("train", "dev")
FOLDS = 5
PENALTY = 1.0
STEPS = 9
BINS = 10
LEAST, MOST = 0.02, 0.98
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A predicted fact: its article, features, whether it is right, and whether gold says so."""

    article: str
    values: dict[str, float]
    right: bool
    gold: bool = True


class Extractor:
    """Extracts facts with their features.

    Args:
        nlp: A pipeline with the component `factwire`.
    """

    def __init__(self, nlp: Language) -> None:
        self.factwire: Factwire = nlp.get_pipe("factwire")
        self.nlp = nlp

    def parsed(self, identifier: str, text: str, published: str | None) -> Doc:
        """Return a document as the pipeline reads it."""
        doc = self.nlp.make_doc(text)
        doc._.article_id, doc._.published = identifier, published
        return self.nlp(doc)

    def facts(self, doc: Doc) -> list[tuple[dict, dict[str, float]]]:
        """Return the records of a document, each with its features."""
        drafts = self.factwire.drafts(doc)
        made = records(doc, drafts, self.factwire.producer)
        return [
            (msgspec.to_builtins(fact), features(draft)) for fact, draft in zip(made, drafts, strict=True)
        ]


def from_gold(extractor: Extractor, articles: Sequence[Article], gold: Iterable) -> list[Case]:
    """Return the facts of articles that gold decides: paired, or spurious and not optional."""
    known = {article.id: article for article in articles}
    values: dict[str, dict[str, float]] = {}
    predicted = []
    for article in articles:
        for record, value in extractor.facts(extractor.parsed(article.id, article.text, article.published)):
            predicted.append(record)
            values[record["id"]] = value
    report = evaluate(gold, records_of(predicted, known), known, samples=0)
    cases = []
    for score in report.scores:
        for relation, pairing in score.pairings.items():
            paired = [pair.predicted for pair in score.comparisons[relation]]
            cases += [Case(score.article_id, values[fact.id], True) for fact in paired]
            cases += [Case(score.article_id, values[fact.id], False) for fact in pairing.spurious]
    return cases


def from_news(extractor: Extractor, folder: Path) -> list[Case]:
    """Return the facts of general news that somebody judged."""
    from unrelated import articles, judgements

    known = judgements()
    cases = []
    for identifier, text, published in articles(folder):
        for record, value in extractor.facts(extractor.parsed(identifier, text, published)):
            right = known.get((identifier, record["relation"], record["trigger"]["start"]))
            if right is not None:
                cases.append(Case(identifier, value, right, gold=False))
    return cases


def matrix(cases: Sequence[Case], names: Sequence[str]) -> Array:
    """Return the features of cases, one row each."""
    return np.array([[case.values[name] for name in names] for case in cases])


def fit(x: Array, y: Array) -> Array:
    """Return bias and weights of an L2-penalised logistic regression."""

    def loss(w: Array) -> float:
        z = x @ w[1:] + w[0]
        return float(np.sum(np.logaddexp(0, z) - y * z) + PENALTY * np.sum(w[1:] ** 2))

    return minimize(loss, np.zeros(x.shape[1] + 1), method="L-BFGS-B").x


def scores(x: Array, w: Array) -> Array:
    """Return probabilities."""
    return 1 / (1 + np.exp(-(x @ w[1:] + w[0])))


def out_of_fold(cases: Sequence[Case], names: Sequence[str]) -> Array:
    """Return each case's score by a model that did not see its article."""
    x, y = matrix(cases, names), np.array([float(case.right) for case in cases])
    fold = np.array([zlib.crc32(case.article.encode()) % FOLDS for case in cases])
    raw = np.zeros(len(cases))
    for k in range(FOLDS):
        raw[fold == k] = scores(x[fold == k], fit(x[fold != k], y[fold != k]))
    return raw


def table(raw: Array, y: Array) -> tuple[list[float], list[float]]:
    """Return the points of a monotone table from raw scores to shares of right facts."""
    order = np.argsort(raw, kind="stable")
    right = isotonic_regression(y[order]).x
    at = np.unique(np.linspace(0, len(y) - 1, STEPS).astype(int))
    xs = [0.0, *(round(float(raw[order][i]), 4) for i in at), 1.0]
    ys = [right[0], *(right[i] for i in at), right[-1]]
    return xs, [round(min(max(float(value), LEAST), MOST), 4) for value in ys]


def auc(p: Array, y: Array) -> float:
    """Return the chance that a right fact has more confidence than a false one, ties counted half."""
    right, false = p[y == 1], p[y == 0]
    if not len(right) or not len(false):
        return float("nan")
    above = (right[:, None] > false[None, :]).sum() + 0.5 * (right[:, None] == false[None, :]).sum()
    return float(above / (len(right) * len(false)))


def ece(p: Array, y: Array) -> float:
    """Return the expected calibration error over ten bins."""
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    parts = [bins == b for b in range(BINS) if (bins == b).any()]
    return float(sum(abs(y[part].mean() - p[part].mean()) * part.mean() for part in parts))


def tell(title: str, p: Array, y: Array) -> None:
    """Print the figures of one set."""
    sys.stdout.write(
        f"{title}: {len(y)} facts, {y.mean():.3f} right, mean confidence {p.mean():.3f}, "
        f"ECE {ece(p, y):.3f}, AUC {auc(p, y):.3f}\n"
    )


def calibrated_out_of_fold(cases: Sequence[Case], raw: Array) -> Array:
    """Return confidences by tables that did not see the article either."""
    fold = np.array([zlib.crc32(case.article.encode()) % FOLDS for case in cases])
    y = np.array([float(case.right) for case in cases])
    found = np.zeros(len(cases))
    for k in range(FOLDS):
        found[fold == k] = np.interp(raw[fold == k], *table(raw[fold != k], y[fold != k]))
    return found


def toml(names: Sequence[str], w: Array, xs: list[float], ys: list[float]) -> str:
    """Return the data file."""
    lines = ["# Fitted by benchmarks/fit_confidence.py: logistic weights, then a monotone table."]
    lines += [f"bias = {w[0]:.4f}", "[weights]"]
    lines += [f"{name} = {value:.4f}" for name, value in zip(names, w[1:], strict=True)]
    return "\n".join([*lines, "[calibration]", f"raw = {xs}", f"right = {ys}"]) + "\n"


def main() -> None:
    """Fit, print the figures, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--news", type=Path, default=None)
    parser.add_argument("--check", type=Path, nargs=2, default=None)
    parser.add_argument("--only", type=Path, default=None)
    parser.add_argument("--without", nargs="*", default=[], help="features to leave out")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    extractor = Extractor(load_pipeline())
    known = load_articles(ROOT / "corpus" / "articles.jsonl")
    bundled = [article for article in known.values() if article.meta.get("split") in SPLITS]
    gold = [r for s in SPLITS for r in load_records(ROOT / "annotations" / f"{s}.jsonl", known)]
    cases = from_gold(extractor, bundled, gold)
    if options.news is not None and options.news.is_dir():
        cases += from_news(extractor, options.news)
    names = [name for name in sorted(cases[0].values) if name not in options.without]
    raw = out_of_fold(cases, names)
    y = np.array([float(case.right) for case in cases])
    ours = np.array([case.gold for case in cases])
    xs, ys = table(raw[ours], y[ours])
    own = [case for case in cases if case.gold]
    tell("bundled gold, out of fold", calibrated_out_of_fold(own, raw[ours]), y[ours])
    if not ours.all():
        tell("judged news, out of fold", np.interp(raw[~ours], xs, ys), y[~ours])
    w = fit(matrix(cases, names), y)
    if options.check:
        real = load_articles(options.check[1])
        ids = set(json.loads(options.only.read_text(encoding="utf-8"))) if options.only else set(real)
        chosen = [article for article in real.values() if article.id in ids]
        truth = [r for r in load_records(options.check[0], real) if r.article_id in ids]
        others = from_gold(extractor, chosen, truth)
        p = np.interp(scores(matrix(others, names), w), xs, ys)
        tell("other gold", p, np.array([float(case.right) for case in others]))
    for name, value in zip(names, w[1:], strict=True):
        sys.stdout.write(f"  {name:12} {value:+.2f}\n")
    if options.write:
        write_text(toml(names, w, xs, ys), TARGET)


if __name__ == "__main__":
    main()
