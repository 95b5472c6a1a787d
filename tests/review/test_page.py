"""The review page in headless Chromium, with 2,000 generated articles."""

import json
from pathlib import Path

import pytest

from pipeline.errors import FactwireError
from pipeline.evaluate import records_of
from pipeline.facts import fact_id
from pipeline.read import Article
from pipeline.review.page import embed, page_data, render, write_page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HOSTILE = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1> \u202e\u2028\x1b[31m &lt;"
FIRST = "Norland \U0001f6a2 sold 12 patrol boats to Suvia, the ministry said. Suvia denied the sale."


def mention(text, part, **more):
    start = text.index(part)
    return {"text": part, "start": start, "end": start + len(part), **more}


def record(article, relation, trigger, confidence, arguments, **more):
    found = mention(article.text, trigger, lemma=trigger)
    return {
        "id": fact_id(article.id, relation, found["start"], found["end"]),
        "article_id": article.id,
        "published": article.published,
        "relation": relation,
        "trigger": found,
        "sentence": {"start": 0, "end": len(article.text)},
        "factuality": {"polarity": "positive", "certainty": "certain", "time": "past", "conditional": False},
        "attribution": [],
        "status": "asserted",
        "confidence": confidence,
        "arguments": arguments,
        "rule": "test",
    } | more


def generated(count):
    """Return articles and records: one supply and one denial each, linked both ways."""
    articles, records = {}, []
    for number in range(count):
        text = FIRST.replace("Suvia", f"Suvia{number % 9}") + (f" {HOSTILE}" if number == 0 else "")
        name = "../=1+1</script>" if number == 0 else f"a{number:04}"
        meta = {"title": "=cmd() <b>" if number == 0 else None}
        article = Article(
            id=name, text=text, published=f"20{10 + number % 15}-0{1 + number % 9}-01", meta=meta
        )
        to = f"Suvia{number % 9}"
        actor = {"kind": "named"}
        supply = record(
            article,
            "supply",
            "sold",
            (number % 10) / 10,
            {
                "supplier": [mention(text, "Norland", canonical="Norland", **actor)],
                "recipient": [mention(text, to, canonical=to, **actor)],
                "item": [mention(text, "12 patrol boats", canonical="patrol boat", kind="nominal")],
            },
            attribution=[
                {
                    "source": mention(text, "the ministry", canonical="ministry"),
                    "cue": "said",
                    "anonymous": False,
                }
            ],
            status="reported",
        )
        denier = {"denier": [mention(text, to, canonical=to, **actor)]}
        denial = record(article, "denial", "denied", 0.9, denier, denies=[supply["id"]])
        supply["disputed_by"] = [denial["id"]]
        articles[name] = article
        records += [supply, denial]
    return articles, records


def test_embedded_data_cannot_end_its_element():
    text = embed({"a": HOSTILE})
    assert json.loads(text) == {"a": HOSTILE}
    assert not set(text) & set("<>&\u2028\u2029")
    assert text.isascii()


def test_no_more_articles_than_a_page_holds(tmp_path):
    articles, records = generated(2001)
    with pytest.raises(FactwireError, match="E100"):
        write_page(records_of(records), articles, tmp_path / "x.html")


def test_gold_beside_prediction():
    articles, records = generated(2)
    gold = [dict(r) for r in records]
    gold[0] |= {"status": "planned"}
    run = [records[0], records[1], records[2] | {"disputed_by": []}]
    shown = page_data(records_of(run), articles, records_of(gold))["facts"]
    assert [f["match"] for f in shown] == ["wrong", "right", "right", "missed"]
    assert shown[0]["wrong"] == ["status"]
    shown = page_data(records_of(records), articles, records_of(gold[:2]))["facts"]
    assert [f["match"] for f in shown[2:]] == ["spurious", "spurious"]


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed: make browser")
    with api.sync_playwright() as runner:
        opened = runner.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser, tmp_path):
    """A page of 2,000 articles; at the end, it has logged no error and asked for nothing."""
    articles, records = generated(2000)
    path = tmp_path / "review.html"
    path.write_text(render(page_data(records_of(records), articles)), "utf-8")
    opened = browser.new_page()
    errors, requests = [], []
    opened.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda e: errors.append(str(e)))
    opened.on("request", lambda r: requests.append(r.url) if r.url.startswith(("http", "ws")) else None)
    opened.goto(path.as_uri())
    opened.wait_for_selector(".card")
    yield opened
    assert errors == []
    assert requests == []
    opened.close()


def count(page):
    return int(page.inner_text("#count").split()[0])


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("relation", "denial", 2000),
        ("status", "reported", 2000),
        ("actor", "Suvia3", 444),
        ("source", "ministry", 2000),
        ("from", "2024-01-01", 266),
        ("to", "2010-12-31", 268),
        ("confidence", "0.9", 2200),
        ("search", "a0007", 2),
    ],
)
def test_filters(page, field, value, expected):
    assert count(page) == 4000
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


def test_corrections_are_kept_and_downloaded(page, tmp_path):
    page.fill("#annotator", "Ada")
    cards = page.locator(".card")
    cards.nth(1).locator("[data-act=reject]").click()
    cards.nth(3).locator("[data-act=accept]").click()
    card = cards.nth(2)
    card.locator("[data-act=edit]").click()
    card.locator("[data-field=status]").select_option("planned")
    page.evaluate(
        """() => { const marks = [...document.querySelectorAll('.article')[1].querySelectorAll('mark')];
        const range = document.createRange();
        range.selectNodeContents(marks.find((m) => m.textContent === 'denied'));
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    card.locator("[data-field=role]").select_option("item")
    card.locator("[data-act=take]").click()
    card.locator("[data-act=save]").click()
    page.reload()
    assert page.inner_text("#corrections") == "Corrections (3)"
    page.fill("#annotator", "Ada")
    with page.expect_download() as saved:
        page.click("#corrections")
    saved.value.save_as(tmp_path / "c.jsonl")
    found = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text("utf-8").splitlines()]
    assert sorted(c["action"] for c in found) == ["accept", "edit", "reject"]
    edited = next(c for c in found if c["action"] == "edit")["record"]
    assert edited["status"] == "planned" and edited["factuality"]["time"] == "future"
    start = FIRST.replace("Suvia", "Suvia1").index("denied")
    assert edited["arguments"]["item"][1]["start"] == start


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_no_serious_finding(page, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page.emulate_media(color_scheme=scheme)
    for view in ("articles", "table", "timeline", "network", "matrix"):
        page.fill("#filter-search", "a00")
        page.click(f"[data-view={view}]")
        found = axe.Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], view
