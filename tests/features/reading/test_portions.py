import pytest

from features.reading.portions import BYTES_AT_ONCE, PIECES_AT_ONCE, Portion

GIVEN = {"kind": "lines", "name": "a.jsonl", "folder": None, "first": 1, "content": b"{}", "n_pieces": 1}


@pytest.mark.parametrize(
    "other",
    [{"kind": "rows"}, {"name": "b.jsonl"}, {"folder": "None"}, {"first": 2}, {"content": b"[]"}, {"n_pieces": 2}],
    ids=lambda other: next(iter(other)),
)
def test_a_portion_has_the_digest_of_everything_in_it(other):
    assert Portion(**GIVEN).digest == Portion(**GIVEN).digest
    assert Portion(**GIVEN).digest != Portion(**GIVEN | other).digest


def test_a_portion_knows_its_length():
    assert Portion(**GIVEN).n_bytes == 2


def test_a_portion_of_the_longest_pieces_holds_at_least_one():
    assert PIECES_AT_ONCE >= 1 and BYTES_AT_ONCE >= 16 * 2**20
