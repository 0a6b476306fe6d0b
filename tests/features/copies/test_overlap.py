import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.copies import overlap as module
from features.copies.overlap import Overlap, measure_overlap
from tests.features.copies.reports import WORDS, edit, words_of, write_words

# Words of which none occurs twice, so that everything can be counted by hand.
THIRTY, OTHERS = WORDS[:30], WORDS[100:200]


def measure(one, other):
    """Words kept and words in passages of each of two texts."""
    overlap = measure_overlap(words_of([one, other]), [0], [1])
    return overlap.n_kept[0].tolist(), overlap.n_passages[0].tolist()


def replaced(*places):
    return [OTHERS[place] if place in places else word for place, word in enumerate(THIRTY)]


@pytest.mark.parametrize(
    "other, kept, passages",
    [
        (THIRTY, [30, 30], [30, 30]),
        (THIRTY[:12], [12, 12], [12, 12]),
        (THIRTY[5:8], [3, 3], [3, 3]),
        (THIRTY[5:7], [0, 0], [0, 0]),
        ([], [0, 0], [0, 0]),
        (OTHERS[:30], [0, 0], [0, 0]),
        (replaced(10), [29, 29], [30, 30]),
        # The word between two edits is in no shingle that both have, yet as far from both ends as it was.
        (replaced(10, 12), [28, 28], [30, 30]),
        (replaced(10, 11, 12), [27, 27], [30, 30]),
        # At the ends nothing goes on.
        (replaced(0, 29), [28, 28], [28, 28]),
        (replaced(1), [28, 28], [28, 28]),
        (THIRTY[:10] + THIRTY[11:], [29, 29], [30, 29]),
        (THIRTY[:10] + OTHERS[:2] + THIRTY[10:], [30, 30], [30, 32]),
        ([*THIRTY[:10], THIRTY[11], THIRTY[10], *THIRTY[12:]], [28, 28], [30, 30]),
        # A sentence that was moved is kept, and what stands between is not.
        (THIRTY[20:] + OTHERS[:5] + THIRTY[:20], [30, 30], [30, 30]),
    ],
)
def test_what_two_texts_have_in_common_is_that_of_a_hand_count(other, kept, passages):
    assert measure(THIRTY, other) == (kept, passages)
    assert measure(other, THIRTY) == (kept[::-1], passages[::-1])


def test_quotations_among_other_words_are_no_passage():
    one = OTHERS[:30] + THIRTY[:20] + OTHERS[30:40]
    other = OTHERS[50:60] + THIRTY[:20] + OTHERS[60:100]
    assert measure(one, other) == ([20, 20], [20, 20])
    # Near each other in one text and far in the other.
    near = THIRTY[:10] + OTHERS[:5] + THIRTY[10:20]
    far = THIRTY[:10] + OTHERS[50:80] + THIRTY[10:20]
    assert measure(near, far) == ([20, 20], [20, 20])


@pytest.mark.parametrize("n, passages", [(21, 60), (22, 38)])
def test_a_passage_goes_over_at_most_so_many_edited_words(n, passages):
    # From the last whole shingle, which begins three words before, to the next: 24 words at most.
    text = WORDS[:60]
    other = text[:10] + OTHERS[:n] + text[10 + n :]
    assert measure(text, other)[1] == [passages, passages]


@pytest.mark.parametrize("n, passages", [(8, [30, 38]), (9, [30, 30])])
def test_a_passage_has_at_most_so_many_words_more_in_one_text(n, passages):
    other = THIRTY[:10] + OTHERS[:n] + THIRTY[10:]
    assert measure(THIRTY, other)[1] == passages


def test_a_repeated_shingle_is_kept_and_begins_no_passage():
    # “oil fell today” three times, which says nothing about order.
    one = [*THIRTY[:3], "oil", "fell", "today", *THIRTY[3:6], "oil", "fell", "today"]
    other = ["oil", "fell", "today", *OTHERS[:9], "oil", "fell", "today"]
    assert measure(one, other) == ([6, 6], [6, 6])


