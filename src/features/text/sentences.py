"""Articles to sentences, each found again at its offset."""

import re

import numpy as np
import pandas as pd

from features import tables

# A place where a sentence may end: a blank line; or closing punctuation, closing quotes, white space without a
# blank line, and then something that can open a sentence. Nothing is read twice (`++`, and no start inside a run of
# stops), so that a million full stops take no longer than a million letters.
_MAY_END = re.compile(
    r"(?P<paragraph>\n\s*\n\s*)"
    r"|(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"”’'»)\]]*+)"
    r"(?P<gap>(?=\s)[^\S\n]*+\n?+[^\S\n]*+)(?=[\"“‘'«(\[—–-]*+[^\W_a-zß-öø-ÿ])"
)
_LAST_WORD = re.compile(r"[^\s\"“‘(\[—–]*$")
_NEXT_WORD = re.compile(r"[\"“‘'«(\[—–-]*([^\W\d_]+)")
# Never the end of a sentence: titles and ranks before a name, "vs.", "e.g."
_BEFORE_A_NAME = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col sgt capt cmdr adm maj pvt cpl fr rev hon pres supt det "
    "insp amb atty sec messrs mme mlle vs v e.g i.e cf".split()
)
# Sometimes the end: then the next word decides. "at Acme Inc. The" ends, "Acme Inc. Chairman" does not; "Did he? No.
# He" ends, "No. 5" does not.
_MAY_CLOSE = frozenset(
    "inc corp co ltd llc plc bros jr sr etc ph.d m.d b.a d.c a.m p.m mass calif ariz conn fla tex va pa wash colo ill "
    "mich minn tenn ga md ore okla wis nev neb ala ark del ind kan ky st ste mt ft no nos fig vol art dept approx est "
    "al jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
_OPENERS = frozenset(
    "the a an in it he she they we i you but and or on at this that these those if as for with when while after before "
    "since there here his her its their our my by from to of one two some many most no not yet so then now however "
    "what who why how where is are was were has have had will would could may also even still all both each asked "
    "according last next during among under over until because though although despite meanwhile".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def split_sentences(articles):
    """Split the articles’ texts into sentences.

    A paragraph’s end is a sentence’s end. A full stop after a title or an initial or inside a number is not; after
    “U.S.”, “Inc.”, “Sept.”, “No.” or “p.m.” the next word decides.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Columns `article_id` and `text`, as in table ARTICLES.

    Returns
    -------
    DataFrame, one row per sentence
        Table SENTENCES, in the order of `articles` and of the text. An article without text has no rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import split_sentences
    >>> article = pd.DataFrame({"article_id": ["a"], "text": ["Mr. Ruiz left at 5 p.m. He was “glad.” So was she."]})
    >>> split_sentences(article).text.tolist()
    ['Mr. Ruiz left at 5 p.m.', 'He was “glad.”', 'So was she.']
    """
    starts: list[int] = []
    ends: list[int] = []
    paragraphs: list[int] = []
    counts: list[int] = []
    for text in articles["text"]:
        counts.append(_split(text, starts, ends, paragraphs))
    rows = np.repeat(np.arange(len(articles)), counts)
    texts = articles["text"].to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "article_id": articles["article_id"].to_numpy()[rows],
            "sentence_no": _positions(counts),
            "paragraph_no": np.array(paragraphs, dtype=np.int32),
            "start": np.array(starts, dtype=np.int32),
            "text": [texts[row][start:end] for row, start, end in zip(rows, starts, ends, strict=True)],
        }
    )
    return tables.check(table, tables.SENTENCES) if len(table) else tables.empty(tables.SENTENCES)


def _split(text, starts, ends, paragraphs):
    start, paragraph, n_before = 0, 0, len(starts)
    for match in _MAY_END.finditer(text):
        new_paragraph = match["paragraph"] is not None
        if not new_paragraph and not _is_end(text, match):
            continue
        _add(text, start, match.start() if new_paragraph else match.end("close"), paragraph, starts, ends, paragraphs)
        start, paragraph = match.end(), paragraph + (new_paragraph and len(starts) > n_before)
    _add(text, start, len(text), paragraph, starts, ends, paragraphs)
    return len(starts) - n_before


def _add(text, start, end, paragraph, starts, ends, paragraphs):
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    end -= len(sentence) - len(sentence.rstrip())
    if start < end:
        starts.append(start)
        ends.append(end)
        paragraphs.append(paragraph)


def _is_end(text, match):
    if match["stop"] != ".":
        return True
    last_word = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
    before = last_word[0].lower().strip("'’”\"") if last_word else ""
    before = before.rpartition("-")[2]  # "D-Calif."
    if before in _BEFORE_A_NAME:
        return False
    if match["close"].strip(")]") or "\n" in match["gap"]:
        return True
    if len(before) == 1 and before.isalpha() and before != "i":
        return False
    if before in _MAY_CLOSE or ("." in before and _INITIALS.fullmatch(before)):
        following = _NEXT_WORD.match(text, match.end())
        return following is not None and following[1].lower() in _OPENERS
    return True


def _positions(counts):
    """0, 1, 2 … within each article."""
    counts = np.asarray(counts, dtype=np.int64)
    total = int(counts.sum())
    return (np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)).astype(np.int32)
