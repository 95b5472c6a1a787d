"""Generated articles with facts, and the review page of them in headless Chromium."""

from pathlib import Path

import pytest

from pipeline.evaluate import records_of
from pipeline.facts import fact_id
from pipeline.read import Article
from pipeline.review.page import page_data, render

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HOSTILE = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1> \u202e\u2028\x1b[31m &lt;"
FIRST = "Norland \U0001f6a2 sold 12 patrol boats to Suvia, the ministry said. Suvia denied the sale."

RESET = """() => {
  for (const id of [...corrections.keys()]) undo(BY_ID.get(id));
  Object.assign(filters, NO_FILTERS);
  document.getElementById("filters").reset();
  document.getElementById("annotator").value = "";
  Object.assign(sorting, { column: "published", down: false });
  document.activeElement.blur();
  getSelection().removeAllRanges();
  picked = null;
  show("articles");
  scrollTo(0, 0);
}"""


class Sample:
    """Texts and records of an invented trade."""

    hostile = HOSTILE
    first = FIRST

    @staticmethod
    def mention(text, part, **more):
        start = text.index(part)
        return {"text": part, "start": start, "end": start + len(part), **more}

    @classmethod
    def record(cls, article, relation, trigger, confidence, arguments, **more):
        found = cls.mention(article.text, trigger, lemma=trigger)
        return {
            "id": fact_id(article.id, relation, found["start"], found["end"]),
            "article_id": article.id,
            "published": article.published,
            "relation": relation,
            "trigger": found,
            "sentence": {"start": 0, "end": len(article.text)},
            "factuality": {
                "polarity": "positive",
                "certainty": "certain",
                "time": "past",
                "conditional": False,
            },
            "attribution": [],
            "status": "asserted",
            "confidence": confidence,
            "arguments": arguments,
            "rule": "test",
        } | more

    @classmethod
    def generated(cls, count):
        """Return articles and records: one supply and one denial each, linked both ways."""
        articles, records = {}, []
        for number in range(count):
            to, kind = f"Suvia{number % 9}", {"kind": "named"}
            text = FIRST.replace("Suvia", to) + (f" {HOSTILE}" if number == 0 else "")
            name = "../=1+1</script>" if number == 0 else f"a{number:04}"
            meta = {"title": "=cmd() <b>" if number == 0 else None}
            published = f"20{10 + number % 15}-0{1 + number % 9}-01"
            article = articles[name] = Article(id=name, text=text, published=published, meta=meta)
            roles = {
                "supplier": [cls.mention(text, "Norland", canonical="Norland", **kind)],
                "recipient": [cls.mention(text, to, canonical=to, **kind)],
                "item": [cls.mention(text, "12 patrol boats", canonical="patrol boat", kind="nominal")],
            }
            ministry = cls.mention(text, "the ministry", canonical="ministry")
            said = [{"source": ministry, "cue": "said", "anonymous": False}]
            confidence = (number % 10) / 10
            supply = cls.record(
                article, "supply", "sold", confidence, roles, attribution=said, status="reported"
            )
            denier = {"denier": [cls.mention(text, to, canonical=to, **kind)]}
            denial = cls.record(article, "denial", "denied", 0.9, denier, denies=[supply["id"]])
            supply["disputed_by"] = [denial["id"]]
            records += [supply, denial]
        return articles, records


@pytest.fixture(scope="session")
def sample():
    return Sample


@pytest.fixture(scope="module")  # closed at once: Playwright keeps an event loop running
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed: make browser")
    with api.sync_playwright() as runner:
        opened = runner.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def watched(browser):
    """Return a function that opens a file; its page keeps what it logged and asked for."""

    def open_file(path):
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(8000)
        opened.errors, opened.requests = [], []
        opened.on("console", lambda m: opened.errors.append(m.text) if m.type in ("error", "warning") else 0)
        opened.on("pageerror", lambda e: opened.errors.append(str(e)))
        opened.on("request", lambda r: opened.requests.append(r.url) if r.url[:4] != "file" else 0)
        opened.goto(path.as_uri())
        return opened

    return open_file


@pytest.fixture(scope="module")
def shared(watched, tmp_path_factory):
    """A page of 30 articles that the tests of a module share."""
    articles, records = Sample.generated(30)
    path = tmp_path_factory.mktemp("review") / "review.html"
    path.write_text(render(page_data(records_of(records), articles)), "utf-8")
    opened = watched(path)
    opened.records, opened.articles = records, articles
    yield opened
    opened.close()


@pytest.fixture
def page(shared):
    """The shared page as when first opened; after the test it has logged no error and asked for nothing."""
    shared.evaluate(RESET)
    yield shared
    assert shared.errors == []
    assert [r for r in shared.requests if r.startswith(("http", "ws"))] == []
