"""What the pages of docs/ show is what comes out, and what they name exists."""

import doctest
import re
import tomllib
from pathlib import Path

from pipeline.relations import load_rules
from pipeline.relations.rules import RULE_KEYS
from pipeline.resolve.confidence import _model

DOCS = Path(__file__).parents[2] / "docs"


def test_one_sentence_through_all_rooms(nlp):
    found = doctest.testfile(str(DOCS / "how-it-works.md"), module_relative=False, encoding="utf-8")
    assert found.attempted >= 20
    assert found.failed == 0


def test_the_rule_of_the_page_is_one(tmp_path):
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", page, re.DOTALL).group(1), encoding="utf-8")
    (rule,) = load_rules([path])
    assert rule.id not in {shipped.id for shipped in load_rules()}


def test_every_key_of_a_rule_is_explained():
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert [key for key in RULE_KEYS if not re.search(rf"`{key}`|^{key} = ", page, re.MULTILINE)] == []


def test_every_feature_of_confidence_is_explained():
    page = (DOCS / "confidence.md").read_text(encoding="utf-8")
    assert [name for name in _model()["weights"] if f"`{name}`" not in page] == []


def test_counts_of_the_pages_are_those_of_the_suite():
    folder = DOCS.parent / "tests" / "phenomena" / "cases"
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")]
    cases = [case for groups in files for group in groups.values() for case in group["cases"]]
    page = (DOCS / "how-it-works.md").read_text(encoding="utf-8")
    pattern = r"(\d+) sentences .*? (\d+) give .*? the cause\s+\(([^)]*)\)"
    total, right, causes = re.search(pattern, page, re.DOTALL).groups()
    failing = [case["fails"] for case in cases if "fails" in case]
    assert int(total) == len(cases)
    assert int(right) == len(cases) - len(failing)
    told = dict(part.rsplit(" ", 1) for part in causes.split(", "))
    assert told == {cause: str(failing.count(cause)) for cause in set(failing)}
