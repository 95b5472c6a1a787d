"""Semantic classes of nominals: goods, companies, agreements, money, people, ...

A frame asks what kind of thing fills a role: "sold 12 jets" is a supply, "sold the
unit" a deal and "sold the idea" neither. The answer comes from the entity label, then
from the curated lexicon `data/classes.toml`, then from the noun's first sense in
WordNet 3.0 (lexicographer files, `data/supersenses.tsv`).
"""

import re

from spacy.tokens import Doc, Token

from pipeline.annotate.firms import name_at
from pipeline.annotate.truecase import written
from pipeline.annotate.words import is_firm_tail, is_legal_form
from pipeline.predicates.graph import Graph, graph_of
from pipeline.predicates.lexicon import lexicon, supersenses, words

LABEL_CLASSES: dict[str, frozenset[str]] = {
    "WEAPON": frozenset({"goods"}),
    "PRODUCT": frozenset({"goods"}),
    "ORG": frozenset({"corporate", "institution", "actor", "name"}),
    "GPE": frozenset({"actor", "place", "name", "land"}),
    "NORP": frozenset({"actor", "name"}),
    "PERSON": frozenset({"person", "actor", "name"}),
    "LOC": frozenset({"place", "name", "land"}),
    "FAC": frozenset({"place", "corporate", "name"}),
    "MONEY": frozenset({"money"}),
    "PERCENT": frozenset({"corporate"}),
    "DATE": frozenset({"time"}),
    "TIME": frozenset({"time"}),
    "EVENT": frozenset({"event"}),
    "LAW": frozenset({"agreement", "law"}),
    "WORK_OF_ART": frozenset({"work"}),
    "LANGUAGE": frozenset({"other"}),
}
SUPERSENSE_CLASSES: dict[str, frozenset[str]] = {
    "goods": frozenset({"goods"}),
    "artifact": frozenset({"artifact"}),
    "food": frozenset({"goods"}),
    "substance": frozenset({"goods"}),
    "plant": frozenset({"goods"}),
    "person": frozenset({"people", "actor"}),
    "group": frozenset({"people", "actor"}),
    "location": frozenset({"place"}),
    "time": frozenset({"time"}),
    "possession": frozenset({"money"}),
    "animal": frozenset({"inanimate", "animal"}),
    "quantity": frozenset({"quantity"}),
}
# Known nouns of any other sense (acts, states, ideas, ...) are neither goods nor actors.
OTHER_SENSE = frozenset({"inanimate", "notion"})
# A name keeps the classes of its last word ("Paris Accord") but for these ("Integris Metals").
ACTING_CLASSES = frozenset({"actor", "corporate", "institution"})
BESIDE_NAMES = frozenset({"goods", "money", "people", "abstract", "information", "measure"})
DESIGNATION = re.compile(r"[A-Z]{1,4}-?[0-9]{1,4}[A-Z]{0,3}s?$")
AIRLINER = re.compile(r"7[0-8]7[sS]?")
ACTING_DEPS = frozenset({"nsubj", "obl:agent", "iobj"})
GENERIC = frozenset({"you", "your", "one"})
REFLEXIVE = frozenset({"myself", "yourself", "himself", "herself", "itself", "themselves", "ourselves"})
SELF = frozenset({"generic", "reflexive"})
PRONOUN_CLASSES = {
    **dict.fromkeys(("it", "its", "they", "them", "their", "we", "us", "our"), frozenset({"institution"})),
    **dict.fromkeys(("something", "each"), frozenset({"indefinite"})),
    **dict.fromkeys(
        ("i", "me", "my", "he", "him", "his", "she", "her", "hers", "who", "whom", "whose"),
        frozenset({"human"}),
    ),
}
SYMBOL = frozenset({"symbol"})
AMOUNTS = ("MONEY", "PERCENT", "DATE", "TIME")
COUNT = frozenset({"pronoun", "count"})
MORE = frozenset({"more", "others"})
MILLIONS = frozenset({"million", "billion", "m", "mln"})
TOLD_OF = frozenset({"it", "them", "which"})
PARTED = frozenset({"obj", "nsubj", "nsubj:pass", "nmod"})
COUNTED = frozenset({"obj", "nsubj", "nsubj:pass"})
PERCENT = frozenset({"percent", "pct"})
MATERIAL = frozenset({"goods", "artifact"})
GOODS = frozenset({"goods", "nominal"})
IMMATERIAL = frozenset({"abstract", "information", "money", "people"})
FIGHTING = frozenset({"people", "actor"})
# Classes that rules of names and phrases ask for: they tell nothing of what the word means on its own.
FUNCTIONAL = frozenset(
    {
        "aim",
        "asking",
        "awarding",
        "binding",
        "bringing",
        "body_word",
        "carrying",
        "changing_hands",
        "choosing",
        "clauses",
        "clearing",
        "commanding",
        "concluding",
        "credited",
        "consenting",
        "dealing",
        "delivering",
        "beginning",
        "dose",
        "reflexive",
        "existing",
        "faring",
        "lifting",
        "looking_on",
        "bidding",
        "filing",
        "former",
        "further",
        "giving_over",
        "going",
        "goods_trade",
        "goods_unit",
        "governing",
        "irregular",
        "listed",
        "manner",
        "merging",
        "moving",
        "nearing",
        "needing",
        "newsreader",
        "opposing",
        "participation",
        "origin",
        "nominal_adjective",
        "refusing",
        "requesting",
        "resolving",
        "ruling",
        "passing_from",
        "passing_to",
        "period",
        "preparing",
        "scheme_of",
        "selling",
        "span",
        "statute",
        "suspicion",
        "totalling",
        "rated",
        "receiving",
        "truce",
        "venue",
        "war",
        "warring",
        "whereabouts",
        "wreck",
    }
)
# Classes of common nouns that are part of a name where they are written like one ("President Lee").
TITLES = frozenset({"emissary"})
# Classes that add to what WordNet tells of a word instead of taking its place.
ADDED = frozenset(
    {
        "aid",
        "ballot",
        "bar",
        "breaking",
        "choice",
        "coin",
        "consumer",
        "custody",
        "dealt_in",
        "deciding",
        "emissary",
        "entitlement",
        "gathering",
        "given_arms",
        "go_between",
        "holding_share",
        "injection",
        "investing",
        "inviting",
        "joint",
        "lawmaker",
        "levy",
        "load",
        "medic",
        "necessity",
        "onward",
        "part_of",
        "passage",
        "permit",
        "polity",
        "projectile",
        "property_sold",
        "proposal",
        "purchaser",
        "relief",
        "renewing",
        "request",
        "requirement",
        "seizer",
        "standpoint",
        "suit",
        "surmise",
        "talks",
        "treated",
        "untruth",
        "voyage",
        "winning",
    }
)
# Classes of nouns alone, whatever verb has the same form: "denied paying" is no denial of pay.
NOMINAL_ONLY = frozenset({"refused"})
NAMING_MARKERS = frozenset({"to", "by", "from"})
LONG_WORD, FEWEST_SMALL = 4, 2
MEASURE_SENSES = frozenset({"quantity"})


