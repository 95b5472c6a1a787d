"""Implicit roles: who is meant where a sentence leaves it to the context.

A definite mention of an event ("the deal", "the shipments", "deliveries will begin")
takes what it lacks from the nearest fact that tells of the same event: an earlier one,
or the deal that encloses a supply. Only facts of compatible kind lend; the distance is
limited, since a wrong actor is worse than a missing one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import accumulate

import msgspec
from spacy.tokens import Token

from pipeline.annotate.words import words as calendar
from pipeline.facts import Item, Mention, Phrase, TimeMention
from pipeline.predicates import Graph, graph_of, noun_lemma, whole
from pipeline.predicates.lexicon import words
from pipeline.resolve.countries import countries
from pipeline.resolve.draft import Draft, implicit
from pipeline.resolve.itemidentity import is_known_again
from pipeline.resolve.itsagreement import stands_for
from pipeline.resolve.offers import Firms, is_bid, target
from pipeline.resolve.tables import actor_words
from pipeline.resolve.wars import enemies

Beside = Callable[[Draft], Set[str]]

MAX_SENTENCES = 8
OPENING = 3  # sentences: the headline and those of the lead
FEW = 6
TOLD_AGAIN = 4  # sentences from a supply to "the shipment"
REACHED = frozenset({"agreed", "signed", "completed", "in_force"})
OPEN = frozenset({"negotiating", "proposed"})
SO = ("positive", "certain", "past", False)
AWAITED = 3
TALKED_OF = 5  # sentences from what is open to talks that need no article
TWO = 2
NAMED = frozenset({"GPE", "NORP", "ORG", "PERSON"})
YEAR = re.compile(r"[12]\d{3}")
ASIDE = ("advcl", "acl", "acl:relcl")
BUYING = ("deal.acqui", "deal.buy-shares", "deal.pay-for", "deal.take")
SAME_SUBJECT = ("xcomp", "conj", "acl")
NOBODY = frozenset({"Nobody", "nobody", "No one", "no one", "None", "none", "Neither"})
DEFINITE = frozenset(["the", "this", "that", "these", "those", "its", "their", "such", "both", "said"])
TAKEOVERS = tuple(f"deal.{frame}" for frame in "acqui buy-shares sell pay-for take bid offer merge".split())
DAYS = frozenset({*calendar().time.weekdays, "today", "yesterday"})  # "Sunday's deal" is a known one
UNIQUE = frozenset("truce ceasefire cease-fire armistice".split())
PARTING = ("supply.take-", "supply.go", "supply.arrive")
LIGHT = ("supply.make-sale", "supply.make-purchase", "supply.take-delivery")
TOLD_TRADE = ("supply.event-sale", "supply.event-purchase")
PROVIDING = frozenset({"under", "whereby", "wherein"})
ADDING = frozenset({"also", "additionally", "furthermore"})
RIVALS = (("supplier", "recipient"), ("recipient", "supplier"))
SUPPLY_ROLES = ("supplier", "recipient", "item")


@dataclass(frozen=True, slots=True)
class _Story:
    """What a deal with open parties is looked for in.

    Attributes:
        principals: For whom persons act, by their names.
        beside: Who is told of in a draft's own sentence, by their names.
        opening: Where the facts that the story opens with have their triggers.
    """

    principals: Mapping[str, str]
    beside: Beside
    opening: Set[int]


def share_with_enclosed(graph: Graph, drafts: list[Draft]) -> None:
    """Make who acts inside a deal's clause or name parties of the deal, in place.

    "signed a deal to buy 36 planes from ATR": who buys from whom is who agrees with whom.
    "an accord under which Acme will buy Bolt": so are the parties of what it provides for.
    """
    for deal in drafts:
        if deal.relation != "deal" or len(_names(deal.roles.get("party", []))) >= 2:
            continue
        for inner in drafts:
            if inner.relation == "supply" and _is_framed(graph, deal, inner):
                _join_parties(deal, inner.actors("supplier", "recipient"), unnamed=True)
            elif inner.relation == "supply" and inner.head.i != deal.head.i and _encloses(graph, deal, inner):
                if not _is_of_others(deal, inner, drafts):
                    _join_parties(deal, inner.actors("supplier", "recipient"))
            elif inner.relation == "deal" and (
                _provides_for(graph, deal, inner) or _is_done_under(graph, deal, inner)
            ):
                _join_parties(deal, inner.actors("party"))


def _is_of_others(deal: Draft, supply: Draft, drafts: list[Draft]) -> bool:
    """Tell whether "the pact" that provides for goods was told before as one of other parties.

    "Chad and the rebels signed a pact. Under the pact the rebels will hand their weapons to the UN."
    """
    if not is_anaphoric(deal):
        return False
    before = [d for d in drafts if d.relation == "deal" and d.head.i < deal.head.sent.start]
    told = next((d for d in reversed(before) if len(_names(d.roles.get("party", []))) >= TWO), None)
    ends = supply.canonicals("supplier", "recipient")
    shared = ends & _names(told.roles["party"]) if told is not None else set()
    return bool(shared) and shared != ends


def _join_parties(deal: Draft, actors: Iterable[Phrase], unnamed: bool = False) -> None:
    mine = deal.roles.setdefault("party", [])
    known = _names(mine)
    for actor in actors:
        if actor.canonical and actor.canonical not in known and (unnamed or actor.kind != "nominal"):
            known.add(actor.canonical)
            mine.append(actor)


def _encloses(graph: Graph, deal: Draft, supply: Draft) -> bool:
    heads = [deal.head] + [f.token for f in deal.candidate.roles.get("instrument", ())]
    named = graph.head(supply.head).i in {head.i for head in heads} and supply.candidate.rule.free
    held = any(_is_hosted(graph, deal, head, supply) or graph.dominates(head, supply.head) for head in heads)
    return named or (held and supply.factuality.polarity == "positive")  # no "ban on sales to Chad"


def _is_hosted(graph: Graph, deal: Draft, noun: Token, supply: Draft) -> bool:
    """Tell whether goods pass under an agreement or in it: who gives and takes them are all its parties."""
    if graph.dep(noun) not in ("obl", "nmod") or graph.marker(noun) not in ("in", "under"):
        return False
    parties, ends = deal.canonicals("party"), supply.canonicals("supplier", "recipient")
    return parties <= ends and not _clauses(graph, graph.head(noun)).isdisjoint(_clauses(graph, supply.head))


def _is_framed(graph: Graph, deal: Draft, supply: Draft) -> bool:
    """Tell whether goods are told to pass in a deal of no other party: "will buy 30 jets in a deal worth"."""
    noun = deal.head
    if (
        deal.roles.get("party")
        or deal.candidate.predicate.is_verbal
        or supply.factuality.polarity == "negative"
    ):
        return False
    if graph.marker(noun) not in ("in", "under") or noun.i < supply.head.i:
        return False
    verb = next((up for up in graph.ancestors(noun) if up.pos_ in ("VERB", "AUX")), None)
    return verb is not None and verb.i == supply.head.i


def _is_done_under(graph: Graph, deal: Draft, inner: Draft) -> bool:
    """Tell whether one agrees to something under an agreement with others: "agreed to stop under a pact"."""
    if inner is deal or not deal.candidate.predicate.is_verbal or not deal.canonicals("party"):
        return False
    nouns = [inner.head, *(f.token for f in inner.candidate.roles.get("instrument", ()))]
    nouns += [graph.head(inner.head)] if graph.dep(inner.head).startswith("acl") else []
    below = (n for n in nouns if n.pos_ == "NOUN" and graph.marker(n) == "under")
    return any(
        graph.dominates(deal.head, n) and not _clauses(graph, graph.head(n)).isdisjoint({deal.head.i})
        for n in below
    )


def _clauses(graph: Graph, word: Token) -> set[int]:
    """Return a word and the verbs above with the same subject ("is committed to take", "buys and sells")."""
    found = {word.i}
    while graph.dep(word) in SAME_SUBJECT and graph.head(word).i not in found:
        word = graph.head(word)
        found.add(word.i)
    return found


def _provides_for(graph: Graph, deal: Draft, inner: Draft) -> bool:
    """Tell whether a deal's noun has the other in a clause that says what it provides for."""
    nouns = {deal.head.i} | {f.token.i for f in deal.candidate.roles.get("instrument", ())}
    verb = inner.head
    if inner is deal or graph.head(verb).i not in nouns or not graph.dep(verb).startswith("acl"):
        return False
    openers = (word for child in graph.children(verb) for word in (child, *graph.children(child)))
    return any(word.lower_ in PROVIDING for word in openers)


