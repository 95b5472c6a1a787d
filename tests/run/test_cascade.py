"""The cascade: spares articles, and never one that has a fact."""

import json
import os
from itertools import islice
from pathlib import Path

import pytest
from msgspec import structs

from pipeline.errors import FactwireError
from pipeline.predicates.view import SLOTS
from pipeline.read import Article
from pipeline.relations import load_rules
from pipeline.run.batch import Extractor
from pipeline.run.cascade import Cascade, Opening
from pipeline.run.extract import facts_of, facts_of_all, load_pipeline, readable
from pipeline.run.glance import Glance
from pipeline.run.openings import checks_of
from pipeline.run.phrases import object_head
from pipeline.run.segments import Segment, Spot

ROOT = Path(__file__).parents[2]
OTHERS = ROOT.parent / "shared"
RETELLING = {rule.id for rule in load_rules() if rule.retells}


@pytest.fixture(scope="module")
def nlp():
    """Return the pipeline on the model of FACTWIRE_MODEL, or the best that is installed."""
    try:
        return load_pipeline(os.environ.get("FACTWIRE_MODEL"))
    except FactwireError as error:
        pytest.skip(f"no model is installed: {error}")


@pytest.fixture(scope="module")
def cascade(nlp):
    return Cascade(nlp)


@pytest.fixture(scope="module")
def glance(nlp, cascade):
    return Glance(nlp, cascade.openings)


def articles_of(path):
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield Article(record["id"], record["text"], record.get("published"))


def closed_facts(nlp, cascade, article, facts):
    """Return the facts that the cascade says their rule cannot make there, but for what tells again."""
    opened = list(cascade.openings(readable(article)))
    return [
        (fact.rule, fact.trigger.text)
        for fact in facts
        if fact.rule not in RETELLING
        and not any(o.start <= fact.trigger.start < o.end and fact.rule in o.rules for o in opened)
    ]


QUICK = [ROOT / "corpus" / "articles.jsonl", OTHERS / "gold-dev" / "articles.jsonl"]
SLOW = [OTHERS / "data" / "raw" / name for name in ("wikinews.jsonl", "wikinews_en.jsonl", "news.jsonl")]