def noun_lemma(token: Token) -> str:
    """Return the lemma of a noun, also where a headline's capitals misled the lemmatizer."""
    lemma = token.lemma_.lower() or token.lower_
    known = supersenses()
    if token.lower_.endswith("ses") and token.lower_[:-1] in known:
        return token.lower_[:-1]  # "doses" is no plural of "dos"
    if lemma in known or lemma in lexicon():
        return lemma
    for suffix, stem in (("ies", "y"), ("ves", "f"), ("ses", "s"), ("xes", "x"), ("s", "")):
        base = lemma.removesuffix(suffix) + stem
        if lemma.endswith(suffix) and (base in known or base in lexicon()):
            return base
    return lemma


def is_measure(token: Token) -> bool:
    """Tell whether a noun only measures what follows its *of*."""
    lemma = noun_lemma(token)
    amount = token.ent_type_ == "MONEY"  # "$100m of food"
    return lemma in words("measure") or supersenses().get(lemma) in MEASURE_SENSES or token.like_num or amount


def tells_stuff(graph: Graph, measure: Token, noun: Token) -> bool:
    """Tell whether a noun behind an amount is what that is of ("tonnes of wheat", "$4 million in arms")."""
    marker = graph.marker(noun)
    bare = measure.ent_type_ == "MONEY" and graph.child(noun, "det") is None
    goods = noun.lower_ in words("goods") or noun_lemma(noun) in words("goods")
    return marker == "of" or (marker == "in" and bare and goods)