def fill_implicit(
    drafts: list[Draft],
    principals: Mapping[str, str],
    firms: Firms,
    actors_at: Callable[[Token], Iterable[Phrase]],
    beside: Beside = lambda _: frozenset(),
) -> None:
    """Fill the empty core roles of drafts in place.

    Args:
        drafts: The drafts in text order.
        principals: For whom persons act, by their names: a state's code, or a firm's name.
        firms: Where each firm is named, by its name.
        actors_at: Tells whom a word names.
        beside: Who is told of in a draft's own sentence, by their names.
    """
    starts = _starts_before(graph_of(drafts[0].head.doc)) if drafts else []
    opening = {d.head.i for d in drafts if starts[d.head.i] <= OPENING and _opens(d)}
    story = _Story(principals, beside, opening)

    def near(one: Draft, other: Draft) -> bool:
        return abs(starts[one.head.i] - starts[other.head.i]) <= MAX_SENTENCES

    order = sorted(range(len(drafts)), key=lambda i: _is_headline(drafts[i]))  # which may take from below it
    for i, draft in ((i, drafts[i]) for i in order):
        earlier = [d for d in reversed(drafts[:i]) if near(d, draft) or d.head.i in opening]
        later = [d for d in drafts[i + 1 :] if near(d, draft)]
        if draft.relation == "deal":
            _fill_deal(draft, earlier, later, story)
            _lend(draft, "party", target(draft, earlier, firms))
            _fill_from_war(draft, actors_at)
        elif draft.relation == "supply":
            _fill_supply(draft, earlier, later)
            before = [d for d in drafts[:i] if d.relation == "supply"]
            _fill_from_sole_end(draft, before)
            _fill_from_sole_flow(draft, before)


