"""Phrases and names as single articles show them: neighbouring words, as “oil exports” or “New York”, and how they are written."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from features.compiled import compiled, compiled_into
from features.text.buffers import as_bytes, sort_texts, take_slices
from features.text.function_words import read_function_words
from features.text.spelling import APOSTROPHE, HIGH, LOW, mix
from features.topics.weighting import REPORTING_WORDS

# So many words of an article are read, to the end of a sentence: news names what it is about at its beginning. On 10,004 articles
# of a thousand words each, to look at all words takes a third of the time of `find_words`, at so many a fifth; to spell and number
# what is found there takes another fifth.
FIRST_WORDS = 400
# Function words and words of reporting that are names, or parts of names, when written with a capital: New York, Theresa May.
_NAMES = frozenset(("new", "may", "will", "us", "un"))
# What is known of a word by its spelling: a phrase may have it, may have it when it has a capital, ends with it.
_FREE, _AS_NAME, _POSSESSIVE = (np.uint8(1 << bit) for bit in range(3))
_BLANK = 0x20
# A key of three words, the first two of which are numbered, is told by this bit from one of two.
_OF_THREE = np.uint64(1 << 63)


def count_phrases(words, articles=None):
    """Count the phrases and names that each article by itself shows to be some.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them, with the places of the words.
    articles : ndarray of int, optional
        Which to read, by their places in `words.article_ids`, in the order of the rows wanted. Default: all.

    Returns
    -------
    counts : csr_array of int32, articles × forms
        How often each phrase stands in each article, 1 for a name of one word; canonical.
    forms : LargeStringArray
        As they are written, with a blank between words; sorted.

    Raises
    ------
    ValueError
        If the places of the words were not kept.

    Notes
    -----
    Read are the sentences that begin within the first 400 words of an article. A phrase is two or three neighbouring words of one
    sentence, with nothing but a blank between them, none of them a function word, a word of reporting or a number; it counts where it
    stands in the article twice, or where all of its words have a capital inside a sentence, which shows a name. A name of one word
    counts where it has a capital inside a sentence and never small letters. Capitals say nothing in a sentence without a word in
    small letters that is no function word: a headline. Each article is read by itself, so that it makes no difference which
    articles stand beside it.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> text = "He left New York by train. Crude oil rose. The price of crude oil fell in New York’s port."
    >>> counts, forms = count_phrases(find_words(pd.DataFrame({"article_id": ["a"], "text": [text]})))
    >>> dict(zip(forms.to_pylist(), counts.toarray()[0].tolist()))
    {'New': 1, 'New York': 2, 'York': 1, 'crude oil': 2}
    """
    if len(words.begin) < len(words):
        raise ValueError("the places of these words were not kept; find them with places=True")
    articles = np.arange(len(words.article_ids)) if articles is None else np.asarray(articles)
    begin, end, number, indptr = _find_phrases(words, articles)
    written = take_slices(as_bytes(words.texts)[0], begin, end).dictionary_encode()
    forms, rank = sort_texts(written.dictionary)
    shape = len(articles), len(forms)
    counts = csr_array((number, rank[written.indices.to_numpy()], indptr.astype(np.int32)), shape=shape)
    counts.sum_duplicates()
    is_name = pc.invert(pc.match_substring(forms, " ")).to_numpy(zero_copy_only=False)
    counts.data[is_name[counts.indices]] = 1
    return counts, forms


def _find_phrases(words, articles):
    """Where in the texts each begins and ends, how often it stands in its article, and where each article’s begin among them."""
    of_sentence = words.article_of_sentence
    start, after = np.searchsorted(of_sentence, articles), np.searchsorted(of_sentence, articles, side="right")
    # Up to the last sentence that begins within the first words.
    stop = np.minimum(np.searchsorted(words.first, words.first[start] + FIRST_WORDS), after)
    n_most = words.first[stop] - words.first[start]
    longest = int(n_most.max(initial=0))
    slots = np.zeros((1 << max(6 * longest, 16).bit_length(), 5), dtype=np.uint64)
    candidate, met = np.empty(longest + 1, dtype=np.int64), np.empty(2 * longest + 1, dtype=np.int64)
    named, lowered = np.full((2, words.n_terms + 1), -1, dtype=np.int32)
    # Each word ends at most one name, one pair and one run of three.
    found = np.empty((3 * int(n_most.sum()), 3), dtype=np.int64)
    indptr = np.zeros(len(articles) + 1, dtype=np.int64)
    stream = _look_up(words), words.term, words.mark, words.begin, words.end, words.first, words.row
    n = _find(*stream, *as_bytes(words.texts), start, stop, slots, candidate, met, named, lowered, found, indptr)
    return found[:n, 0], found[:n, 1], found[:n, 2].astype(np.int32), indptr


def _look_up(words):
    """What is known of each distinct word by its spelling."""
    nouns = words.nouns
    data, offsets = as_bytes(nouns)
    length = np.diff(offsets)
    begins = np.append(data, np.uint8(0))[offsets[:-1]]
    stop = _among(nouns, (read_function_words() | REPORTING_WORDS) - _NAMES)
    counts = ~stop & (length > 1) & ~((begins >= 0x30) & (begins <= 0x39))
    flags = np.where(counts, np.where(_among(nouns, _NAMES), _AS_NAME, _FREE), np.uint8(0))
    return flags | np.where(np.diff(as_bytes(words.terms)[1]) > length, _POSSESSIVE, np.uint8(0))


def _among(texts, wanted):
    return pc.is_in(texts, value_set=pa.array(sorted(wanted), type=pa.large_string())).to_numpy(zero_copy_only=False)


@compiled
def _find(
    flags,
    term,
    mark,
    begin,
    end,
    first,
    row,
    data,
    offsets,
    starts,
    stops,
    slots,
    candidate,
    met,
    named,
    lowered,
    found,
    indptr,
):
    """Write where each name and phrase of each article stands, and how often; return how many."""
    n = 0
    for article in range(len(starts)):
        n_candidates = _gather(flags, term, mark, first, starts[article], stops[article], candidate, lowered, article)
        # At most two entries for a candidate, in three times the room.
        mask, this = np.uint64(15), np.uint64(article + 1)
        while mask < 6 * n_candidates:
            mask = mask << np.uint64(1) | np.uint64(1)
        n_met, sentence = 0, starts[article]
        # Of the word before and the pair that ends with it: whether they are names; which slot the pair has.
        before, was_name, pair, pair_is_name = np.int64(-1), False, np.int64(-1), False
        for each in range(n_candidates):
            place, is_name = candidate[each] >> 2, candidate[each] & 2 != 0
            while first[sentence + 1] <= place:
                sentence += 1
            base = offsets[row[sentence]]
            if is_name and named[term[place]] != article and lowered[term[place]] != article:
                named[term[place]] = article
                _write(data, base + begin[place], base + end[place], flags[term[place]], 1, found, n)
                n += 1
            earlier, earlier_is_name = pair if before == place - 1 else np.int64(-1), pair_is_name
            pair, was_name = np.int64(-1), was_name and before == place - 1
            gap = end[place - 1]
            if candidate[each] & 1 and begin[place] == gap + 1 and data[base + gap] == _BLANK:
                pair_is_name = is_name and was_name
                form = 2 if pair_is_name else np.int64(place - 1 > first[sentence])
                key = np.uint64(term[place - 1]) << HIGH | np.uint64(term[place])
                pair, n_met = _note(slots, mask, this, key, place, base, form, met, n_met)
                if earlier >= 0:
                    form = 2 if pair_is_name and earlier_is_name else np.int64(place - 2 > first[sentence])
                    key = _OF_THREE | np.uint64(earlier) << HIGH | np.uint64(term[place])
                    _, n_met = _note(slots, mask, this, key, place, base, form, met, n_met)
            before, was_name = place, is_name
        for each in range(n_met):
            slot = met[each]
            key, last, base, n_times = slots[slot, 1], slots[slot, 2], slots[slot, 3], slots[slot, 4]
            if n_times & LOW > 1 or n_times >> HIGH == 2:
                last, base = np.int64(last), np.int64(base)
                start = last - 2 if key & _OF_THREE else last - 1
                _write(data, base + begin[start], base + end[last], flags[term[last]], n_times & LOW, found, n)
                n += 1
        indptr[article + 1] = n
    return n


@compiled_into
def _write(data, begin, end, flag, n_times, found, n):
    """Write where a phrase stands; “New York’s” is New York: two bytes less, or four with a typographic apostrophe."""
    if flag & _POSSESSIVE:
        end -= 2 if data[end - 2] == APOSTROPHE else 4
    found[n, 0], found[n, 1], found[n, 2] = begin, end, n_times


@compiled
def _gather(flags, term, mark, first, start, stop, candidate, lowered, article):
    """The words that are names or may go on a phrase: four times the place, two more for a name, one more for the other. No branches:
    which words count is what a processor cannot guess."""
    n = 0
    for sentence in range(start, stop):
        goes_on, tells, earlier = 0, 0, n
        for place in range(first[sentence], first[sentence + 1]):
            between, kind = mark[place], flags[term[place]]
            capital = between & 1
            # Where a word with a capital would stand is one place too many.
            lowered[-1 if capital else term[place]] = article
            counts = (kind | (kind >> 1 & capital)) & 1
            joined = counts & goes_on & (between < 2)
            tells |= kind & 1 & (capital ^ 1)
            candidate[n] = place << 2 | (capital & (place > first[sentence])) << 1 | joined
            n += counts & (joined | capital)
            goes_on = counts & ((kind >> 2) ^ 1)
        for each in range(earlier, n):
            candidate[each] &= -3 | tells << 1
    return n


@compiled_into
def _note(slots, mask, this, key, place, base, form, met, n_met):
    """Count what ends at a place; return its slot and how many are met. Kept is the first place of its best form: that of a name (2),
    or not at the beginning of a sentence (1)."""
    slot = (mix(key) >> HIGH) & mask
    while slots[slot, 0] == this and slots[slot, 1] != key:
        slot = (slot + np.uint64(1)) & mask
    if slots[slot, 0] != this:
        slots[slot, 0], slots[slot, 1], slots[slot, 4] = this, key, 0
        met[n_met] = slot
        n_met += 1
    if slots[slot, 4] == 0 or slots[slot, 4] >> HIGH < form:
        slots[slot, 2], slots[slot, 3] = place, base
        slots[slot, 4] = (slots[slot, 4] & LOW) | np.uint64(form) << HIGH
    slots[slot, 4] += np.uint64(1)
    return np.int64(slot), n_met
