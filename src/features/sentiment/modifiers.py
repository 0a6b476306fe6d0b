"""What the words of a sentence do to each other’s tone: one compiled pass, sentence by sentence.

A negation turns the next word of tone. A shifter (“eased”, “collapse”, “failed”) acts on the word of tone that it governs: what
follows it, or else what stands before it in its clause; its own tone then no longer counts. “Sanctions eased” and “failed to prevent
a disaster” are read so: from the right to the left, each shifter on the result of those behind it.
"""

import numpy as np

from features.compiled import compiled, compiled_into
from features.sentiment.kinds import (
    ADJUNCT,
    ADVERB,
    BEING,
    BUT,
    DECREASE,
    DESPITE,
    DOWN,
    FAIL,
    HYPOTHETICAL,
    INCREASE,
    JOINT,
    KIND,
    NEGATION,
    ON_SUBJECT,
    SPEECH,
    UP,
    VERB,
    WITH,
)
from features.text.marks import CLOSED, OPENED, PARTED, QUOTED

# Whether anything stands before a word that the rules read.
BETWEEN = PARTED | OPENED | CLOSED | QUOTED

# How far a negation and a shifter reach, in words. VADER's negations reach three (Hutto and Gilbert 2014, section 3.3); a noun and
# its verb stand further apart in news. Set while reading failures on the development half of the phrases; not searched for.
NEGATION_REACH, AHEAD, BACK = 5, 5, 7
# A negation turns a tone to -0.74 of itself: VADER's constant (`N_SCALAR` of its program), kept for shifters that turn.
TURNED = -0.74
# What grows or begins weighs a little more than what is there: VADER's words of degree change a tone by about as much.
RAISED = 1.15
# VADER halves what stands before “but” and gives what follows half as much again (its `_but_check`); the same for “although”.
BEFORE_BUT, AFTER_BUT, CONCEDED = 0.4, 1.3, 0.3
# What may be, is not yet: three quarters of the tone (chosen, not measured).
SUPPOSED = 0.75
# A word of degree changes the size by its number over 0.5, a middling valence; fewer with distance, as in VADER.
DEGREE_SCALE, DEGREE_FACTORS = 2.0, (1.0, 0.95, 0.9)


# What was done to a word: turned by negations, by shifters; raised by them; it acts on another; it stands where a contrast gives it
# less weight, or more; it may be and is not yet; something acts on it, so that what is at stake counts.
NEGATED, REVERSED, GROWN, ACTING, LESS, MORE, POSSIBLE, LIVE = (np.uint8(1 << bit) for bit in range(8))


@compiled
def modify(first, mark, kind, tone, stake, degree, factor, state, clause, quoted, root):
    """Find what every word of tone counts.

    Parameters
    ----------
    first : ndarray of int64, one entry per sentence and one more
        Where sentences begin in the stream.
    mark : ndarray of uint8, one entry per word
        As `Words` has it.
    kind : ndarray of uint8, one entry per word
        What it does to others, as in `kinds`.
    tone, stake, degree : ndarray of float32, one entry per word
        Its own tone; what its growth would be, where it has none; what it adds to the size of others.
    factor : ndarray of float32, one entry per word
        Filled with what its tone is multiplied by: 1 where nothing changes it, 0 where it acts on others itself.
    state : ndarray of uint8, one entry per word
        Filled with what was done to it: the sum of NEGATED to LIVE, as far as they hold.
    clause : ndarray of int32, one entry per word
        Filled with the number of its clause in its sentence, from 0.
    quoted : ndarray of bool, one entry per word
        Filled with whether it stands between quotation marks that open in its sentence.
    root : ndarray of int64, one entry per word
        Filled with the word that it acts on, or −1.

    Examples
    --------
    “Sanctions eased”: the shifter acts on what stands before it.

    >>> from features.sentiment.kinds import DECREASE
    >>> tone, kind, none = np.array([-0.5, 0.3], np.float32), np.array([0, DECREASE], np.uint8), np.zeros(2, np.float32)
    >>> factor, state, mark = np.empty(2, np.float32), np.empty(2, np.uint8), np.zeros(2, np.uint8)
    >>> clause, quoted, root = np.empty(2, np.int32), np.empty(2, bool), np.empty(2, np.int64)
    >>> modify(np.array([0, 2]), mark, kind, tone, none, none, factor, state, clause, quoted, root)
    >>> [f"{each:.2f}" for each in factor], root.tolist()
    (['-0.74', '0.00'], [-1, 0])
    """
    for sentence in range(len(first) - 1):
        begin, end = first[sentence], first[sentence + 1]
        modify_sentence(begin, end, mark, kind, tone, stake, degree, factor, state, clause, quoted, root)