def measured(graph: Graph, token: Token) -> Token:
    """Return what a measure noun measures ("tonnes of wheat" → "wheat"), else the token."""
    if is_measure(token):
        joined = (t for t in graph.children(token, "conj") if t.i == token.i + 2 and is_measure(t))
        for measure in (token, *joined):  # "some or all of its holding"
            for child in graph.children(measure, "nmod", "obl"):
                if tells_stuff(graph, measure, child):
                    return measured(graph, child)
    return token


def classes_of(graph: Graph, token: Token) -> frozenset[str]:
    """Return the semantic classes of the nominal that a token heads.

    A verb with a subject gives `clause`, pronouns, bare numbers and
    "the rest" give `pronoun`, capitalised words that nothing else is
    known of give `name`, all other unknown words `unknown`.
    """
    if token.pos_ in ("VERB", "AUX") and graph.child(token, "nsubj", "nsubj:pass"):
        return frozenset({"clause"})
    if noun_lemma(token) in words("remnant") and not graph.children(token, "nmod"):
        return frozenset({"indefinite"} if _is_much(graph, token) else {"pronoun", "count", "nominal"})
    if noun_lemma(token) in words("faculty") and _is_authority(graph, token):
        return frozenset({"abstract", "nominal"})
    if _is_headcount(graph, token):
        return frozenset({"abstract", "nominal"})
    if token.lower_ in MORE and graph.child(token, "nummod"):
        return COUNT
    if token.lower_ == "two" and graph.child(token, "det") and graph.dep(token).startswith("nsubj"):
        return COUNT | {"institution"}  # "the two will share costs"
    if token.pos_ == "NUM" and _is_part_of_goods(graph, token):
        return GOODS
    if noun_lemma(token) in words("injection") and _is_by_the_million(graph, token):
        return GOODS
    if token.pos_ == "NUM" and _counts_tonnes(graph, token):
        return GOODS | {"tonnage", "count"}
    stuff = measured(graph, token)
    classes = _classes_of_measured(token, stuff)
    counted = stuff.i != token.i and noun_lemma(stuff) in words("security")  # "a fifth of its shares"
    return classes | {"counted_share"} if counted or _is_counted_share(graph, token) else classes


def _classes_of_measured(measure: Token, stuff: Token) -> frozenset[str]:
    """Return the classes of what is measured; what a unit of goods measures is goods whatever its name."""
    classes = own_classes(stuff)
    unit = noun_lemma(measure) if measure.i != stuff.i else ""
    if unit in PERCENT and classes.isdisjoint(MATERIAL):  # "25 pct of its stock"
        classes |= LABEL_CLASSES["PERCENT"]
    if measure.i != stuff.i and stuff.lower_ in TOLD_OF:  # "most of it", of goods told before
        classes |= COUNT
    counted = unit in words("dose") and any(t.like_num for t in measure.children)
    traded = (unit in words("tonnage") or counted) and classes.isdisjoint(IMMATERIAL)
    return GOODS if traded or (unit in words("goods_unit") and "name" in classes) else classes


def _is_part_of_goods(graph: Graph, number: Token) -> bool:
    """Tell whether a number counts goods told of before: "12 jets, of which Oman took five"."""
    if number.ent_type_ in AMOUNTS or not graph.dep(number).startswith(("obj", "nsubj")):
        return False
    verb = graph.head(number)
    which = [t for t in graph.children(verb, "obl", "nmod") if t.tag_ == "WDT" and graph.marker(t) == "of"]
    if not which:
        return False
    before = (t for t in reversed(number.doc[verb.sent.start : which[0].i]) if t.pos_ in ("NOUN", "PROPN"))
    told = next((t for t in before if t.ent_type_ not in AMOUNTS and graph.dep(t) in PARTED), None)
    if told is None:
        return False
    classes = own_classes(told) | _classes_of_measured(told, measured(graph, told))
    return "goods" in classes


