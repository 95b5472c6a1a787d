"""Commands on rules, the model and records, run within the process."""

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import FactwireError

RULE = """
[[rule]]
id = "supply.lob"
relation = "supply"
about = "a frame of this test"
pos = ["verb"]
triggers = ["barter"]
need = ["item"]
examples = ["Cuba bartered sugar to Chad.", "Nothing is told here."]
counterexamples = ["Cuba bartered sugar to Togo.", "They slept."]
[rule.roles]
supplier = ["subj"]
item = ["obj"]
recipient = ["to"]
"""


def run(*args):
    result = CliRunner().invoke(app, [str(a) for a in args], catch_exceptions=True, env={"COLUMNS": "200"})
    if isinstance(result.exception, FactwireError):
        raise result.exception
    return result


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "lob.toml").write_text(RULE)
    return tmp_path / "mine"


def test_rules_are_listed(rules):
    shipped = run("rules", "list", "--relation", "denial").output
    assert "denial.deny" in shipped
    assert "supply." not in shipped
    mine = run("rules", "list", "--rules", rules).output
    assert "supply.lob" in mine
    assert "denial." not in mine


def test_rules_are_tested_by_their_sentences(nlp, rules):
    result = run("rules", "test", "--rules", rules)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "supply.lob: no fact from the example: Nothing is told here.",
        "supply.lob: a fact from the counterexample: Cuba bartered sugar to Togo.",
    ]
    assert "1 rule, 4 sentences, 2 failed" in result.stderr


def test_a_sentence_is_explained_by_the_given_rules(nlp, rules):
    output = run("explain", "Cuba bartered sugar to Chad.", "--rules", rules / "lob.toml").output
    assert "supply.lob" in output
    assert "asserted supply" in output


@pytest.mark.parametrize(("name", "code"), [("gone", "E001"), ("empty", "E008")])
def test_rules_that_are_not_there(tmp_path, name, code):
    (tmp_path / "empty").mkdir()
    with pytest.raises(FactwireError, match=code):
        run("rules", "list", "--rules", tmp_path / name)


def test_training_needs_its_folders(tmp_path):
    with pytest.raises(FactwireError, match=r"E001.*nowhere"):
        run("train", tmp_path / "nowhere", "--data", tmp_path)
    with pytest.raises(FactwireError, match=r"E001.*nowhere"):
        run("evaluate-model", "--data", tmp_path / "nowhere")


def test_training_hands_over_what_was_asked(tmp_path, monkeypatch):
    from pipeline.train import run as training

    asked = []
    monkeypatch.setattr(training, "train", lambda *args: asked.append(args) or tmp_path / "model")
    result = run("train", tmp_path, "--data", tmp_path, "--out", tmp_path / "o", "--resume")
    assert asked == [(str(tmp_path), tmp_path, tmp_path / "o", True, False)]
    assert result.stdout.strip() == str(tmp_path / "model")


def test_the_scores_of_a_model_are_written(tmp_path, monkeypatch):
    from pipeline.train import evaluation

    monkeypatch.setattr(evaluation, "evaluate_model", lambda model, data: {"model": model})
    run("evaluate-model", "--data", tmp_path, "--model", "x", "-o", tmp_path / "scores.json")
    assert json.loads((tmp_path / "scores.json").read_text()) == {"model": "x"}


def test_only_known_relations_can_be_asked_for(tmp_path):
    assert run("show", tmp_path / "facts.jsonl", "--relation", "gift").exit_code == 2
    assert run("rules", "list", "--relation", "gift").exit_code == 2


def test_the_parts_of_the_installation_are_told(nlp, monkeypatch):
    from pipeline.cli import doctor

    parts = ["typer>=0.1", "rich>=999", "no-such-package>=3", 'nor-this>=1; extra == "trf"']
    monkeypatch.setattr(doctor, "requires", lambda name: parts)
    monkeypatch.setattr(doctor, "_check_model", lambda: True)
    result = run("doctor")
    assert result.exit_code == 1
    assert "DOES NOT FIT: pip install 'rich>=999'" in result.stdout
    assert "no-such-package MISSING: pip install 'no-such-package>=3'" in result.stdout
    assert "extra trf: not complete: pip install 'factwire[trf]'" in result.stdout
    assert "extra eval: installed" in result.stdout