@compiled_into
def modify_sentence(begin, end, mark, kind, tone, stake, degree, factor, state, clause, quoted, root):
    """Find what every word of tone of one sentence counts.

    Parameters
    ----------
    begin, end : int
        Its words in the arrays.
    mark, kind, tone, stake, degree, factor, state, clause, quoted, root : ndarray
        As in `modify`.
    """
    _read_forward(begin, end, mark, kind, degree, factor, state, clause, quoted, root)
    for position in range(end - 1, begin - 1, -1):
        this = kind[position] & KIND
        if this == NEGATION or INCREASE <= this <= FAIL or this == UP or this == DOWN:
            target = _find_target(position, begin, end, mark, kind, tone, stake, root)
            if target < 0:
                continue
            change, means = RAISED, GROWN
            if this == NEGATION or this == DOWN or DECREASE <= this <= FAIL:
                change, means = TURNED, NEGATED if this == NEGATION else REVERSED
            _act(position, target, change, means, begin, end, mark, kind, tone, stake, factor, state)
            root[position] = target
            if this != NEGATION:
                factor[position] = 0.0
                state[position] |= ACTING


@compiled
def _find_target(position, begin, end, mark, kind, tone, stake, root):
    """The word of tone that a word acts on, or −1."""
    this = kind[position] & KIND
    if this == NEGATION:
        return _look_ahead(position, end, NEGATION_REACH, mark, kind, tone, stake, root)
    if this == UP or this == DOWN:
        return _look_back(position, begin, 2, mark, kind, tone, stake)
    # “A fall in prices” acts on what follows, “prices fell in May” on its subject.
    if kind[position] & ON_SUBJECT and not _is_noun(position, begin, end, kind, stake):
        target = _look_back(position, begin, BACK, mark, kind, tone, stake)
        if target >= 0:
            return target
    target = _look_ahead(position, end, AHEAD, mark, kind, tone, stake, root)
    if target < 0 and _has_no_object(position, begin, end, mark, kind):
        return _look_back(position, begin, BACK, mark, kind, tone, stake)
    return target


@compiled
def _is_noun(position, begin, end, kind, stake):
    """Whether a preposition follows, and neither the form nor a noun before it makes it a verb."""
    if position + 1 >= end or kind[position + 1] != JOINT or kind[position] & VERB:
        return False
    return position > begin and stake[position - 1] == 0.0


@compiled
def _has_no_object(position, begin, end, mark, kind):
    """Whether a verb is passive, or nothing follows that it could act on."""
    for back in range(max(position - 3, begin), position):
        if kind[back] == BEING:
            return True
    if position + 1 >= end or mark[position + 1] & PARTED:
        return True
    this = kind[position + 1]
    if INCREASE <= this & KIND <= FAIL:
        return True
    return (
        this == ADJUNCT
        or this == JOINT
        or this == WITH
        or this == BUT
        or this == ADVERB
        or this == NEGATION
        or this == DESPITE
    )


@compiled_into
def _read_forward(begin, end, mark, kind, degree, factor, state, clause, quoted, root):
    """Clauses, quotations, and what weighs less or more as a whole."""
    in_quotation, number, last_but, conceded, supposed = False, 0, -1, False, False
    # What the three words before add to the size of a tone; what holds of words that stand between what changes it.
    grown_one, grown_two, grown_three = 0.0, 0.0, 0.0
    here, weight_here = np.uint8(0), 1.0
    for position in range(begin, end):
        this, before = kind[position], mark[position]
        if before & BETWEEN or this == BUT or this == DESPITE or this == ADJUNCT or this == HYPOTHETICAL:
            if position > begin:
                if before & PARTED:
                    number += 1
                    conceded, supposed = False, False
                if this == BUT or this == DESPITE or this == ADJUNCT:
                    number += 1
                    supposed = False
            in_quotation = (in_quotation or (before & OPENED) != 0) and not before & CLOSED
            in_quotation = in_quotation != ((before & QUOTED) != 0)
            if this == BUT:
                last_but, conceded = position, False
            elif this == DESPITE or (this == ADJUNCT and position == begin):
                # “After years of war, …”, “Once bankrupt, …”: what is said first is past.
                conceded = True
            elif this == HYPOTHETICAL:
                supposed = True
            here = np.uint8((LESS if conceded else 0) | (POSSIBLE if supposed else 0))
            weight_here = (CONCEDED if conceded else 1.0) * (SUPPOSED if supposed else 1.0)
        clause[position], quoted[position], root[position], state[position] = number, in_quotation, -1, here
        weight = weight_here
        if grown_one != 0.0 or grown_two != 0.0 or grown_three != 0.0:
            grown = DEGREE_FACTORS[0] * grown_one + DEGREE_FACTORS[1] * grown_two + DEGREE_FACTORS[2] * grown_three
            weight *= max(1.0 + DEGREE_SCALE * grown, 0.2)
        grown_one, grown_two, grown_three = degree[position], grown_one, grown_two
        factor[position] = weight
    if last_but > begin:
        for position in range(begin, end):
            factor[position] *= BEFORE_BUT if position < last_but else AFTER_BUT
            state[position] |= LESS if position < last_but else MORE


