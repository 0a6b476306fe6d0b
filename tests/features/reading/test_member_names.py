import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.member_names import clean_name, is_passed_over, leads_out, number_names


@pytest.mark.parametrize(
    "written, name",
    [
        ("2026/a.txt", "2026/a.txt"),
        ("././2026/a.txt", "2026/a.txt"),
        ("2026\\a.txt", "2026/a.txt"),
        ("\udcff.txt", "\\xff.txt"),
        ("a\x1b[2J\n.txt", "a\\x1b[2J\\x0a.txt"),
        ("дождь.txt", "дождь.txt"),
    ],
)
def test_names_are_made_fit_to_be_printed(written, name):
    assert clean_name(written) == name


@given(st.text(st.characters(codec="utf-8")))
def test_no_name_holds_anything_that_moves_a_cursor_or_cannot_be_written(written):
    name = clean_name(written)
    assert not any(ord(sign) < 32 or ord(sign) == 127 for sign in name)
    name.encode()


@pytest.mark.parametrize(
    "written, expected",
    [
        ("/etc/passwd", True),
        ("\\etc\\passwd", True),
        ("2026/../../a.txt", True),
        ("..\\a.txt", True),
        ("C:\\a.txt", True),
        ("..", True),
        ("2026/..a.txt", False),
        ("a..txt", False),
    ],
)
def test_names_that_lead_out_are_known(written, expected):
    assert leads_out(clean_name(written)) is expected


@pytest.mark.parametrize(
    "name", ["LICENSE", "a/Readme.txt", "_index.txt", ".DS_Store", "a/.hidden/b.txt", "__MACOSX/a.txt", "a.tmp"]
)
def test_what_is_no_article_by_its_name_is_passed_over(name):
    assert is_passed_over(name)


@pytest.mark.parametrize(
    "name", ["licensed.txt", "a/the-readme.txt", "a_index.txt", "a.b/c.txt", "MACOSX/a.txt", "tmp.txt"]
)
def test_what_only_looks_like_it_is_read(name):
    assert not is_passed_over(name)


@given(st.lists(st.sampled_from(["a.txt", "a (2).txt", "b/a.txt", "a"]), max_size=12))
def test_no_two_members_have_the_same_name_and_the_first_keeps_its_own(names):
    numbered = [name for name, _ in number_names((name, None) for name in names)]
    assert len(set(numbered)) == len(numbered)
    for name in set(names):
        first = numbered[names.index(name)]
        assert first == name or name == "a (2).txt"