def _fill_from_war(draft: Draft, actors_at: Callable[[Token], Iterable[Phrase]]) -> None:
    """Let a truce without parties, or with one alone, be between those who fought."""
    known = _names(draft.roles.get("party", []))
    if len(known) >= TWO:
        return
    for fighting in enemies(draft):
        sides = [actor for token in fighting for actor in actors_at(token)]
        if len(_names(sides)) >= TWO and known <= _names(sides):
            _lend(draft, "party", sides)
            return


def act_for_states(drafts: list[Draft], heads: Mapping[str, str]) -> None:
    """Let the state be at the ends of supplies where its head is named, in place."""
    for draft in drafts:
        for role in ("supplier", "recipient") if draft.relation == "supply" else ():
            draft.roles[role] = [_acting_for(mention, heads) for mention in draft.roles.get(role, ())]


def _acting_for(mention: Mention, heads: Mapping[str, str]) -> Mention:
    code = heads.get(mention.canonical or "") if isinstance(mention, Phrase) else None
    return msgspec.structs.replace(mention, canonical=code) if code else mention


def _opens(draft: Draft) -> bool:
    """Tell whether a fact of the headline or lead is what the story is about: it is so, and no aside."""
    graph = draft.candidate.predicate.graph
    told = (draft.head, *graph.ancestors(draft.head))
    return draft.factuality.polarity != "negative" and all(graph.dep(t) != "acl:relcl" for t in told)


def _starts_before(graph: Graph) -> list[int]:
    """Return, by token, how many sentences start before it."""
    return list(accumulate((bool(token.is_sent_start) for token in graph.tokens), initial=0))


def _fill_deal(draft: Draft, earlier: list[Draft], later: list[Draft], story: _Story) -> None:
    """Lend parties (and the subject of a takeover) from the nearest deal that can be the same."""
    if len(_names(draft.roles.get("party", []))) >= 2:
        _tell_again(draft, earlier)
        return
    if _takes_from_concluded(draft, earlier) or _is_told_whole(draft):
        return
    other = _of_one_instrument(draft, [*earlier, *later]) or _told_before(draft, earlier, later, story)
    if other is None:
        if is_anaphoric(draft) and not draft.roles.get("party") and not _is_takeover(draft):
            _fill_from_supply(draft, earlier)
        return
    bare = not (draft.roles.get("party") or draft.candidate.predicate.is_verbal or _is_talks(draft))
    if bare and not draft.cues:
        other = _come_about(other, earlier)
        draft.factuality, draft.stage, draft.cues = other.factuality, other.stage, list(other.cues)
    _lend(draft, "party", _for_states(_sides(other), story.principals))
    if _is_takeover(draft) and _is_takeover(other) and not draft.roles.get("subject"):
        _lend(draft, "subject", other.roles.get("subject", []))


def _is_told_whole(draft: Draft) -> bool:
    """Tell whether those who act for all sides are the parties ("their foreign ministers agreed")."""
    parties = [filler.token for filler in draft.candidate.roles.get("party", ())]
    return any(t.tag_ == "NNS" and noun_lemma(t) in actor_words("representative") for t in parties)


def _takes_from_concluded(draft: Draft, earlier: list[Draft]) -> bool:
    """Let "the agreement" that a stranger rejects be the one that others have concluded, as it was told.

    Tell whether it is. Who rejects it is no party of it, and cannot undo it.
    """
    verb = draft.candidate.predicate.graph.head(draft.head)
    strangers = draft.candidate.roles.get("party", ())
    known = is_anaphoric(draft) and not draft.candidate.predicate.is_verbal and strangers
    if not known or any(not _is_named_subject(draft, filler.token, verb) for filler in strangers):
        return False
    told = next(
        (d for d in earlier if d.relation == "deal" and len(_names(d.roles.get("party", []))) >= TWO), None
    )
    own = _names(draft.roles.get("party", []))
    if told is None or told.stage not in REACHED or not _is_so(told) or own & _names(told.roles["party"]):
        return False
    draft.roles["party"] = []
    _lend(draft, "party", told.roles["party"])
    draft.factuality, draft.stage, draft.cues = told.factuality, told.stage, list(told.cues)
    return True