def _counts_tonnes(graph: Graph, number: Token) -> bool:
    """Tell whether a bare number is of the tonnes told right before: "bought 90,000 tonnes and took 30,000".

    Nothing else may have been counted in between, and it must be as large as trade's amounts are.
    """
    large = "," in number.text or graph.child(number, "nummod", "compound") is not None
    first = graph.first_conjunct(number)
    traded = words("passing_to") | words("passing_from")
    sold = graph.marker(first) == "of" and noun_lemma(graph.head(first)) in traded  # "sale of 30,000"
    if not large or number.ent_type_ in AMOUNTS or not (graph.dep(first) in COUNTED or sold):
        return False
    sentence = number.sent
    start = sentence.start if sentence.start == 0 else number.doc[sentence.start - 1].sent.start
    for token in reversed(number.doc[start : number.i]):
        counted = any(child.pos_ == "NUM" for child in graph.children(token, "nummod", "compound"))
        if token.pos_ == "NOUN" and counted and token.ent_type_ not in AMOUNTS:
            return noun_lemma(token) in words("tonnage") | words("load")
    return False


def _is_counted_share(graph: Graph, token: Token) -> bool:
    """Tell whether shares are so many, or more of them: a holding and not the market's."""
    if noun_lemma(token) not in words("security"):
        return False
    left = (child.lower_ for child in graph.children(token, "amod", "det"))
    parts = (token, *graph.children(token, "compound"))  # "300,000 Acme shares"
    counted = any(graph.child(part, "nummod") is not None for part in parts)
    return counted or not words("further").isdisjoint(left)


def _is_by_the_million(graph: Graph, token: Token) -> bool:
    """Tell whether a noun is counted in numbers that only what is made and sold comes in."""
    counts = graph.children(token, "nummod")
    parts = [*counts, *(part for count in counts for part in graph.children(count))]
    return any(part.lower_ in MILLIONS for part in parts)


def _is_authority(graph: Graph, token: Token) -> bool:
    """Tell whether power is what rulers have: "the power to search", "handed over power"."""
    held = graph.dep(token) in ("obj", "nsubj:pass") and graph.head(token).lemma_.lower() in words("ruling")
    return held or graph.child(token, "acl", "det", "nmod:poss") is not None


def _is_headcount(graph: Graph, token: Token) -> bool:
    """Tell whether numbers are how many somebody is, or what these come to: "get our numbers up to 200"."""
    if token.pos_ == "NUM" and graph.dep(token) == "obj":
        before = [t for t in graph.children(graph.head(token), "obj", "iobj") if t.i < token.i]
        return any(_is_headcount(graph, noun) for noun in before if noun.pos_ == "NOUN")
    if noun_lemma(token) not in words("headcount") or graph.child(token, "nmod:poss") is None:
        return False
    return not any(child.i > token.i for child in graph.children(token, "nmod"))  # "its number of tanks"


def _is_much(graph: Graph, token: Token) -> bool:
    """Tell whether "a lot" means much, not a batch of goods."""
    lot = token.lower_ == "lot" and token.i > 0 and token.nbor(-1).lower_ == "a"
    return lot and graph.child(token, "acl", "amod") is None


def any_class(graph: Graph, token: Token) -> frozenset[str]:
    """Return the classes of what a nominal measures and of the measure itself, of a verb its lemma's."""
    if token.pos_ in ("VERB", "AUX"):
        known = lexicon()
        own = known.get(token.lower_, frozenset()) | known.get(token.lemma_.lower(), frozenset())
        clause = frozenset({"clause"}) if graph.child(token, "nsubj", "nsubj:pass") else own_classes(token)
        return (clause | own) - NOMINAL_ONLY
    return classes_of(graph, token) | own_classes(token)


