"""Articles in the order of time, each to the open event that it reports, or to a new one."""

import numpy as np
import pandas as pd

from features.compiled import compiled
from features.events.background import STEPS
from features.events.describing import N_TERMS

# The score from which on an article joins an event. On half of the gold events, on reports of AllSides with matching headlines and on
# the sample, 0.13 to 0.18 did about equally well.
THRESHOLD = 0.15
# An event's score is the cosine with all of its reports so far, a part of it that with its first report, so that it does not wander.
_PART_OF_FIRST = 0.25
# The score is divided by 1 + silence / 20 + age / 20: days since the last report and days since the first. Reports of one occurrence
# come close together, and a story that runs for months is many occurrences. (Divided by the product of two such terms, or by twice as
# much, it did about as well.) An article without a date may be as far from an event as the dates of the corpus are apart; so much
# silence is taken, but no more than the window.
_SILENCE, _AGE = 20.0, 20.0
# After so many days of silence even equal words would hardly join.
WINDOW = 45.0
# A word is the more usual the more events of the corpus have it, beside its share in the background. Events and not articles, or a
# word would count the less for being in all the reports of one; and as if there were 500 more, or the first would say too much.
_PRIOR = 500.0
# Of the events that have a word, those that had it last are looked at; others are found by their other words.
MOST_ALIKE, MOST_LOOKS = 256, 1024
BESIDE = 8
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# Weights of an article have length 1, in whole numbers of two bytes: sums are then the same on every machine.
_ONE = 32767.0
# What is looked at together lies together.
_ENTRY = np.dtype([("earlier", np.int32), ("event", np.int32), ("total", np.float32), ("of_first", np.int32)])
# Of each event what the article at hand shares with all of its reports and with the first, the square of the length of their sum,
# when the first and the last were published, and its first article.
_EVENT = np.dtype(
    [
        *((name, np.float64) for name in ("shared", "shared_first", "length", "begin", "end")),
        ("first", np.int64),
        ("unused", np.int64, 2),
    ]
)
_SHARES = np.exp(-np.arange(256) / STEPS)


def find_reports(descriptions, rows, day, given):
    """Give each article its event, one after the other: what comes later changes nothing.

    Parameters
    ----------
    descriptions : Descriptions
        Of the articles and perhaps of others.
    rows : ndarray of int64, one entry per article
        Which description is its, in the order in which they are to be looked at.
    day : ndarray of float64, one entry per article
        When it was published, in days; NaN when unknown.
    given : ndarray of int64, one entry per article
        The event where it is settled, else −1. Events are numbered by the articles that open them; larger numbers are events whose
        first report is not among the articles.

    Returns
    -------
    event : ndarray of int64, one entry per article
        The number of the article that opened it, or as given.
    score, next_score : ndarray of float64, one entry per article
        Of the best event that was open, and of the next; 0 when there was none.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from features.events import describe_articles
    >>> from features.events.joining import find_reports
    >>> titles = ["Ferry sinks off Vellmouth", "Vellmouth ferry sinks, captain missing", "Copper price falls"]
    >>> three = pd.DataFrame({"article_id": list("abc"), "title": titles, "text": ""})
    >>> find_reports(describe_articles(three), np.arange(3), np.array([0.0, 0.5, 0.6]), np.full(3, -1))[0].tolist()
    [0, 0, 2]
    """
    n = len(rows)
    event, score, next_score = np.array(given, dtype=np.int64), np.zeros(n), np.zeros(n)
    if n < 2:
        return np.where(event < 0, np.arange(n), event), score, next_score
    n_events = max(n, int(event.max()) + 1)
    # Half of the slots at most are taken, or look-ups would be slow.
    n_slots = 1 << int(2 * len(pd.unique(descriptions.word.ravel()))).bit_length()
    slots = np.zeros(n_slots, dtype=np.uint32), np.full(n_slots, -1, dtype=np.int32), np.zeros(n_slots, dtype=np.int32)
    # Of each word a chain of the events that have it, the one that had it last first: the next in the chain, the event, the sum of
    # the word's weights in its reports, and the weight in the first of them.
    entries = np.empty(n * N_TERMS, dtype=_ENTRY)
    found, looks = np.empty(n_events, dtype=np.int64), np.empty((MOST_LOOKS, 3), np.int64)
    events = np.zeros(n_events, dtype=_EVENT)
    events["begin"], events["end"], events["first"] = np.nan, np.nan, -1
    state = slots, entries, event, events, found, looks, np.zeros(N_TERMS), *np.zeros((2, N_TERMS), np.int64)
    # The first article that is not too old to be looked at; what has no date is compared with all.
    clock = np.maximum.accumulate(np.where(np.isnan(day), -np.inf, day))
    oldest = np.searchsorted(clock, np.where(np.isnan(day), -np.inf, day) - WINDOW)
    dated = day[~np.isnan(day)]
    undated = min(float(np.ptp(dated)), WINDOW) if len(dated) else 0.0
    described = descriptions.word, descriptions.weight, descriptions.rarity, _SHARES, rows
    _join(described, day, oldest, undated, state, score, next_score)
    return event, score, next_score


