"""Topics as a person wants them: merged, split and renamed by a list in a file, which is applied again to every fit."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from features.topics.describing import describe_topics
from features.topics.grouping import group_articles
from features.topics.halves import one_thread
from features.topics.mixture import fit_mixture
from features.topics.placing import place_articles
from features.topics.weighting import find_rarity, weigh_words

COLUMNS = ("action", "topic_no", "terms", "into", "into_terms", "label")
# What each action needs besides the number and the terms of its topic.
_NEEDS = {"merge": ("into", "into_terms"), "split": ("into",), "rename": ("label",)}
# So many terms tell a person which topic is meant; at least half of those that are given must be among the topic’s terms.
TERMS_TO_TELL, LEAST_KNOWN = 3, 0.5
# Parts of topic 3 are called 1301, 1302, …: numbers that no fit gives, and that stay whatever else is edited.
FIRST_OF_PARTS, MOST_PARTS = 1_000, 99


class EditError(ValueError):
    """An edit of topics that cannot be made."""


@dataclass(frozen=True)
class Edit:
    """One line of the list.

    Attributes
    ----------
    action : str
        merge, split or rename.
    topic_no : int
        The topic.
    terms : tuple of str
        First terms of the topic, by which it is known again.
    into : int
        The topic that it goes into, or the number of parts.
    into_terms : tuple of str
        First terms of the topic that it goes into.
    label : str
        What the topic is called; "" leaves that to its terms.
    place : str
        File and line, for messages.
    """

    action: str
    topic_no: int
    terms: tuple[str, ...]
    into: int = 0
    into_terms: tuple[str, ...] = ()
    label: str = ""
    place: str = ""


def read_edits(path):
    """Read the list of edits.

    Parameters
    ----------
    path : path-like
        CSV, UTF-8, with the columns `action`, `topic_no`, `terms`, `into`, `into_terms`, `label`; the last three may be missing
        where no line needs them. merge: topic `topic_no` goes into topic `into`. split: it is split into `into` parts. rename: it
        is called `label`, which the others may set too. `terms` and `into_terms` hold first terms of the topics, with commas.

    Returns
    -------
    tuple of Edit
        In the order of the file, which is the order in which they are made.

    Raises
    ------
    EditError
        A column is missing or unknown, or a value is not what its column needs; the message names file, line and value.
    FileNotFoundError
        There is no such file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "topic_edits.csv")
    ...     _ = path.write_text('action,topic_no,terms,label\\nrename,3,"oil, crude, opec",Energy\\n', encoding="utf-8")
    ...     read_edits(path)[0].label
    'Energy'
    """
    name = Path(path).name
    with open(path, encoding="utf-8-sig", newline="") as lines:
        try:
            reader = csv.DictReader(lines, strict=True)
            found = reader.fieldnames or ()
            missing, unknown = {*COLUMNS[:3]} - {*found}, [column for column in found if column not in COLUMNS]
            if missing or unknown:
                raise EditError(
                    f"{name} line 1: expected the columns {', '.join(COLUMNS)}; missing: {sorted(missing)}, unknown: {unknown}"
                )
            return tuple(_read_line(row, f"{name} line {reader.line_num}") for row in reader)
        except UnicodeDecodeError as error:
            raise EditError(
                f"{name}: expected UTF-8, found the byte {error.object[error.start]:#04x}; save it as UTF-8"
            ) from error
        except csv.Error as error:
            raise EditError(f"{name} line {reader.line_num}: expected comma-separated values: {error}") from error


def _read_line(row, place):
    if None in row or None in row.values():
        raise EditError(
            f'{place}: expected as many values as line 1 has columns; quote a value that holds commas: "oil, gas"'
        )
    values = {column: row.get(column, "").strip() for column in COLUMNS}
    action = values["action"].casefold()
    if action not in _NEEDS:
        raise EditError(f"{place}: action must be one of {', '.join(_NEEDS)}, got {values['action']!r}")
    for column in ("topic_no", "terms", *_NEEDS[action]):
        if not values[column]:
            raise EditError(f"{place}: {action} needs a value in the column {column}")
    for column in {"into", "into_terms"} - {*_NEEDS[action]}:
        if values[column]:
            raise EditError(
                f"{place}: {action} needs no value in the column {column}, got {values[column]!r}; leave it empty"
            )
    numbers = {"topic_no": _read_number(values, "topic_no", place), "into": 0}
    if "into" in _NEEDS[action]:
        numbers["into"] = _read_number(values, "into", place)
    if action == "split" and not 2 <= numbers["into"] <= MOST_PARTS:
        raise EditError(f"{place}: into must be a number of parts from 2 to {MOST_PARTS}, got {numbers['into']}")
    if action == "merge" and numbers["into"] == numbers["topic_no"]:
        raise EditError(f"{place}: topic {numbers['into']} cannot go into itself; into must be another topic")
    terms = {column: _read_terms(values[column]) for column in ("terms", "into_terms")}
    for column, found in terms.items():
        if values[column] and not found:
            raise EditError(f"{place}: {column} must hold words, separated by commas, got {values[column]!r}")
    return Edit(action=action, label=values["label"], place=place, **numbers, **terms)


def _read_number(values, column, place):
    if not (values[column].isascii() and values[column].isdigit()) or int(values[column]) >= 2**31:
        raise EditError(f"{place}: {column} must be a whole number from 0, got {values[column]!r}")
    return int(values[column])


def _read_terms(value):
    return tuple(term.strip().casefold() for term in value.split(",") if term.strip())


def propose_edits(topics):
    """A list to begin with: every topic is renamed to what it is called already.

    Parameters
    ----------
    topics : features.topics.Topics
        A fit.

    Returns
    -------
    DataFrame, one row per topic
        The columns of `read_edits`, to be written as CSV, and edited: change the labels, the actions, or take lines away.

    Examples
    --------
    >>> from features.topics import Topics
    >>> propose_edits(Topics(labels=("oil",), numbers=np.array([3])))[["action", "topic_no", "label"]].values.tolist()
    [['rename', 3, 'oil']]
    """
    terms = [", ".join(_find_terms(topics, number)[:TERMS_TO_TELL]) for number in topics.numbers]
    columns = {"action": "rename", "topic_no": topics.numbers, "terms": terms, "into": "", "into_terms": ""}
    return pd.DataFrame({**columns, "label": list(topics.labels)}, columns=list(COLUMNS))


def edit_topics(topics, edits, counts, words, phrases=None):
    """Make the edits of a list.

    Parameters
    ----------
    topics : features.topics.Topics
        A fit, edited or not: edits are made to what was fitted, not to what was edited, so that making them again changes nothing.
    edits : sequence of Edit
        As `read_edits` gives them.
    counts : csr_array of int, articles × words
        Counted words of the articles that were fitted.
    words : ndarray of str, one entry per column
        The words that were counted.
    phrases : features.topics.phrases.Phrases, optional
        Of the same articles, for labels.

    Returns
    -------
    Topics
        Without the tables of topics and shares, and without the phrases of what changed; `unedited` is the fit without edits. A
        merged topic has the articles of both, and the number of the one that it went into. Of a split topic the part with most
        articles keeps the number; the others of topic 3 are called 1301, 1302, …. What the words say for merged topics and parts
        is fitted again, by their articles; that of the others stays.

    Raises
    ------
    EditError
        There is no such topic, its terms are others, or it has too few articles to be split; the message says what was found.
    """
    topics = topics.unedited or topics
    if not edits:
        return topics
    columns = pd.Index(words).get_indexer(topics.vocabulary)
    counts = csr_array(counts[:, columns[columns >= 0]])
    # Columns as in the fit: a word that none of these articles has is a column of 0.
    full = csr_array(
        (counts.data, np.flatnonzero(columns >= 0)[counts.indices], counts.indptr),
        shape=(counts.shape[0], len(columns)),
    )
    full.sort_indices()
    edited = topics
    # Articles without any of the words say nothing about topics.
    some = np.diff(full.indptr) > 0
    full, phrases = csr_array(full[some]), phrases and phrases.take(some)
    for edit in edits:
        edited = _ACTIONS[edit.action](edited, edit, full, phrases)
    return replace(edited, unedited=topics)


def _merge(topics, edit, counts, phrases):
    own, into = _find(topics, edit, edit.topic_no, edit.terms), _find(topics, edit, edit.into, edit.into_terms)
    largest = topics.score_counts(counts, topics.vocabulary).argmax(axis=1)
    largest[largest == own] = into
    return _refit(topics, counts, phrases, largest, topics.numbers, {edit.into: edit.label}, gone=own)


def _split(topics, edit, counts, phrases):
    own = _find(topics, edit, edit.topic_no, edit.terms)
    largest = topics.score_counts(counts, topics.vocabulary).argmax(axis=1)
    members = np.flatnonzero(largest == own)
    n_parts, parts = edit.into, FIRST_OF_PARTS + 100 * edit.topic_no + np.arange(1, edit.into)
    if len(members) < 2 * n_parts or parts[-1] >= 2**31:
        raise EditError(
            f"{edit.place}: topic {edit.topic_no} is the largest in {len(members)} of the fitted articles, too few to make {n_parts} "
            f"parts of at least two; take away this line, or ask for fewer parts"
        )
    taken = np.isin(parts, topics.numbers)
    if taken.any():
        raise EditError(
            f"{edit.place}: topic {edit.topic_no} was split before, there is a topic {parts[taken][0]}; split it once, into more"
        )
    with one_thread():
        found = group_articles(place_articles(weigh_words(counts, find_rarity(counts))[members]), n_parts)
    order = np.argsort(-np.bincount(found, minlength=n_parts), kind="stable")
    largest[members] = np.append(own, len(topics.numbers) + np.arange(n_parts - 1))[np.argsort(order)[found]]
    numbers = np.append(topics.numbers, parts).astype(np.int32)
    changed = {edit.topic_no: edit.label} | dict.fromkeys(parts.tolist(), "")
    return _refit(topics, counts, phrases, largest, numbers, changed)


def _rename(topics, edit, *_):
    own = _find(topics, edit, edit.topic_no, edit.terms)
    return replace(topics, labels=(*topics.labels[:own], edit.label, *topics.labels[own + 1 :]))


_ACTIONS = {"merge": _merge, "split": _split, "rename": _rename}


def _find(topics, edit, number, terms):
    """The row of the topic that an edit means; refused where its number is now that of another."""
    known = {int(own): set(_find_terms(topics, own)) for own in topics.numbers}
    fitting = [own for own, of_topic in known.items() if np.mean([term in of_topic for term in terms]) >= LEAST_KNOWN]
    if number in fitting:
        return int(np.flatnonzero(topics.numbers == number)[0])
    found = (
        f"found {', '.join(_find_terms(topics, number)[:8])}" if number in known else "found no topic of this number"
    )
    said = ", ".join(terms)
    way_out = f"topic {fitting[0]} has such terms" if fitting else "no topic has such terms"
    raise EditError(
        f"{edit.place}: expected topic {number} with at least half of the terms {said!r}, {found}; {way_out}; correct the line or "
        "take it away"
    )


def _find_terms(topics, number):
    return topics.terms["term"][topics.terms["topic_no"] == number].tolist()


def _refit(topics, counts, phrases, largest, numbers, changed, gone=None):
    """Fit again what changed: evidence, terms and labels of some topics, by the articles in which they are the largest."""
    rows = [int(np.flatnonzero(numbers == number)[0]) for number in changed]
    found = fit_mixture(counts, find_rarity(counts), largest, len(numbers), n_rounds=0) * topics.certainty
    evidence = np.vstack([topics.evidence, np.zeros((len(numbers) - len(topics.numbers), counts.shape[1]))])
    evidence[rows] = found[rows]
    terms, labels = describe_topics(counts, largest, len(numbers), topics.vocabulary, phrases)
    terms = terms[terms["topic_no"].isin(rows)].assign(topic_no=lambda new: numbers[new["topic_no"]])
    left_out = [*changed, *([] if gone is None else [numbers[gone]])]
    terms = pd.concat([topics.terms[~topics.terms["topic_no"].isin(left_out)], terms])
    named = dict(zip(topics.numbers.tolist(), topics.labels, strict=True))
    named |= {number: label or labels[row] for (number, label), row in zip(changed.items(), rows, strict=True)}
    keep = np.array([row for row in np.argsort(numbers) if row != gone], dtype=int)
    return replace(
        topics,
        terms=terms.sort_values(["topic_no", "rank"], kind="stable", ignore_index=True),
        phrases=topics.phrases[~topics.phrases["topic_no"].isin(left_out)].reset_index(drop=True),
        evidence=np.ascontiguousarray(evidence[keep]),
        numbers=numbers[keep].astype(np.int32),
        labels=tuple(named[int(number)] for number in numbers[keep]),
    )
