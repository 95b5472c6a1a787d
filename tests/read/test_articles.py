"""Readers never alter text, tell every fault with its place, and lose no other input."""

import io
import json
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import Article, Fault, read_articles


def split(entries):
    found = list(entries)
    good = [e for e in found if isinstance(e, Article)]
    bad = [e.message for e in found if isinstance(e, Fault)]
    return good, bad


def test_folder_glob_and_file_mixed(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("Two.")
    (tmp_path / "c.jsonl").write_text(
        '{"id": "c1", "text": "Three.", "published": "2020-01-02", "by": "X"}\n'
    )
    good, bad = split(read_articles([str(tmp_path)]))
    assert [a.id for a in good] == ["a", "c1", "b"]
    assert good[1].published == "2020-01-02"
    assert good[1].meta == {"by": "X"}
    assert bad == []
    good, _ = split(read_articles([str(tmp_path / "**" / "*.txt")]))
    assert {a.id for a in good} == {"a", "b"}


def test_text_is_read_as_it_is(tmp_path):
    text = "A\r\nB\tC  D \N{GRINNING FACE}e\u0301\u2028\x00end"
    (tmp_path / "x.txt").write_bytes(text.encode())
    (tmp_path / "y.jsonl").write_text(json.dumps({"id": "y", "text": text}))
    good, bad = split(read_articles([str(tmp_path / "x.txt"), str(tmp_path / "y.jsonl")]))
    assert [a.text for a in good] == [text, text]
    assert bad == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "a"}', "'text' is missing"),
        (b'{"text": "b"}', "'id' is missing"),
        (b'{"id": 3, "text": "b"}', "'id' is missing or not a text"),
        (b'{"id": "a", "text": " "}', "'text' is missing"),
        (b'{"id": "a", "text": "b", "published": "May"}', "'published' is missing or not an ISO date"),
        (b'{"id": "a", "text": "b", "published": "20200501"}', "'published' is missing or not an ISO date"),
        (b'{"id": "a", "text": "b", "published": "2020-02-30"}', "'published' is missing or not an ISO date"),
        (b'{"id": "a", "text": "\\ud800"}', "valid Unicode"),
        (b'{"id": "\\udfff", "text": "b"}', "'id' is missing or not valid Unicode"),
        (b'{"id": "a", "text": "\\u0000\\ufeff"}', "'text' is missing"),
        (b"null", "a line must be an object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": "a", "text": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b"[1, 2]", "a line must be an object"),
        (b'{"id": "a", ', "not valid JSON"),
        (b'{"id": "a", "text": "\xff"}', "not valid UTF-8 at byte 21"),
        (b'{"id": "ok1", "text": "again"}', "was already given at"),
    ],
)
def test_a_bad_line_names_its_place_and_costs_no_other(tmp_path, line, reason):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "ok1", "text": "A."}\n' + line + b'\n\n{"id": "ok2", "text": "B."}\n')
    good, bad = split(read_articles([str(path)]))
    assert [a.id for a in good] == ["ok1", "ok2"]
    assert len(bad) == 1
    assert reason in bad[0]
    assert f"{path}:2" in bad[0]


def test_bad_files(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bom.txt").write_bytes(b"\xef\xbb\xbf \r\n")
    (tmp_path / "latin.txt").write_bytes(b"first\ncaf\xe9")
    (tmp_path / "fine.txt").write_text("Fine.")
    names = ["empty.txt", "bom.txt", "latin.txt", "gone.txt", "fine.txt"]
    good, bad = split(read_articles([str(tmp_path / n) for n in names]))
    assert [(a.id, a.text) for a in good] == [("latin", "first\ncafé"), ("fine", "Fine.")]
    assert good[0].meta == {"encoding": "cp1252"}
    assert len(bad) == 3
    assert "holds no text" in bad[0]
    assert "holds no text" in bad[1]
    assert "no such file" in bad[2]


def test_two_files_of_one_stem(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(folder)
    good, bad = split(read_articles([str(tmp_path)]))
    assert [a.text for a in good] == ["one"]
    assert "was already given" in bad[0]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b"Plain text.", ["stdin"]),
        (b'{"id": "j", "text": "t"}\n', ["j"]),
        (b'\xef\xbb\xbf {"id": "j", "text": "t"}\n\n{"id": "k", "text": "t"}', ["j", "k"]),
    ],
)
def test_standard_input(monkeypatch, data, ids):
    class Stdin:
        buffer = io.BytesIO(data)

    monkeypatch.setattr(sys, "stdin", Stdin)
    good, bad = split(read_articles(["-"]))
    assert [a.id for a in good] == ids
    assert bad == []


def test_given_date_fills_only_gaps(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "A"}\n{"id": "b", "text": "B", "published": "1999-01-01"}\n')
    good, _ = split(read_articles([str(path)], published="2020-02-02"))
    assert [a.published for a in good] == ["2020-02-02", "1999-01-01"]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1))
def test_any_text_survives_a_json_line(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("t") / "in.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text}), encoding="utf-8")
    good, bad = split(read_articles([str(path)]))
    assert [a.text for a in good] == ([text] if text.strip("\ufeff\0 ").strip() else [])
    assert len(good) + len(bad) == 1


def test_what_a_folder_holds_is_read_or_told(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "a.TXT").write_text("A.")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "notes.md").write_text("not an article")
    os.mkfifo(tmp_path / "pipe.txt")
    good, bad = split(read_articles([str(tmp_path)]))
    assert [a.id for a in good] == ["a"]
    assert bad == [f"[E001] {tmp_path}/lost.txt: no such file or folder"]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    good, bad = split(read_articles([str(tmp_path)]))
    assert [a.id for a in good] == ["a"]
    assert bad == [f"[E002] {tmp_path}/closed: cannot be read: Permission denied"]


def test_names_that_stand_for_nothing(tmp_path):
    (tmp_path / "empty").mkdir()
    good, bad = split(read_articles([str(tmp_path / "*.txt"), str(tmp_path / "empty")]))
    assert good == []
    assert "E001" in bad[0]
    assert "E008" in bad[1]


def test_a_file_name_that_is_no_text(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("A.")
    good, bad = split(read_articles([str(tmp_path)]))
    assert good == []
    assert "name is not valid UTF-8" in bad[0]


def test_standard_input_is_not_waited_for_to_the_end(monkeypatch):
    def lines():
        yield b'{"id": "1", "text": "t"}\n'
        raise RuntimeError("read too far")

    class Stdin:
        buffer = lines()

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert next(read_articles(["-"])).id == "1"
