"""Fit the confidence model on gold: `python benchmarks/fit_confidence.py GOLD ARTICLES [GOLD ARTICLES …]`.

A logistic model over the features of `pipeline.resolve.confidence` is fitted to whether a
predicted fact is a gold fact with the right status, with an L2 penalty; its out-of-fold
scores (five folds over articles) give a monotone table by isotonic regression. The result
is written to `pipeline/resolve/data/confidence.toml`.
"""

import json
import math
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression, minimize
from spacy.language import Language

from pipeline.component import Factwire
from pipeline.resolve.confidence import features
from pipeline.run.extract import load_pipeline

TARGET = Path("pipeline/resolve/data/confidence.toml")
FOLDS = 5
PENALTY = 1.0
STEPS = 12


def collect(
    gold_path: str, articles_path: str, nlp: Language, factwire: Factwire
) -> Iterator[tuple[str, dict[str, float], bool]]:
    """Yield (article id, features, right) for each predicted fact that gold decides."""
    gold: dict[str, list[dict]] = {}
    for line in Path(gold_path).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        gold.setdefault(record["article_id"], []).append(record)
    for line in Path(articles_path).read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        doc = nlp.make_doc(article["text"])
        doc._.article_id, doc._.published = article["id"], article["published"]
        doc = nlp(doc)
        for draft in factwire.drafts(doc):
            start = draft.head.idx
            hits = [
                g
                for g in gold.get(article["id"], [])
                if g["relation"] == draft.relation and g["trigger"]["start"] <= start < g["trigger"]["end"]
            ]
            if any(g.get("optional") for g in hits):
                continue
            polarity = draft.factuality.polarity
            right = any(g["factuality"]["polarity"] == polarity for g in hits)
            yield article["id"], features(draft), right


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return bias and weights of an L2-penalised logistic regression."""

    def loss(w: np.ndarray) -> float:
        z = x @ w[1:] + w[0]
        return float(np.sum(np.logaddexp(0, z) - y * z) + PENALTY * np.sum(w[1:] ** 2))

    return minimize(loss, np.zeros(x.shape[1] + 1), method="L-BFGS-B").x


def main() -> None:
    """Fit and write."""
    nlp = load_pipeline()
    nlp.remove_pipe("factwire")
    factwire = Factwire()
    rows = []
    for gold, articles in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        rows += collect(gold, articles, nlp, factwire)
    names = sorted(rows[0][1])
    x = np.array([[row[1][name] for name in names] for row in rows])
    y = np.array([float(row[2]) for row in rows])
    fold = np.array([zlib.crc32(row[0].encode()) % FOLDS for row in rows])
    raw = np.zeros(len(y))
    for k in range(FOLDS):
        w = fit(x[fold != k], y[fold != k])
        raw[fold == k] = 1 / (1 + np.exp(-(x[fold == k] @ w[1:] + w[0])))
    order = np.argsort(raw, kind="stable")
    right = isotonic_regression(y[order]).x
    at = np.unique(np.linspace(0, len(y) - 1, STEPS).astype(int))
    table_x = [0.0, *(round(float(raw[order][i]), 4) for i in at), 1.0]
    table_y = [
        round(float(right[0]), 4),
        *(round(float(right[i]), 4) for i in at),
        round(float(right[-1]), 4),
    ]
    table_y = [min(max(v, 0.02), 0.98) for v in table_y]
    w = fit(x, y)
    lines = [
        "# Fitted by benchmarks/fit_confidence.py: logistic weights, then a monotone table.",
        f"bias = {w[0]:.4f}",
    ]
    lines += ["[weights]", *(f"{name} = {value:.4f}" for name, value in zip(names, w[1:], strict=True))]
    lines += ["[calibration]", f"raw = {table_x}", f"right = {table_y}"]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ece = sum(
        abs(
            y[(raw >= b / 10) & (raw < (b + 1) / 10)].mean()
            - raw[(raw >= b / 10) & (raw < (b + 1) / 10)].mean()
        )
        * ((raw >= b / 10) & (raw < (b + 1) / 10)).mean()
        for b in range(10)
        if ((raw >= b / 10) & (raw < (b + 1) / 10)).any()
    )
    sys.stdout.write(f"{len(y)} facts, {y.mean():.3f} right, out-of-fold ECE {ece:.3f}\n")
    assert math.isfinite(float(w.sum()))


if __name__ == "__main__":
    main()
