"""The words of texts as one stream of numbers, which everything else reads."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from features import tables
from features.text.buffers import as_bytes, count_characters, renumber, sort_texts
from features.text.columns import tabulate_sentences
from features.text.language import find_languages
from features.text.phrases import find_phrases


@dataclass(frozen=True)
class Words:
    """The words of texts, in their order, as numbers.

    Attributes
    ----------
    terms : LargeStringArray
        The distinct words, case folded, sorted.
    term : ndarray of int32, one entry per word
        Which word: `terms[term[i]]` is the i-th word.
    begin, end : ndarray of int32, one entry per word
        Where it stands in the text of its row, in bytes of UTF-8; empty when places were not kept.
    mark : ndarray of uint8, one entry per word
        Whether it begins with a capital, and what stands between it and the word before it, as named in `features.text.marks`.
    first : ndarray of int64, one entry per sentence and one more
        `first[s]:first[s + 1]` are the words of sentence s.
    row, paragraph, sentence_begin, sentence_end : ndarray of int32, one entry per sentence
        The row of its text in the table that was read; its paragraph; where it stands in that text, in bytes.
    article_ids : ndarray of str
        The articles, in the order of the table that was read.
    article_of_row : ndarray of int32, one entry per row of that table
        Its article’s place in `article_ids`.
    texts : LargeStringArray
        The texts of that table.
    given : DataFrame, optional
        The table that was read, when it was one of sentences.
    """

    terms: pa.LargeStringArray
    term: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    mark: np.ndarray
    first: np.ndarray
    row: np.ndarray
    paragraph: np.ndarray
    sentence_begin: np.ndarray
    sentence_end: np.ndarray
    article_ids: np.ndarray
    article_of_row: np.ndarray
    texts: pa.LargeStringArray
    given: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self.term)

    @property
    def n_terms(self) -> int:
        """Number of distinct words."""
        return len(self.terms)

    @cached_property
    def vocabulary(self) -> np.ndarray:
        """The distinct words as objects of Python, sorted.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> find_words(pd.DataFrame({"article_id": ["a"], "text": ["Oil and gold."]})).vocabulary.tolist()
        ['and', 'gold', 'oil']
        """
        return self.terms.to_numpy(zero_copy_only=False)

    @cached_property
    def sentence(self) -> np.ndarray:
        """The number of its sentence for each word, int32."""
        return np.repeat(np.arange(len(self.row), dtype=np.int32), np.diff(self.first))

    @cached_property
    def article(self) -> np.ndarray:
        """The place of its article in `article_ids` for each word, int32."""
        return self.article_of_sentence[self.sentence]

    @property
    def article_of_sentence(self) -> np.ndarray:
        """The place of its article in `article_ids` for each sentence, int32."""
        return self.article_of_row[self.row]

    @property
    def first_of_article(self) -> np.ndarray:
        """Where each article’s words begin: one entry per article and one more."""
        return self.first[np.searchsorted(self.article_of_sentence, np.arange(len(self.article_ids) + 1))]

    languages = cached_property(find_languages)

    @property
    def per_sentence(self) -> np.ndarray:
        """Number of words in each sentence; 0 where it has none.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> two = pd.DataFrame({"article_id": ["a", "a"], "sentence_no": [0, 1], "text": ["Oil fell.", "Gold!"]})
        >>> find_words(two).per_sentence.tolist()
        [2, 1]
        """
        return np.diff(self.first)

    @cached_property
    def sentence_no(self) -> np.ndarray:
        """Position of each sentence in its article, from 0, int32.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> find_words(pd.DataFrame({"article_id": ["a", "b"], "text": ["It fell. It rose.", "Oil?"]})).sentence_no.tolist()
        [0, 1, 0]
        """
        if self.given is not None:
            return self.given["sentence_no"].to_numpy(dtype=np.int32)
        counts = np.bincount(self.row, minlength=len(self.article_of_row))
        return (np.arange(len(self.row)) - np.repeat(np.cumsum(counts) - counts, counts)).astype(np.int32)

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """The sentences: table SENTENCES; of a table of sentences, that table itself.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> find_words(pd.DataFrame({"article_id": ["a"], "text": ["It fell. Oil rose."]})).sentences.start.tolist()
        [0, 9]
        """
        return tables.check(tabulate_sentences(self) if self.given is None else self.given, tables.SENTENCES)

    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each word stands in the text of its row, in characters.

        Returns
        -------
        start, end : ndarray of int32, one entry per word
            `text[start[i]:end[i]]` is the i-th word as written.

        Raises
        ------
        ValueError
            If the places were not kept.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> start, end = find_words(pd.DataFrame({"article_id": ["a"], "text": ["“Öl” fiel."]})).places()
        >>> start.tolist(), end.tolist()
        ([1, 5], [3, 9])
        """
        if len(self.begin) < len(self):
            raise ValueError("the places of these words were not kept; find them with places=True")
        data, offsets = as_bytes(self.texts)
        row = self.row[self.sentence]
        return count_characters(data, offsets, row, self.begin), count_characters(data, offsets, row, self.end)

    def without_possessives(self) -> "Words":
        """The same stream with “caracas's” read as “caracas”.

        Returns
        -------
        Words
            As many words in the same places; the vocabulary is shorter where a noun stood in it both ways.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Caracas’s oil, Caracas"]})
        >>> words = find_words(one).without_possessives()
        >>> words.vocabulary[words.term].tolist()
        ['caracas', 'oil', 'caracas']
        """
        encoded = self.nouns.dictionary_encode()
        terms, rank = sort_texts(encoded.dictionary)
        return replace(self, terms=terms, term=renumber(self.term, rank[encoded.indices.to_numpy()]))

    @cached_property
    def nouns(self) -> pa.LargeStringArray:
        """The distinct words with “'s” taken from their ends, in the order of `terms`.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> find_words(pd.DataFrame({"article_id": ["a"], "text": ["Caracas’s oil"]})).nouns.to_pylist()
        ['caracas', 'oil']
        """
        is_possessive = pc.ends_with(self.terms, pattern="'s")
        return pc.if_else(is_possessive, pc.utf8_slice_codeunits(self.terms, 0, -2), self.terms)

    def ids_of(self, articles) -> pd.api.extensions.ExtensionArray:
        """The identities of articles that are given by their places in `article_ids`.

        Parameters
        ----------
        articles : ndarray of int
            One entry per row wanted.

        Returns
        -------
        ExtensionArray of str
            For a column of a table.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> words = find_words(pd.DataFrame({"article_id": ["a", "b"], "text": ["Oil.", "Gas."]}))
        >>> words.ids_of(words.article).tolist()
        ['a', 'b']
        """
        try:
            ids = pa.array(self.article_ids, type=pa.large_string())
        except (pa.ArrowTypeError, pa.ArrowInvalid):
            # Identities of a table that holds numbers.
            ids = pa.array(self.article_ids.astype(str).tolist(), type=pa.large_string())
        return pd.array(ids.take(pa.array(articles)), dtype="str")

    def find_terms(self, words) -> np.ndarray:
        """Numbers in the vocabulary of those of `words` that occur.

        Parameters
        ----------
        words : iterable of str
            Case folded, as `fold` does it.

        Returns
        -------
        ndarray of int64
            Ascending, each once; a word that does not occur has none.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Oil and gold."]})
        >>> find_words(one).find_terms(["oil", "rain", "and"]).tolist()   # and, gold, oil
        [0, 2]
        """
        wanted = pa.array(sorted(set(words)), type=pa.large_string())
        return pc.drop_null(pc.index_in(wanted, value_set=self.terms)).to_numpy().astype(np.int64)

    def find_phrase(self, phrase) -> np.ndarray:
        """Positions in the stream where a phrase begins within a sentence.

        Parameters
        ----------
        phrase : str
            Words separated by blanks, case folded.

        Returns
        -------
        ndarray of int64
            Ascending, from 0; empty when the phrase does not occur.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Crude oil is oil, crude oil."]})
        >>> find_words(one).find_phrase("crude oil").tolist()
        [0, 4]
        """
        return self.find_phrases([phrase])[1]

    def find_phrases(self, phrases, *, possessives=False) -> tuple[np.ndarray, np.ndarray]:
        """Where phrases occur within sentences: all of them in one pass over the stream.

        Parameters
        ----------
        phrases : sequence of str
            Words separated by blanks, case folded. They may overlap.
        possessives : bool
            Whether “caracas's” counts as “caracas”.

        Returns
        -------
        phrase : ndarray of int32, one entry per occurrence
            Its place in `phrases`.
        position : ndarray of int64, one entry per occurrence
            Where it begins in the stream. Ascending; of phrases that begin at the same word the earlier in `phrases` comes first.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Crude oil of the United States."]})
        >>> phrase, position = find_words(one).find_phrases(["united states", "oil", "crude oil"])
        >>> phrase.tolist(), position.tolist()
        ([2, 1, 0], [0, 1, 4])
        """
        return find_phrases(phrases, self.terms, self.term, self.first, possessives=possessives)