def test_the_body_is_what_lies_behind_the_lead_or_before_the_end():
    # Of thirty words a third may be a new lead.
    lead, end = OTHERS[:10] + THIRTY[10:], THIRTY[:20] + OTHERS[:10]
    overlap = measure_overlap(words_of([THIRTY, lead, end]), [0, 0], [1, 2])
    assert overlap.n_body.tolist() == [[20, 20], [20, 20]]


LETTERS = st.lists(st.sampled_from(["oil", "gas", "fell", "rose"]), max_size=40)


@given(LETTERS, LETTERS)
@settings(max_examples=80)
def test_words_kept_lie_in_passages_and_both_texts_are_treated_alike(one, other):
    words = words_of([one, other])
    overlap, turned = measure_overlap(words, [0], [1]), measure_overlap(words, [1], [0])
    assert (overlap.n_passages <= overlap.n_words).all() and (overlap.n_kept <= overlap.n_passages).all()
    assert (overlap.n_body <= overlap.n_passages).all()
    # Words that stand in common shingles, one after another.
    shingles = [{tuple(text[at : at + 3]) for at in range(len(text) - 2)} for text in (one, other)]
    for side, text in enumerate((one, other)):
        inside = {
            at + more
            for at in range(len(text) - 2)
            for more in range(3)
            if tuple(text[at : at + 3]) in shingles[1 - side]
        }
        assert overlap.n_kept[0, side] >= len(inside)
    assert turned.n_passages[0].tolist() == overlap.n_passages[0, ::-1].tolist()


@given(LETTERS)
def test_of_the_same_text_everything_is_kept(text):
    n = len(text) if len(text) > 2 else 0
    assert measure(text, text) == ([n, n], [n, n])


def test_pairs_that_are_compared_together_make_no_difference():
    reports = [write_words(150, seed) for seed in range(6)]
    words = words_of([text for report in reports for text in (report, edit(report, 0.2, 1), report[:40])])
    one, other = np.triu_indices(18, 1)
    whole = measure_overlap(words, one, other)
    for pair in range(len(one)):
        alone = measure_overlap(words, one[pair : pair + 1], other[pair : pair + 1])
        assert (alone.n_kept == whole.n_kept[pair]).all() and (alone.n_body == whole.n_body[pair]).all()


def test_of_very_long_texts_only_the_beginning_is_compared(monkeypatch):
    monkeypatch.setattr(module, "_MOST_WORDS", 15)
    overlap = measure_overlap(words_of([THIRTY, THIRTY]), [0], [1])
    assert overlap.n_words.tolist() == [[15, 15]] == overlap.n_kept.tolist()


def test_no_pairs_have_no_overlap():
    overlap = measure_overlap(words_of([THIRTY]), [], [])
    assert overlap.n_kept.shape == (0, 2) and overlap.are_copies().tolist() == []


@pytest.mark.parametrize(
    "n_words, in_passages, in_body, copies",
    [
        # A fifth edited in one piece: 78 in a hundred lie in passages.
        (1000, 780, 700, True),
        (1000, 779, 700, False),
        # A new lead of a third of 72 words; of the 48 behind it a quarter may lie outside, but forty words must not.
        (72, 40, 40, True),
        (72, 39, 39, False),
        (90, 45, 45, True),
        (90, 44, 44, False),
        # Of 320 behind a lead of eighty, 10 and a tenth: 42.
        (400, 278, 278, True),
        (400, 277, 277, False),
        # More than eight hundred words are a report of their own.
        (3636, 2837, 2837, True),
        (3700, 2899, 2899, False),
        (8000, 7200, 7200, True),
        (8000, 7199, 7199, False),
        (0, 0, 0, False),
    ],
)
def test_copies_are_told_from_reports_by_the_words_outside_passages(n_words, in_passages, in_body, copies):
    n = np.array([[n_words, n_words + 50], [n_words + 50, n_words]])
    shared, body = np.full((2, 2), in_passages), np.full((2, 2), in_body)
    assert Overlap(n, shared, shared, body).are_copies().tolist() == [copies, copies]
