import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading import files
from features.reading.json_scanning import Damaged, Scanner

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def scan(tmp_path):
    def write_and_scan(content):
        (tmp_path / "a.json").write_bytes(content if isinstance(content, bytes) else content.encode())
        return Scanner(files.Source(tmp_path / "a.json", "a.json", None))

    return write_and_scan


@given(st.lists(VALUES, max_size=4), st.booleans(), st.booleans(), st.sampled_from([1, 3, 1000]))
def test_the_elements_of_an_array_are_those_that_were_written(tmp_path_factory, values, ascii_only, indented, block):
    path = tmp_path_factory.mktemp("values") / "a.json"
    path.write_text(json.dumps(values, ensure_ascii=ascii_only, indent=2 if indented else None), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("features.reading.byte_blocks.BLOCK", block)
        scanner = Scanner(files.Source(path, path.name, None))
        assert scanner.take("[")
        assert [json.loads(raw) for _, raw in scanner.elements()] == values
        assert scanner.peek() == ""


def test_the_members_of_an_object_are_taken_one_by_one(scan):
    scanner = scan('\ufeff { "a" : 1 , "b": [2, 3], "c": {"d": 4} } ')
    assert scanner.take("{")
    found = []
    for name, _ in scanner.members():
        scanner.expect_colon()
        found.append((name, scanner.value()[0]))
    assert found == [("a", 1), ("b", [2, 3]), ("c", {"d": 4})]


@pytest.mark.parametrize(
    "content, message",
    [
        ('["a", "b', "the file is cut short: expected JSON, found unterminated string"),
        ('["a", ', "the file is cut short"),
        ('["a"', "the file is cut short"),
        ('["a" "b"]', "the file is damaged: expected ',', found '\"'"),
        ('["a", nonsense, "b"]', "the file is damaged: expected JSON, found expecting value"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_what_cannot_be_read_is_told_from_what_is_cut_short(scan, content, message):
    scanner = scan(content)
    scanner.take("[")
    with pytest.raises(Damaged, match=message.replace("[", r"\[")):
        list(scanner.elements())


def test_a_value_that_is_too_long_is_not_waited_for(scan, monkeypatch):
    monkeypatch.setattr(files, "MAX_PIECE_BYTES", 1000)
    monkeypatch.setattr("features.reading.byte_blocks.BLOCK", 100)
    scanner = scan('["short", "' + "x" * 5000 + '"]')
    scanner.take("[")
    elements = scanner.elements()
    assert next(elements)[0] == "short"
    with pytest.raises(Damaged, match="or a value that is longer"):
        next(elements)