def _is_named_subject(draft: Draft, token: Token, verb: Token) -> bool:
    """Tell whether a party by name is only the subject of the verb that has the agreement as its object."""
    graph = draft.candidate.predicate.graph
    words_ = (token, *graph.children(token, "amod", "compound", "nmod:poss"))
    own = noun_lemma(token) in words("lawmaker")  # parliament is no stranger to what its state agrees on
    named = not own and any(word.ent_type_ in NAMED or countries().land(word.text) for word in words_)
    return (
        named and graph.dep(draft.head) == "obj" and graph.head(token) == verb and graph.dep(token) == "nsubj"
    )


def _is_talks(deal: Draft) -> bool:
    """Tell whether a deal's noun means talks, which are no agreement, whatever they led to."""
    return not words("talks").isdisjoint((deal.head.lower_, noun_lemma(deal.head)))


def _tell_again(draft: Draft, earlier: list[Draft]) -> None:
    """Let "the merger of A and B" be as far as the takeover of the same two that was told before."""
    if draft.candidate.predicate.is_verbal or not is_anaphoric(draft) or _is_headline(draft):
        return
    if noun_lemma(draft.head) not in words("changing_hands") or draft.factuality.polarity == "negative":
        return
    parties = _names(draft.roles["party"])
    told = (d for d in earlier if _is_takeover(d) and d.stage in REACHED and _is_so(d))
    same = next((d for d in told if _names(d.roles.get("party", [])) == parties), None)
    if same is not None and draft.stage not in REACHED:
        draft.factuality, draft.stage, draft.cues = same.factuality, same.stage, list(same.cues)


def _come_about(deal: Draft, earlier: list[Draft]) -> Draft:
    """Return where an open or refused deal is told as one that came about: what is so once stays so."""
    refused = deal.stage == "proposed" and deal.factuality.polarity == "negative"
    if deal.factuality.certainty == "certain" and not refused:
        return deal
    parties = _names(deal.roles["party"])
    told = (d for d in earlier if d.relation == "deal" and d.stage in REACHED and _is_so(d))
    return next((d for d in told if len(parties & _names(d.roles.get("party", []))) >= TWO), deal)


def _is_so(draft: Draft) -> bool:
    facts = draft.factuality
    return (facts.polarity, facts.certainty, facts.time, facts.conditional) == SO


def _sides(deal: Draft) -> list[Mention]:
    """Return the parties of a deal; whom it is said to be between, where the text says so."""
    predicate = deal.candidate.predicate
    at = {
        token.idx for path in ("between", "obj>between", "subj>between") for token in predicate.tokens(path)
    }
    parties = deal.roles["party"]
    between = [
        m for m in parties if isinstance(m, Phrase) and any((m.start or 0) <= i < (m.end or 0) for i in at)
    ]
    return list(between) if len(_names(between)) > 1 else parties


def _for_states(parties: list[Mention], principals: Mapping[str, str]) -> list[Mention]:
    """Return the states or firms for which persons signed: parties wherever the agreement is told again."""
    acting = [_acting_for(m, principals) for m in parties if isinstance(m, Phrase) and m.canonical]
    return acting if len(_names(acting)) == len(_names(parties)) else parties


def _of_one_instrument(draft: Draft, others: list[Draft]) -> Draft | None:
    """Return the deal whose verb has the same agreement ("a pact that A and B signed broke down")."""
    own = {filler.token.i for filler in draft.candidate.roles.get("instrument", ())}
    for other in others:
        theirs = {filler.token.i for filler in other.candidate.roles.get("instrument", ())}
        if own & theirs and other.relation == "deal" and len(_names(other.roles.get("party", []))) > 1:
            return other
    return None


def _told_before(draft: Draft, earlier: list[Draft], later: list[Draft], story: _Story) -> Draft | None:
    """Return the nearest deal that a draft can be, of several parties first; a headline's may follow."""
    nearest = [*earlier, *(later[:3] if _is_headline(draft) else ())]
    deals = (d for d in nearest if d.relation == "deal" and d.roles.get("party"))
    fitting = [d for d in deals if _can_be(draft, d)]
    return min(fitting, key=lambda d: _strangeness(draft, d, story), default=None)


def _strangeness(draft: Draft, other: Draft, story: _Story) -> tuple[bool, ...]:
    """Return what speaks against a deal as the one that is meant; of equal ones the nearest is.

    It has no two parties, it is of none of those who are told of beside the draft, it is neither told
    just now nor what the story opens with, it is told in passing, of an earlier year ("which bought Bolt
    in 1999"), "the sale" is meant, and it is a purchase, it was refused, or it is only talked about and
    what is meant is so.
    """
    sold = noun_lemma(draft.head) in words("outgoing")
    bought = other.candidate.rule.id.startswith(BUYING) and noun_lemma(other.head) not in words("outgoing")
    ahead = draft.stage == "in_force" and _is_so(draft) and other.stage in OPEN
    refused = other.factuality.polarity == "negative" and noun_lemma(draft.head) not in words("offer")
    parties = _names(other.roles["party"])
    beside = story.beside(draft) if not draft.roles.get("party") else frozenset()
    apart = bool(beside) and parties.isdisjoint(beside)
    stray = other.head.i not in story.opening and not _near_sentences(other, draft, 1)
    unlike = noun_lemma(draft.head) in words("concluded") and is_bid(other)
    doubtful = ahead or refused
    return len(parties) < TWO, apart, unlike, stray, _is_aside(other), sold and bought, doubtful


