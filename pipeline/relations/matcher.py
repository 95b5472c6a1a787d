"""The matcher: rules over the predicate view give candidate facts.

One pass over the tokens; a token whose form is a trigger's is tried with the rules of
that trigger. Among the rules that hold, the one that fills most core roles wins, one
candidate per relation and trigger.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from unicodedata import category

from spacy.tokens import Doc, Token

from pipeline.facts.types import CORE_ROLES, Relation
from pipeline.predicates import (
    Filler,
    Graph,
    Predicate,
    PredicateView,
    surface_predicate,
    whole,
)
from pipeline.predicates.classes import ends_alliance
from pipeline.relations.fill import count, fill
from pipeline.relations.inflection import noun_forms, verb_forms
from pipeline.relations.rules import Rule

PARTICLES = frozenset({"apart", "away", "down", "off", "out", "up"})
FORBIDS = "must be empty"
TIMES = frozenset({"DATE", "TIME"})
BEFORE_DATE = frozenset({"on", "in", "late", "early", "this", "last"})
LONGEST_ASIDE = 6
MODIFIER_DEPS = frozenset({"compound", "amod", "nmod:unmarked", "nmod:desc", "flat"})
PARTICLE_TAGS = frozenset({"IN", "RB", "RP"})
FINITE_TAGS = frozenset({"VBZ", "VBP", "VBD", "MD"})
LAST_LATIN = "\u024f"


@dataclass(slots=True)
class Candidate:
    """A fact as the grammar gives it: mentions are still tokens.

    Attributes:
        rule: The rule that made it.
        trigger: Tokens of the trigger, the head first.
        roles: Role → fillers.
        predicate: The trigger's predicate.
        lemma: The trigger as the rule lists it ("hand over").
    """

    rule: Rule
    trigger: tuple[Token, ...]
    roles: dict[str, list[Filler]]
    predicate: Predicate
    lemma: str

    @property
    def relation(self) -> Relation:
        """Relation of the rule."""
        return self.rule.relation

    @property
    def head(self) -> Token:
        """Head token of the trigger."""
        return self.trigger[0]

    @property
    def weight(self) -> tuple[int, float]:
        """How much of the relation's core is filled; the better of two rules has more."""
        core = sum(bool(self.roles.get(role)) for role in CORE_ROLES[self.relation])
        return core, self.rule.prior


@dataclass(slots=True)
class Step:
    """One check of one rule on one trigger, for `factwire explain`."""

    rule: str
    trigger: str
    passed: bool
    reason: str


@dataclass(slots=True)
class Trace:
    """Collects the steps of a match when somebody asks why."""

    steps: list[Step] = field(default_factory=list)

    def note(self, rule: Rule, token: Token, passed: bool, reason: str) -> None:
        """Keep one step."""
        self.steps.append(Step(rule.id, token.text, passed, reason))


def is_foreign(text: str) -> bool:
    """Tell whether most letters of a sentence are of another script: no parse of English holds there."""
    if text.isascii():
        return False
    letters = [char for char in text if category(char)[0] in "LM"]
    return 2 * sum(char <= LAST_LATIN for char in letters) < len(letters)


def _foreign(doc: Doc) -> frozenset[int]:
    """Return where the sentences in another script start; none in a text of plain letters."""
    if doc.text.isascii():
        return frozenset()
    return frozenset(sentence.start for sentence in doc.sents if is_foreign(sentence.text))


# A rule, the words of one of its triggers, and the word class.
_Entry = tuple[Rule, tuple[str, ...], str]