def own_classes(token: Token) -> frozenset[str]:
    """Return the semantic classes of a word itself, whatever it measures; nouns are `nominal`."""
    classes = _kinds(token)
    if token.pos_ in ("VERB", "AUX"):
        return classes - NOMINAL_ONLY
    return classes | {"nominal"} if token.pos_ in ("NOUN", "PROPN") else classes


def _kinds(token: Token) -> frozenset[str]:
    if not any(char.isalnum() for char in token.text):
        return LABEL_CLASSES["PERCENT"] if token.ent_type_ == "PERCENT" else SYMBOL
    if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WDT", "DT", "EX"):
        demonstrative = token.lower_ in ("this", "that", "which", "what", "there")
        if demonstrative:
            return frozenset({"demonstrative"})
        if token.lower_ in GENERIC | REFLEXIVE:
            return SELF if token.lower_ in words("reflexive") else frozenset({"generic"})
        return frozenset({"pronoun"}) | PRONOUN_CLASSES.get(token.lower_, frozenset())
    if noun_lemma(token) in words("acronym_goods"):
        return frozenset({"goods"})
    if token.ent_type_ == "ORDINAL" and token.like_num and _stands_alone(token):
        return COUNT
    firm = _is_acting_product(token) or _is_called_firm(token) or _is_body(token)
    if firm or _ends_with_form(token) or _is_bracketed(token) or _ends_with_tail(token) or _is_league(token):
        return LABEL_CLASSES["ORG"]
    if token.ent_type_ in LABEL_CLASSES and token.ent_type_ not in ("MONEY", "DATE", "PERCENT"):
        named = LABEL_CLASSES[token.ent_type_] | (_word_classes(token, curated_only=True) - BESIDE_NAMES)
        if token.ent_type_ == "WEAPON":  # an armoured carrier is no airline
            named -= ACTING_CLASSES
        if "goods" in named and (DESIGNATION.match(token.text) or AIRLINER.fullmatch(token.text)):
            return named | {"designation"}
        return named - PERSONAL if _is_doubtful_person(token) else named
    if _ends_firm(token) or _is_firm(token) or _acts_by_name(token):
        return LABEL_CLASSES["ORG"]
    if _acts_alone(token):
        return frozenset({"name"})
    word = _word_classes(token, curated_only=False)
    if noun_lemma(token) == "fighter" and _fights(token):
        return FIGHTING
    if word:
        return (
            word | COUNT
            if token.pos_ == "NUM" and token.like_num and token.ent_type_ not in AMOUNTS
            else word
        )
    if token.ent_type_ in LABEL_CLASSES:
        return LABEL_CLASSES[token.ent_type_]
    if is_type_number(token):
        return frozenset({"goods", "designation"})
    if token.like_num or token.pos_ == "NUM":
        return frozenset({"corporate"}) if "." in token.text else COUNT
    if DESIGNATION.match(token.text):
        return frozenset({"designation", "name"})
    capital = written(token)[:1].isupper() and not token.is_sent_start
    if capital and _is_counted_make(token):
        return frozenset({"name", "designation"})
    return frozenset({"name"} if token.pos_ == "PROPN" or capital else {"unknown"})


def _stands_alone(ordinal: Token) -> bool:
    """Tell whether an ordinal has its article and no noun: "the first will be delivered in May"."""
    graph = graph_of(ordinal.doc)
    alone = graph.dep(ordinal).split(":")[0] in ("nsubj", "obj") and graph.child(ordinal, "det") is not None
    return alone and not graph.children(ordinal, "compound", "amod")


def _is_counted_make(token: Token) -> bool:
    """Tell whether an unknown name in the plural is counted: "30 Dreamliners", "ten of its Dreamliners"."""
    if token.tag_ not in ("NNS", "NNPS") or supersenses().get(noun_lemma(token)) in ("person", "group"):
        return False
    graph = graph_of(token.doc)
    return graph.child(token, "nummod") is not None or (
        graph.marker(token) == "of" and graph.head(token).like_num
    )