def _is_aside(deal: Draft) -> bool:
    """Tell whether a takeover of an earlier year, or an agreement's end, is told in a subordinate clause."""
    graph = deal.candidate.predicate.graph
    below = any(graph.dep(word) in ASIDE for word in (deal.head, *graph.ancestors(deal.head)))
    if not _is_takeover(deal):
        return below and deal.stage == "ended"
    dates = (m.value for m in deal.roles.get("date", []) if isinstance(m, TimeMention))
    return below and any(value is not None and YEAR.fullmatch(value) for value in dates)


def _fill_from_supply(draft: Draft, earlier: list[Draft]) -> None:
    """Take the parties of "the contract" from the supply just told: who buys from whom agrees with whom."""
    for supply in earlier[:FEW]:
        ends = [m for role in ("supplier", "recipient") for m in supply.roles.get(role, [])]
        if supply.relation == "supply" and _near_sentences(supply, draft, 3) and len(_names(ends)) == 2:
            _lend(draft, "party", ends)
            return


def _can_be(draft: Draft, other: Draft) -> bool:
    """Tell whether a deal with open parties can be another one that the article tells."""
    if _is_takeover(draft):
        subject = _names(draft.roles.get("subject", []))
        theirs = _names(other.roles.get("subject", []))
        same = _is_takeover(other) and (not subject or _same_subject(draft, subject, theirs))
        if not same and not _is_agreed_on(draft, other):
            return False
    if _is_of_another_year(draft, other) or (_is_former(other) and not _is_former(draft)):
        return False
    known = _names(draft.roles.get("party", []))
    parties = _names(other.roles["party"])
    joins = draft.candidate.rule.id in ("deal.join", "deal.sign-it", "deal.break-it")
    if known and not joins and (len(parties) < 2 or not known & parties):
        return False
    if not known and not _may_lend(draft, other, parties):
        return False
    retold = _is_headline(other) and other.head.i < draft.head.i and _near_sentences(other, draft, 2)
    known_before = is_anaphoric(draft) or _is_unique(draft) or _is_awaited(draft, other)
    just_told = not _is_takeover(other) and _near_sentences(other, draft, 2)
    known_before = known_before or (just_told and stands_for(draft, other))
    known_before = known_before or (is_bid(draft) and _is_takeover(other) and bool(known & parties))
    return known_before or _is_headline(draft) or retold


def _is_former(deal: Draft) -> bool:
    """Tell whether an agreement is set apart from the one that the text is about ("an earlier accord")."""
    graph = deal.candidate.predicate.graph
    nouns = [deal.head, *(filler.token for filler in deal.candidate.roles.get("instrument", ()))]
    return any(t.lower_ in words("former") for noun in nouns for t in graph.children(noun, "amod"))


def _is_of_another_year(draft: Draft, other: Draft) -> bool:
    """Tell whether a treaty that goes by its own name is dated to another year than a deal."""
    if draft.head.tag_ not in ("NNP", "NNPS"):
        return False
    mine, theirs = _years(draft), _years(other)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _years(draft: Draft) -> set[str]:
    values = (m.value for m in draft.roles.get("date", []) if isinstance(m, TimeMention))
    return {value[:4] for value in values if value is not None and YEAR.match(value)}


def _may_lend(draft: Draft, other: Draft, parties: set[str]) -> bool:
    """Tell whether a deal tells enough: of two parties, and not of several deals where one is meant.

    Of a deal that told of one party alone, the other one is as likely to be meant. A headline's is told anew.
    """
    if _is_headline(other) or _is_headline(draft) or _is_takeover(draft):
        return True
    return len(parties) >= TWO and (_is_many(draft) or not _is_many(other))


def _is_many(deal: Draft) -> bool:
    """Tell whether a deal's noun, or its verb's, means several agreements."""
    nouns = [deal.head, *(filler.token for filler in deal.candidate.roles.get("instrument", ()))]
    return any(noun.tag_ in ("NNS", "NNPS") and noun_lemma(noun) in words("agreement") for noun in nouns)


def _is_awaited(draft: Draft, other: Draft) -> bool:
    """Tell whether an agreement that may come is the one that is talked about ("a deal could be struck")."""
    open_ = other.stage in OPEN and other.head.i < draft.head.i
    facts = draft.factuality
    ahead = facts.polarity == "negative" or facts.certainty != "certain" or facts.time == "future"
    limit = TALKED_OF if _is_talks(draft) else AWAITED
    return open_ and ahead and not draft.roles.get("party") and _near_sentences(other, draft, limit)


