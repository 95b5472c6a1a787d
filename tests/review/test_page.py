"""The review page: its data, views, filters, export, keys, print and accessibility, in headless Chromium."""

import json

import pytest

from pipeline.errors import FactwireError
from pipeline.evaluate import records_of
from pipeline.evaluate.ner import Entity
from pipeline.review.page import embed, page_data, write_page
from pipeline.review.queue import queue


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
    assert shown[0]["wrong"] == {"status": "planned"}
    shown = page_data(records_of(records), articles, records_of(gold[:2]))["facts"]
    assert [f["match"] for f in shown[2:]] == ["unjudged", "unjudged"]
    moved = records[0] | {"trigger": records[1]["trigger"], "arguments": {}, "disputed_by": []}
    shown = page_data(records_of([moved]), articles, records_of([gold[0] | {"disputed_by": []}]))["facts"]
    assert [f["id"] for f in shown] == [moved["id"], f"{moved['id']} (gold)"]


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
    shown = page.locator(".text").first.text_content()
    assert "</script><script>window.hit=1</script>" in shown
    assert "\\u202e" in shown and "\\u001b[31m" in shown
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main script").count() == 0


COLUMNS = "status relation trigger who to what date source published confidence article".split()


def column(page, name):
    return page.locator(f"tbody tr td:nth-child({COLUMNS.index(name) + 1})").all_text_contents()


def collated(page, values):
    return page.evaluate("v => v.sort((a, b) => a.localeCompare(b))", values)


def test_table_sorts_by_each_column(page):
    page.keyboard.press("2")
    assert page.locator("tbody tr").count() == 60
    for name in COLUMNS:
        head = page.locator(f"th button:text-is('{name}')")
        head.click()
        up = column(page, name)
        assert page.locator("th[aria-sort=ascending]").inner_text() == name
        assert up == collated(page, up), name
        head.click()
        assert column(page, name) == collated(page, up)[::-1], name
    page.locator("tbody button").first.click()
    assert page.locator(".card.current").count() == 1


def test_export_of_what_passes(page, tmp_path):
    page.select_option("#filter-actor", "Suvia0")
    page.locator(".card [data-act=edit]").first.click()
    page.locator("[data-field=status]").select_option("planned")
    page.click("[data-act=save]")
    with page.expect_download() as saved:
        page.click("#csv")
    saved.value.save_as(tmp_path / "x.csv")
    rows = (tmp_path / "x.csv").read_text("utf-8").splitlines()
    assert len(rows) == count(page) + 1 == 9
    assert rows[1].startswith('"planned","supply","sold"')
    assert not any(cell.startswith(('"=', '"+', '"-', '"@')) for row in rows for cell in row.split(","))
    with page.expect_download() as saved:
        page.click("#jsonl")
    saved.value.save_as(tmp_path / "x.jsonl")
    lines = (tmp_path / "x.jsonl").read_text("utf-8").splitlines()
    found = records_of(map(json.loads, lines))
    assert [r.status for r in found[:2]] == ["planned", "asserted"]
    assert found[1].denies == (found[0].id,)


def test_cells_run_no_formula_and_hide_nothing(page):
    cells = ["=1", "  +1", "\uff1d1", "-2", "a\u202eb", 'x"y', None, 0.5]
    shown = page.evaluate("values => values.map(cell)", cells)
    assert shown == [
        *('"\'=1"', '"\'  +1"', '"\'\uff1d1"', '"\'-2"'),
        *('"a\\u202eb"', '"x""y"', '""', '"0.5"'),
    ]


def focused(page):
    return page.evaluate("document.activeElement.dataset.id")


