"""Phenomena in the manner of CheckList (Ribeiro et al. 2020): construction × relation × factuality.

Minimum functionality on `cases/*.toml`, near misses on `near_misses.toml`, then
invariance (other names, a distant clause) and direction (a negation, a modal, a source).
All need the installed model; what it cannot do yet is marked in the data with its cause.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from pipeline.facts.types import relation_of
from pipeline.resolve.countries import countries

HERE = Path(__file__).parent
CORE = {"supply": ("supplier", "recipient", "item"), "deal": ("party",), "denial": ("denier",)}
CAUSES = ("parser", "frame", "factuality", "attribution", "coreference", "names", "items", "links")
FALSE_FACTS = 0.03
"""Share of near misses that may give a false fact: what is reached now."""


def read(name):
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


CASES = [
    (construction, case)
    for path in sorted((HERE / "cases").glob("*.toml"))
    for construction, group in read(path).items()
    for case in group["cases"]
]
MISSES = [(relation, text) for relation, texts in read("near_misses.toml").items() for text in texts]


@cache
def facts_of(nlp, text, published=None):
    doc = nlp.make_doc(text)
    doc._.published = published
    return nlp(doc)._.facts


def short(fact):
    """Write a fact as the cases do, names in order of the alphabet."""
    relation = relation_of(fact)
    roles = [
        "+".join(sorted({m.canonical or m.text for m in getattr(fact.arguments, role)})) or "-"
        for role in CORE[relation]
    ]
    return "|".join([relation, *roles, fact.status])


def ordered(text):
    return "|".join("+".join(sorted(part.split("+"))) for part in text.split("|"))


def told(facts, case):
    """Return what facts say of the things that a case asks for."""
    found = {"facts": sorted(map(short, facts))}
    if "dates" in case:
        found["dates"] = [m.value for f in facts for m in f.arguments.date]
    if "amounts" in case:
        roles = [getattr(f.arguments, role, []) for f in facts for role in ("price", "value")]
        found["amounts"] = [mention.value.amount for role in roles for mention in role]
    if "links" in case:
        found["links"] = sum(len(f.denies) for f in facts)
    return found


def wanted(case):
    asked = {key: case[key] for key in ("dates", "amounts", "links") if key in case}
    return {"facts": sorted(map(ordered, case["facts"])), **asked}


def parameters():
    for construction, case in CASES:
        marks = [pytest.mark.xfail(reason=case["fails"])] if "fails" in case else []
        yield pytest.param(case, marks=marks, id=f"{construction}: {case['text']}")


@pytest.mark.parametrize("case", list(parameters()))
def test_phenomenon(nlp, case):
    assert told(facts_of(nlp, case["text"], case.get("published")), case) == wanted(case)


def test_the_suite_is_wide_and_says_why_it_fails():
    assert len(CASES) >= 400
    assert len(MISSES) >= 100
    assert len({case["text"] for _, case in CASES}) == len(CASES)
    assert {case["fails"] for _, case in CASES if "fails" in case} <= set(CAUSES)
    keys = {"text", "facts", "published", "dates", "amounts", "links", "fails"}
    assert {key for _, case in CASES for key in case} <= keys


def test_near_misses_give_few_false_facts(nlp):
    false = [
        text
        for relation, text in MISSES
        if any(relation in ("none", relation_of(fact)) for fact in facts_of(nlp, text))
    ]
    assert len(false) / len(MISSES) <= FALSE_FACTS, false


SWAPS = [
    ("Norway has shipped 40 howitzers to Estonia.", "Norway", "Estonia"),
    ("Norway will ship 40 howitzers to Estonia.", "Norway", "Estonia"),
    ("Forty howitzers were shipped to Estonia by Norway.", "Norway", "Estonia"),
    ("Norway has signed a border treaty with Estonia.", "Norway", "Estonia"),
    ("Norway did not sign the treaty with Estonia.", "Norway", "Estonia"),
    ("Norway has denied the report, Estonia said.", "Norway", "Estonia"),
]
NAMES = [("Peru", "Italy"), ("Gondor", "Osgiliath"), ("Ruritania", "Zembla"), ("Sokovia", "Wakanda")]


def outline(facts):
    """Return what must not depend on names: relations, triggers, statuses, filled roles."""
    return [
        (f.trigger.lemma, f.status, [bool(getattr(f.arguments, r)) for r in CORE[relation_of(f)]])
        for f in facts
    ]


INVENTED = ("Gondor", "Osgiliath", "Ruritania", "Zembla", "Sokovia", "Wakanda", "Latveria", "Genovia")
KEPT = 0.97
"""Share of the sentences that pass whose facts must not change with names or neighbours."""
PASSING = [(construction, case) for construction, case in CASES if "fails" not in case]


def with_invented_names(text):
    """Return a text with its countries' names replaced; None where they are told otherwise too."""
    words = list(dict.fromkeys(re.findall(r"\b[A-Z][a-z]+\b", text)))
    names = [w for w in words if countries().land(w) and not w.endswith(("ish", "an", "ese", "sh", "ch"))]
    names = [w for w in names if f"United {w}" not in text]
    if not names or len(names) > len(INVENTED):
        return None
    for name, other in zip(names, INVENTED, strict=False):
        text = re.sub(rf"\b{name}\b", other, text)
    known = any(countries().any(word) for word in re.findall(r"[A-Z][a-z]+", text))
    return None if known else text