def _same_subject(draft: Draft, mine: set[str], theirs: set[str]) -> bool:
    """Tell whether two takeovers can be of one thing; in a headline its last word tells ("to sell hotel")."""
    if mine & theirs:
        return True
    short = {name.casefold() for name in mine if " " not in name}
    return _is_headline(draft) and any(name.casefold().split()[-1] in short for name in theirs)


def _is_agreed_on(draft: Draft, other: Draft) -> bool:
    """Tell whether an agreement is on what a headline tells ("signed a letter to sell its fields")."""
    verbs = (f.token for f in other.candidate.roles.get("subject", ()) if f.token.pos_ == "VERB")
    return _is_headline(draft) and any(verb.lemma_.lower() == draft.candidate.lemma for verb in verbs)


def _is_takeover(draft: Draft) -> bool:
    """Tell whether a deal is about a company's changing hands: by its rule, its instrument or its purpose."""
    graph = draft.candidate.predicate.graph
    instruments = [filler.token for filler in draft.candidate.roles.get("instrument", ())]
    nouns = [part for noun in instruments for part in (noun, *graph.children(noun, "compound"))]
    named = any(noun_lemma(noun) in words("changing_hands") for noun in nouns)
    return named or draft.candidate.rule.id.startswith(TAKEOVERS) or _is_to_take_over(draft)


def _is_to_take_over(draft: Draft) -> bool:
    """Tell whether an agreement is to buy, sell or merge with a company ("signed a pact to acquire Acme")."""
    graph = draft.candidate.predicate.graph
    verbs = [f.token for f in draft.candidate.roles.get("subject", ()) if f.token.pos_ == "VERB"]
    return any(
        verb.lemma_.lower() in words("merging")
        or (
            verb.lemma_.lower() in words("acquiring") | words("selling")
            and any(whole(graph, thing) is not None for thing in graph.children(verb, "obj"))
        )
        for verb in verbs
    )


def _name_amounts(draft: Draft, later: Iterable[Draft]) -> None:
    """Let a headline's "further 5,000 tonnes" be of what the text then tells."""
    told = (item for other in later if other.relation == "supply" for item in other.roles.get("item", []))
    stuff = next((item for item in told if isinstance(item, Item) and item.canonical), None)
    items = draft.roles.get("item", [])
    if stuff is not None and stuff.canonical not in words("tonnage"):
        draft.roles["item"] = [
            msgspec.structs.replace(item, canonical=stuff.canonical, category=stuff.category)
            if isinstance(item, Item) and item.canonical in words("tonnage")
            else item
            for item in items
        ]


def _fill_supply(draft: Draft, earlier: list[Draft], later: list[Draft]) -> None:
    if _is_headline(draft):
        _name_amounts(draft, later)
    own = {role: _names(draft.roles.get(role, [])) for role in SUPPLY_ROLES}
    told = [*earlier[:FEW], *(later[:FEW] if _is_headline(draft) else ())]
    supplies = [other for other in told if other.relation == "supply"]
    # A delivery to Chad is none to Peru, and only of the same goods, where nothing else tells of which.
    for other in sorted(supplies, key=lambda other: _differ(own, other)):
        if _compatible(draft, own, other) or _tells_again(own, draft, other):
            of_part = _differ(own, other) or (_is_part(other) and not _is_part(draft))
            for role in ("item",) if of_part else SUPPLY_ROLES:
                if not draft.roles.get(role) and other.roles.get(role):
                    _lend(draft, role, _others(draft, role, other.roles[role]))
            if draft.core == len(SUPPLY_ROLES):
                return
    _fill_from_deal(draft, own, [*earlier, *later[:1]])
    if _is_added(draft):
        _fill_from_added_to(draft, own, earlier)
    _fill_from_goods(draft, own, [*earlier, *later])


def _is_added(draft: Draft) -> bool:
    """Tell whether goods pass beside others ("it will also provide spare parts")."""
    graph = draft.candidate.predicate.graph
    return any(child.lower_ in ADDING for child in graph.children(draft.head, "advmod"))


def _fill_from_added_to(draft: Draft, own: dict[str, set[str]], earlier: list[Draft]) -> None:
    """Take who gets goods, or whose they were, from the supply just told that they are added to."""
    told = next((d for d in earlier if d.relation == "supply" and _near_sentences(d, draft, 2)), None)
    if told is None:
        return
    for role, opposite in RIVALS:
        shared = own[opposite] & _names(told.roles.get(opposite, []))
        if not draft.roles.get(role) and shared:
            _lend(draft, role, _others(draft, role, told.roles.get(role, [])))