def test_keys(page):
    ids = [r["id"] for r in page.records]
    for key, shown in {"2": "tbody", "3": "svg rect", "4": "svg path", "5": ".matrix", "1": ".card"}.items():
        page.keyboard.press(key)
        assert page.locator(f"main {shown}").count() > 0
    for key, expected in {"j": 0, "jj": 2, "k": 1}.items():
        for part in key:
            page.keyboard.press(part)
        assert focused(page) == ids[expected]
    state = page.locator(f"[id='card-{ids[1]}'] .state")
    for key, expected in {"a": "accept", "r": "reject", "u": ""}.items():
        page.keyboard.press(key)
        assert state.text_content() == expected
        assert focused(page) == ids[1]
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.dataset.field") == "relation"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.field") == "status"
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("a0007")
    assert count(page) == 2
    page.locator(".card").first.focus()
    page.keyboard.press("n")
    assert page.locator(".card[aria-label='new fact']").count() == 1


def test_marks_lead_to_cards_and_cards_to_marks(page):
    page.locator("mark:text-is('denied')").first.click()
    assert focused(page) == page.records[1]["id"]
    marks = page.locator("mark.current")
    assert marks.evaluate_all("all => all.map((m) => m.textContent)") == ["Suvia0", "denied"]
    assert page.locator("mark.trigger").first.get_attribute("title") == "trigger"


def test_print_holds_every_article_and_no_controls(page):
    assert page.locator(".article .text").count() < 30
    page.pdf()
    assert page.locator(".article .text").count() == 30
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 251, 249)"
    for hidden in ("header", "#filters", "footer", ".acts >> nth=0"):
        assert not page.locator(hidden).is_visible()
    page.emulate_media(media="screen", color_scheme="light")


def test_dark_and_light(page):
    def colours():
        return page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        )

    page.emulate_media(color_scheme="light")
    ink, paper = colours()
    page.emulate_media(color_scheme="dark")
    assert colours()[0] != ink and colours()[1] != paper
    page.emulate_media(color_scheme="light")


def test_views_and_links(page):
    page.keyboard.press("3")
    bars = [int(n) for n in page.locator("svg rect + text").all_text_contents()]
    assert len(bars) > 10 and sum(bars) == 60
    page.keyboard.press("4")
    widths = [float(p.get_attribute("stroke-width")) for p in page.locator("svg path").all()]
    assert widths == [12, 12, 12, *[9.25] * 6]
    assert page.locator("svg title").first.text_content() == "Norland → Suvia0: 4"
    page.keyboard.press("5")
    assert page.locator(".matrix tbody td").all_text_contents() == list("444333333")
    page.keyboard.press("1")
    page.locator("[data-act=reject]").first.click()
    page.keyboard.press("5")
    assert page.locator(".matrix tbody td").all_text_contents() == list("443333333")
    page.keyboard.press("1")
    page.locator("[data-act=undo]").click()
    page.locator(".card .link").first.click()
    assert page.locator(".card.current").get_attribute("aria-label") == "denial denied"
    page.locator(".card.current .link").click()
    assert page.locator(".card.current").get_attribute("aria-label") == "supply sold"
    assert page.locator("mark.current").count() >= 4


@pytest.fixture(scope="module")
def beside(sample, watched, tmp_path_factory):
    """A page with gold beside the run, entities, and articles without facts."""
    articles, records = sample.generated(5)
    gold = [dict(r) for r in records[:6]]
    gold[0] |= {"status": "planned"}
    run = [records[0], records[1], records[2] | {"disputed_by": []}, records[4], records[5]]
    run.append(sample.record(articles["a0001"], "deal", "sale", 0.4, {}))
    text = articles["a0004"].text
    spans = [sample.mention(text, "Norland"), sample.mention(text, "Suvia4")]
    entities = {"a0004": [Entity(m["start"], m["end"], "GPE") for m in spans]}
    path = tmp_path_factory.mktemp("beside") / "review.html"
    first = queue(records_of(run), [], 1)
    left_out = write_page(records_of(run), articles, path, records_of(gold), entities, first)
    assert left_out == 0
    opened = watched(path)
    yield opened
    assert opened.errors == []
    opened.close()


