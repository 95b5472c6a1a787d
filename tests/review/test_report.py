"""The report: figures, plots and samples on one page, which asks for nothing and does nothing."""

import json
import re
import sys

import pytest
from evaluate_build import TEXT, fact, mention
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import FactwireError
from pipeline.evaluate import evaluate, records_of
from pipeline.evaluate.calibration import Threshold
from pipeline.read import Article

pytest.importorskip("matplotlib", reason="matplotlib is not installed: the extra plots")
from pipeline.review.plots import marks, wilson
from pipeline.review.report import Run, by_period, sample, to_html


def records(article="a", **fields):
    roles = {"supplier": [mention(TEXT, "Norland", "NLD")], "item": [mention(TEXT, "40 jets", "jet")]}
    sold = fact(f"{article}1", "supply", "sold", roles, article=article, **fields)
    return [sold, fact(f"{article}2", "deal", "signed", article=article, **fields)]


def predicted():
    """A right record, one with a wrong name, one that gold lacks; `signed` of b is missed."""
    right, deal = records("a", published="2023-11-05", confidence=0.9)
    named, _ = records("b", published="2024-01-09", confidence=0.6)
    named["arguments"]["supplier"] = [mention(TEXT, "Norland", "Norway")]
    extra = fact("b3", "denial", "denied", article="b", published=None, confidence=0.3)
    return [right, deal, named, extra]


def articles():
    return {i: Article(i, TEXT, None) for i in "ab"}


@pytest.fixture(scope="module")
def page():
    compared = evaluate(records_of([*records("a"), *records("b")]), records_of(predicted()), articles())
    return to_html(Run(compared, "Report on <run>", articles(), lambda relation, word: True))


def test_it_bundles_figures_plots_and_samples(page):
    assert re.findall(r"<figure><h3>([^<]+)", page) == [
        "Precision and recall",
        "Reliability of the confidence",
        "Errors by cause",
        "Facts per month",
    ]
    assert page.count("<svg ") == 4
    assert re.search(r'<th scope="row">fact</th>(<td class="n">75.0</td>){3}', page)
    assert "4 facts in bins" in page and "All relations, 2 articles" in page
    assert "1 without a date are left out" in page
    assert page.count('<article class="right">') == 2
    (name,) = re.findall(r'<h3 id="name">.*?</article>', page, re.DOTALL)
    assert "<mark>sold</mark>" in name and "Norland→NLD" in name and "Norland→Norway" in name


def test_it_is_one_file_without_code(page):
    targets = re.findall(r"""(?:src|href)="([^"]*)"|url\(([^)]*)\)""", page)
    assert {target for pair in targets for target in pair if target and target[0] != "#"} == {"data:,"}
    assert (
        page.startswith("<!doctype html>")
        and "<script" not in page
        and "<?xml" not in page
        and "<style" in page
    )
    assert "&lt;run&gt;" in page and "<run>" not in page
    ids = re.findall(r'<(?:h\d|section|svg)[^>]* id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_same_run_gives_the_same_page(page):
    compared = evaluate(records_of([*records("a"), *records("b")]), records_of(predicted()), articles())
    assert to_html(Run(compared, "Report on <run>", articles(), lambda relation, word: True)) == page


def test_without_confidence_dates_and_errors_there_is_little_to_draw():
    gold = records_of(records("a"))
    page = to_html(Run(evaluate(gold, gold, articles()), "Gold"))
    assert "There is nothing to draw." in page and "No error." in page
    assert page.count('<article class="right">') == 2


def test_months_between_are_there_and_many_become_years():
    def dated(*dates):
        return records_of([fact(str(i), "supply", "sold", published=date) for i, date in enumerate(dates)])

    counts, period, undated = by_period(dated("2023-11-05", "2024-01-09", None, "soon"))
    assert ({name: dict(c) for name, c in counts.items()}, period, undated) == (
        {"2023-11": {"supply": 1}, "2023-12": {}, "2024-01": {"supply": 1}},
        "month",
        2,
    )
    counts, period, _ = by_period(dated("1987-03-01", "2024-01-09"))
    assert (list(counts), period) == ([str(year) for year in range(1987, 2025)], "year")
    counts, period, _ = by_period(dated("0001-01-01", "9999-12-31"))
    assert (list(counts), period) == (["0001", "9999"], "year")


def test_helpers():
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(1.0, 3)[1] == pytest.approx(1.0)
    curve = [Threshold(c, 1, r, 1) for c, r in ((0.95, 0.3), (0.85, 0.31), (0.6, 0.5))]
    assert {c: t.recall for c, t in marks(curve).items()} == {0.9: 0.3, 0.5: 0.5}
    assert sample(range(100), 3) == sample(range(100), 3) == sorted(sample(range(100), 3))
    assert sample("ab", 5) == ["a", "b"]


def test_the_command(tmp_path, monkeypatch):
    def write(name, rows):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
        return str(tmp_path / name)

    gold, facts = write("gold.jsonl", records("a")), write("facts.jsonl", predicted()[:2])
    texts = write("articles.jsonl", [{"id": "a", "text": TEXT}])
    command = ["report", gold, facts, "--articles", texts, "-o", str(tmp_path / "r.html"), "--samples", "10"]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0
    assert "Report on facts.jsonl" in (tmp_path / "r.html").read_text()
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(FactwireError, match=r"E045.*matplotlib.*factwire\[plots\]"):
        CliRunner().invoke(app, command, catch_exceptions=False)


def test_in_a_browser_it_asks_for_nothing_and_can_be_read_by_all(browser, page, tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    path = tmp_path / "report.html"
    path.write_text(page, "utf-8")
    told, asked = [], []
    opened = browser.new_page(viewport={"width": 400, "height": 800})
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(path.as_uri())
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(opened).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], scheme
    wide = opened.evaluate("document.documentElement.scrollWidth")
    drawn = opened.locator("svg").first.bounding_box()
    opened.close()
    assert (told, [url for url in asked if not url.startswith(("file:", "data:"))]) == ([], [])
    assert drawn["width"] > 200
    assert wide <= 400