def _is_part(draft: Draft) -> bool:
    """Tell whether a supply is of an amount of goods told before: "exports rose; Oman took 5,000 tonnes"."""
    items = [item for item in draft.roles.get("item", []) if isinstance(item, Item)]
    predicate = draft.candidate.predicate
    parted = any(t.tag_ == "WDT" for t in predicate.graph.children(draft.head, "obl"))
    if not parted and not draft.candidate.rule.id.startswith(PARTING):
        return False
    return bool(items) and all(item.kind == "nominal" and item.antecedent is not None for item in items)


def _fill_from_goods(draft: Draft, own: dict[str, set[str]], others: Iterable[Draft]) -> None:
    """Take a missing end from those who are at it wherever the article tells of the same goods.

    "Airbus sold ten A380s to Qantas ... Emirates has bought 20 A380s": all that the goods come from.
    """
    if draft.candidate.lemma == "import":  # all that somebody buys, of many sellers
        return
    whole = not _is_part(draft)
    told = [
        other
        for other in others
        if other.relation == "supply"
        and not (whole and _is_part(other))
        and (other.factuality.certainty == "certain" or draft.factuality.certainty != "certain")
        and _same_goods(draft, other, by_kind=False)
    ]
    for role, rival in RIVALS:
        ends = [m for other in told for m in other.roles.get(role, [])]
        names = _names(ends) - own[rival]
        if not draft.roles.get(role) and len(names) == 1 and names.pop()[:1].isupper():
            _lend(draft, role, _others(draft, role, ends))


def _fill_from_sole_end(draft: Draft, before: list[Draft]) -> None:
    """Take a missing end from the only one who has been at it so far: "gave Kyiv tanks. Oslo sent mortars".

    Its other end must be told, and goods of such a kind must have passed: food goes other ways than arms.
    """
    if draft.candidate.lemma == "import":
        return
    for role, rival in RIVALS:
        mine = _names(draft.roles.get(rival, []))
        if draft.roles.get(role) or not mine:
            continue
        told = [d for d in before if d.roles.get(role)]
        told = [d for d in told if _is_same_sort(draft, d)] or told
        ends = [m for d in told for m in d.roles[role]]
        names = {m.canonical if isinstance(m, Phrase) else None for m in ends}
        alike = any(_near_sentences(d, draft, MAX_SENTENCES) and _alike(draft, d) for d in told)
        name = names.pop() if len(names) == 1 else None
        if name is not None and name[:1].isupper() and name not in mine and alike:
            _lend(draft, role, ends)


def _fill_from_sole_flow(draft: Draft, before: list[Draft]) -> None:
    """Take both ends from the only ones between whom such goods have passed so far.

    "Peru sold mortars to Oman ... the weapons were shipped in May".
    """
    if any(draft.roles.get(role) for role, _ in RIVALS) or draft.candidate.lemma in ("import", "export"):
        return
    told = [d for d in before if _is_of_kind(draft, d)]
    if not any(_near_sentences(d, draft, MAX_SENTENCES) for d in told):
        return
    for role, _ in RIVALS:
        ends = [m for d in told for m in d.roles.get(role, ())]
        names = _names(ends)
        if len(names) == 1 and next(iter(names))[:1].isupper():
            _lend(draft, role, _others(draft, role, ends))


def _is_same_sort(draft: Draft, other: Draft) -> bool:
    """Tell whether a supply near by is of goods of the same sort: both of missiles, or of wheat and maize."""
    mine, theirs = (
        {m.category for m in d.roles.get("item", []) if isinstance(m, Item) and m.category}
        for d in (draft, other)
    )
    return not mine.isdisjoint(theirs) and _near_sentences(other, draft, MAX_SENTENCES)


def _is_of_kind(draft: Draft, other: Draft) -> bool:
    """Tell whether two supplies are both told to be of one kind of goods."""
    mine, theirs = (
        {_chapter(m) for m in d.roles.get("item", []) if isinstance(m, Item)} for d in (draft, other)
    )
    return not (mine - {None}).isdisjoint(theirs - {None})


def _alike(draft: Draft, other: Draft) -> bool:
    """Tell whether two supplies can be of one kind of goods: both of arms, or of one chapter of trade."""
    drafts = (draft, other)
    mine, theirs = ({_chapter(m) for m in d.roles.get("item", []) if isinstance(m, Item)} for d in drafts)
    mine, theirs = mine - {None}, theirs - {None}
    return not (mine and theirs) or not mine.isdisjoint(theirs)


def _chapter(item: Item) -> str | None:
    """Return an item's chapter of the Harmonized System, or "arms" for all other goods that are known."""
    if not item.category:
        return None
    return item.category if item.category.startswith("HS ") else "arms"


def _same_goods(draft: Draft, other: Draft, by_kind: bool = True) -> bool:
    """Tell whether two supplies are of one kind of goods, also by what they are in general ("the jets")."""
    mine, theirs = (d.roles.get("item", []) for d in (draft, other))
    return not _names(mine).isdisjoint(_names(theirs)) or any(
        is_known_again(item, told, by_kind)
        for item in mine
        for told in theirs
        if isinstance(item, Item) and isinstance(told, Item)
    )