class RelationMatcher:
    """Matches rules on documents.

    Args:
        rules: The rules, in order of preference.
    """

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self._index: dict[str, list[_Entry]] = defaultdict(list)
        for rule in rules:
            for trigger in rule.triggers:
                self._add(rule, trigger)

    def _add(self, rule: Rule, trigger: str) -> None:
        words = tuple(trigger.split())
        for pos in rule.pos:
            verbal = pos == "verb"
            key = words[0] if verbal or words[1:2] == ("of",) else words[-1]
            plural = pos == "noun" and not rule.singular
            forms = verb_forms(key) if verbal else noun_forms(key) if plural else (key,)
            for form in dict.fromkeys(forms):
                self._index[form].append((rule, words, pos))

    @property
    def trigger_forms(self) -> frozenset[str]:
        """All surface forms (lower case) that can head a trigger."""
        return frozenset(self._index)

    def match(self, doc: Doc, trace: Trace | None = None) -> list[Candidate]:
        """Return the candidates of a document in text order."""
        view = PredicateView(doc)
        best: dict[tuple[str, int], Candidate] = {}
        graph = view.graph
        foreign = _foreign(doc)
        for i in (i for i, word in enumerate(graph.words) if word in self._index):
            token = graph.tokens[i]
            if foreign and token.sent.start in foreign:
                continue
            for candidate in self.at(view, token, trace):
                key = (candidate.relation, token.i)
                if key not in best or candidate.weight > best[key].weight:
                    best[key] = candidate
        found = list(best.values())
        settled = found if "settle" in view.off else _settle(found)
        return sorted(settled, key=lambda c: (c.head.i, c.relation))

    def at(
        self,
        view: PredicateView,
        token: Token,
        trace: Trace | None = None,
        only: Container[str] | None = None,
    ) -> list[Candidate]:
        """Return the candidates of one token: by the parse, or else by the word order.

        Args:
            view: The predicates of the token's document.
            token: The token.
            trace: Is told what was tried.
            only: The ids of the rules to be tried; None tries all.
        """
        barred: set[str] = set()
        entries = self._index.get(token.lower_, [])
        if only is not None:
            entries = [entry for entry in entries if entry[0].id in only]
        found = list(self._at(view, token, entries, trace, barred))
        by_order = not found and "surface" not in view.off
        return list(self._at_surface(view, token, entries, trace, barred)) if by_order else found

    def _at(
        self,
        view: PredicateView,
        token: Token,
        entries: Iterable[_Entry],
        trace: Trace | None,
        barred: set[str] | None = None,
    ) -> Iterator[Candidate]:
        """Try the rules of a word on the parse; those that something it has forbids go into `barred`."""
        for rule, words, pos in entries:
            predicate = view.of(token)
            trigger = _trigger_tokens(view, token, words, pos)
            if trigger is None or not _fits_pos(predicate, pos, rule.free):
                continue
            candidate, reason = _apply(rule, predicate, trigger, " ".join(words))
            if trace is not None:
                trace.note(rule, token, candidate is not None, reason)
            if candidate is not None:
                yield candidate
            elif barred is not None and FORBIDS in reason:
                barred.add(rule.id)

    def _at_surface(
        self,
        view: PredicateView,
        token: Token,
        entries: Iterable[_Entry],
        trace: Trace | None,
        barred: set[str],
    ) -> Iterator[Candidate]:
        """Try the verb rules on the word order, where none matched on the parse and nothing there forbids."""
        verbal = [entry for entry in entries if entry[2] == "verb"]
        if not verbal or not _looks_verbal(token):
            return
        for rule, words, pos in verbal:
            trigger = None if rule.id in barred else _trigger_tokens(view, token, words, pos)
            predicate = surface_predicate(view, token, max(t.i for t in trigger)) if trigger else None
            if trigger is None or predicate is None or any(t.tag_ not in PARTICLE_TAGS for t in trigger[1:]):
                continue
            candidate, reason = _apply(rule, predicate, trigger, " ".join(words))
            if trace is not None:
                trace.note(rule, token, candidate is not None, f"by word order: {reason}")
            if candidate is not None:
                yield from self._repaired(view, candidate)
                return

    def _repaired(self, view: PredicateView, candidate: Candidate) -> list[Candidate]:
        """Repair the graph by the word order that made a candidate, and match again on it."""
        predicate = candidate.predicate
        if "word-order" in view.off:
            return [candidate]
        subjects, objects = predicate.tokens("subj"), predicate.tokens("obj")
        view.graph.promote(predicate.token, subjects, objects or predicate.tokens("comp"))
        view.forget()
        return list(self._at(view, predicate.token, self._index.get(predicate.token.lower_, ()), None)) or [
            candidate
        ]


def _looks_verbal(token: Token) -> bool:
    """Tell whether a token can be a finite verb or infinitive here, whatever its tag."""
    if token.tag_ in FINITE_TAGS or token.tag_ == "VB":
        return True
    if token.i > 0 and token.nbor(-1).lower_ in ("to", "will", "may", "could", "might", "can"):
        return True
    noun = token.tag_ in ("NNS", "NNPS", "NNP", "NN", "VBN")
    return noun and not any(other.tag_ in FINITE_TAGS for other in token.sent)