@compiled
def _join(described, day, oldest, undated, state, score, next_score):
    """Look at each article, join it to the best event or open one, and enter its words."""
    (words, latest, n_having), entries, event, events, found, looks, exact, weight, slot = state
    n_events = 0
    for row in range(len(day)):
        _find_slots(described[0][described[4][row]], words, slot)
        _weigh(row, n_events, slot, described, n_having, exact, weight)
        _fetch(slot, weight, latest, entries, oldest[row] * N_TERMS, looks[:N_TERMS, 0])
        n_found, n_looks = _compare(slot, weight, latest, entries, oldest[row] * N_TERMS, events, found, looks)
        if event[row] < 0:
            event[row] = _choose(row, found[:n_found], day[row], undated, events, score, next_score)
        chosen = event[row]
        joined = events[chosen]
        opens = joined.first < 0
        if opens:
            joined.first = row
        joined.length += 2 * joined.shared / (_ONE * _ONE) + 1
        if not np.isnan(day[row]):
            joined.begin = np.fmin(joined.begin, day[row])
            joined.end = np.fmax(joined.end, day[row])
        for place in range(n_found):
            events[found[place]].shared = events[found[place]].shared_first = 0
        _enter(row, chosen, opens, slot, weight, latest, n_having, entries, looks[:n_looks])
        n_events += opens


@compiled
def _enter(row, chosen, opens, slot, weight, latest, n_having, entries, looks):
    """Put an article’s words first in their chains; what the event had there before is taken out of the chain and added up."""
    for k in range(N_TERMS):
        if weight[k]:
            entry = entries[row * N_TERMS + k]
            entry.event, entry.total, entry.of_first = chosen, weight[k], weight[k] if opens else 0
    for look in range(len(looks)):
        k, old, before = looks[look, 0], entries[looks[look, 1]], looks[look, 2]
        entry = entries[row * N_TERMS + k]
        # Where an event stands in a chain twice, the part that was not looked at in time stays where it is.
        if old.event == chosen and entry.total == weight[k]:
            entry.total += old.total
            entry.of_first += old.of_first
            if before < 0:
                latest[slot[k]] = old.earlier
            else:
                entries[before].earlier = old.earlier
    for k in range(N_TERMS):
        if weight[k]:
            entry = entries[row * N_TERMS + k]
            entry.earlier, latest[slot[k]] = latest[slot[k]], row * N_TERMS + k
            n_having[slot[k]] += entry.total == weight[k]


@compiled
def _find_slots(word, words, slot):
    """Where each word of an article is kept; a new one gets a free place."""
    for k in range(N_TERMS):
        place = np.int64((np.uint64(word[k]) * _FACTOR) >> np.uint64(32)) & (len(words) - 1)
        while words[place] != 0 and words[place] != word[k]:
            place = (place + 1) & (len(words) - 1)
        words[place], slot[k] = word[k], place


