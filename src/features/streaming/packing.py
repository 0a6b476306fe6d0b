"""Counted words and fitted topics as bytes: what one step leaves for a later one, here or on another machine."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_array

from features.topics import Topics

# Names of the files in a shard.
COUNTS, WORDS = "counts.arrows", "words.parquet"
# Read again soon, and by this program only: fast rather than small.
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


def pack_counts(counts, terms):
    """Counted words as files: their numbers and how often, an entry per article and word; and the words.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them.
    terms : LargeStringArray, one entry per column
        The words.

    Returns
    -------
    dict of str to bytes
        The files COUNTS and WORDS.
    """
    entries = pa.record_batch({"term": counts.indices.astype(np.int32), "number": counts.data.astype(np.int32)})
    begins = pa.record_batch({"begin": counts.indptr.astype(np.int64)})
    written = io.BytesIO()
    for batch in (begins, entries):
        with pa.ipc.new_stream(written, batch.schema, options=_PACKED) as stream:
            stream.write_batch(batch)
    return {COUNTS: written.getvalue(), WORDS: _pack(pa.table({"word": terms}))}


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
    stored = pa.BufferReader(counts)
    begins, entries = (pa.ipc.open_stream(stored).read_all() for _ in range(2))
    terms = pq.read_table(pa.BufferReader(words))["word"].combine_chunks().cast(pa.large_string())
    indptr = begins["begin"].to_numpy().astype(np.int32)
    parts = entries["number"].to_numpy(), entries["term"].to_numpy(), indptr
    return csr_array(parts, shape=(len(indptr) - 1, len(terms))), terms


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
    matrix, terms = unpack_counts(counts, words)
    matrix = matrix[rows]
    columns = np.unique(matrix.indices)
    return identities[rows], csr_array(matrix[:, columns]), terms.take(pa.array(columns))


def pack_topics(topics):
    """A fit as bytes, to be kept and sent.

    Parameters
    ----------
    topics : features.topics.Topics
        The fit.

    Returns
    -------
    bytes
        A Parquet file: a row per word that counts, with its inverse document frequency and its weight in each topic.
    """
    columns = {
        "word": pa.array(topics.vocabulary.tolist(), type=pa.large_string()),
        "idf": topics.inverse_document_frequency,
    }
    columns |= {f"topic_{number:02d}": weights for number, weights in enumerate(topics.components)}
    return _pack(pa.table(columns).replace_schema_metadata({"note": topics.note}))


def unpack_topics(content):
    """The fit that `pack_topics` packed.

    Parameters
    ----------
    content : bytes
        As it gives them.

    Returns
    -------
    Topics
        Without the tables.
    """
    stored = pq.read_table(pa.BufferReader(content))
    weights = [stored[name].to_numpy() for name in stored.column_names[2:]]
    return Topics(
        note=stored.schema.metadata[b"note"].decode(),
        vocabulary=stored["word"].to_numpy().astype(object),
        inverse_document_frequency=stored["idf"].to_numpy(),
        components=np.array(weights) if weights else np.empty((0, stored.num_rows)),
    )


def _pack(table):
    written = io.BytesIO()
    pq.write_table(table, written, compression="lz4", use_dictionary=False)
    return written.getvalue()