def _trigger_tokens(
    view: PredicateView, token: Token, words: tuple[str, ...], pos: str
) -> tuple[Token, ...] | None:
    if len(words) == 1:
        return None if pos == "verb" and _has_particle(view, token) else (token,)
    if pos == "verb":
        return _particle_verb(view, token, words[1:])
    if words[1] == "of":
        after = token.doc[token.i + 1 : token.i + len(words)]
        fits = [t.lower_ for t in after] == list(words[1:])
        return (token, *after) if fits else None
    start = token.i - len(words) + 1
    if start < 0:
        return None
    before = token.doc[start : token.i]
    return (token, *before) if [t.lower_ for t in before] == list(words[:-1]) else None


def _has_particle(view: PredicateView, token: Token) -> bool:
    """Tell whether a verb has a particle, which makes it another verb ("talks broke down")."""
    if view.graph.child(token, "compound:prt") is not None:
        return True
    after = token.doc[token.i + 1 : token.i + 2]
    return any(
        (t.tag_ == "RP" and view.graph.dep(t) != "case" and not _is_up_to(t))
        or (t.lower_ in PARTICLES and view.graph.head(t).i == token.i)
        for t in after
    )


def _is_up_to(token: Token) -> bool:
    """Tell whether "up" belongs to an amount: "lend up to 50,000 barrels"."""
    doc, i = token.doc, token.i
    return token.lower_ == "up" and i + 2 < len(doc) and doc[i + 1].lower_ == "to" and doc[i + 2].like_num


def _particle_verb(view: PredicateView, token: Token, particles: tuple[str, ...]) -> tuple[Token, ...] | None:
    """Return the verb with its particles, which may follow a short object ("hand it over").

    A preposition may follow a date, an adverb or "in principle", too ("agreed on Monday to a truce").
    """
    found: list[Token] = []
    graph = view.graph
    at = token.i + 1
    for particle in particles:
        near, at = at, _behind_date(token.doc, at)
        reach = token.doc[at : at + (4 if not found else 1)]
        hit = next((t for t in reach if t.lower_ == particle), None)
        if hit is None:
            return None
        apart = hit.i > near
        own = graph.head(hit).i == token.i or (hit.i == at and graph.head(graph.head(hit)).i == token.i)
        if apart and not own:
            return None
        found.append(hit)
        at = hit.i + 1
    return (token, *found)


def _behind_date(doc: Doc, at: int) -> int:
    """Return where a phrase goes on behind a date or adverb ("agreed late on Monday, to")."""
    behind, i = at, at
    while i < len(doc) and i - at <= LONGEST_ASIDE:
        token = doc[i]
        principle = token.lower_ == "in" and doc[i + 1 : i + 2].text.lower() == "principle"
        i += 2 if principle else 1
        if principle or token.ent_type_ in TIMES or (token.tag_ == "RB" and token.lower_.endswith("ly")):
            behind = i
        elif token.lower_ not in BEFORE_DATE:
            break
    return behind


def _fits_pos(predicate: Predicate, pos: str, free: bool) -> bool:
    token, graph = predicate.token, predicate.graph
    if pos == "verb":
        modifier = token.pos_ == "ADJ" and graph.dep(token) == "amod"
        if _is_of_name(token, graph):
            return False
        return predicate.is_verbal or (modifier and token.tag_ in ("VBN", "JJ"))
    if pos == "adj":
        return token.pos_ in ("ADJ", "ADV", "NOUN") or (token.pos_ == "VERB" and token.tag_ == "VBN")
    if token.pos_ not in ("NOUN", "PROPN") and token.tag_ not in ("NN", "NNS", "NNP", "NNPS"):
        return False
    if graph.dep(token) in ("fixed", "mark", "case"):
        return False
    modifies = graph.dep(token) in MODIFIER_DEPS and graph.head(token).i > token.i
    return (free or not modifies) and not (token.tag_ == "NNP" and ends_alliance(token))


def _is_of_name(token: Token, graph: Graph) -> bool:
    """Tell whether a participle is a part of a name ("the Agreed Framework"), which tells of no event."""
    within = token.i > token.sent.start and token.is_title and graph.dep(token) == "amod"
    return within and graph.head(token).tag_ == "NNP" and graph.head(token).is_title


