import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.verification import compare_reports, first_difference


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def two(tmp_path):
    for side in ("one", "other"):
        write(tmp_path / side, "reports/figures/a.csv", "x,y\nA,0.500000\n")
        write(tmp_path / side, "reports/figures/a.png", "drawing")
        write(tmp_path / side, "reports/figures/a.svg", "<path d='M 1.000000'/>")
        write(tmp_path / side, "notebooks/n.ipynb", '{"cells": []}')
        write(tmp_path / side, "reports/benchmarks/speed.json", side)
    return tmp_path / "one", tmp_path / "other"


def test_equal_reports_hold_by_their_bytes(two):
    comparison = compare_reports(*two)
    assert comparison.holds and str(comparison) == "The bytes held: all 4 files are the same."


def test_last_bits_hold_by_their_numbers_and_the_message_says_so(two):
    write(two[1], "reports/figures/a.csv", "x,y\nA,0.500049\n")
    write(two[1], "reports/figures/a.png", "drawing with other last bits")
    write(two[1], "reports/figures/a.svg", "<path d='M 1.000001'/>")
    comparison = compare_reports(*two)
    assert comparison.holds
    assert comparison.same_numbers == ["reports/figures/a.csv", "reports/figures/a.png", "reports/figures/a.svg"]
    assert str(comparison).startswith("The numbers held, the bytes did not: 1 of 4 files have the same bytes")


@pytest.mark.parametrize(
    "text, reason",
    [
        ("x,y\nA,0.700000\n", "0.500000 became 0.700000"),
        ("x,y\nB,0.500000\n", "became"),
        ("x,y\nA,0.500000\nA,0.1\n", "became"),
    ],
)
def test_other_numbers_words_or_rows_do_not_hold(two, text, reason):
    write(two[1], "reports/figures/a.csv", text)
    comparison = compare_reports(*two)
    assert not comparison.holds and reason in comparison.different["reports/figures/a.csv"]
    assert str(comparison).startswith("Different: 1 of 4 files.")


def test_missing_and_additional_files_do_not_hold(two):
    (two[1] / "reports/figures/a.svg").unlink()
    write(two[1], "reports/figures/b.csv", "x\n")
    assert compare_reports(*two).different == {
        "reports/figures/a.svg": "is committed, but was not made again",
        "reports/figures/b.csv": "was made, but is not committed",
    }


def test_timings_of_benchmarks_are_not_compared(two):
    assert compare_reports(*two).holds


def test_another_picture_of_the_same_drawing_does_not_hold(two):
    write(two[1], "reports/figures/a.png", "another drawing")
    assert compare_reports(*two).different == {
        "reports/figures/a.png": "its bytes differ, though those of its SVG do not"
    }


def test_counts_have_no_tolerance():
    assert first_difference("10004 articles", "10005 articles") == '10004 became 10005 after ""'


@given(st.floats(-1, 1), st.floats(-0.0004, 0.0004))
def test_a_number_within_the_tolerance_holds(number, change):
    assert first_difference(f"x {number:.6f}", f"x {number + change:.6f}") == ""


@given(st.floats(-1, 1), st.floats(0.0011, 2))
def test_a_number_beyond_the_tolerance_does_not(number, change):
    assert first_difference(f"x {number:.6f}", f"x {number + change + 0.001 * abs(number + change):.6f}") != ""


def test_images_inside_pages_are_held_by_the_figures_themselves():
    assert first_difference('<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,BBBB">') == ""