def test_invented_names_work_as_well_as_real_ones(nlp):
    pairs = [(case["text"], with_invented_names(case["text"])) for _, case in PASSING]
    pairs = [(text, other) for text, other in pairs if other]
    lost = [other for text, other in pairs if outline(facts_of(nlp, other)) != outline(facts_of(nlp, text))]
    assert len(pairs) >= 200
    assert len(lost) <= (1 - KEPT) * len(pairs), lost


@pytest.mark.parametrize("frame", ["The weather was mild. {}", "{} The weather was mild."])
def test_neighbours_change_nothing(nlp, frame):
    cases = [
        case
        for construction, case in PASSING
        if not construction.startswith("headline") and case["text"][-1] in '."?' and "\n" not in case["text"]
    ]
    lost = []
    for case in cases:
        alone, beside = (
            sorted(map(short, facts_of(nlp, text, case.get("published"))))
            for text in (case["text"], frame.format(case["text"]))
        )
        if alone != beside:
            lost.append(case["text"])
    assert len(cases) >= 300
    assert len(lost) <= (1 - KEPT) * len(cases), lost


VOICES = [
    ("Norway has shipped 40 howitzers to Estonia.", "40 howitzers have been shipped to Estonia by Norway."),
    ("Norway will ship howitzers to Estonia.", "Howitzers will be shipped to Estonia by Norway."),
    ("Norway did not sell the jets to Chad.", "The jets were not sold to Chad by Norway."),
    ("Japan gave Chad six trucks.", "Chad was given six trucks by Japan."),
    ("Chad and Niger signed the treaty.", "The treaty was signed by Chad and Niger."),
    ("Chad and Niger may sign the treaty.", "The treaty may be signed by Chad and Niger."),
    ("Shell has denied the report.", "The report has been denied by Shell."),
    ("Peru bought the boats from Italy.", "The boats were bought by Peru from Italy."),
]


MISREAD = {"Peru bought the boats from Italy.", "was shipping"}
"""What the parser reads wrong."""


def marked(entries, at):
    """Return parameters, those known to be misread marked by the value at a place."""
    marks = [pytest.mark.xfail(reason="parser")]
    return [pytest.param(*entry, marks=marks if entry[at] in MISREAD else []) for entry in entries]


@pytest.mark.parametrize(("active", "passive"), marked(VOICES, 0))
def test_voice_changes_nothing(nlp, active, passive):
    assert sorted(map(short, facts_of(nlp, passive))) == sorted(map(short, facts_of(nlp, active))) != []


TENSES = [
    (
        "Norway {} howitzers to Estonia.",
        ["shipped", "has shipped", "had shipped", "was shipping"],
        "asserted",
    ),
    ("Norway {} howitzers to Estonia.", ["will ship", "is going to ship", "is about to ship"], "planned"),
    ("Norway {} a treaty with Estonia.", ["signed", "has signed", "had signed"], "asserted"),
    ("Norway {} a treaty with Estonia.", ["will sign", "is going to sign"], "planned"),
    ("Norway {} the report.", ["denied", "has denied", "had denied", "is denying"], "asserted"),
]


@pytest.mark.parametrize(
    ("frame", "verb", "status"),
    marked([(frame, verb, status) for frame, verbs, status in TENSES for verb in verbs], 1),
)
def test_tense_moves_nothing_but_the_time(nlp, frame, verb, status):
    (fact,) = facts_of(nlp, frame.format(verb))
    assert fact.status == status
    names = {m.canonical for role in CORE[relation_of(fact)] for m in getattr(fact.arguments, role)}
    assert {"NOR", "EST"} & names == ({"NOR"} if relation_of(fact) == "denial" else {"NOR", "EST"})