def _apply(
    rule: Rule, predicate: Predicate, trigger: tuple[Token, ...], lemma: str
) -> tuple[Candidate | None, str]:
    final = predicate.view.is_final
    found = _Fillings(rule, predicate, trigger)
    reason = _refused(rule, predicate) or _lacking(rule, found, final)
    if reason:
        return None, reason
    if final:
        _keep_apart(rule, found)
        if reason := _lacking(rule, found, final):
            return None, reason
    roles = {role: fillers for role in rule.roles if (fillers := found[role])}
    sellers = [token for path in rule.sellers for token in predicate.tokens(path)]
    if rule.sellers and all(token.tag_ == "PRP$" for token in sellers):  # "its rival" sells nothing
        _join_whole(predicate, roles)
    return Candidate(rule, trigger, roles, predicate, lemma), "matched"


class _Fillings(dict[str, list[Filler]]):
    """Role → fillers, looked for when they are first asked for: most rules fail at the first role."""

    def __init__(self, rule: Rule, predicate: Predicate, trigger: tuple[Token, ...]) -> None:
        super().__init__()
        self._rule = rule
        self._predicate = predicate
        self._own = {token.i for token in trigger}

    def __missing__(self, role: str) -> list[Filler]:
        self[role] = fill(self._rule, self._predicate, role, self._own)
        return self[role]


def _refused(rule: Rule, predicate: Predicate) -> str:
    """Return why a rule cannot match whatever fills its roles, or ""."""
    for joined in rule.lack if predicate.view.is_final else ():
        if all(held := [predicate.tokens(path) for path in joined.split("&")]):
            return f"{joined} {FORBIDS}, but holds {held[0][0].text!r}"
    return next((f"{path} is empty" for path in rule.require if not predicate.tokens(path)), "")


def _lacking(rule: Rule, found: _Fillings, final: bool) -> str:
    """Return which role is not filled as a rule asks, or ""."""
    for role in rule.need:
        if not found[role]:
            return f"no {role}"
    for group in rule.need_any:
        if not any(found[role] for role in group):
            return f"none of {', '.join(group)}"
    for role, least in rule.at_least.items():
        if count(found[role]) < (least if final else 1):
            return f"fewer than {least} of {role}"
    return ""


def _keep_apart(rule: Rule, found: _Fillings) -> None:
    """Let no token fill two roles: the role that the rule names first keeps it."""
    taken: set[int] = set()
    for role in rule.roles:
        found[role] = [filler for filler in found[role] if filler.token.i not in taken]
        taken |= {filler.token.i for filler in found[role]}


def _join_whole(predicate: Predicate, roles: dict[str, list[Filler]]) -> None:
    """Make the companies that are taken over whole parties: neither stakes nor units of others."""
    subjects = roles.get("subject", [])
    sold = {f: firm for f in subjects if (firm := whole(predicate.graph, f.token)) is not None}
    if sold:
        roles["party"] = [*roles.get("party", []), *(Filler(firm, f.how) for f, firm in sold.items())]
        roles["subject"] = [filler for filler in subjects if filler not in sold]
        if not roles["subject"]:
            del roles["subject"]


def _settle(candidates: list[Candidate]) -> list[Candidate]:
    """Drop candidates that another one consumes or that yield to an inner trigger.

    One that yields consumes nothing any more, and of two that consume each other the one
    that fills more stays: never are both lost.
    """
    heads = {candidate.head.i for candidate in candidates}
    firm = [candidate for candidate in candidates if not _yields(candidate, heads)]
    consumed = {(candidate.relation, candidate.head.i): _consumed(candidate) for candidate in firm}
    weights = {
        (candidate.relation, candidate.head.i): (*candidate.weight, -candidate.head.i) for candidate in firm
    }
    lost = {
        key
        for consumer, keys in consumed.items()
        for key in keys
        if consumer not in consumed.get(key, ()) or weights[consumer] > weights[key]
    }
    return [candidate for candidate in firm if (candidate.relation, candidate.head.i) not in lost]


def _yields(candidate: Candidate, heads: set[int]) -> bool:
    predicate = candidate.predicate
    return any(token.i in heads for path in candidate.rule.yields_to for token in predicate.tokens(path))


def _consumed(candidate: Candidate) -> set[tuple[Relation, int]]:
    """Return the triggers (relation, token) that a candidate makes no facts of their own."""
    own = candidate.head.i
    found = [token for path in candidate.rule.consumes for token in candidate.predicate.tokens(path)]
    graph = candidate.predicate.graph
    names = [token for token in found if token.pos_ == "PROPN" and token.ent_type_ not in TIMES]
    found += [t for name in names for t in graph.children(name, "appos")]  # "START, a treaty, expires"
    return {(candidate.relation, t.i) for t in found if t.i != own}
