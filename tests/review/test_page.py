"""The review page: its data, views, filters, export, keys, print and accessibility, in headless Chromium."""

import json

import pytest

from pipeline.errors import FactwireError
from pipeline.evaluate import records_of
from pipeline.review.page import embed, page_data, write_page


def test_embedded_data_cannot_end_its_element(sample):
    text = embed({"a": sample.hostile})
    assert json.loads(text) == {"a": sample.hostile}
    assert not set(text) & set("<>&\u2028\u2029")
    assert text.isascii()


def test_no_more_articles_than_a_page_holds(sample, tmp_path):
    articles, records = sample.generated(2001)
    with pytest.raises(FactwireError, match="E100"):
        write_page(records_of(records), articles, tmp_path / "x.html")


def test_gold_beside_prediction(sample):
    articles, records = sample.generated(2)
    gold = [dict(r) for r in records]
    gold[0] |= {"status": "planned"}
    run = [records[0], records[1], records[2] | {"disputed_by": []}]
    shown = page_data(records_of(run), articles, records_of(gold))["facts"]
    assert [f["match"] for f in shown] == ["wrong", "right", "right", "missed"]
    assert shown[0]["wrong"] == ["status"]
    shown = page_data(records_of(records), articles, records_of(gold[:2]))["facts"]
    assert [f["match"] for f in shown[2:]] == ["spurious", "spurious"]


def count(page):
    return int(page.inner_text("#count").split()[0])


FILTERS = {
    "relation": ("denial", lambda f: f["relation"] == "denial"),
    "status": ("reported", lambda f: f["status"] == "reported"),
    "actor": ("Suvia3", lambda f: "Suvia3" in str(f["arguments"])),
    "source": ("ministry", lambda f: f["attribution"] != []),
    "from": ("2020-03-01", lambda f: f["published"] >= "2020-03-01"),
    "to": ("2010-12-31", lambda f: f["published"] <= "2010-12-31"),
    "confidence": ("0.9", lambda f: f["confidence"] >= 0.9),
    "search": ("A0007", lambda f: f["article_id"] == "a0007"),
}


@pytest.mark.parametrize("field", FILTERS)
def test_filters(page, field):
    value, keeps = FILTERS[field]
    expected = sum(keeps(f) for f in page.records)
    assert 0 < expected < count(page) == len(page.records)
    control = page.locator(f"#filter-{field}")
    if field in ("relation", "status", "actor", "source"):
        control.select_option(value)
    else:
        control.fill(value)
    assert count(page) == expected


def test_hostile_article_shows_as_text(page):
    shown = page.locator(".text").first.inner_text()
    assert "</script><script>window.hit=1</script>" in shown
    assert "\\u202e" in shown and "\\u001b[31m" in shown
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main script").count() == 0


def test_table_sorts_and_exports(page, tmp_path):
    page.select_option("#filter-actor", "Suvia0")
    page.click("[data-view=table]")
    page.click("th button:text-is('confidence')")
    first = page.locator("tbody tr td:nth-child(10)").first
    assert first.inner_text() == "0"
    page.click("th button:text-is('confidence')")
    assert first.inner_text() == "0.9"
    with page.expect_download() as saved:
        page.click("#csv")
    saved.value.save_as(tmp_path / "x.csv")
    rows = (tmp_path / "x.csv").read_text("utf-8").splitlines()
    assert len(rows) == count(page) + 1
    assert not any(cell.startswith(('"=', '"+', '"-', '"@')) for row in rows for cell in row.split(","))
    with page.expect_download() as saved:
        page.click("#jsonl")
    saved.value.save_as(tmp_path / "x.jsonl")
    lines = (tmp_path / "x.jsonl").read_text("utf-8").splitlines()
    assert len(records_of(map(json.loads, lines))) == count(page)


def test_views_and_links(page):
    page.keyboard.press("3")
    assert page.locator("svg rect").count() > 10
    page.keyboard.press("4")
    assert page.locator("svg path").count() == 9
    page.keyboard.press("5")
    assert page.locator(".matrix tbody td").count() == 9
    page.keyboard.press("1")
    page.locator(".card .link").first.click()
    assert page.locator(".card.current").get_attribute("aria-label") == "denial denied"
    page.locator(".card.current .link").click()
    assert page.locator(".card.current").get_attribute("aria-label") == "supply sold"
    assert page.locator("mark.current").count() >= 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_no_serious_finding(page, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page.emulate_media(color_scheme=scheme)
    for view in ("articles", "table", "timeline", "network", "matrix"):
        page.fill("#filter-search", "a00")
        page.click(f"[data-view={view}]")
        found = axe.Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], view
