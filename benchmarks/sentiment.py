"""How right tone is on labelled news, how sure it rightly is, and how fast: ours, vaderSentiment, AFINN and TextBlob.

Read is any JSON Lines with text, label (-1, 0, 1) and, where there are any, target, from, to, score, split and unit. Macro-F1 is the
mean over the three classes, with the middle 95 % of 1,000 draws of the texts; a system that says nothing counts as neutral, and how
often that is is given. Pearson's r is with what readers said on a scale. The calibration error has 15 bins of equal width over the
highest probability; it and the Brier score are of the rows that have probabilities. Ours is told the target, which the peers cannot
be told. Speed is sentences a second of the processor, one core, from text to label, when everything is loaded. The signs of phrases
are those of tests/accuracy/news_phrases.csv, whose README says how they were made. Files that ours has learned from are named so.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from benchmarks.calibration import (
    brier_score,
    count_pairs,
    find_calibration_error,
    find_correlation,
    find_interval,
    find_reliability,
    macro_f1,
)
from benchmarks.corpus import take_evenly
from benchmarks.labelled import PHRASES, Part, choose_files, read_parts, read_phrases
from benchmarks.measuring import make_ratio_row, make_row, one_core, time_in_turn
from benchmarks.scorers import ENCODER, SCORERS, VADER, Tones
from benchmarks.tone_figures import RELIABILITY, SIGNS_OF_PHRASES, TONE, draw_figures

# The data that the weights which are shipped were fitted on, as their card says; a file's name alone is all of it.
LEARNED = {"newsmtsc train", "sentfin train", "finentity", "vader_amazon", "vader_movie", "vader_tweets"}
SEEN = " (ours has learned from it)"


def describe():
    """One line for the list of benchmarks."""
    return "how right and how fast tone is on labelled news, beside peers"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--data", type=Path, nargs="+", metavar="FILE", help="labelled texts (default: those in ../shared)"
    )
    parser.add_argument(
        "--split",
        metavar="NAME",
        help='only these rows (default: all but "train" and "dev", unless there are no others)',
    )
    parser.add_argument("--encoder", action="store_true", help="measure our encoder as well")
    parser.add_argument(
        "--phrases",
        type=Path,
        default=PHRASES,
        metavar="FILE",
        help="phrases with signs (default: those in tests/accuracy)",
    )
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="rounds of timing (default: 3)")


def measure(options):
    """Compare every scorer with the labels and with the signs of the phrases, and time them.

    Parameters
    ----------
    options : argparse.Namespace
        As `add_options` adds them.

    Returns
    -------
    list of dict
        Rows: for each split of each file and each system macro-F1 and so on (n: labelled rows; seconds: of the labelling);
        sentences a second of the processor (n: distinct texts); the share of phrases whose sign is right.

    Raises
    ------
    FileNotFoundError
        If there is no labelled text.
    ValueError
        If a file is not of the form.
    """
    parts = read_parts(choose_files(options.data), options.split)
    phrases = read_phrases(options.phrases)
    scorers = _make_scorers(options.encoder)
    rows = []
    with one_core():
        for part in tqdm(parts, unit="file", delay=2, disable=None):
            rows += measure_part(part, scorers) + measure_speed(part, scorers, options.repeats)
        if len(parts) > 1:
            rows += measure_speed(_pool(parts), scorers, options.repeats)
        return rows + measure_phrases(phrases, scorers)


def _pool(parts):
    """The sentences of all files: what a call costs whatever its size weighs little then, as in a corpus."""
    sentences = pd.concat([part.rows[~part.rows["is_passage"]] for part in parts], ignore_index=True)
    return Part("all files", "all files", "", sentences.assign(start=np.nan, end=np.nan))


def draw(rows, folder):
    """A reliability curve for each file, and the share of signs right by mechanism."""
    return draw_figures(rows, folder)


def _make_scorers(with_encoder):
    made = {}
    for scorer in SCORERS:
        missing = [name for name in scorer.modules if find_spec(name) is None]
        if missing:
            print(f"missing    {scorer.name}: no module {', '.join(missing)}")
        elif scorer.name != ENCODER or with_encoder:
            made[scorer] = scorer.make()
    return made


def name_part(part):
    """The name of a part, and whether ours has learned from it."""
    return part.name + (SEEN if LEARNED & {part.name, part.file} else "")


def measure_part(part, scorers):
    """How right each system is on one split of one file.

    Parameters
    ----------
    part : Part
    scorers : dict of Scorer to function
        From rows to `benchmarks.scorers.Tones`.

    Returns
    -------
    list of dict
        Rows.
    """
    measured, rows = TONE + name_part(part), []
    for scorer, score in scorers.items():
        found: dict[str, Tones] = {}
        timing = time_in_turn({scorer.name: lambda score=score, found=found: found.update(tones=score(part.rows))}, 1)
        seconds = timing[scorer.name].seconds
        for unit, (value, n) in judge(part.rows, found["tones"]).items():
            rows.append(make_row(scorer.name, measured, value, unit, n, seconds))
        for stated, right, n in _find_reliability(part.rows, found["tones"]).itertuples(index=False):
            rows.append(make_row(scorer.name, measured + RELIABILITY.format(stated), right, "share right", n, seconds))
    return rows


def judge(rows, tones):
    """The figures of a system on labelled rows.

    Parameters
    ----------
    rows : DataFrame
        As in `benchmarks.labelled.Part`.
    tones : Tones

    Returns
    -------
    dict of str to (float, int)
        Unit → value and number of rows; those without sense (no probabilities, no scale) left out.
    """
    gold, n = rows["label"].to_numpy(), len(rows)
    low, high = find_interval(gold, tones.labels, rows["text"])
    values = {
        "macro-F1": (float(macro_f1(count_pairs(gold, tones.labels))), n),
        "macro-F1, low": (low, n),
        "macro-F1, high": (high, n),
        "accuracy": (float((gold == tones.labels).mean()), n),
    }
    graded = rows["score"].notna().to_numpy()
    if graded.any():
        r = find_correlation(tones.scores[graded], rows["score"][graded])
        values |= {"Pearson r": (r, int(graded.sum()))} if np.isfinite(r) else {}
    known = _has_probabilities(tones)
    if known.any():
        reliability = _find_reliability(rows, tones)
        values["calibration error"] = find_calibration_error(reliability), int(known.sum())
        values["Brier score"] = brier_score(gold[known], tones.probabilities[known]), int(known.sum())
    return values | {"share without score": (float(np.isnan(tones.scores).mean()), n)}


def _has_probabilities(tones):
    if tones.probabilities is None:
        return np.zeros(len(tones.labels), dtype=bool)
    return ~np.isnan(tones.probabilities).any(axis=1)


def _find_reliability(rows, tones):
    known = _has_probabilities(tones)
    if not known.any():
        return pd.DataFrame(columns=["stated", "right", "n"])
    return find_reliability(rows["label"].to_numpy()[known], tones.probabilities[known])


def measure_speed(part, scorers, repeats):
    """Texts a second of the processor, from text to label, and how many times as fast as vaderSentiment.

    Parameters
    ----------
    part : Part
    scorers : dict of Scorer to function
        As for `measure_part`; they have been called before, so that everything is loaded and compiled.
    repeats : int
        Rounds.

    Returns
    -------
    list of dict
        Rows of each distinct text without its target; for ours also of the rows with theirs.
    """
    whole = part.rows.drop_duplicates("text").assign(start=np.nan, end=np.nan)
    what = "passages" if whole["is_passage"].all() else "sentences"
    rows, vader = [], None
    for scorer, score in scorers.items():
        ways = {f"{what} scored": _take(whole, scorer.most_timed)}
        if scorer.sees_targets and part.rows["start"].notna().any():
            ways["targets scored"] = _take(part.rows[part.rows["start"].notna()], scorer.most_timed)
        timings = time_in_turn(
            {way: lambda score=score, asked=asked: score(asked) for way, asked in ways.items()}, repeats
        )
        for way, asked in ways.items():
            seconds = max(timings[way].processor_seconds, 1e-9)
            unit = f"{way.split()[0]}/CPU-s"
            rows.append(make_row(scorer.name, f"{way}, {part.name}", len(asked) / seconds, unit, len(asked), seconds))
            vader = rows[-1] if scorer.name == VADER else vader
    if vader is None:
        return rows
    compared = [row for row in rows if row["measure"] == vader["measure"] and row is not vader]
    return rows + [make_ratio_row(row, vader) for row in compared]


def _take(rows, most):
    return rows.iloc[take_evenly(range(len(rows)), most)].reset_index(drop=True)


def measure_phrases(phrases, scorers):
    """The share of phrases whose sign each system finds.

    Parameters
    ----------
    phrases : DataFrame
        As `benchmarks.labelled.read_phrases` gives them.
    scorers : dict of Scorer to function
        As for `measure_part`.

    Returns
    -------
    list of dict
        Rows of each part, and of each mechanism in it.
    """
    asked = pd.DataFrame({"text": phrases["phrase"], "start": np.nan, "end": np.nan, "is_passage": False})
    rows = []
    for scorer, score in scorers.items():
        found: dict[str, Tones] = {}
        timing = time_in_turn({scorer.name: lambda score=score, found=found: found.update(tones=score(asked))}, 1)
        seconds = timing[scorer.name].seconds
        right = phrases.assign(right=found["tones"].labels == phrases["sign"].to_numpy())
        for part, of_part in right.groupby("part", sort=False):
            groups = {SIGNS_OF_PHRASES + part: of_part} | {
                f"{SIGNS_OF_PHRASES}{part}: {mechanism}": group
                for mechanism, group in of_part.groupby("mechanism", sort=False)
            }
            rows += [
                make_row(scorer.name, measured, group["right"].mean(), "share right", len(group), seconds)
                for measured, group in groups.items()
            ]
    return rows