@compiled
def _look_ahead(position, end, reach, mark, kind, tone, stake, root):
    """The word of tone that a word acts on among those that follow in its clause: the last of those that stand together; or −1."""
    for ahead in range(position + 1, min(position + reach + 1, end)):
        this = kind[ahead] & KIND
        if mark[ahead] & PARTED or this == BUT or this == ADJUNCT or this == SPEECH or this == WITH:
            return -1
        # What follows a preposition is an object only right behind: “a fall in prices”, “an end to the war”.
        if this == JOINT and ahead > position + 2:
            return -1
        if root[ahead] >= 0:
            return root[ahead]
        if _is_thing(ahead, kind, tone, stake):
            last = ahead
            while last + 1 < end and not mark[last + 1] & PARTED and _is_thing(last + 1, kind, tone, stake):
                last += 1
            return last
    return -1


@compiled
def _look_back(position, begin, reach, mark, kind, tone, stake):
    """The word of tone that a verb acts on among those before it in its clause: “deaths” in “deaths on the roads fell”; or −1."""
    found = -1
    for back in range(position - 1, max(position - reach, begin) - 1, -1):
        this = kind[back] & KIND
        if mark[back + 1] & PARTED or this == BUT or this == SPEECH or (found < 0 and this == ADJUNCT):
            break
        # What acts itself is not acted upon.
        if INCREASE <= this <= FAIL:
            if found >= 0:
                break
            continue
        if _is_thing(back, kind, tone, stake):
            found = back if found < 0 or _joined(back, found, kind) else found
        elif back < found - 2 and not _joined(back, found, kind) and this != JOINT and this != WITH:
            break
    return found


@compiled
def _joined(back, found, kind):
    """Whether a preposition stands between two words."""
    for position in range(back + 1, found):
        if kind[position] == JOINT or kind[position] == WITH:
            return True
    return False


@compiled
def _act(position, target, change, means, begin, end, mark, kind, tone, stake, factor, state):
    """Change the tone of a word, and of the words of tone before it that stand next to it: “criminal charges” are one thing.

    What is turned ahead of a word is turned with all of its kind in the same clause: a plot to bomb a market is foiled as a whole.
    """
    low, high = target, target
    while (
        low - 1 > (position if position < target else begin - 1) and tone[low - 1] != 0.0 and not _acts(low - 1, kind)
    ):
        low -= 1
    if position < target and means != GROWN:
        sign = tone[target] if tone[target] != 0.0 else stake[target]
        for ahead in range(target + 1, min(target + AHEAD + 1, end)):
            this = kind[ahead] & KIND
            if mark[ahead] & PARTED or this == BUT or this == ADJUNCT or this == SPEECH or _acts(ahead, kind):
                break
            if tone[ahead] * sign > 0.0:
                high = ahead
    for word in range(low, high + 1):
        if word == target or tone[word] != 0.0:
            factor[word] *= change
            # Turned twice is not turned.
            state[word] = state[word] | means if means == GROWN else state[word] ^ means
    state[target] |= LIVE


@compiled
def _acts(position, kind):
    return INCREASE <= kind[position] & KIND <= FAIL


@compiled
def _is_thing(position, kind, tone, stake):
    """Whether something can be done to it: it has a tone or matters, and is no adverb."""
    return (tone[position] != 0.0 or stake[position] != 0.0) and kind[position] != ADVERB
