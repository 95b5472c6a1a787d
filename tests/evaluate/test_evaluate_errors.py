"""Errors by cause, their listing and the page that shows them."""

import json
from html.parser import HTMLParser

import pytest
from evaluate_build import TEXT, fact, gold, mention, predicted

from pipeline.errors import FactwireError
from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.errors import CAUSES, by_cause, find_errors, to_html, write_html, write_jsonl
from pipeline.evaluate.listing import list_errors
from pipeline.read import Article

ARTICLES = {"a": Article("a", TEXT)}


def errors_of(ours, theirs, known=None):
    report = evaluate(records_of(ours), records_of(theirs), ARTICLES)
    return find_errors(report.scores, ARTICLES, known)


def test_every_kind_of_error_of_the_worked_example():
    report = evaluate(gold(), predicted(), ARTICLES)
    found = {(e.cause, e.kind, e.field, e.relation, e.role) for e in find_errors(report.scores, ARTICLES)}
    assert found == {
        # the recipient was found as `via`: it was attached wrongly, not overlooked
        ("parse", "missed", "argument", "supply", "recipient"),
        ("parse", "spurious", "argument", "supply", "via"),
        ("factuality", "wrong", "status", "supply", None),
        ("parse", "wrong", "trigger", "deal", None),
        ("argument missing", "missed", "argument", "deal", "party"),
        ("parse", "spurious", "argument", "deal", "place"),
        ("factuality", "wrong", "time", "deal", None),
        ("factuality", "wrong", "stage", "deal", None),
        ("trigger ambiguous", "spurious", "fact", "deal", None),
        ("link", "spurious", "link", "denial", None),
    }


def test_a_perfect_run_has_no_errors():
    report = evaluate(gold(), gold(), ARTICLES)
    assert find_errors(report.scores, ARTICLES) == []


@pytest.mark.parametrize(
    ("roles", "theirs", "known", "cause"),
    [
        ({"supplier": ("Norland", "Norland")}, [], False, "trigger unknown"),
        ({"supplier": ("Norland", "Norland")}, [], True, "parse"),
        ({"supplier": (None, "Norland")}, [], True, "coreference"),
        ({}, [fact("p", "deal", "sold")], False, "relation"),
    ],
)
def test_cause_of_a_missed_fact(roles, theirs, known, cause):
    mentions = {role: [mention(TEXT, *values)] for role, values in roles.items()}
    errors = errors_of([fact("g", "supply", "sold", mentions)], theirs, lambda *_: known)
    assert next(e for e in errors if e.kind == "missed").cause == cause


@pytest.mark.parametrize(("kind", "cause"), [("pronoun", "coreference"), ("named", "name"), (None, "name")])
def test_cause_of_a_wrong_name(kind, cause):
    ours = fact("g", "supply", "sold", {"supplier": [mention(TEXT, "Norland", "NOR", kind=kind)]})
    theirs = fact("p", "supply", "sold", {"supplier": [mention(TEXT, "Norland", "Norland")]})
    (error,) = errors_of([ours], [theirs])
    assert (error.cause, error.field, error.gold) == (cause, "canonical", "Norland→NOR")


def test_a_wrong_value_is_told():
    ours = fact("g", "deal", "signed", {"date": [mention(TEXT, "Oslo", value="2023-11")]})
    theirs = fact("p", "deal", "signed", {"date": [mention(TEXT, "Oslo", value="2023")]})
    (error,) = errors_of([ours], [theirs])
    assert (error.cause, error.gold, error.predicted) == ("value", "2023-11", "2023")


def test_sentence_is_parted_at_the_trigger():
    (error,) = errors_of([fact("g", "supply", "sold")], [])
    assert (error.before, error.quoted, error.after) == ("Norland ", "sold", " 40 jets to Sudmark.")


def test_jsonl_is_sorted_by_cause(tmp_path):
    report = evaluate(gold(), predicted(), ARTICLES)
    write_jsonl(find_errors(report.scores, ARTICLES), tmp_path / "errors.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text().splitlines()]
    order = [list(CAUSES).index(row["cause"]) for row in rows]
    assert order == sorted(order)
    spurious = next(row for row in rows if row["cause"] == "trigger ambiguous")
    assert spurious["sentence"] == "Norland denied the sale."
    assert spurious["trigger"] == "sale"


def test_page_escapes_what_comes_from_articles(tmp_path):
    text = "Evil <script>alert(1)</script> Corp sold jets."
    article = {"x": Article("x", text)}
    record = fact("g", "supply", "sold", {}, text=text, article="x")
    report = evaluate(records_of([record]), [], article)
    write_html(find_errors(report.scores, article), tmp_path / "e.html", "A & B")
    page = (tmp_path / "e.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<title>A &amp; B</title>" in page
    assert "<mark>sold</mark>" in page


def test_page_is_well_formed_and_lists_each_cause():
    report = evaluate(gold(), predicted(), ARTICLES)
    errors = find_errors(report.scores, ARTICLES)
    page = to_html(errors)
    parser = _Balanced()
    parser.feed(page)
    assert parser.open == []
    assert parser.articles == len(errors)
    for cause, group in by_cause(errors).items():
        assert f"{cause} ({len(group)})" in page


def test_unwritable_page_is_a_user_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FactwireError, match="E040"):
        write_html([], tmp_path / "file" / "e.html")


def test_listing_has_one_block_a_fact():
    report = evaluate(gold(), predicted(), ARTICLES)
    blocks = list(list_errors(find_errors(report.scores, ARTICLES)))
    assert len(blocks) == 4
    supply = next(b for b in blocks if " supply " in b)
    assert supply.splitlines()[0] == "DIFF a supply @8 Norland ⟦sold⟧ 40 jets to Sudmark."
    assert "  - recipient: Sudmark (parse)" in supply
    assert "  ≠ status: asserted ← reported (factuality)" in supply


class _Balanced(HTMLParser):
    void = frozenset({"meta", "br", "!doctype"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.articles = 0

    def handle_starttag(self, tag, attrs):
        self.articles += tag == "article"
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
