"""Rules of plug-ins and of --rules are added to those that ship."""

import sys
from importlib.metadata import EntryPoint

import pytest

from pipeline.errors import FactwireError
from pipeline.relations import load_rules, rule_paths, rules
from pipeline.run.extract import load_pipeline
from pipeline.run.rulecheck import with_rules

RULE = """
[[rule]]
id = "supply.parachute"
relation = "supply"
about = "goods dropped from the air"
pos = ["verb"]
triggers = ["parachute"]
need = ["item"]
examples = ["Peru parachuted rifles to Chad."]
counterexamples = ["She parachuted into the sea."]
[rule.roles]
supplier = ["subj"]
item = ["obj"]
recipient = ["to"]
[rule.where]
item = ["goods"]
"""


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    def make(**texts):
        package = tmp_path / "parachutes"
        package.mkdir()
        (package / "__init__.py").write_text("")
        for name, text in texts.items():
            (package / f"{name}.toml").write_text(text)
        monkeypatch.syspath_prepend(str(tmp_path))
        sys.modules.pop("parachutes", None)
        point = EntryPoint("parachutes", "parachutes", rules.PLUGINS)
        monkeypatch.setattr(rules, "entry_points", lambda group: [point])

    return make


def test_a_plug_ins_rules_are_added(plugin):
    shipped = len(load_rules())
    plugin(more=RULE)
    assert len(load_rules()) == shipped + 1
    (fact,) = load_pipeline()("Peru parachuted rifles to Chad.")._.facts
    assert fact.rule == "supply.parachute"


def test_a_plug_in_without_rules_or_that_fails_is_told(plugin, monkeypatch):
    plugin()
    with pytest.raises(FactwireError, match=r"E024.*parachutes.*no \.toml"):
        load_rules()
    point = EntryPoint("broken", "no_such_package", rules.PLUGINS)
    monkeypatch.setattr(rules, "entry_points", lambda group: [point])
    with pytest.raises(FactwireError, match=r"E024.*broken.*no_such_package"):
        load_rules()


def test_a_bad_rule_of_a_plug_in_names_its_file(plugin):
    plugin(bad=RULE.replace("need =", "needs ="))
    with pytest.raises(FactwireError, match=r"E020.*bad\.toml.*supply\.parachute.*needs"):
        load_rules()


def test_given_rules_are_added_to_those_that_ship(tmp_path):
    (tmp_path / "mine.toml").write_text(RULE)
    files = with_rules([tmp_path])
    assert len(files) == len(rule_paths()) + 1
    assert with_rules(None) is None and with_rules([]) is None
    (fact,) = load_pipeline(None, files)("Peru parachuted rifles to Chad.")._.facts
    assert fact.rule == "supply.parachute"
