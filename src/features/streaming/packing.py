"""Counted words and fitted topics as bytes: what one step leaves for a later one, here or on another machine."""

import io
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_array

from features import tables
from features.compiled import compiled, compiled_into
from features.topics import Topics

# Names of the files in a shard.
COUNTS, WORDS = "counts.bin", "words.parquet"
# And in the same form, of phrases and names as they are written.
PHRASE_COUNTS, PHRASES = "phrase_counts.bin", "phrases.parquet"
# And of those in a fit.
FIT, TERMS, TOPIC_PHRASES = "topics.parquet", "terms.parquet", "topic_phrases.parquet"
STABILITY = "topic_stability.parquet"
# A number takes a byte for every seven of its bits, so many at most: the column of a word, and how often it stands there.
_MOST_BYTES = 10


def pack_counts(counts, terms, names=(COUNTS, WORDS)):
    """Counted words as files: their numbers and how often, an entry per article and word; and the words.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them.
    terms : LargeStringArray, one entry per column
        The words.
    names : tuple of two str
        Of the files.

    Returns
    -------
    dict of str to bytes
        The files COUNTS and WORDS, or those that are named.
    """
    ends = np.zeros((2, counts.shape[0] + 1), dtype="<i8")
    ends[0] = counts.indptr
    packed = np.empty(_MOST_BYTES * len(counts.data), dtype=np.uint8)
    _write_entries(counts.indptr, counts.indices, counts.data, packed, ends[1])
    content = np.int64(counts.shape[0]).tobytes() + ends.tobytes() + packed[: ends[1, -1]].tobytes()
    return {names[0]: content, names[1]: _pack(pa.table({"word": terms}))}


def unpack_counts(counts, words):
    """The counted words of a shard.

    Parameters
    ----------
    counts, words : bytes
        The files COUNTS and WORDS.

    Returns
    -------
    counts : csr_array of int32, articles × words
        Rows in the order of the shard’s articles.
    words : LargeStringArray
        Sorted.
    """
    return _unpack(counts, words, slice(None))


def _unpack(counts, words, rows):
    n_articles = int(np.frombuffer(counts, dtype="<i8", count=1)[0])
    ends = np.frombuffer(counts, dtype="<i8", count=2 * (n_articles + 1), offset=8).reshape(2, -1)
    packed = np.frombuffer(counts, dtype=np.uint8, offset=8 + ends.nbytes)
    terms = pq.read_table(pa.BufferReader(words))["word"].combine_chunks().cast(pa.large_string())
    indptr = np.append(0, np.cumsum(np.diff(ends[0])[rows])).astype(np.int32)
    data, indices = np.empty((2, indptr[-1]), dtype=np.int32)
    _read_entries(packed, ends[1, :-1][rows], indptr, indices, data)
    return csr_array((data, indices, indptr), shape=(len(indptr) - 1, len(terms))), terms


def select_counts(counts, words, identities, wanted):
    """The counted words of some articles of a shard.

    Parameters
    ----------
    counts, words : bytes
        The files COUNTS and WORDS.
    identities : ndarray of uint64
        The shard’s articles.
    wanted : ndarray of uint64
        Those to take, in any order.

    Returns
    -------
    identities : ndarray of uint64
        Those that are here, in the shard’s order.
    counts : csr_array of int32, articles × words
        Of these articles, with only the words that occur in them.
    words : LargeStringArray
        Sorted.
    """
    rows = np.flatnonzero(np.isin(identities, wanted))
    if not len(rows):
        return identities[:0], csr_array((0, 0), dtype=np.int32), pa.array([], type=pa.large_string())
    matrix, terms = _unpack(counts, words, rows)
    columns = np.unique(matrix.indices)
    return identities[rows], csr_array(matrix[:, columns]), terms.take(pa.array(columns))


def pack_topics(topics):
    """A fit as files, to be kept and sent.

    Parameters
    ----------
    topics : features.topics.Topics
        The fit.

    Returns
    -------
    dict of str to bytes
        The file FIT: Parquet, a row per word that counts, with what it says for each topic; and the files
        TERMS and TOPIC_PHRASES: these tables.
    """
    columns = {"word": pa.array(topics.vocabulary.tolist(), type=pa.large_string())}
    columns |= {f"topic_{number:02d}": weights for number, weights in zip(topics.numbers, topics.evidence, strict=True)}
    facts = {"note": topics.note, "labels": topics.labels, "numbers": topics.numbers.tolist()}
    facts |= {"next_number": topics.next_number, "certainty": topics.certainty}
    return {
        FIT: _pack(pa.table(columns).replace_schema_metadata({"facts": json.dumps(facts)})),
        TERMS: tables.to_bytes(topics.terms, tables.TOPIC_TERMS),
        TOPIC_PHRASES: tables.to_bytes(topics.phrases, tables.TOPIC_PHRASES),
    }


def unpack_topics(content, terms, phrases):
    """The fit that `pack_topics` packed.

    Parameters
    ----------
    content, terms, phrases : bytes
        The files FIT, TERMS and TOPIC_PHRASES.

    Returns
    -------
    Topics
        Without the tables of topics and shares.
    """
    stored = pq.read_table(pa.BufferReader(content))
    weights = [stored[name].to_numpy() for name in stored.column_names[1:]]
    facts = json.loads(stored.schema.metadata[b"facts"])
    return Topics(
        terms=tables.from_bytes(terms),
        phrases=tables.from_bytes(phrases),
        note=facts["note"],
        vocabulary=stored["word"].to_numpy().astype(object),
        evidence=np.array(weights) if weights else np.empty((0, stored.num_rows)),
        labels=tuple(facts["labels"]),
        numbers=np.array(facts["numbers"], dtype=np.int32),
        next_number=facts["next_number"],
        certainty=facts["certainty"],
    )


@compiled
def _write_entries(indptr, indices, data, packed, ends):
    """Write the words of each article, ascending: twice how much further its column is, one more if another number follows, which
    says how often it stands there. Most stand there once."""
    end = 0
    for row in range(len(indptr) - 1):
        before = 0
        for entry in range(indptr[row], indptr[row + 1]):
            end = _write_number(packed, end, 2 * np.int64(indices[entry] - before) + (data[entry] != 1))
            if data[entry] != 1:
                end = _write_number(packed, end, np.int64(data[entry]))
            before = indices[entry]
        ends[row + 1] = end


@compiled
def _read_entries(packed, begins, indptr, indices, data):
    """The reverse of `_write_entries`, of some articles."""
    for row in range(len(begins)):
        column, at = 0, begins[row]
        for entry in range(indptr[row], indptr[row + 1]):
            number, at = _read_number(packed, at)
            column += number >> 1
            indices[entry], data[entry] = column, 1
            if number & 1:
                data[entry], at = _read_number(packed, at)


@compiled_into
def _write_number(packed, end, number):
    """Seven bits a byte, the last ones first; the high bit says that more follow (LEB128, as in DWARF 5, section 7.6)."""
    while number >= 128:
        packed[end] = number & 127 | 128
        number, end = number >> 7, end + 1
    packed[end] = number
    return end + 1


@compiled_into
def _read_number(packed, at):
    number, shift = np.int64(packed[at] & 127), 0
    while packed[at] >= 128:
        at, shift = at + 1, shift + 7
        number |= np.int64(packed[at] & 127) << shift
    return number, at + 1


def _pack(table):
    written = io.BytesIO()
    pq.write_table(table, written, compression="lz4", use_dictionary=False)
    return written.getvalue()