@compiled
def _weigh(row, n_events, slot, described, n_having, exact, weight):
    """Weights of an article’s words: by what they are in it, and how rare they are in the background and among the events so far."""
    heavy, rarity, shares, at = described[1], described[2], described[3], described[4][row]
    total = 0.0
    for k in range(N_TERMS):
        share = shares[rarity[at, k]] + n_having[slot[k]] / (n_events + _PRIOR)
        exact[k] = -np.log(min(share, 1.0)) * heavy[at, k]
        total += exact[k] * exact[k]
    for k in range(N_TERMS):
        weight[k] = np.int64(np.rint(_ONE * exact[k] / np.sqrt(total))) if total > 0 else 0


@compiled
def _fetch(slot, weight, latest, entries, oldest, places):
    """Walk several chains beside each other, so that the processor has at hand what `_compare` looks at.

    In a large corpus nearly every entry comes from memory, and along one chain each has to wait for the one before it.
    """
    n_fetched = 0
    for begin in range(0, N_TERMS, BESIDE):
        n_open = 0
        for k in range(begin, begin + BESIDE):
            places[n_open] = latest[slot[k]]
            n_open += weight[k] > 0 and places[n_open] >= oldest
        for _ in range(MOST_ALIKE):
            if n_open == 0 or n_fetched >= MOST_LOOKS:
                break
            n_fetched, n_before, n_open = n_fetched + n_open, n_open, 0
            # No branch that would have to be guessed.
            for chain in range(n_before):
                places[n_open] = entries[places[chain]].earlier
                n_open += places[n_open] >= oldest


@compiled
def _compare(slot, weight, latest, entries, oldest, events, found, looks):
    """Add up, per event, what the article’s words have in common with its reports; give the numbers of events met and of looks."""
    n_found, n_looks = 0, 0
    for k in range(N_TERMS):
        place, before = (np.int64(latest[slot[k]]) if weight[k] else np.int64(-1)), np.int64(-1)
        most = min(n_looks + MOST_ALIKE, MOST_LOOKS)
        while place >= oldest and n_looks < most:
            looks[n_looks, 0], looks[n_looks, 1], looks[n_looks, 2] = k, place, before
            n_looks += 1
            entry = entries[place]
            met = events[entry.event]
            if met.shared == 0:
                found[n_found] = entry.event
                n_found += 1
            met.shared += weight[k] * np.float64(entry.total)
            met.shared_first += weight[k] * np.float64(entry.of_first)
            place, before = np.int64(entry.earlier), place
    return n_found, n_looks


@compiled
def _choose(row, found, day, undated, events, score, next_score):
    """The best of the events that were met when it is good enough, else a new one; of equals the one that was opened first."""
    best, best_score, second = np.int64(-1), 0.0, 0.0
    for number in found:
        event = events[number]
        # The score is no more than this; most events are passed over without a look at anything else.
        if event.shared < second * _ONE * _ONE:
            continue
        whole = event.shared / np.sqrt(event.length)
        value = ((1 - _PART_OF_FIRST) * whole + _PART_OF_FIRST * event.shared_first) / (_ONE * _ONE)
        if np.isnan(day):
            value /= 1 + undated / _SILENCE
        elif np.isnan(event.begin):
            value /= 1 + WINDOW / _SILENCE
        else:
            silence = max(day - event.end, event.begin - day, 0.0)
            age = max(day, event.end) - min(day, event.begin)
            value /= 1 + silence / _SILENCE + age / _AGE
        if value > best_score or (value == best_score and best >= 0 and event.first < events[best].first):
            best, best_score, second = number, value, best_score
        elif value > second:
            second = value
    score[row], next_score[row] = best_score, second
    return best if best_score >= THRESHOLD else np.int64(row)