UNREAD = {("Forty howitzers were shipped to Estonia by Norway.", "Sokovia")}


def swaps():
    for text, first, second in SWAPS:
        for names in NAMES:
            marks = [pytest.mark.xfail(reason="parser")] if (text, names[0]) in UNREAD else []
            yield pytest.param(text, first, second, names, marks=marks)


@pytest.mark.parametrize(("text", "first", "second", "names"), list(swaps()))
def test_other_names_change_nothing(nlp, text, first, second, names):
    swapped = text.replace(first, names[0]).replace(second, names[1])
    facts = facts_of(nlp, swapped)
    assert outline(facts) == outline(facts_of(nlp, text))
    words = {m.text for f in facts for role in CORE[relation_of(f)] for m in getattr(f.arguments, role)}
    assert names[0] in words


BASES = [text for text, _, _ in SWAPS[:5]]
DISTANT = [
    "The weather was mild in {place}. {text}",
    "{text} The weather was mild in {place}.",
    "While rain fell in {place}, {text}",
    "On Monday, {text}",
]


@pytest.mark.parametrize("frame", DISTANT)
@pytest.mark.parametrize("text", BASES)
def test_a_distant_clause_changes_nothing(nlp, text, frame):
    inner = text if frame.index("{text}") == 0 or ". {text}" in frame else text.replace("Forty", "forty")
    facts = facts_of(nlp, frame.format(text=inner, place="Lisbon"))
    assert list(map(short, facts)) == list(map(short, facts_of(nlp, text)))


DIRECTIONS = [
    ("Norway {} howitzers to Estonia.", "has shipped", "asserted"),
    ("Norway {} howitzers to Estonia.", "has not shipped", "negated"),
    ("Norway {} howitzers to Estonia.", "never shipped", "negated"),
    ("Norway {} howitzers to Estonia.", "may ship", "possible"),
    ("Norway {} howitzers to Estonia.", "will ship", "planned"),
    ("Norway {} howitzers to Estonia.", "will not ship", "negated"),
    ("Norway {} howitzers to Estonia.", "refused to ship", "negated"),
    ("Norway {} howitzers to Estonia.", "promised to ship", "planned"),
    ("Norway {} howitzers to Estonia.", "might have shipped", "possible"),
    ("Norway {} a treaty with Estonia.", "has signed", "asserted"),
    ("Norway {} a treaty with Estonia.", "has not signed", "negated"),
    ("Norway {} a treaty with Estonia.", "may sign", "possible"),
    ("Norway {} a treaty with Estonia.", "will sign", "planned"),
    ("Norway {} a treaty with Estonia.", "refused to sign", "negated"),
    ("Norway {} the report.", "has denied", "asserted"),
    ("Norway {} the report.", "has not denied", "negated"),
    ("Norway {} the report.", "may deny", "possible"),
]


@pytest.mark.parametrize(("frame", "verb", "wanted"), DIRECTIONS)
def test_a_word_moves_the_status_its_way(nlp, frame, verb, wanted):
    (fact,) = facts_of(nlp, frame.format(verb))
    assert fact.status == wanted


@pytest.mark.parametrize(
    "frame", ["{}, officials said.", "According to Reuters, {}.", "Officials said that {}."]
)
def test_a_source_makes_a_report(nlp, frame):
    bare = "Norway has shipped howitzers to Estonia"
    (fact,) = facts_of(nlp, frame.format(bare))
    assert fact.status == "reported"
    assert fact.attribution
    (plain,) = facts_of(nlp, bare + ".")
    assert not plain.attribution
    assert fact.factuality == plain.factuality


@pytest.mark.parametrize(
    ("number", "value", "approximate"),
    [("40", 40, False), ("about 40", 40, True), ("nearly 2,000", 2000, True), ("forty", 40, False)],
)
def test_numbers_change_the_quantity_only(nlp, number, value, approximate):
    (fact,) = facts_of(nlp, f"Norway has shipped {number} howitzers to Estonia.")
    quantity = fact.arguments.item[0].quantity
    assert (quantity.value, quantity.approximate) == (value, approximate)
    assert short(fact) == "supply|NOR|EST|howitzer|asserted"
