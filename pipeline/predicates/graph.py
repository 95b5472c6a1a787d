"""One dependency graph for every parser: Universal Dependencies over a spaCy `Doc`.

Our own model gives UD labels, `en_core_web_*` gives ClearNLP labels. The rooms below
never look at `token.dep_`; they ask this graph, which is UD (de Marneffe et al. 2021)
whatever the parser speaks: content words govern, prepositions are `case` markers,
copulas are `cop`, passives are marked on the subject.
"""

from collections.abc import Callable, Container, Iterator
from functools import cached_property
from typing import Any, TypeVar

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.firms import name_at
from pipeline.annotate.mechanisms import switch_off, switch_on
from pipeline.predicates.lexicon import words
from pipeline.predicates.repairs import acting, repair

CLEARNLP_MARKS = frozenset({"pobj", "dobj", "nsubjpass", "auxpass", "prep", "poss", "attr"})
CLEARNLP_TO_UD = {
    "ROOT": "root",
    "dobj": "obj",
    "dative": "iobj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "neg": "advmod",
    "npadvmod": "obl:npmod",
    "nmod": "compound",
    "quantmod": "advmod",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "acomp": "xcomp",
    "oprd": "xcomp",
    "intj": "discourse",
    "meta": "dep",
}
LEFT_OF_MENTION = frozenset(
    {
        "det",
        "det:predet",
        "nummod",
        "amod",
        "compound",
        "nmod:poss",
        "nmod",
        "flat",
        "advmod",
        "goeswith",
        "nmod:unmarked",
        "nmod:npmod",
        "obl:npmod",
        "obl:unmarked",
        "dep",
        "reparandum",
        "cc:preconj",
        "punct",
        "case",
    }
)
RIGHT_OF_MENTION = frozenset({"flat", "goeswith", "nummod", "fixed", "compound", "nmod:unmarked"})
EDGE_POS = frozenset({"PUNCT", "SPACE", "CCONJ"})


T = TypeVar("T")


class _Bases(dict[str, str]):
    """Label → what it is a subtype of: `acl:relcl` of `acl`."""

    def __missing__(self, label: str) -> str:
        self[label] = label.partition(":")[0]
        return self[label]


BASES = _Bases()