def test_gold_beside_prediction_is_marked(beside):
    badges = [b.strip() for b in beside.locator(".card .badge").all_text_contents()]
    assert badges == ["right", "spurious", "missed", "wrong", "right", "right", "right"]
    wrong = beside.locator(".card.wrong")
    assert wrong.locator("dt:text-is('gold says') + dd").text_content() == "status: planned"
    for match, number in {"right": 4, "wrong": 1, "spurious": 1, "missed": 1}.items():
        beside.select_option("#filter-gold", match)
        assert count(beside) == beside.locator(".card").count() == number
    beside.click("[data-view=table]")
    assert beside.locator("tbody td:last-child").all_text_contents() == ["missed"]
    beside.click("[data-view=articles]")
    beside.select_option("#filter-gold", "all")


def test_articles_without_facts_and_entities_are_shown(beside):
    assert beside.locator(".article").count() == 5
    assert beside.locator("#count").inner_text() == "7 of 7 facts, 5 of 5 articles"
    beside.locator(".article").nth(4).scroll_into_view_if_needed()
    beside.wait_for_selector("mark.named")
    named = beside.locator(".article").nth(4).locator("mark.named")
    assert named.evaluate_all("all => all.map((m) => m.textContent)") == ["Norland", "Suvia4"]
    assert named.first.get_attribute("data-label") == "GPE"
    label = "getComputedStyle(document.querySelector('mark.named'), '::after').content"
    assert beside.evaluate(label) == '"GPE"'
    beside.uncheck("#entities")
    assert beside.evaluate(label) == "none"
    beside.check("#entities")
    beside.select_option("#filter-articles", "without facts")
    assert beside.locator("h2").all_text_contents() == ["a0003", "a0004"]
    beside.fill("#filter-search", "Suvia4")
    assert beside.locator("h2").all_text_contents() == ["a0004"]
    beside.fill("#filter-search", "")
    beside.select_option("#filter-articles", "all")
    beside.select_option("#filter-relation", "supply")
    assert beside.locator("h2").count() == 3
    beside.select_option("#filter-relation", "all")


def test_queue_comes_first(beside):
    assert beside.locator("h2").first.text_content() == "a0001"
    beside.select_option("#filter-queue", "queued")
    assert "uncertainty 0.80, novelty 1.00" in beside.locator(".card").text_content()
    beside.select_option("#filter-decision", "none")
    assert count(beside) == 1
    beside.locator("[data-act=reject]").click()
    assert count(beside) == 0
    beside.select_option("#filter-decision", "reject")
    assert count(beside) == 1
    beside.locator("[data-act=undo]").click()
    for field in ("queue", "decision"):
        beside.select_option(f"#filter-{field}", "all")


def test_articles_without_facts_are_left_out_where_they_have_no_room(sample):
    articles, records = sample.generated(2002)
    data = page_data(records_of(records[:20]), articles)
    assert data["left_out"] == 1992 and len(data["articles"]) == 10
    del articles["a2000"], articles["a2001"]
    data = page_data(records_of(records[:20]), articles)
    assert data["left_out"] == 0 and len(data["articles"]) == 2000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(beside, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    beside.emulate_media(color_scheme=scheme)
    for view in ("table", "timeline", "network", "matrix", "articles"):
        beside.click(f"[data-view={view}]")
        if view == "articles":
            beside.locator("[data-act=edit]").first.click()
            beside.locator("[data-act=reject]").nth(1).click()
        found = axe.Axe().run(beside).response["violations"]
        assert [v["id"] for v in found] == [], view


def test_two_thousand_articles(sample, watched, tmp_path):
    articles, records = sample.generated(2000)
    write_page(records_of(records), articles, tmp_path / "review.html")
    opened = watched(tmp_path / "review.html")
    assert opened.inner_text("#count") == "4000 of 4000 facts, 2000 of 2000 articles"
    assert opened.locator(".article").count() == 2000 and opened.locator(".text").count() < 50
    opened.locator(".article").last.scroll_into_view_if_needed()
    opened.locator(".article").last.locator(".card").first.wait_for()
    assert opened.errors == []
    opened.close()
