"""Hostile text through the outputs that a person or a spreadsheet opens: it shows, and does nothing."""

import csv
import io
import json
import re
import unicodedata
from html import unescape

import pytest
from hostile_corpus import HOSTILE, article_of, fact_of, raw_fact
from rich.console import Console
from rich.text import Text

from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.errors import find_errors, to_html
from pipeline.evaluate.listing import list_errors
from pipeline.evaluate.render import to_markdown, to_rich
from pipeline.evaluate.sections import of_report
from pipeline.facts.shown import plain, plain_json
from pipeline.read import Article
from pipeline.review.answers import print_answers
from pipeline.review.page import page_data, render
from pipeline.review.terminal import show_facts
from pipeline.write.jsonl import TerminalOutput

SHORT = {name: text for name, text in HOSTILE.items() if len(text) < 1000 and name != "surrogate"}
CASES = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


def hidden(shown):
    """Return the characters that would act or hide."""
    return {char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}


def one(text):
    """Return an article whose text, id and title are hostile, and a fact of it of nothing else."""
    return article_of(text), records_of([raw_fact(text)])


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
    assert not hidden(page)
    page.encode()


def test_report_escapes_it():
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: the extra plots")
    from pipeline.review.report import Run, to_html

    texts = [text for text in HOSTILE.values() if len(text) < 1000]
    facts = records_of([raw_fact(text, f"f{i}") for i, text in enumerate(texts)])
    gold = records_of([raw_fact("x" * len(t), f"g{i}") | {"article_id": t} for i, t in enumerate(texts)])
    articles = {text: article_of(text) for text in texts}
    page = to_html(Run(evaluate(gold, facts, samples=0), texts[0], articles, examples=1000))
    assert "<script" not in page and "<img" not in page and not re.search(r"<\w+[^>]* onmouseover", page)
    assert not hidden(page)
    page.encode()
    shown = unescape(page)
    assert [text for text in texts if " ".join(plain(text).split()) not in shown] == []


@CASES
def test_terminal_gets_no_control_character(text):
    shown = plain(text)
    assert not hidden(shown)
    out = io.StringIO()
    Console(file=out, width=200, highlight=False).print(Text(shown))
    assert out.getvalue().replace("\n", "") == shown


@CASES
def test_query_csv_holds_no_formula(text, capsys):
    print_answers(["trigger"], [[text]], "csv")
    (_, (cell,)) = csv.reader(io.StringIO(capsys.readouterr().out))
    assert cell in (plain(text), "'" + plain(text))
    assert not cell.startswith(("=", "+", "-", "@", "\uff1d"))


@pytest.mark.parametrize("table", [False, True], ids=["cards", "table"])
@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT.keys())
def test_facts_in_the_terminal_show_it(text, table):
    out = io.StringIO()
    console = Console(file=out, width=1000, highlight=False, force_terminal=False)
    show_facts([fact_of(text)], {text: text}, table, console)
    assert plain(text) in out.getvalue()
    assert not hidden(out.getvalue())


@CASES
def test_listed_errors_show_it(text):
    article, facts = one(text)
    found = list(find_errors(evaluate([], facts, only=[text], samples=0).scores, {text: article}))
    shown = [plain(line) for block in list_errors(found) for line in block.split("\n")]
    assert not hidden("".join(shown))
    assert any(plain(" ".join(text.split()))[:50] in line for line in shown)


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT.keys())
def test_json_for_the_terminal_means_the_same(text):
    line = json.dumps({"text": text + "\U000e0001"}, ensure_ascii=False)
    shown = plain_json(line)
    assert json.loads(shown) == json.loads(line)
    assert not hidden(shown)


def test_figures_of_hostile_articles_show_them():
    texts = [text for text in SHORT.values() if text != HOSTILE["lines"]]
    facts = records_of([raw_fact(text, f"f{i}") for i, text in enumerate(texts)])
    articles = {t: Article(t, t, meta={"style": t}) for t in texts}
    sections = list(of_report(evaluate(facts, facts, articles, samples=0), full=True))
    out = io.StringIO()
    Console(file=out, width=300, highlight=False).print(to_rich(sections))
    for shown in (out.getvalue(), to_markdown(sections)):
        assert not hidden(shown)
        assert plain(HOSTILE["escape"]) in shown and HOSTILE["markup"] in shown


def test_a_terminal_gets_json_that_means_the_same():
    line = json.dumps({"text": HOSTILE["c1"] + HOSTILE["override"]}, ensure_ascii=False) + "\n"
    out = io.BytesIO()
    TerminalOutput(out, "terminal").write(line.encode() * 2)
    shown = out.getvalue().decode()
    assert not hidden(shown)
    assert [json.loads(part) for part in shown.splitlines()] == [json.loads(line)] * 2