@pytest.mark.parametrize("path", QUICK, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_facts_are_those_of_the_full_run(nlp, cascade, glance, path):
    """Every fourth article; FACTWIRE_SLOW=1 has all of them read."""
    if not path.exists():
        pytest.skip(f"{path} is not here")
    count, step = 0, 1 if os.environ.get("FACTWIRE_SLOW") else 4
    for article in islice(articles_of(path), 0, None, step):
        facts = facts_of(nlp, article)
        assert closed_facts(nlp, cascade, article, facts) == [], article.id
        assert facts == facts_of(nlp, article, glance), article.id
        count += len(facts)
    assert count > 30


@pytest.mark.parametrize("path", SLOW, ids=lambda path: path.stem)
def test_no_article_with_a_fact_is_spared(nlp, cascade, glance, path):
    """They take minutes, so FACTWIRE_SLOW=1 has them read. Of single sentences one in 500 may be missed."""
    if not path.exists() or not os.environ.get("FACTWIRE_SLOW"):
        pytest.skip(f"{path} is not here, or slow")
    count, missed = 0, []
    for article in articles_of(path):
        facts = facts_of(nlp, article)
        fast = facts_of(nlp, article, glance) if cascade(readable(article)) else []
        assert fast == facts, article.id
        count += len(facts)
        missed += closed_facts(nlp, cascade, article, facts)
    assert count > 20
    assert len(missed) <= count / 500, missed


def test_every_example_of_a_rule_opens_the_cascade(nlp, cascade):
    shut = {
        (rule.id, sentence)
        for rule in load_rules()
        for sentence in rule.examples
        if not cascade.opens(sentence)
    }
    assert shut == set()


def test_a_slot_is_no_preposition():
    """Else its name is asked for as a word of the text, and facts are lost that a rule finds by it."""
    rule = next(rule for rule in load_rules() if rule.relation == "supply" and rule.pos == ("verb",))
    spot = Spot(5, 9, bare=False)
    for slot in SLOTS.keys() - {"neg"}:
        asked = structs.replace(rule, roles={"supplier": (slot,)}, where={}, need=("supplier",), require=())
        asked = structs.replace(asked, need_any=(), at_least={}, lack=(), never={})
        assert all(check(Segment("Peru sold jets."), spot) for check in checks_of(asked)), slot


@pytest.mark.parametrize(
    "text",
    [
        "The museum will open at nine. Children painted the old bridge.",
        "He did it again, she said. The weather in the north stayed cold.",
        "The two married in spring. A train stood in the station.",
        "He gave a speech in May. The move came after a vote in March.",
        "The release of the report was late. A statement released by the club said little.",
        "She broke the record in Rome. They passed a bill on taxes.",
        "He discusses her career with the paper. A car broke through the rail.",
        "It lay on a cargo ship. According to a statement released by her family, he died.",
        "The chief delivered her annual speech. He was given a fine of $86,000.",
        "The council rose and Lam later delivered the speech via video. A man wore a fake vest.",
        "The agent was poisoned in the Soviet Union. An open-source tool got a take-down notice.",
        "Bill Clinton ended his campaign. It comes after weeks of protests in Rome.",
        "When she didn't come to Peru, a naval ship officer rang. He was going to Chad with some.",
        "The Combined Joint Task Force in Rome has not said anything of it. It was an island-wide storm.",
        "As the envoy to Ukraine resigns, a rival cheers.",
        "",
        "\n\n \n",
    ],
)
def test_what_no_rule_can_take_is_spared(cascade, text):
    assert not cascade(text)


@pytest.mark.parametrize(
    "text",
    [
        "PERU BUYS JETS",
        "They handed it over. Nobody else did.",
        "Peru re-exported grain.",
        "Brazil has ordered 36 Gripens.",
        "The two signed SALT II in June.",
        "The old museum opened. Peru signed a pact.",
        "Dr. Lee of Sachs Corp. Boeing unit sold it.",
        "Iran, which it gave them to, said so.",
        "Peru gave up to 40 of them to Chad.",
        "The Leopards that Spain gave Chile arrived.",
        "Nobody's supplying anybody with tanks.",
        "Both sides signed last week. A day later, they ratified it.",
        "russia gives tanks to iran",
        "It delivered on Monday, in Riga, the first 40 howitzers.",
        "He let the stuff go to Chad.",
        "The men in uniform sell arms to Chad.",
        "They discussed a joint venture in Peru.",
        "To Chad, Peru sold the jets, and to Mali it sent tanks.",
        "The tanks delivered by air came from Peru.",
        "The bill that both sides signed in May binds them.",
        "They took a stake in Acme, but a minority.",
        "She gave it over to Chad.",
        "The report is fake, the minister said.",
        "She asked both sides to buy it.",
        "They give respect to one another.",
    ],
)
def test_what_a_rule_may_take_is_read(cascade, text):
    assert cascade(text)


def test_a_spared_article_gives_what_the_full_run_gives(nlp, cascade):
    full, fast = Extractor(nlp), Extractor(nlp, cascade)
    dull = Article("a", "The museum will open at nine. Children painted the old bridge.")
    news = Article("b", "Norway shipped 40 howitzers to Estonia.")
    assert [full(article).facts for article in (dull, news)] == [
        fast(article).facts for article in (dull, news)
    ]
    assert [fast(article).modelled for article in (dull, news)] == [False, True]
    assert full(dull).modelled


def test_the_cascade_sees_what_the_model_reads(nlp, cascade):
    """Escapes inside a trigger are undone before either looks at the text."""
    article = Article("a", "Norway shipp&#101;d 40 howitzers to Estonia.")
    outcome = Extractor(nlp, cascade)(article)
    assert outcome.facts == Extractor(nlp)(article).facts
    assert len(outcome.facts) == 1


def test_what_only_tells_again_opens_no_article(cascade):
    assert not cascade("It collapsed in May. Another 10,000 tonnes will follow, the minister said.")
    assert cascade("Chad and Togo signed a truce. It collapsed in May.")


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("They received seven-year prison terms in May.", "terms"),
        ("They received the annual report.", "report"),
        ("They received a letter of intent.", None),
        ("They received warnings, tanks and shells.", None),
        ("They received the rebels in May.", None),
        ("They received a number of jets.", None),
        ("They received reports last week.", None),
        ("They received Peru in May.", None),
        ("They received weapons officials say were old.", None),
        ("They were received warnings in May.", None),
        ("They received the rebels a speech.", None),
        ("They received it in May.", None),
        ("They received in May.", None),
    ],
)
def test_the_object_that_surely_follows_a_verb(text, head):
    start = text.index("received")
    found = object_head(Segment(text), Spot(start, start + len("received"), bare="were" not in text))
    assert (found.word if found else None) == head


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Six counties received orange warnings, and the minister gave a speech.", False),
        ("The chief delivered her annual policy speech to the council.", False),
        ("Six counties received oranges from Peru.", True),
        ("The firm signed a $5 million deal with Peru.", True),
        ("PERU SENDS JETS TO CHAD", True),
        ("Peru Sends Chad Its Promised Speeches", True),
        ("Acme Corp <ACM.N> gave a speech.", True),
    ],
)
def test_the_grammar_tells_what_is_worth_its_names(nlp, text, wanted):
    every = frozenset(rule.id for rule in load_rules())
    reading = Glance(nlp, lambda text: [Opening(0, len(text), every)])
    assert reading.wanted([nlp.make_doc(text)]) == [wanted]


def test_only_rules_that_the_words_let_fire_are_tried(nlp):
    text = "Six counties received oranges from Peru."
    for rules, wanted in ((["supply.get"], True), (["deal.sign"], False)):
        reading = Glance(nlp, lambda text, rules=rules: [Opening(0, len(text), frozenset(rules))])
        assert reading.wanted([nlp.make_doc(text)]) == [wanted]


def test_a_passage_that_opens_has_the_rest_of_its_article_read(nlp, cascade, glance):
    text = "The museum opened in May. Norway shipped 40 howitzers to Estonia. Children sang."
    dull = text.replace("shipped 40 howitzers", "gave its greetings")
    spared, read = glance.read([nlp.make_doc(dull), nlp.make_doc(text)])
    assert not spared.has_annotation("DEP")
    assert [token.pos_ for token in read][:3] == ["DET", "NOUN", "VERB"]
    assert len(read._.facts) == 1


def test_articles_read_together_are_glanced_at_one_by_one(nlp, cascade, glance):
    texts = [
        "Six counties received orange warnings.",
        "Norway shipped 40 howitzers to Estonia.",
        "They gave a speech.",
    ]
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    assert facts_of_all(nlp, articles, glance) == facts_of_all(nlp, articles)


def test_a_pipeline_with_mechanisms_switched_off_is_read_whole(nlp, monkeypatch):
    component = nlp.get_pipe("factwire")
    monkeypatch.setattr(component, "off", frozenset({"classes"}))
    assert Glance(nlp, lambda text: []).grammar == []
