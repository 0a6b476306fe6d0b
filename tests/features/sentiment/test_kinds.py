import itertools

import pytest

from features.sentiment import kinds
from features.sentiment.lexicon import read_columns
from features.sentiment.tone_words import LEXICONS

SETS = {
    name: getattr(kinds, name)
    for name in ("NEGATIONS", "ADJUNCTS", "FORMS_OF_BE", "JOINTS", "CIRCUMSTANCES", "SUBJECTS", "PRONOUNS")
}
NUMBERS = [number for name, number in vars(kinds).items() if name.isupper() and isinstance(number, int)]
NUMBERS = [number for number in NUMBERS if number not in (kinds.KIND, kinds.ON_SUBJECT, kinds.VERB)]


def test_kinds_are_different_numbers_that_leave_room_for_the_bit_of_the_subject():
    assert len(set(NUMBERS)) == len(NUMBERS) == 23
    assert all(number | kinds.ON_SUBJECT == number + kinds.ON_SUBJECT for number in NUMBERS)
    assert all((number | kinds.ON_SUBJECT) & kinds.KIND == number for number in NUMBERS)
    assert max(NUMBERS) + kinds.ON_SUBJECT + kinds.VERB < 256


def test_shifters_stand_in_a_row_those_that_raise_before_those_that_turn():
    raising = [kinds.INCREASE, kinds.BEGIN, kinds.KEEP, kinds.CAUSE]
    turning = [kinds.DECREASE, kinds.END, kinds.PREVENT, kinds.FAIL]
    assert [*raising, *turning] == list(range(kinds.INCREASE, kinds.FAIL + 1))
    assert set(kinds.OF_SHIFTERS.values()) == {*raising, *turning}


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(SETS, 2)))
def test_no_word_is_of_two_kinds(one, other):
    assert SETS[one] & SETS[other] == set()


def test_the_files_name_no_kind_that_is_unknown():
    assert set(read_columns(LEXICONS / "shifters.csv", ["kind"])["kind"]) <= set(kinds.OF_SHIFTERS)
    assert set(read_columns(LEXICONS / "shifters.csv", ["acts_on"])["acts_on"]) <= {"subject", "object"}
    assert set(read_columns(LEXICONS / "contrast.csv", ["kind"])["kind"]) <= set(kinds.OF_CLAUSES)


@pytest.mark.parametrize("word", ["sharply", "unexpectedly", "badly", "truly"])
def test_adverbs_of_manner_end_in_ly(word):
    assert kinds.is_adverb(word)


@pytest.mark.parametrize("word", ["rally", "supply", "family", "fly", "only", "sharp", "ally"])
def test_nouns_that_end_in_ly_and_short_words_are_none(word):
    assert not kinds.is_adverb(word)
