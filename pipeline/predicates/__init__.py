"""The predicate–argument view over a dependency parse of either label scheme."""

from pipeline.predicates.classes import any_class, classes_of, measured, noun_lemma, own_classes
from pipeline.predicates.grammar import GrammarView, NamedView
from pipeline.predicates.graph import Graph, acting_repairs, graph_of, once
from pipeline.predicates.slots import Filler
from pipeline.predicates.surface import SurfacePredicate, surface_predicate
from pipeline.predicates.view import Predicate, PredicateView
from pipeline.predicates.wholes import whole

__all__ = [
    "Filler",
    "GrammarView",
    "Graph",
    "NamedView",
    "Predicate",
    "PredicateView",
    "SurfacePredicate",
    "acting_repairs",
    "any_class",
    "classes_of",
    "graph_of",
    "measured",
    "noun_lemma",
    "once",
    "own_classes",
    "surface_predicate",
    "whole",
]
