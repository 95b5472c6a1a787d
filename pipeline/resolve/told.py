"""Which drafts say enough to be facts."""

from collections import Counter

from pipeline.facts import Item, Phrase
from pipeline.predicates import noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.draft import Draft
from pipeline.resolve.implicit import is_anaphoric
from pipeline.resolve.partners import has_code

BARE_PRIOR = 0.4
SURE_PRIOR = 0.5
PLAIN_PRIOR = 0.8
TOLD_TAKEOVER = "deal.acquisition-told"
TRADE = frozenset({"delivery", "export", "import", "sale", "shipment", "supply"})
CREDIT_MARKS = frozenset({":", ";", "/", "-"})
TURNOVER = frozenset({"delivery", "sale", "shipment"})


def told(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts that say enough to be facts, in text order."""
    kept: list[Draft] = []
    deals = Counter(draft.head.sent.start for draft in drafts if draft.relation == "deal")
    for draft in drafts:
        events = [earlier for earlier in kept if earlier.relation != "denial"]
        alone = deals[draft.head.sent.start] == 1 and any(e.head.i < draft.head.sent.start for e in events)
        alone = alone and not _is_generic(draft)
        if _is_told(draft, alone or (bool(events) and is_anaphoric(draft))):
            kept.append(draft)
    known = {draft.relation for draft in kept if not draft.candidate.rule.retells}
    kept = [draft for draft in kept if not draft.candidate.rule.retells or draft.relation in known]
    goods = {draft.head.i for draft in kept if draft.relation == "supply" and draft.roles.get("item")}
    return [draft for draft in kept if not (_may_be_of_goods(draft) and draft.head.i in goods)]


def _may_be_of_goods(draft: Draft) -> bool:
    """Tell whether "the sale" is of no company that is told of: where goods are known, it is of them."""
    named = draft.roles.get("subject") or len(draft.canonicals("party")) > 1
    return draft.candidate.rule.id == TOLD_TAKEOVER and not named


def _is_told(draft: Draft, known: bool) -> bool:
    """Tell whether a draft says enough to be a fact; that nobody can deny it is no denial.

    A deal may leave its parties to the reader where a verb tells it ("agreed to sell the
    firm") or where it is known from what was told before: by its form ("the pact") or as
    the only one of a later sentence ("no deal is near").
    """
    if draft.relation == "denial" and draft.factuality.polarity == "negative":
        return bool(draft.roles.get("denier"))
    if draft.relation == "deal":
        if _is_body(draft):
            return False
        if draft.candidate.rule.prior >= SURE_PRIOR and _stands_alone(draft, known):
            return True
        if draft.head.tag_ == "NNS" and noun_lemma(draft.head) == "sale" and not draft.roles.get("subject"):
            return False  # "Sony's camera sales"
        bare = draft.candidate.rule.prior < BARE_PRIOR and not (known and _is_known_takeover(draft))
        return len(draft.canonicals("party")) >= (2 if bare else 1)
    if draft.relation == "supply":
        vague = _is_vague(draft) and not _is_plain(draft)
        habit = _is_shopping(draft) or _is_retail(draft)
        if (
            vague
            or habit
            or _is_anyone(draft)
            or _is_figure(draft)
            or _is_forbidden_trade(draft)
            or _is_credit(draft)
        ):
            return False
    return draft.core >= (2 if draft.candidate.rule.prior < BARE_PRIOR else 1)


def _is_body(draft: Draft) -> bool:
    """Tell whether a noun of joining means those who are joined and no agreement: "the alliance said"."""
    joined = noun_lemma(draft.head) in words("alliance") and not draft.candidate.predicate.is_verbal
    return joined and not draft.roles.get("party")


def _stands_alone(draft: Draft, known: bool) -> bool:
    return draft.candidate.predicate.is_verbal or known


def _is_generic(draft: Draft) -> bool:
    """Tell whether a deal is said of deals as such: "they favour treaties"."""
    noun, graph = draft.head, draft.candidate.predicate.graph
    bare = noun.tag_ == "NNS" and noun_lemma(noun) in words("agreement")
    return bare and not any(child.i < noun.i for child in graph.children(noun))


def _is_known_takeover(draft: Draft) -> bool:
    """Tell whether a deal is "the takeover", "the sale" of a firm that was told before."""
    return is_anaphoric(draft) and noun_lemma(draft.head) in words("changing_hands")


def _is_vague(draft: Draft) -> bool:
    """Tell whether nobody knows what is supplied: "gave it", where no goods were told of before."""
    items = draft.roles.get("item", [])
    return bool(items) and all(isinstance(m, Phrase) and m.canonical is None for m in items)


def _is_plain(draft: Draft) -> bool:
    """Tell whether a verb that means supply by itself has both ends, whatever goes: "ship them to Oman"."""
    verb = draft.candidate.predicate.is_verbal and draft.candidate.rule.prior >= PLAIN_PRIOR
    return verb and all(draft.canonicals(end) for end in ("supplier", "recipient"))


def _is_anyone(draft: Draft) -> bool:
    """Tell whether a verb of many uses has mere pronouns that stand for nobody told of ("we got food")."""
    ends = list(draft.actors("supplier", "recipient"))
    unknown = all(end.kind == "pronoun" and end.antecedent is None for end in ends)
    plain = draft.candidate.rule.prior >= PLAIN_PRIOR or not draft.candidate.predicate.is_verbal
    return bool(ends) and unknown and not plain


def _is_figure(draft: Draft) -> bool:
    """Tell whether a noun of trade tells a figure and no goods that pass: "PC sales rose", "exports to Peru".

    What a country ships, or by the tonne, is told so in trade news; what a firm sells, or is sold in a
    country ("U.S. car sales"), is turnover.
    """
    noun, graph = draft.head, draft.candidate.predicate.graph
    trade = noun_lemma(noun)
    if draft.candidate.predicate.is_verbal or trade not in TRADE or draft.roles.get("recipient"):
        return _is_bare_trade(draft, trade)
    armed = any(item.label == "WEAPON" for item in draft.roles.get("item", []) if isinstance(item, Item))
    traded = any(noun_lemma(word) in words("tonnage") for word in noun.sent)
    if armed or traded or draft.factuality.polarity == "negative":
        return False
    sellers = list(draft.actors("supplier"))
    governor = graph.head(graph.first_conjunct(noun))
    moves = graph.dep(noun).startswith("nsubj") and governor.lemma_.lower() in words("moving")
    moves = moves or any(word.lower_ in words("faring") for word in graph.children(noun, "amod"))
    rated = graph.dep(noun) == "nmod" and noun_lemma(governor) in words("rated")
    if not sellers and trade in TURNOVER:
        return moves or rated or (noun.tag_ == "NNS" and trade == "sale")
    private = bool(sellers) and (trade == "sale" or not any(has_code(seller) for seller in sellers))
    stocks = trade == "supply" and bool(sellers) and all(seller.kind == "named" for seller in sellers)
    return (moves or rated) and ((private and trade in TURNOVER) or stocks)


def _is_bare_trade(draft: Draft, trade: str) -> bool:
    """Tell whether all trade of somebody is told, of no goods: "its exports to Japan rose"."""
    noun = draft.head
    all_trade = noun.tag_ == "NNS" and trade in ("export", "import", "sale") and not draft.roles.get("item")
    return (
        all_trade and not draft.candidate.predicate.is_verbal and not is_anaphoric(draft) and not draft.cues
    )


def _is_forbidden_trade(draft: Draft) -> bool:
    """Tell whether goods at large may not be traded, by anybody: "the law bans the sale of alcohol"."""
    noun, graph = draft.head, draft.candidate.predicate.graph
    if draft.candidate.predicate.is_verbal or draft.factuality.polarity != "negative":
        return False
    subjects = graph.children(graph.head(noun), "nsubj") if graph.dep(noun) == "obj" else []
    laws = {noun_lemma(t) for t in subjects if t.tag_ == "WDT" or noun_lemma(t) in words("statute")}
    return bool(laws) and draft.canonicals("supplier", "recipient") <= laws


def _is_credit(draft: Draft) -> bool:
    """Tell whether a line says whose a picture is: "Image: Acme, provided by the owners"."""
    first, *more = draft.head.sent[:2]
    return noun_lemma(first) in words("credited") and any(t.text in CREDIT_MARKS for t in more)


def _is_shopping(draft: Draft) -> bool:
    """Tell whether shoppers buy from nobody who is told: "consumers bought more cars"."""
    takers = draft.candidate.roles.get("recipient", ())
    heads = [noun_lemma(filler.token) for filler in takers]
    bought = draft.candidate.rule.id in ("supply.get", "supply.import") and not draft.roles.get("supplier")
    return bought and bool(heads) and all(head in words("consumer") for head in heads)


def _is_retail(draft: Draft) -> bool:
    """Tell whether it is told what somebody deals in, of no amount and to nobody: "the shop sells books"."""
    verb, graph = draft.head, draft.candidate.predicate.graph
    if (
        draft.candidate.rule.id != "supply.sell"
        or verb.tag_ not in ("VBZ", "VBP")
        or draft.roles.get("recipient")
    ):
        return False
    goods = [filler.token for filler in draft.candidate.roles.get("item", ())]
    bare = all(noun.tag_ == "NNS" and not graph.children(noun, "nummod", "det") for noun in goods)
    return bare and draft.factuality.polarity == "positive"
