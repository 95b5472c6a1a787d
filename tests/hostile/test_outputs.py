"""Hostile text through the outputs that a person or a spreadsheet opens: it shows, and does nothing."""

import csv
import io
import json

import pytest
from rich.console import Console
from rich.text import Text

from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.errors import find_errors, to_html
from pipeline.facts import fact_id
from pipeline.facts.shown import plain
from pipeline.read import Article
from pipeline.review.answers import print_answers
from pipeline.review.page import page_data, render

HOSTILE = {
    "script": "</script><script>window.hit=1</script>",
    "image": "<img src=data:image/svg+xml,x onerror=alert(1)>",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "override": "sold \u202egnp.exe",
    "formula": "=cmd|'/c calc'!A0",
    "plus": "+1",
    "sum": "@SUM(1,2)",
    "minus": "-2+3",
    "path": "../../etc/passwd",
    "sql": "'; DROP TABLE facts; --",
    "null": "a\0b",
    "surrogate": "a\ud800b",
    "long": "x" * 100_000,
    "markup": "[red]bold[/red]",
}
CASES = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


def one(text):
    """Return an article whose text, id and title are hostile, and a fact of it with that trigger."""
    article = Article(id=text, text=text, published=None, meta={"title": text})
    raw = {
        "id": fact_id("a", "supply", 0, len(text)),
        "article_id": text,
        "relation": "supply",
        "trigger": {"text": text, "start": 0, "end": len(text)},
        "status": "asserted",
    }
    return article, records_of([raw])


@CASES
def test_review_page_holds_it_as_data_only(text):
    article, facts = one(text)
    page = render(page_data(facts, {text: article}))
    head, _, rest = page.partition('<script type="application/json" id="data">')
    data, _, code = rest.partition("</script>")
    assert json.loads(data)["articles"][0]["text"] == text
    assert data.isascii() and not set(data) & set("<>&")
    assert page.count("<script") == 2 and "window.hit" not in head + code


@CASES
def test_error_page_escapes_it(text):
    article, facts = one(text)
    scores = evaluate([], facts, only=[text], samples=0).scores
    page = to_html(find_errors(scores, {text: article}), text)
    assert "<script" not in page and "<img" not in page
    assert page.count("<article") == 1


@CASES
def test_terminal_gets_no_control_character(text):
    shown = plain(text)
    assert not set(shown) & set("\x1b\x07\0\u202e\ud800")
    out = io.StringIO()
    Console(file=out, width=200, highlight=False).print(Text(shown))
    assert out.getvalue().replace("\n", "") == shown


@CASES
def test_query_csv_holds_no_formula(text, capsys):
    if any("\ud800" <= char <= "\udfff" for char in text):
        pytest.skip("a database holds no lone surrogate")
    print_answers(["trigger"], [[text]], "csv")
    (_, (cell,)) = csv.reader(io.StringIO(capsys.readouterr().out))
    assert cell in (text, "'" + text)
    assert not cell.startswith(("=", "+", "-", "@"))
