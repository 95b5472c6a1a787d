"""Corrections made in the page: what it saves, `factwire annotate apply` takes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.evaluate import records_of

MONKEY = Path(__file__).with_name("monkey.js")


def select(page, number, words):
    """Select words of an article's text as a mouse would, in its text nodes."""
    page.evaluate(
        """([number, words]) => {
          const box = document.querySelectorAll('.article')[number].querySelector('.text');
          const at = box.textContent.indexOf(words);
          const point = (offset) => {
            const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              if (offset <= walk.currentNode.length) return [walk.currentNode, offset];
              offset -= walk.currentNode.length;
            }
          };
          getSelection().setBaseAndExtent(...point(at), ...point(at + words.length));
        }""",
        [number, words],
    )


def edit(page, number):
    card = page.locator(".card").nth(number)
    card.locator("[data-act=edit]").click()
    return card


def choose(card, **fields):
    for field, value in fields.items():
        card.locator(f"[data-field={field}]").select_option(value)


def add(card, words, role):
    card.locator("[data-field=words]").fill(words)
    choose(card, role=role)
    card.locator("[data-act=take]").click()


def saved(page, tmp_path):
    """Download the corrections, as Ada."""
    page.fill("#annotator", "Ada")
    with page.expect_download() as download:
        page.click("#corrections")
    path = tmp_path / "c.jsonl"
    download.value.save_as(path)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def applied(page, tmp_path):
    """Return a function that merges the page's corrections into its own facts by the command."""

    def apply():
        lines = saved(page, tmp_path)
        articles = [{"id": a.id, "text": a.text, "published": a.published} for a in page.articles.values()]
        for name, values in (("gold", page.records), ("articles", articles)):
            text = "".join(json.dumps(v) + "\n" for v in values)
            (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
        gold, texts, out = (str(tmp_path / f"{n}.jsonl") for n in ("gold", "articles", "new"))
        command = ["annotate", "apply", str(tmp_path / "c.jsonl"), "--gold", gold, "--articles", texts]
        result = CliRunner().invoke(app, [*command, "-o", out])
        assert result.exit_code == 0, result.output
        records = [json.loads(line) for line in (tmp_path / "new.jsonl").read_text("utf-8").splitlines()]
        return lines, {r["id"]: r for r in records_of(records) for r in [r.raw]}

    return apply


def test_reported_without_a_source_is_refused_in_the_page(page, applied):
    card = edit(page, 1)
    choose(card, status="reported")
    card.locator("[data-act=save]").click()
    assert "needs a source" in card.locator(".problem").text_content()
    assert page.inner_text("#corrections") == "Corrections (0)"
    add(card, "the ministry", "source")
    card.locator("[data-act=save]").click()
    (line,), records = applied()
    record = records[page.records[1]["id"]]
    assert record["status"] == "reported" and record["annotator"] == "Ada"
    (entry,) = record["attribution"]
    text = page.articles[line["article_id"]].text
    assert text[entry["source"]["start"] : entry["source"]["end"]] == "the ministry"


def test_status_follows_from_sources_and_factuality(page):
    card = edit(page, 0)
    status = card.locator("[data-field=status]")
    card.get_by_label("remove source the ministry").click()
    assert status.input_value() == "asserted"
    add(card, "said", "unnamed source")
    assert status.input_value() == "reported"
    choose(card, certainty="probable")
    assert status.input_value() == "possible"
    choose(card, time="future", certainty="certain")
    assert status.input_value() == "planned"
    choose(card, status="conditional")
    assert card.locator("[data-field=conditional]").input_value() == "yes"
    choose(card, status="negated")
    assert card.locator("[data-field=polarity]").input_value() == "negative"


def test_corrections_are_kept_over_a_reload(page, applied):
    cards = page.locator(".card")
    cards.nth(1).locator("[data-act=reject]").click()
    cards.nth(3).locator("[data-act=accept]").click()
    card = edit(page, 2)
    choose(card, status="planned")
    select(page, 1, "denied")
    choose(card, role="item")
    card.locator("[data-act=take]").click()
    card.locator("[data-act=save]").click()
    page.reload()
    page.wait_for_selector(".card")
    assert page.inner_text("#corrections") == "Corrections (3)"
    assert "planned supply" in cards.nth(2).text_content()
    lines, records = applied()
    assert [c["action"] for c in lines] == ["reject", "accept", "edit"]
    assert page.records[1]["id"] not in records
    edited = records[page.records[2]["id"]]
    assert edited["status"] == "planned" and edited["factuality"]["time"] == "future"
    start = page.articles["a0001"].text.index("denied")
    assert edited["arguments"]["item"][1]["start"] == start
    assert records[page.records[0]["id"]]["disputed_by"] == []


def test_a_new_fact_from_selected_words_and_a_link_to_it(page, applied):
    article = page.locator(".article").nth(1)
    select(page, 1, "sale")
    article.locator("[data-act=add]").click()
    card = article.locator(".card").last
    assert "trigger: sale" in card.text_content()
    add(card, "Norland", "supplier")
    add(card, "12 patrol boats", "item")
    card.get_by_label("canonical of item 12 patrol boats").fill("patrol boat")
    card.get_by_label("denial “denied”").check()
    card.locator("[data-act=save]").click()
    assert page.inner_text("#count").startswith("61 of 61 facts")
    denial = page.locator(".card").nth(3)
    denial.get_by_role("button", name="supply “sale”").click()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "supply sale"
    (line,), records = applied()
    assert line["action"] == "add" and line["fact_id"].startswith("new-")
    text = page.articles["a0001"].text
    (new,) = (r for r in records.values() if r["trigger"]["text"] == "sale")
    assert len(records) == 61 and line["fact_id"] not in records
    assert new["trigger"]["start"] == text.index("sale")
    assert new["sentence"] == {"start": 0, "end": len(text)}
    assert new["arguments"]["supplier"][0]["canonical"] == "Norland"
    assert new["arguments"]["supplier"][0]["kind"] == "named"
    assert new["arguments"]["item"][0]["canonical"] == "patrol boat"
    denied = page.records[3]["id"]
    assert new["disputed_by"] == [denied]
    assert records[denied]["denies"] == [page.records[2]["id"], new["id"]]


def test_a_new_fact_needs_a_trigger_and_can_be_dropped(page):
    page.locator("[data-act=add]").first.click()
    card = page.locator(".article").first.locator(".card").last
    card.locator("[data-act=save]").click()
    assert "needs a trigger" in card.locator(".problem").text_content()
    add(card, "words that stand nowhere", "trigger")
    assert "words that stand in it" in card.locator(".problem").text_content()
    add(card, "sale", "trigger")
    card.locator("[data-act=save]").click()
    assert page.inner_text("#corrections") == "Corrections (1)"
    page.reload()
    page.wait_for_selector(".card")
    assert page.inner_text("#count").startswith("61 of 61 facts")
    page.locator(".card").nth(2).locator("[data-act=reject]").click()
    assert page.inner_text("#corrections") == "Corrections (0)"
    assert page.inner_text("#count").startswith("60 of 60 facts")


def test_a_removed_link_stays_removed_for_both_ends(page, applied):
    card = edit(page, 0)
    card.get_by_label("denial “denied”").uncheck()
    card.locator("[data-act=save]").click()
    assert page.locator(".article").first.get_by_role("button", name="supply “sold”").count() == 0
    card = edit(page, 0)
    choose(card, time="present")
    card.locator("[data-act=save]").click()
    (line,), records = applied()
    sold, denied = (r["id"] for r in page.records[:2])
    assert line["unlinked"] == [denied]
    assert records[sold]["disputed_by"] == [] and records[denied]["denies"] == []
    assert records[page.records[2]["id"]]["disputed_by"] == [page.records[3]["id"]]


def test_dates_amounts_stage_and_undo(page, applied):
    card = edit(page, 2)
    choose(card, relation="deal")
    choose(card, stage="signed")
    add(card, "Norland", "party")
    add(card, "12", "value")
    amount = card.get_by_label("value of value 12")
    amount.fill("twelve")
    card.locator("[data-act=save]").click()
    assert "An amount and a currency" in card.locator(".problem").text_content()
    amount.fill("12 USD")
    card.locator("[data-act=save]").click()
    (line,), records = applied()
    (deal,) = (r for r in records.values() if r["relation"] == "deal")
    assert deal["stage"] == "signed" and set(deal["arguments"]) == {"party", "value"}
    assert deal["arguments"]["value"][0]["value"] == {
        "amount": 12,
        "currency": "USD",
        "approximate": False,
    }
    assert line["fact_id"] not in records
    assert records[page.records[3]["id"]]["denies"] == [deal["id"]]
    page.locator(".card").nth(2).locator("[data-act=undo]").click()
    assert "reported supply" in page.locator(".card").nth(2).text_content()
    assert page.inner_text("#corrections") == "Corrections (0)"


def test_an_implicit_argument(page, applied):
    card = edit(page, 1)
    card.locator("[data-field=words]").fill("NOR")
    choose(card, role="date")
    card.locator("[data-act=imply]").click()
    assert "Type the canonical name" in card.locator(".problem").text_content()
    choose(card, role="denier")
    card.locator("[data-act=imply]").click()
    card.locator("[data-act=save]").click()
    _, records = applied()
    found = records[page.records[1]["id"]]["arguments"]["denier"][1]
    assert (found["kind"], found["start"], found["canonical"]) == ("implicit", None, "NOR")


def test_saved_corrections_are_opened_again(page, tmp_path):
    page.click("#corrections")
    assert page.inner_text("#notice") == "Name the annotator first."
    page.locator("[data-act=reject]").first.click()
    card = edit(page, 2)
    choose(card, status="planned")
    card.locator("[data-act=save]").click()
    lines = saved(page, tmp_path)
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.inner_text("#corrections") == "Corrections (0)"
    page.set_input_files("#open", tmp_path / "c.jsonl")
    page.locator("#corrections:text-is('Corrections (2)')").wait_for()
    page.select_option("#filter-decision", "edit")
    assert "planned supply" in page.locator(".card").text_content()
    other = tmp_path / "other.jsonl"
    other.write_text("\n".join(json.dumps(v) for v in (lines[0], lines[1] | {"fact_id": "x"})), "utf-8")
    page.set_input_files("#open", other)
    page.locator("#notice:not(:empty)").wait_for()
    assert page.inner_text("#notice") == "Line 2 is no correction of this page's facts."


def test_a_browser_that_keeps_nothing_says_so(page):
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.locator("[data-act=reject]").first.click()
    assert "This browser keeps no corrections" in page.inner_text("#notice")
    page.locator("[data-act=undo]").first.click()
    page.reload()


def test_an_address_leads_to_a_fact(page):
    page.goto(page.url.partition("#")[0] + "#" + page.records[9]["id"])
    page.reload()
    assert page.evaluate("document.activeElement.dataset.id") == page.records[9]["id"]
    page.goto(page.url.partition("#")[0])


def test_whatever_the_page_saves_is_taken(page, applied):
    told = page.evaluate(MONKEY.read_text("utf-8"), [1, 100])
    assert told["saved"] > 20 and told["refused"] > 0
    lines, records = applied()
    assert len(lines) > 30
    pairs = {(r["id"], denied) for r in records.values() for denied in r.get("denies", ())}
    assert pairs == {(denial, r["id"]) for r in records.values() for denial in r.get("disputed_by", ())}
    assert len(pairs) > 5
