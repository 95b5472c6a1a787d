"""Actors: the canonical name of whoever takes part in an event.

Countries, their governments, capitals and nationalities give ISO 3166 alpha-3 codes; any
other actor its longest name in the article; an unnamed one its noun phrase without
determiner and number; a pronoun or nominal what it stands for.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.mechanisms import off
from pipeline.annotate.truecase import written
from pipeline.annotate.words import words
from pipeline.facts import Anchor
from pipeline.predicates import Graph, graph_of, lexicon, noun_lemma
from pipeline.resolve.coreference import Antecedent, Coreference
from pipeline.resolve.countries import countries
from pipeline.resolve.discourse import inside_sentence, is_measure
from pipeline.resolve.entity import LED_BY_NAME, Entity, is_government
from pipeline.resolve.modifiers import HYPHENS
from pipeline.resolve.nominals import FIRST, POSSESSIVE, PRONOUNS, RELATIVE, kind_of
from pipeline.resolve.tables import actor_words

NAMED_CONFIDENCE = 0.97
PAIR = 2
LEAD = 2
INNER = ("compound", "amod", "flat", "nmod:unmarked", "nmod:poss")
NOMINAL_CONFIDENCE = 0.7
LOST_CONFIDENCE = 0.3
GOVERNMENT_CONFIDENCE = 0.85
STANDS_OUT = 1.5
DATELINE_WORDS = 3
DATELINE_ENDS = frozenset({"-", "--", "–", "—", ":"})
DETERMINERS = frozenset(
    "the a an this that these those another some any all both each every neither either".split()
)
LOOSE = ("nmod:unmarked", "obl:unmarked", "nmod:npmod", "obl:npmod")
SPOKEN_FOR = frozenset({"of", "from", "for"})
TICKER = re.compile(r" ?<[^<>]*>")
AGE = re.compile(r"\b\d+-year-old ")
OWN_LAND = frozenset({"country", "nation"})
EACH = frozenset({"each", "both", "neither", "either", "all"})
RECIPROCALS = frozenset({("each", "other"), ("one", "another")})

# Nationalities that end so have one form for the land's people and for one of them.
COLLECTIVE = ("ch", "se", "sh", "ss", "s")


@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """One actor that a mention stands for.

    Attributes:
        canonical: ISO code, full name, or the noun phrase.
        kind: How the text mentions it.
        span: The mention.
        antecedent: What a nominal or pronoun refers to, or None.
        confidence: In [0, 1].
    """

    canonical: str
    kind: Literal["named", "nominal", "pronoun"]
    span: Span
    antecedent: Anchor | None
    confidence: float


class ActorResolver:
    """Resolves the actors of one document.

    Args:
        doc: A parsed document.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.graph: Graph = graph_of(doc)
        self.coreference = Coreference(doc)
        self._off = off(doc)

    def resolve(self, head: Token) -> list[ResolvedActor]:
        """Return the actors that the mention headed by a token stands for, at least one."""
        span = self._mention(head)
        states = self._sharing(head, span)
        if states:
            return states
        if (citizen := self._citizen(head, span)) is not None:
            return [citizen]
        named = self._name_in(head, span)
        if named is not None:
            return [self._named(named, head, span)]
        others = self._reciprocal(head, span) or self._named_by_title(head) or self._spoken_for(head)
        others = (
            others
            or self._through_spokesman(head, span)
            or self._of_board(head, span)
            or self._of_polity(head, span)
            or self._each_of(head, span)
        )
        if others:
            return others
        if head.pos_ == "PRON" or head.lower_ in PRONOUNS.keys() | FIRST | RELATIVE:
            return self._pronoun(head, span)
        codes = self._governments(head)
        if codes:
            return [ResolvedActor(code, "nominal", span, None, GOVERNMENT_CONFIDENCE) for code in codes]
        antecedents = self.coreference.antecedents(head)
        if antecedents:
            return [self._referring(a, "nominal", span) for a in antecedents]
        return self._told_below(head, span) or [
            ResolvedActor(self._phrase(head, span), "nominal", span, None, NOMINAL_CONFIDENCE)
        ]

    def _citizen(self, head: Token, span: Span) -> ResolvedActor | None:
        """Return whom a nationality in the singular means: "the Briton" is a person, "the Dutch" a land."""
        code = countries().adjective(head.text)
        article = any(t.lower_ in ("a", "an", "the") for t in self.graph.children(head, "det"))
        several = head.tag_ in ("NNS", "NNPS") or head.text.endswith(COLLECTIVE)
        if code is None or not article or several or countries().named(head.text) is not None:
            return None
        persons = (e for e in self.coreference.entities.all if e.named and e.type == "person")
        named = (m for e in persons if e.nationalities <= {code} for m in e.mentions if m[0] < head.i)
        if (last := max(named, default=None)) is None:
            return ResolvedActor(self._phrase(head, span), "nominal", span, None, NOMINAL_CONFIDENCE)
        name = self.coreference.entities.at[last[0]].name
        anchor = _anchor(self.doc[last[0] : last[1]])
        return ResolvedActor(name, "nominal", span, anchor, NOMINAL_CONFIDENCE)

    def _told_below(self, head: Token, span: Span) -> list[ResolvedActor]:
        """Return how the lead calls those whom a headline calls by the same noun ("Rivals Agree")."""
        limit = self.coreference.entities.headline
        if head.i >= limit:
            return []
        end = next((i for i in range(limit, len(self.doc)) if self._opens_third(i, limit)), len(self.doc))
        for token in self.doc[limit:end]:
            same = noun_lemma(token) == noun_lemma(head) and token.pos_ in ("NOUN", "PROPN")
            number = token.tag_.endswith("S") == head.tag_.endswith("S")
            if same and number and self.graph.dep(token) not in INNER:
                return [replace(a, kind="nominal", span=span) for a in self.resolve(token)]
        return []

    def _opens_third(self, i: int, limit: int) -> bool:
        """Tell whether the third sentence below a headline starts at a token."""
        numbers = self.coreference.discourse.sentence
        return numbers[i] > numbers[limit] + LEAD

    def apart(self, head: Token, taken: Container[str | None]) -> ResolvedActor | None:
        """Return whom else a nominal or pronoun stands for than those who act at the other end."""
        for other in self.coreference.others(head):
            if self._canonical(other.entity) not in taken:
                return self._referring(
                    other, "pronoun" if head.pos_ == "PRON" else "nominal", self._mention(head)
                )
        return None

    def _mention(self, head: Token) -> Span:
        """Return the mention of a head, kept within its line."""
        span = self.graph.mention(head)
        start, end = span.start, span.end
        for i in range(span.start, span.end):
            if self.doc[i].is_space and i < head.i:
                start = i + 1
            elif self.doc[i].is_space and i > head.i:
                end = i
                break
        return self.doc[start:end]

    # -- pronouns and nominals ----------------------------------------------------

    def _pronoun(self, head: Token, span: Span) -> list[ResolvedActor]:
        found = self.coreference.antecedents(head)
        if not found:
            return [ResolvedActor(span.text, "pronoun", span, None, LOST_CONFIDENCE)]
        return [actor for antecedent in found for actor in self._meant(antecedent, span)]

    def _meant(self, antecedent: Antecedent, span: Span) -> list[ResolvedActor]:
        """Return whom a pronoun means, of officials those for whom they act."""
        entity = antecedent.entity
        unnamed = not entity.named and not entity.country
        sent = self._spoken_for(self.doc[entity.first]) if unnamed else []
        known = [replace(a, kind="pronoun", span=span, antecedent=_anchor(antecedent.span)) for a in sent]
        return known or [self._referring(antecedent, "pronoun", span)]

    def _referring(
        self, antecedent: Antecedent, kind: Literal["nominal", "pronoun"], span: Span
    ) -> ResolvedActor:
        name = self._canonical(antecedent.entity)
        capital = countries().capital(name) if antecedent.entity.named else None
        if capital and kind == "nominal" and span.root.tag_ == "NNS" and "capitals" not in self._off:
            return ResolvedActor(capital, kind, span, _anchor(antecedent.span), antecedent.confidence)
        if not antecedent.entity.named and not antecedent.entity.country:
            told = self.doc[antecedent.entity.first]
            state = self._governments(antecedent.span.root) or self._ministry_of(told)
            name = next(iter(_single(state)), name)
        return ResolvedActor(name, kind, span, _anchor(antecedent.span), antecedent.confidence)

    def _canonical(self, entity: Entity) -> str:
        if entity.country:
            return entity.country
        if entity.named and is_government(entity.name):
            return self.home or entity.name
        if entity.named and (state := _state_of_force(entity.name)):
            return state
        if entity.named:
            return entity.name
        if self.coreference.entity(self.doc[entity.first]) is entity:
            return self._phrase(self.doc[entity.first], self._mention(self.doc[entity.first]))
        parts = entity.name.split()
        while len(parts) > 1 and _is_outside(parts[0].casefold()):
            parts = parts[1:]
        return " ".join(parts)

    # -- names ----------------------------------------------------------------------

    def _name_in(self, head: Token, span: Span) -> Token | None:
        """Return the token of the name that a mention is, or None for a nominal."""
        at = self.coreference.entities.span_at
        if head.i in at:
            start, end = at[head.i]
            if end - start > 1 or head.pos_ in ("PROPN", "ADJ") or written(head)[:1].isupper():
                return head
            return None
        described = self.coreference.entities.described_at.get(head.i)
        if described is not None:
            return self.doc[described.start]
        for after in span:
            if after.i == head.i + 1 and after.i in at and self.graph.dep(after) in ("flat", "appos"):
                return after
        if noun_lemma(head) in actor_words("subordinate"):
            before = self.doc[head.i - 1] if head.i > span.start else None
            if before is not None and before.i in at and self._is_own_name(before):
                return before
        return None

    def _is_own_name(self, token: Token) -> bool:
        """Tell whether a name before "subsidiary" is a firm's, not a country's or a kind's ("PC unit")."""
        entities = self.coreference.entities
        start, end = entities.span_at[token.i]
        entity = entities.at[token.i]
        known = end - start > 1 or len(entity.mentions) > 1
        return known and entity.type not in ("country", "place") and countries().land(token.text) is None

    def _named(self, token: Token, head: Token, span: Span) -> ResolvedActor:
        """Return a named actor; its mention ends with the name or its head noun."""
        entities = self.coreference.entities
        start, end = entities.span_at[token.i]
        first = min(start, span.start)
        outer = start
        while outer - 1 in entities.described_at and entities.described_at[outer - 1].start == start:
            outer -= 1
        marks = [t.i for t in self.doc[first:start] if t.text in (",", ";", ":", "(", '"')]
        marks += [t.i for t in self.doc[first:outer] if t.pos_ == "CCONJ"]
        if marks:
            first = max(marks) + 1
        mention = self.doc[first : self.graph.closed(first, max(end - 1, head.i)) + 1]
        return ResolvedActor(self._canonical(entities.at[token.i]), "named", mention, None, NAMED_CONFIDENCE)

    # -- several actors behind one nominal -----------------------------------------

    def _reciprocal(self, head: Token, span: Span) -> list[ResolvedActor]:
        """Return who "each other" or "one another" is: the subject of the clause around it."""
        if not any(pair in RECIPROCALS for pair in pairwise(token.lower_ for token in span)):
            return []
        for up in self.graph.ancestors(head):
            subjects = self.graph.children(up, "nsubj", "nsubj:pass")
            if subjects and subjects[0].i < head.i:
                both = [token for subject in subjects for token in self.graph.conjuncts(subject)]
                found = [actor for token in both for actor in self.resolve(token)]
                return [replace(a, kind="pronoun", span=span, antecedent=_anchor(a.span)) for a in found]
        return []

    def _sharing(self, head: Token, span: Span) -> list[ResolvedActor]:
        """Return the countries that share the last word of their names ("North and South Korea")."""
        for child in self.graph.children(head, "compound", "amod"):
            parts = [t for t in self.graph.conjuncts(child) if t.i < head.i]
            codes = [countries().named(f"{part.text} {head.text}") for part in parts]
            if len(parts) > 1 and all(codes):
                return [ResolvedActor(c, "named", span, None, NAMED_CONFIDENCE) for c in codes if c]
        return []

    def _spoken_for(self, head: Token) -> list[ResolvedActor]:
        """Return for whom "representatives of A and of B" or "the A and B negotiators" act.

        "The trio of A, B and C" stands for its members likewise.
        """
        lemma = noun_lemma(head)
        grouping = lemma in actor_words("grouping")
        if not grouping and (head.tag_ != "NNS" or lemma not in actor_words("representative")):
            return []
        whom = [t for t in self.graph.children(head, "nmod") if self.graph.marker(t) in SPOKEN_FOR]
        found = [token for first in whom for token in self.graph.conjuncts(first)]
        actors = [actor for token in found for actor in self.resolve(token)]
        if grouping:
            return actors if all(actor.kind == "named" for actor in actors) else []
        before = [t for t in self.graph.children(head, "amod", "compound", "nmod:poss") if t.i < head.i]
        lands = [code for t in before for one in self.graph.conjuncts(t) if (code := self._country_at(one))]
        span = self._mention(head)
        actors += [ResolvedActor(code, "nominal", span, None, GOVERNMENT_CONFIDENCE) for code in lands]
        return actors if len(actors) > 1 or lemma in actor_words("delegated") else []

    def _through_spokesman(self, head: Token, span: Span) -> list[ResolvedActor]:
        """Return for whom an unnamed "spokesman for Acme" speaks."""
        if noun_lemma(head) not in actor_words("spokesman") or head.tag_ != "NN":
            return []
        whom = [t for t in self.graph.children(head, "nmod") if self.graph.marker(t) == "for"]
        if not whom and (codes := self._ministry_of(head)):
            return [ResolvedActor(codes[0], "nominal", span, None, GOVERNMENT_CONFIDENCE)]
        return self._acting_for(whom[:1], span)

    def _ministry_of(self, head: Token) -> list[str]:
        """Return the country whose "foreign ministry spokesman" somebody is."""
        if noun_lemma(head) not in actor_words("spokesman"):
            return []
        ministry = (t for t in self.graph.children(head, "compound") if noun_lemma(t) == "ministry")
        return _single(code for token in ministry for code in self._governments(token))

    def _of_board(self, head: Token, span: Span) -> list[ResolvedActor]:
        """Return the firm for which its board acts ("Acme's board", "the directors of Acme").

        One director, or three of them, are no board.
        """
        counted = self.graph.child(head, "nummod") is not None
        if counted or actor_words("board").isdisjoint((noun_lemma(head), head.lower_)):
            return []
        owners = self.graph.children(head, "nmod:poss", "compound")
        owners += [t for t in self.graph.children(head, "nmod") if self.graph.marker(t) == "of"]
        return self._acting_for(owners, span)

    def _of_polity(self, head: Token, span: Span) -> list[ResolvedActor]:
        """Return the place that "the city of Lyon" names; a government is no part of its place's name."""
        if noun_lemma(head) not in lexicon.words("polity") or is_government(noun_lemma(head)):
            return []
        names = [t for t in self.graph.children(head, "nmod") if self.graph.marker(t) == "of"]
        return self._acting_for([t for t in names if t.ent_type_ == "GPE"][:1], span)

    def _acting_for(self, whom: list[Token], span: Span) -> list[ResolvedActor]:
        """Return the first known actor of some mentions, for whom a nominal acts."""
        found = [actor for token in whom for actor in self.resolve(token)]
        known = [actor for actor in found if actor.kind == "named" or actor.antecedent is not None]
        return [replace(a, kind="nominal", span=span, antecedent=_anchor(a.span)) for a in known[:1]]

    def _each_of(self, head: Token, span: Span) -> list[ResolvedActor]:
        """Return whom "each of the two firms" goes through, where the text says who they are."""
        if head.lower_ not in EACH:
            return []
        inner = next((c for c in self.graph.children(head, "nmod") if self.graph.marker(c) == "of"), None)
        found = self.resolve(inner) if inner is not None else []
        known = [actor for actor in found if actor.antecedent is not None]
        return [replace(actor, span=span) for actor in known]

    def _named_by_title(self, head: Token) -> list[ResolvedActor]:
        """Return who bears a plural title: "the ministers of A and B, Ann Lee and Bo Mark"."""
        if head.tag_ != "NNS" or noun_lemma(head) not in actor_words("person"):
            return []
        apposed = self.graph.children(head, "appos")
        names = [token for first in apposed for token in self.graph.conjuncts(first)]
        known = [t for t in names if t.i > head.i and t.i in self.coreference.entities.span_at]
        if len(known) != len(names) or len(known) < PAIR:
            return []
        lands = [land for first in self.graph.children(head, "nmod") for land in self.graph.conjuncts(first)]
        for name, land in zip(known, lands, strict=False) if len(lands) == len(known) else ():
            self._send(name, land, noun_lemma(head))
        return [a for token in known for a in self.resolve(token)]

    def _send(self, name: Token, land: Token, office: str) -> None:
        """Note for which state a bearer of a shared title speaks."""
        person, code = self.coreference.entity(name), self._country_at(land)
        if person is not None and code:
            person.nouns.add(office)
            person.nationalities.add(code)

    # -- governments -------------------------------------------------------------------

    def _governments(self, head: Token) -> list[str]:
        """Return the countries whose government, ministry or people a nominal is."""
        lemma, word = noun_lemma(head), head.lower_
        owned = lemma in OWN_LAND and self.graph.child(head, "nmod:poss") is not None  # "his country"
        force = f"{self.doc[head.i - 1].lower_} {word}" if head.i else word  # "the air force"
        known = {lemma, word, force} & actor_words("government", "force")
        if not (known or owned) or "governments" in self._off:
            return []
        codes: list[str] = []
        for child in self.graph.children(head):
            if child.i < head.i:
                codes += [code for token in self.graph.conjuncts(child) if (code := self._country_at(token))]
            elif self.graph.dep(child) == "nmod" and self.graph.marker(child) in ("of", "in"):
                abroad = codes and self.graph.marker(child) == "in"  # "the Angolan embassy in Paris"
                codes += [code for code in (self._country_at(child),) if code and not abroad]
        if not codes and LED_BY_NAME in self.coreference.entities.states and self._is_led(head):
            codes = [LED_BY_NAME]
        if codes:
            return list(dict.fromkeys(codes))
        bare = {lemma, word, force} & actor_words("bare_government")
        plural = head.tag_ in ("NNS", "NNPS") and word != "authorities"
        if not bare or plural or self.graph.child(head, "nmod", "nmod:poss"):
            return []
        accused = self.coreference.discourse.accused(head)
        if accused is not None and accused.country:
            return [accused.country]
        if self.home and self._told_apart(self.home, head):
            return [self.home]
        return self._only_before(head) or self._opening_land(head)

    def _told_apart(self, code: str, head: Token) -> bool:
        """Tell whether a country is named elsewhere than behind a nominal, as its partner would be."""
        sent = head.sent
        state = self.coreference.entities.states[code]
        return any(not head.i < start < sent.end for start, _ in state.mentions)

    def _only_before(self, head: Token) -> list[str]:
        """Return the country that is the only one named before a nominal."""
        states = () if "home" in self._off else self.coreference.entities.states.items()
        return _single(code for code, state in states if any(start < head.i for start, _ in state.mentions))

    def _opening_land(self, head: Token) -> list[str]:
        """Return the country that a text of several names first: a ministry is always some country's.

        One that only stands beside the nominal is as likely its partner.
        """
        if "home" in self._off:
            return []
        entities = self.coreference.entities
        told = [
            (start, code)
            for code, state in entities.states.items()
            for start, _ in state.mentions
            if state.country and entities.headline <= start < head.sent.start
        ]
        return [min(told)[1]] if told else []

    def _is_led(self, head: Token) -> bool:
        """Tell whether a government goes by its leader's name ("the Carter administration")."""
        if noun_lemma(head) not in actor_words("named_government"):
            return False
        return any(t.pos_ == "PROPN" and t.i < head.i for t in self.graph.children(head, "compound", "nmod"))

    def _country_at(self, token: Token) -> str | None:
        """Return the country of a name, nationality or capital, or of whom a pronoun stands for."""
        entity = self.coreference.entity(token)
        if entity is None:
            return countries().land(token.text)
        led = token.pos_ == "PRON" or noun_lemma(self.graph.head(token)) in actor_words("bare_government")
        led = led or noun_lemma(self.graph.head(token)) in OWN_LAND
        if entity.type == "person" and led and len(entity.nationalities) == 1:
            return min(entity.nationalities)
        capital = None if "capitals" in self._off else countries().capital(entity.name)
        return entity.country or capital

    @cached_property
    def home(self) -> str | None:
        """The country that the text is about, where one stands out."""
        if "home" in self._off:
            return None
        counts: Counter[str] = Counter()
        for entity in self.coreference.entities.all:
            if entity.country:
                counts[entity.country] += len(entity.mentions)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if not ranked:
            return None
        if len(ranked) > 1 and ranked[0][1] <= STANDS_OUT * ranked[1][1]:
            return self._dateline if self._dateline in counts else None
        return ranked[0][0]

    @cached_property
    def _dateline(self) -> str | None:
        """The country from whose capital the text is sent: "NEW DELHI, May 3 - The defence ministry"."""
        body = (t for t in self.doc[self.coreference.entities.headline :] if not t.is_space)
        first = next(body, None)
        if first is None or [t.text for t in first.sent if not t.is_space][-1] not in DATELINE_ENDS:
            return None
        names = (self.doc[first.i : first.i + length].text for length in range(DATELINE_WORDS, 0, -1))
        return next((code for name in names if name.isupper() and (code := countries().capital(name))), None)

    # -- unnamed actors --------------------------------------------------------------------

    def _phrase(self, head: Token, span: Span) -> str:
        """Return a noun phrase without determiner, number and possessor."""
        inner = self._measured(head)
        if inner is not None:
            return self._phrase(inner, self._mention(inner))
        start = span.start
        for child in self.graph.children(head, "nmod:poss"):
            if child.pos_ == "PRON" and span.start <= child.i < head.i:
                start = max(start, child.i + 1)
            elif span.start <= child.i < head.i and self._determines(child):
                start = max(start, child.i + 2)
        end = span.end
        for child in self.graph.children(head, *LOOSE, "nmod"):
            loose = self.graph.dep(child) != "nmod" or noun_lemma(head) in actor_words("agent")
            if head.i < child.i < end and loose:
                end = min(end, self.graph.subtree(child).start)
        while start < head.i and (self._is_outer(self.doc[start], head) or self.doc[start].tag_ == "PRP$"):
            start += 1  # "its pilots' union"
        phrase = inside_sentence(self.doc[start : max(end, head.i + 1)])
        return TICKER.sub("", AGE.sub("", phrase))

    def _determines(self, owner: Token) -> bool:
        """Tell whether a possessor only determines, as a land does: "the country's", "Nepal's" rebels."""
        if owner.i + 1 >= len(self.doc) or owner.nbor(1).tag_ != "POS":
            return False
        return kind_of(noun_lemma(owner)) == "country" or countries().named(owner.text) is not None

    def _measured(self, head: Token) -> Token | None:
        if not is_measure(head):
            return None
        return next((c for c in self.graph.children(head, "nmod") if self.graph.marker(c) == "of"), None)

    def _is_outer(self, token: Token, head: Token) -> bool:
        """Tell whether a word at the start of a mention is no part of its canonical name."""
        if token.is_space or token.pos_ in ("PUNCT", "CCONJ", "ADP", "SCONJ"):
            return True
        if token.lower_ in DETERMINERS or _is_bound(token):
            return True
        if token.like_num:
            return not _starts_modifier(token)
        if token.pos_ == "ADV":
            return self.graph.head(token).i == head.i or self.graph.head(token).like_num
        return token.pos_ in ("DET", "NUM") and not written(token)[:1].isupper()