class Graph:
    """Basic UD dependencies of a `Doc`, as heads and labels by token index.

    Args:
        doc: A parsed document, in UD or ClearNLP labels.

    Attributes:
        tokens: The tokens of the document.
        made: What functions made of the graph, by `once`.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = list(doc)  # made once: spaCy makes a new object at each doc[i]
        self.made: dict[Callable[[Graph], Any], Any] = {}
        self._head = [token.head.i for token in self.tokens]
        labels = [token.dep_ for token in self.tokens]
        self._dep = [_plain(label) for label in labels]
        if not CLEARNLP_MARKS.isdisjoint(labels):
            self._from_clearnlp()
        repair(self.tokens, self._head, self._dep)
        self._link_children()

    @property
    def arcs(self) -> tuple[list[int], list[str]]:
        """The head and the relation of each token."""
        return self._head, self._dep

    @cached_property
    def words(self) -> list[str]:
        """The words of the document in small letters."""
        return [token.lower_ for token in self.tokens]

    @cached_property
    def text(self) -> str:
        """The text of the document: spaCy makes it anew whenever it is asked."""
        return self.doc.text

    def _link_children(self) -> None:
        self._children: dict[int, list[int]] = {}
        for i, head in enumerate(self._head):
            if head != i:
                self._children.setdefault(head, []).append(i)

    def _from_clearnlp(self) -> None:
        doc = self.doc
        for token in doc:
            i, label = token.i, token.dep_
            self._dep[i] = CLEARNLP_TO_UD.get(label, label)
        for token in doc:
            if token.dep_ in ("pobj", "pcomp"):
                self._raise_object(token)
        for token in doc:
            if token.dep_ in ("attr", "acomp") and token.head.lemma_ == "be":
                self._raise_predicate(token)

    def _raise_object(self, token: Token) -> None:
        """Turn `governor -prep-> preposition -pobj-> noun` into UD's `obl`/`nmod` + `case`."""
        preposition = token.head
        governor = preposition.head
        if governor.i == preposition.i:
            return
        if preposition.dep_ == "agent":
            label = "obl:agent"
        elif token.dep_ == "pcomp":
            label = "advcl" if governor.pos_ in ("VERB", "AUX") else "acl"
        else:
            label = "obl" if governor.pos_ in ("VERB", "AUX", "ADJ", "ADV") else "nmod"
        self._head[token.i], self._dep[token.i] = self._head[preposition.i], label
        self._head[preposition.i] = token.i
        self._dep[preposition.i] = "mark" if token.dep_ == "pcomp" else "case"

    def _raise_predicate(self, token: Token) -> None:
        """Turn `be -attr-> noun` into UD's `noun -cop-> be`."""
        copula = token.head.i
        head, label = self._head[copula], self._dep[copula]
        root = head == copula
        for j in range(len(self.doc)):
            if self._head[j] == copula and j not in (copula, token.i):
                self._head[j] = token.i
        self._head[token.i], self._dep[token.i] = (token.i if root else head), label
        self._head[copula], self._dep[copula] = token.i, "cop"

    def dep(self, token: Token) -> str:
        """Return the UD relation of a token to its head."""
        return self._dep[token.i]

    def head(self, token: Token) -> Token:
        """Return the UD head of a token; a root is its own head."""
        return self.tokens[self._head[token.i]]

    def is_root(self, token: Token) -> bool:
        """Tell whether a token governs its sentence."""
        return self._head[token.i] == token.i

    def children(self, token: Token, *deps: str) -> list[Token]:
        """Return the dependents of a token in text order, of the given relations if any.

        A relation matches its subtypes too: `acl` finds `acl:relcl`.
        """
        tokens, label, below = self.tokens, self._dep, self._children.get(token.i, ())
        if not deps:
            return [tokens[i] for i in below]
        return [tokens[i] for i in below if label[i] in deps or BASES[label[i]] in deps]

    def child(self, token: Token, *deps: str) -> Token | None:
        """Return the first dependent of the given relations, or None."""
        label = self._dep
        for i in self._children.get(token.i, ()):
            if not deps or label[i] in deps or BASES[label[i]] in deps:
                return self.tokens[i]
        return None

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the governors of a token, nearest first."""
        seen = {token.i}
        while (up := self._head[token.i]) not in seen:
            token = self.tokens[up]
            seen.add(up)
            yield token

    def marker(self, token: Token) -> str:
        """Return the preposition that marks a nominal, in lower case ("according to"), or ""."""
        words: list[Token] = []
        for case in self.children(token, "case"):
            if case.i < token.i and case.tag_ != "POS":
                words += [case, *self.children(case, "fixed")]
        return " ".join(word.lower_ for word in sorted(words, key=lambda word: word.i))

    def conjuncts(self, token: Token) -> list[Token]:
        """Return a token and the tokens coordinated below it, in text order."""
        found = [token]
        for child in self.children(token, "conj"):
            found += self.conjuncts(child)
        return found

    def first_conjunct(self, token: Token) -> Token:
        """Return the head of the coordination that a token stands in (itself if none)."""
        seen = {token.i}
        while self._dep[token.i] == "conj" and self._head[token.i] not in seen:
            token = self.doc[self._head[token.i]]
            seen.add(token.i)
        return token

    def subtree(self, token: Token) -> Span:
        """Return the span from the first to the last token that a token dominates."""
        indices = self._below(token.i)
        return self.doc[min(indices) : max(indices) + 1]

    def dominates(self, above: Token, below: Token) -> bool:
        """Tell whether `above` is `below` or one of its governors."""
        return above.i == below.i or any(up.i == above.i for up in self.ancestors(below))

    def _below(self, i: int) -> list[int]:
        found, stack, seen = [], [i], {i}
        while stack:
            current = stack.pop()
            found.append(current)
            for child in self._children.get(current, ()):
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return found

    def promote(self, verb: Token, subjects: list[Token], objects: list[Token]) -> None:
        """Repair the graph where word order shows a clause that the parser missed.

        The verb takes the place of the highest of its arguments; each argument keeps
        only what stands on its own side of the verb.

        Args:
            verb: The verb, tagged as whatever.
            subjects: Heads before the verb, the first one governing the others.
            objects: Heads behind the verb.
        """
        arguments = [*subjects[:1], *objects[:1]]
        group = [verb, *subjects, *objects]
        inside = {token.i for token in group}
        above = [up for up in self.ancestors(verb) if up.i not in inside]
        tops = [t for t in group if not any(up.i in inside for up in self.ancestors(t))]
        top = tops[0] if tops else verb
        outer = self._head[top.i]
        stray = outer in inside or (above and any(self.dominates(t, above[0]) for t in arguments))
        self._head[verb.i] = verb.i if outer == top.i or stray else outer
        self._dep[verb.i] = self._dep[top.i] if self._head[verb.i] != verb.i else "root"
        for i, token in enumerate(subjects):
            self._attach(token, verb if i == 0 else subjects[0], "nsubj" if i == 0 else "conj")
        for i, token in enumerate(objects):
            self._attach(token, verb if i == 0 else objects[0], "obj" if i == 0 else "conj")
        for token in [*subjects, *objects]:
            for child in range(token.sent.start, token.sent.end):
                across = (child < verb.i) != (token.i < verb.i)
                if self._head[child] == token.i and across and child not in inside:
                    self._head[child], self._dep[child] = verb.i, "dep"
        self._link_children()

    def _attach(self, token: Token, head: Token, label: str) -> None:
        self._head[token.i], self._dep[token.i] = head.i, label

    def mention(self, token: Token) -> Span:
        """Return the mention that a nominal heads, as the fact contract cuts it.

        The noun phrase with determiner, numbers, adjectives and compounds, without
        appositions, relative clauses and trailing prepositional phrases other than an
        inherent *of* phrase.
        """
        keep = set(self._mention_tokens(token))
        start = end = token.i
        while start - 1 in keep:
            start -= 1
        while end + 1 in keep:
            end += 1
        entity = self._entity_at(token)
        if entity is not None and entity.root.sent == token.sent:
            start = min(start, entity.start)
            end = max(end, entity.end - 1)
        while start < token.i and (self._is_edge(self.doc[start]) or self._is_focus(self.doc[start])):
            start += 1
        while end > token.i and self._is_edge(self.doc[end]):
            end -= 1
        end = self._before_bracket(token.i, end)
        return self.doc[start : self.closed(start, end) + 1]

    def _before_bracket(self, head: int, end: int) -> int:
        """Return where a mention ends before a bracket that it opens and doesn't close."""
        opened = next((i for i in range(head + 1, end + 1) if self.doc[i].text == "("), None)
        closed = opened is None or any(self.doc[i].text == ")" for i in range(opened, end + 1))
        return end if closed or opened is None else opened - 1

    def closed(self, start: int, end: int) -> int:
        """Return the last token of a mention, with the pointed bracket it opened ("the firm <Acme>")."""
        after = end + 1
        if after >= len(self.doc) or self.doc[after].text != ">" or not self.doc[after]._.aside:
            return end
        marks = [token.text for token in self.doc[start:after] if token._.aside]
        return after if marks.count("<") > marks.count(">") else end

    def _mention_tokens(self, token: Token) -> Iterator[int]:
        yield token.i
        for child in self.children(token):
            label = self._dep[child.i]
            if child.i < token.i:
                if label in ("case", "punct"):
                    inside = label == "punct" and child.text not in ("--", "–", "—", ";", ":")
                    if inside:
                        yield child.i
                elif _is_a(label, LEFT_OF_MENTION) and self.marker(child) == "":
                    yield from self._below(child.i)
            elif label in RIGHT_OF_MENTION:
                yield from self._below(child.i)
            elif self._is_inherent_of(token, child):
                yield from self._of_phrase(token, child)

    def _of_phrase(self, token: Token, noun: Token) -> Iterator[int]:
        """Give an inherent *of* phrase; behind a number only as far as its own noun phrase goes."""
        if token.pos_ not in ("NUM", "ADJ"):
            yield from self._below(noun.i)
            return
        yield from self._mention_tokens(noun)
        yield from (child.i for child in self.children(noun, "case"))

    def _is_inherent_of(self, token: Token, child: Token) -> bool:
        return self._dep[child.i] == "nmod" and self.marker(child) == "of" and token.pos_ != "VERB"

    def _is_focus(self, token: Token) -> bool:
        return token.pos_ == "ADV" and token.lower_ in words("focus")

    def _is_edge(self, token: Token) -> bool:
        return token.pos_ in EDGE_POS or token.tag_ == "POS"

    def _entity_at(self, token: Token) -> Span | None:
        if not token.ent_type_:
            return None
        name = name_at(self.doc, token.i)
        return self.doc[name.start : name.stop]


def graph_of(doc: Doc) -> Graph:
    """Return the graph of a document, built once and kept with it."""
    graph: Graph | None = doc.user_data.get("factwire_graph")
    if graph is None or len(graph.doc) != len(doc):
        graph = Graph(doc)
        doc.user_data["factwire_graph"] = graph
    return graph


def acting_repairs(doc: Doc) -> frozenset[str]:
    """Return the repairs that change an arc of a document's parse, by the names of their switches."""
    switch_off(doc, frozenset({"repairs"}))
    try:
        parsed = Graph(doc)
    finally:
        switch_on(doc)
    return frozenset(acting(parsed.tokens, *parsed.arcs))


def once(graph: Graph, make: Callable[[Graph], T]) -> T:
    """Return what a function makes of a graph, made once and kept with it."""
    if make not in graph.made:
        graph.made[make] = make(graph)
    found: T = graph.made[make]
    return found


def _plain(label: str) -> str:
    return "root" if label == "ROOT" else label


def _is_a(label: str, wanted: Container[str]) -> bool:
    return label in wanted or BASES[label] in wanted
