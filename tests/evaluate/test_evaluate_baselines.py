"""The baselines give records of the contract: what they can find, they find."""

import importlib.util
import sys
from pathlib import Path

import pytest

from pipeline.evaluate import evaluate, records_of
from pipeline.read import Article
from pipeline.run.extract import analyse

pytest.importorskip("textacy", reason="pip install 'factwire[bench]'")
PATH = Path(__file__).parents[2] / "benchmarks" / "baselines.py"


@pytest.fixture(scope="module")
def baselines():
    spec = importlib.util.spec_from_file_location("baselines", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["baselines"] = module
    spec.loader.exec_module(module)
    return module


def found(baselines, nlp, text):
    article = Article(id="a", text=text, published=None, meta={}, origin=None)
    doc = analyse(nlp, article)
    by_matcher = list(baselines.matcher_records(baselines.matcher_of(nlp), article, doc))
    return article, by_matcher, list(baselines.textacy_records(article, doc))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Norway shipped 40 howitzers to Estonia.",
            {"supplier": "NOR", "item": "howitzer", "recipient": "EST"},
        ),
        ("The treaty was signed by Chad.", {"party": "TCD", "instrument": "treaty"}),
        ("Shell did not deny the report.", {"denier": "Shell"}),
    ],
)
def test_the_matcher_fills_roles(baselines, nlp, text, roles):
    _, (record,), _ = found(baselines, nlp, text)
    canonicals = {role: names[0]["canonical"] for role, names in record["arguments"].items()}
    assert {role: canonicals[role] for role in roles} == roles
    assert record["status"] == ("negated" if "not" in text else "asserted")


def test_triples_give_subject_and_object_in_either_voice(baselines, nlp):
    for text in ("Norway sold jets.", "Jets were sold by Norway."):
        _, _, (record,) = found(baselines, nlp, text)
        assert record["arguments"]["supplier"][0]["canonical"] == "NOR"
        assert record["arguments"]["item"][0]["text"].lower() == "jets"


def test_the_records_pass_the_evaluator(baselines, nlp):
    article, by_matcher, _ = found(baselines, nlp, "Norway shipped 40 howitzers to Estonia.")
    records = records_of(by_matcher, {"a": article})
    assert evaluate(records, records, {"a": article}, samples=0).score("record").f1 == 1.0