def _fights(token: Token) -> bool:
    """Tell whether fighters are people, not aircraft: "rebel fighters", "sent rifles to fighters"."""
    graph = graph_of(token.doc)
    irregular = any(child.lower_ in words("irregular") for child in graph.children(token, "amod", "compound"))
    given = token.tag_ == "NNS" and graph.dep(token) in ("obl", "nmod") and graph.marker(token) == "to"
    given = given or (graph.marker(token) == "with" and graph.head(token).lemma_.lower() == "end")
    return irregular or given


def _is_acting_product(token: Token) -> bool:
    """Tell whether what the recogniser takes for a product acts as a firm does ("Lockheed Martin sold")."""
    if token.ent_type_ != "PRODUCT":
        return False
    acts = _is_subject(token) or _is_given_to(token) or _is_agent(token) or _heads_infinitive(token)
    if not (acts or _is_chosen(token) or _agrees(token)):
        return False
    name = [t for t in token.sent if t.ent_type_ == "PRODUCT" and (t == token or t.head == token)]
    return all(t.tag_ in ("NNP", "NNPS") and not any(c.isdigit() for c in t.text) for t in name)


def _agrees(token: Token) -> bool:
    """Tell whether an agreement or talks are with a name ("a deal with Coca-Cola"), and no goods."""
    graph = graph_of(token.doc)
    shared = graph.head(token)
    made = noun_lemma(shared) in words("agreement") | words("talks")
    return made and graph.dep(token) == "nmod" and graph.marker(token) == "with"


def _is_chosen(token: Token) -> bool:
    """Tell whether a name is chosen to do something ("picked Lockheed Martin to supply jets")."""
    top = token.head if token.dep_ in ("flat", "compound") and token.head.i < token.i else token
    name = name_at(token.doc, token.i)
    follows = token.doc[name.stop : name.stop + 2]
    infinitive = len(follows) == 2 and follows[0].lower_ == "to" and follows[1].tag_ == "VB"
    return top.dep_ in ("obj", "dobj") and top.head.lemma_.lower() in words("choosing") and infinitive


def _heads_infinitive(token: Token) -> bool:
    """Tell whether a name opens a headline that says what it is to do ("Velta to supply power plant")."""
    if token.i + 2 >= len(token.doc) or token.doc[name_at(token.doc, token.i).start].i != token.sent.start:
        return False
    return token.nbor(1).lower_ == "to" and token.nbor(2).tag_ == "VB"


def _is_called_firm(token: Token) -> bool:
    """Tell whether a noun for firms names a supposed product or word ("joint venture Acme Metals")."""
    alone = not token.ent_type_ and token.tag_ == "NNP" and written(token)[:1].isupper()
    if token.ent_type_ != "PRODUCT" and not alone:
        return False
    first = token.doc[name_at(token.doc, token.i).start]
    if first.i == 0 or first.nbor(-1).pos_ != "NOUN":
        return False
    known = _word_classes(first.nbor(-1), curated_only=True)
    return known >= FIRMS or "alliance" in known


def _is_agent(token: Token) -> bool:
    """Tell whether a name acts in the repaired parse ("made by Acme", "awarded Acme a contract")."""
    graph = graph_of(token.doc)
    acts = {token.dep_, graph.dep(token)} & ACTING_DEPS
    return bool(acts) and graph.head(token).pos_ == "VERB"


def _is_subject(token: Token) -> bool:
    """Tell whether a name does what a verb says, or is given something ("was awarded a contract")."""
    top = token.head if token.head.ent_type_ == "PRODUCT" and token.head.i < token.i else token
    verb = top.head
    if top.dep_ in ("nsubj:pass", "nsubjpass"):
        return verb.lemma_ in words("choosing") or (
            verb.lemma_ in words("giving") and any(t.dep_ in ("obj", "dobj") for t in verb.children)
        )
    return top.dep_ == "nsubj" and verb.pos_ == "VERB"


def _is_given_to(token: Token) -> bool:
    """Tell whether a name stands between a verb of giving and what is given ("awarded Lockheed Martin a")."""
    name = name_at(token.doc, token.i)
    first, last = token.doc[name[0]], token.doc[name[-1]]
    inside = first.i > 0 and last.i > first.i and last.i + 1 < len(token.doc)
    return inside and first.nbor(-1).lemma_ in words("giving") and last.nbor(1).tag_ in ("DT", "CD", "$")