def _state_of_force(name: str) -> str | None:
    """Return the state that has a force under its own name: "Royal Saudi Air Force", "United States Navy"."""
    words = [word for word in name.split() if word.lower() not in actor_words("dynastic")]
    for count in (1, 2):
        if " ".join(words[-count:]).lower() in actor_words("force"):
            return countries().land(" ".join(words[:-count])) if len(words) > count else None
    return None


def _single(codes: Iterable[str]) -> list[str]:
    """Return the only one of some codes, or nothing."""
    found = list(codes)
    return found if len(found) == 1 else []


def _starts_modifier(number: Token) -> bool:
    """Tell whether a number is part of a modifier ("12-bank committee"), not of a number ("sixty-six")."""
    after = number.doc[number.i + 1 : number.i + 3]
    return len(after) > 1 and after[0].text in HYPHENS and not after[1].like_num


def _is_bound(token: Token) -> bool:
    """Tell whether a word only bounds a number ("at least three refiners", "more than 100 refugees")."""
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if token.lower_ in ("more", "less", "fewer") and after == "than":
        return True
    return token.lower_ in ("least", "most") and token.i > 0 and token.nbor(-1).lower_ == "at"


def _is_outside(word: str) -> bool:
    """Tell whether a word, in small letters, determines or counts and is no part of a canonical name."""
    return word in DETERMINERS | POSSESSIVE or word in words().numbers.words or word.isdigit()


def _anchor(span: Span) -> Anchor:
    return Anchor(text=span.text, start=span.start_char, end=span.end_char)