def _others(draft: Draft, role: str, lent: Iterable[Mention]) -> list[Mention]:
    """Return those of lent actors that are not already at the other end: nobody supplies himself."""
    rival = dict(RIVALS).get(role)
    mine = _names(draft.roles.get(rival, [])) if rival else set()
    return [m for m in lent if not (isinstance(m, Phrase) and m.canonical in mine)]


def _tells_again(own: dict[str, set[str]], draft: Draft, other: Draft) -> bool:
    """Tell whether a bare event noun ("the delivery") may mean a supply just told."""
    rule = draft.candidate.rule.id
    if (
        (draft.candidate.predicate.is_verbal and rule not in LIGHT)
        or own["item"]
        or other.core < 2
        or not other.roles.get("item")
    ):
        return False
    if rule in TOLD_TRADE and not is_anaphoric(draft) and not _is_totalled(draft):
        return False
    clash = any(own[role] and own[role] & _names(other.roles.get(rival, [])) for role, rival in RIVALS)
    return not clash and _near_sentences(other, draft, TOLD_AGAIN)


def _differ(own: dict[str, set[str]], other: Draft) -> bool:
    """Tell whether an end of a supply is told and is another than that of a supply before."""
    theirs = {role: _names(other.roles.get(role, [])) for role, _ in RIVALS}
    return any(own[role] and ends and own[role].isdisjoint(ends) for role, ends in theirs.items())


def _is_totalled(draft: Draft) -> bool:
    """Tell whether a noun of trade comes to so many tonnes: "purchases so far stand at 5,000 tonnes"."""
    noun, graph = draft.head, draft.candidate.predicate.graph
    if not graph.dep(noun).startswith("nsubj"):
        return False
    verb = graph.head(noun)
    told = (verb, *graph.children(verb, "obj", "obl", "xcomp"))
    return any(noun_lemma(word) in words("tonnage") for word in told)


def _compatible(draft: Draft, own: dict[str, set[str]], other: Draft) -> bool:
    """Tell whether two supplies can be one: a shared filler and no filler that differs."""
    shared = False
    for role in SUPPLY_ROLES:
        theirs = _names(other.roles.get(role, []))
        if own[role] and theirs:
            same = role == "item" and _same_goods(draft, other)
            if own[role].isdisjoint(theirs) and not same:
                return False
            shared = True
    return shared


def _fill_from_deal(draft: Draft, own: dict[str, set[str]], deals: Iterable[Draft]) -> None:
    """Take the missing end of a supply from the other party of the deal on it."""
    for deal in deals:
        if deal.relation != "deal" or not _near_sentences(deal, draft, 3):
            continue
        parties = [m for m in deal.roles.get("party", []) if isinstance(m, Phrase)]
        for role, opposite in (("supplier", "recipient"), ("recipient", "supplier")):
            if own[role] or not own[opposite] or not own[opposite] <= _names(parties):
                continue
            rest = [m for m in parties if m.canonical not in own[opposite]]
            if len(rest) == 1 and not draft.roles.get(role):
                _lend(draft, role, rest)
        return


def _near_sentences(one: Draft, other: Draft, limit: int) -> bool:
    first, last = sorted((one.head.i, other.head.i))
    return sum(1 for t in one.head.doc[first + 1 : last + 1] if t.is_sent_start) <= limit


def _lend(draft: Draft, role: str, mentions: Iterable[Mention]) -> None:
    mine = draft.roles.setdefault(role, [])
    known = _names(mine)
    for mention in mentions:
        if isinstance(mention, Phrase) and mention.canonical and mention.canonical not in known | NOBODY:
            known.add(mention.canonical)
            mine.append(implicit(mention))


def _names(mentions: Iterable[Mention]) -> set[str]:
    return {
        m.canonical for m in mentions if isinstance(m, Phrase) and m.canonical and m.canonical not in NOBODY
    }


def is_anaphoric(draft: Draft) -> bool:
    """Tell whether a deal is told as known: definite noun, or verb with a definite instrument."""
    graph = draft.candidate.predicate.graph
    heads = [draft.head] + [f.token for f in draft.candidate.roles.get("instrument", ())]
    return any(
        child.lower_ in DEFINITE or (child.lower_ in DAYS and graph.dep(child) == "nmod:poss")
        for head in heads
        for child in graph.children(head, "det", "nmod:poss")
    )


def _is_unique(draft: Draft) -> bool:
    """Tell whether a noun like "truce" means the one truce of the article, definite or not."""
    return noun_lemma(draft.head) in UNIQUE


def _is_headline(draft: Draft) -> bool:
    sent = draft.head.sent
    return sent.start == 0 and not any(t.lower_ in ("the", "a", "an") for t in sent)