def _is_body(token: Token) -> bool:
    """Tell whether a name of several words ends as names of organisations do ("the World Food Programme")."""
    if token.ent_type_ not in MISTAKEN or token.ent_iob_ != "I" or not written(token)[:1].isupper():
        return False
    ends = token.i + 1 == len(token.doc) or token.nbor(1).ent_iob_ != "I"
    return ends and noun_lemma(token) in words("body_word")


def _ends_with_form(token: Token) -> bool:
    """Tell whether a name that is taken for no firm's ends as firms' do ("Boeing Co" for a product)."""
    return token.ent_type_ in MISTAKEN and token.ent_iob_ == "I" and is_legal_form(token.text)


def _ends_with_tail(token: Token) -> bool:
    """Tell whether a word is no more than the last one of a firm's name ("Acme Ventures", "Kilo Foods")."""
    return token.ent_type_ == "ORG" and token.ent_iob_ == "I" and is_firm_tail(token.text)


def _is_league(token: Token) -> bool:
    """Tell whether a name only ends like an agreement ("Sun Alliance"): one may join it, but not sign it."""
    return ends_alliance(token) and written(token)[:1].isupper() and token.dep_ not in ("obj", "dobj")


def ends_alliance(token: Token) -> bool:
    """Tell whether a word that means an alliance ends an organisation's name ("Leeds Arts Partnership")."""
    named = token.ent_type_ == "ORG" and token.ent_iob_ == "I"
    return named and noun_lemma(token) in words("alliance")


def _is_bracketed(token: Token) -> bool:
    """Tell whether capitalised words stand alone in angle brackets, as Reuters writes firms."""
    last = token.i + 1
    if last >= len(token.doc) or token.doc[last].text != ">" or not token.text[:1].isupper():
        return False
    first = token.i
    while first > 0 and token.doc[first - 1].text[:1].isupper():
        first -= 1
    return token.i > first > 0 and token.doc[first - 1].text == "<"


def is_type_number(token: Token) -> bool:
    """Tell whether a figure is an airliner's type and counts nothing ("its eighth 747", "two 767-300s")."""
    counts = graph_of(token.doc).dep(token) == "nummod"
    return AIRLINER.fullmatch(token.text) is not None and not counts


def _is_firm(token: Token) -> bool:
    """Tell whether a word ends a firm's name by its legal form, where the recogniser saw none."""
    if token.ent_type_ or token.i == 0 or not token.text[:1].isupper():
        return False
    return is_legal_form(token.text) and token.nbor(-1).text[:1].isupper()


MISTAKEN = frozenset({"EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "FAC", "GPE", "LOC", "PERSON"})
FIRMS = frozenset({"actor", "corporate"})
PERSONAL = frozenset({"person", "people"})
PARTS_OF_NAMES = ("NN", "DT", "CD", "JJ", "PRP$", "POS", "HYPH", "VBN")


def _is_doubtful_person(token: Token) -> bool:
    """Tell whether a person goes by one name that no full name in the text has ("Saab", "Cairo").

    Recognisers take an unknown name for a person's; news gives persons their full names or titles.
    """
    if token.ent_type_ != "PERSON" or token.ent_iob_ == "I":
        return False
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if following is not None and following.ent_iob_ == "I":
        return False
    before = token.nbor(-1) if token.i else None
    if before is not None and (before.pos_ in ("PROPN", "NOUN") or before.text.endswith(".")):
        return False
    return token.text not in _full_names(token.doc)


def _full_names(doc: Doc) -> frozenset[str]:
    """Return all words of the names of persons that have more than one word."""
    known: frozenset[str] | None = doc.user_data.get("factwire_full_names")
    if known is None:
        full = (entity for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1)
        known = frozenset(token.text for entity in full for token in entity)
        doc.user_data["factwire_full_names"] = known
    return known


def _ends_firm(token: Token) -> bool:
    """Tell whether a capitalised word ends a firm's name that the recogniser cut ("Integris Metals")."""
    if token.ent_type_ or token.i == 0 or token.tag_ not in ("NNP", "NNPS"):
        return False
    if noun_lemma(token) in words("treaty"):  # "Open Skies Treaty"
        return False
    before = token.nbor(-1)
    joined = before.ent_type_ == "ORG" and before.head in (token, token.head)
    return (
        joined
        and written(token)[:1].isupper()
        and not written(token).isupper()
        and not DESIGNATION.match(token.text)
    )


def _acts_by_name(token: Token) -> bool:
    """Tell whether capitalised words nobody recognised act as a firm does ("Acme Foods sold")."""
    if token.ent_type_ or token.i == 0 or token.tag_ not in ("NNP", "NNPS") or DESIGNATION.match(token.text):
        return False
    before = token.nbor(-1)
    unknown = not before.ent_type_ or before.ent_type_ == "PRODUCT"
    named = before.tag_ in ("NNP", "NNPS") and before.head.i == token.i and unknown
    capital = all(written(part)[:1].isupper() and part.is_alpha for part in (before, token))
    acts = token.dep_ == "nsubj" and token.head.pos_ == "VERB"
    tail = is_firm_tail(token.text)
    given = token.dep_ in ("obl", "nmod") and _follows_marker(token)
    return named and capital and (acts or tail or given or token.dep_ in ("obl:agent", "nmod:poss"))


def _follows_marker(token: Token) -> bool:
    """Tell whether a name in capitals stands behind "to", "by" or "from", with nothing else of its phrase."""
    first = token
    while first.i > 0 and first.nbor(-1).tag_ in ("NNP", "NNPS") and written(first.nbor(-1))[:1].isupper():
        first = first.nbor(-1)
    return first.i < token.i and first.i > 0 and first.nbor(-1).lower_ in NAMING_MARKERS


def _acts_alone(token: Token) -> bool:
    """Tell whether a proper noun stands alone, as a firm's name does ("Shell denied it", "by Shell")."""
    if token.ent_type_ or not written(token)[:1].isupper() or token.tag_ not in ("NNP", "NN"):
        return False
    if token.tag_ == "NN":
        return _is_capital_by_choice(token)
    before = token.nbor(-1).tag_ if token.i else ""
    after = token.nbor(1).tag_ if token.i + 1 < len(token.doc) else ""
    if token.is_sent_start:
        return after in ("VBD", "VBN", "VBZ", "MD", "POS", ",", "RB", "CC")
    return not before.startswith(PARTS_OF_NAMES) and not after.startswith(("NN", "CD", "HYPH"))


def _is_capital_by_choice(token: Token) -> bool:
    """Tell whether a common noun is a name here: "sold oil to Shell", in no line of capitals."""
    if token.i == 0 or token.nbor(-1).text not in NAMING_MARKERS:
        return False
    small = sum(word.text.islower() and len(word) > LONG_WORD for word in token.sent)
    return small >= FEWEST_SMALL


def _word_classes(token: Token, curated_only: bool) -> frozenset[str]:
    lemma = noun_lemma(token)
    phrases = [token.lower_, lemma]
    if token.i > 0:
        phrases.insert(0, f"{token.nbor(-1).lower_} {lemma}")
    if token.i > 1 and token.nbor(-1).lower_ == "of":
        phrases.insert(0, f"{token.nbor(-2).lemma_.lower()} of {lemma}")
    if token.i + 2 < len(token.doc) and token.nbor(1).lower_ == "of":
        phrases.insert(0, f"{lemma} of {token.nbor(2).lower_}")
    apart = FUNCTIONAL | TITLES if token.pos_ == "PROPN" else FUNCTIONAL
    known = next((k for phrase in phrases if (k := lexicon().get(phrase, frozenset()) - apart)), None)
    if known and not known <= ADDED:
        return known
    sense = None if curated_only or token.pos_ == "PROPN" else supersenses().get(lemma)
    senses = SUPERSENSE_CLASSES.get(sense, OTHER_SENSE) if sense else frozenset()
    return (known or frozenset()) | senses
