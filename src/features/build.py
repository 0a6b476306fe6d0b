"""The whole way, from files of articles to tables, on one screen."""

import hashlib
import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from tqdm import tqdm

from features import tables
from features.fingerprint import digest_of_code
from features.reading import SeenFiles, split_articles
from features.reading.collecting import WORTH_PROCESSES, count_bytes
from features.sentiment import choose_scorer
from features.streaming import (
    OF_ARTICLES,
    OF_CORPUS,
    OF_TOPICS,
    Store,
    address_of_fit,
    file_of,
    fit_corpus,
    join_corpus,
    publish,
    publish_file,
    read_corpus,
    score_corpus,
)
from features.streaming.packing import STABILITY
from features.topics import tabulate_topics
from features.workers import open_workers

_SEEN = "seen.json"


def build(
    paths,
    out,
    *,
    columns=None,
    n_topics=None,
    seed=0,
    scorer="default",
    lexicon=None,
    mask=None,
    domains=(),
    not_after=None,
    note="",
    progress=False,
    workers=None,
    cluster=None,
    refit=False,
):
    """Read articles and write every table, partition by partition; what an earlier build made of the same input is not made again.

    Parameters
    ----------
    paths : str, Path or list of them
        Files or folders of articles.
    out : str or Path
        Folder for the tables, made when it is missing.
    columns : dict of str to str, optional
        As in `features.reading.read_articles`.
    n_topics : int, optional
        As in `features.topics.fit_topics`.
    seed : int
        As in `features.topics.fit_topics`.
    scorer : {"default", "lexicon", "encoder"}
        As in `features.sentiment.choose_scorer`.
    lexicon, mask : str or Path, optional
        Your own words, as in `features.sentiment.choose_scorer`.
    domains : sequence of str
        As in `features.sentiment.choose_scorer`.
    not_after : datetime, optional
        As in `features.reading.read_articles`.
    note : str
        What every reader of the report must know of this corpus.
    progress : bool
        Show progress bars.
    workers : int, optional
        Processes on this machine; default: one per core, or none where the input is small.
    cluster : str, optional
        A Dask cluster instead, as in `features.streaming.open_workers`: `"tcp://HOST:8786"` or `"local:2"`. The bytes written are
        the same.
    refit : bool
        Fit topics anew even if the corpus has hardly changed, as in `features.streaming.fit_corpus`.

    Returns
    -------
    dict
        What is written to `build.json`: the version (`tidings`), `parameters`, digest and extent of the `corpus`, rows per table
        (`counts`, by the table’s name in lower case), on how many articles the `topics` were fitted, how many articles have each of
        the `flags` and are in each of the `languages`, `notes`. It is written last, and
        an earlier one is removed before the tables change, so that it never describes other tables than those beside it.

    Raises
    ------
    FileNotFoundError, ValueError
        If an argument is wrong; `out` may not lie inside `paths`, or its tables would be read as articles next time.
    RuntimeError
        If a worker process was ended from outside; what was finished is kept for the next build.

    Notes
    -----
    Memory is set by a partition of some 2,000 articles and the number of workers; each further million of articles takes some 20 MB.
    `out` holds one folder of Parquet files per table, and under `shards` what the next build can take up. Ended at any instant, the
    next build does what is missing and writes the same bytes.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from features.build import build
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "wire.jsonl").write_text('{"text": "It was a good day.", "outlet": "Wire"}')
    ...     record = build(Path(folder, "wire.jsonl"), Path(folder, "tables"))
    >>> record["counts"]["articles"], record["counts"]["sentence_sentiment"]
    (1, 1)
    """
    paths, out = [paths] if isinstance(paths, str | Path) else list(paths), Path(out)
    _refuse_output_among_input(paths, out)
    if n_topics is not None and n_topics < 2:
        raise ValueError(f"n_topics must lie between 2 and the number of different articles, got {n_topics}")
    opened = choose_scorer(scorer, lexicon, mask, domains=domains)
    latest = not_after or datetime.now(UTC) + timedelta(days=1)
    store = Store(out / "shards")
    # What another version has cut, or dates have decided that were read otherwise, is cut and read anew.
    made_by = [digest_of_code(), not_after and not_after.isoformat(), columns]
    before = _read_json(store.folder / _SEEN) or {}
    seen = SeenFiles(before.get("files") if before.get("made_by") == made_by else None)
    partitions = split_articles(paths, columns=columns, not_after=latest, seen=seen)
    workers = _count_workers(workers, partitions, seen)
    # Stories and events beside topics: in a thread, for what takes long there lets other threads work.
    with open_workers(workers, cluster) as pool, ThreadPoolExecutor(1) as beside, _bar(progress) as bar:
        corpus = []
        for shard in read_corpus(partitions, store, pool, opened, not_after, latest, columns):
            corpus.append(shard)
            bar.update(len(shard.identities))
        joined = beside.submit(join_corpus, store, [shard.address for shard in corpus])
        bar.set_description("fitting topics", refresh=False)
        fit, topics, n_fitted = fit_corpus(store, corpus, pool, n_topics=n_topics, seed=seed, refit=refit)
        bar.set_description("scoring topics", refresh=False)
        scored = list(score_corpus(store, corpus, pool, fit, topics))
        bar.set_description("joining stories and events", refresh=False)
        joined = joined.result()
    given = {"not_after": not_after and not_after.isoformat(), "columns": columns, "domains": list(domains)}
    given |= {name: path and Path(path).name for name, path in (("lexicon", lexicon), ("mask", mask))}
    parameters = {"n_topics": n_topics, "seed": seed, "scorer": scorer, "scorer_digest": opened.digest}
    record = {
        "tidings": version("tidings"),
        "parameters": parameters | {name: value for name, value in given.items() if value},
        "corpus": _describe(corpus),
        "topics": {"fitted_on": n_fitted},
        "flags": _sum(corpus, "flags"),
        "languages": _sum(corpus, "languages"),
    }
    record["counts"] = _publish(out, store, corpus, scored, fit, topics, joined)
    is_kept = fit != address_of_fit(corpus, n_topics=n_topics, seed=seed)
    record["notes"] = ([note] if note else []) + _notes(corpus, topics, n_fitted if is_kept else None, opened)
    kept = [address for shard in corpus for address in (shard.address, shard.stub) if address]
    store.keep_only([fit, joined, *kept, *(address for address, _ in scored)])
    _write_json(store.folder / _SEEN, {"made_by": made_by, "files": _lasting(seen, corpus, not_after)})
    _write_json(out / "build.json", record)
    return record


def _count_workers(workers, partitions, seen):
    """As many as the user wants; else one where hardly anything has changed."""
    changed = [source for source in partitions.sources if seen.find(source) is None]
    return 1 if workers is None and count_bytes(changed) < WORTH_PROCESSES else workers


def _lasting(seen, corpus, not_after):
    """What need not be cut again: nothing, where a day has decided that will be another one next time."""
    lasts = not_after is not None or not any(shard.facts["depends_on_today"] for shard in corpus)
    return dict(sorted(seen.entries.items())) if lasts else {}


def _publish(out, store, corpus, scored, fit, topics, joined):
    """Put every table in its place, and return how many rows each has."""
    (out / "build.json").unlink(missing_ok=True)
    for name in OF_ARTICLES:
        publish([store.path(shard.address, file_of(name)) for shard in corpus], out / file_of(name))
    for name in OF_TOPICS:
        publish([store.path(address, file_of(name)) for address, _ in scored], out / file_of(name))
    sums = [facts for _, facts in scored]
    described, terms = _tabulate(topics, sums)
    tables.write(described, tables.TOPICS, out / "topics.parquet")
    tables.write(terms, tables.TOPIC_TERMS, out / "topic_terms.parquet")
    tables.write(topics.phrases, tables.TOPIC_PHRASES, out / "topic_phrases.parquet")
    publish_file(store.path(fit, STABILITY), out / STABILITY)
    counts = Counter(topics=len(described), topic_terms=len(terms), topic_phrases=len(topics.phrases))
    counts["topic_stability"] = pq.read_metadata(out / STABILITY).num_rows
    for name in OF_CORPUS:
        publish_file(store.path(joined, file_of(name)), out / file_of(name))
        counts[name.lower()] = pq.read_metadata(out / file_of(name)).num_rows
    for facts in [*(shard.facts for shard in corpus), *sums]:
        counts.update({name.lower(): n_rows for name, n_rows in facts["counts"].items()})
    return dict(sorted(counts.items()))


def _tabulate(topics, sums):
    """The tables of topics and of their terms, of sums over the shards."""
    if not len(topics.numbers):
        return tables.empty(tables.TOPICS), tables.empty(tables.TOPIC_TERMS)
    share, largest = (
        np.sum([facts[name] for facts in sums if facts["n_with_shares"]], axis=0) for name in ("sums", "n_largest")
    )
    return tabulate_topics(topics, share, largest, sum(facts["n_with_shares"] for facts in sums)), topics.terms


def _refuse_output_among_input(paths, out):
    for path in map(Path, paths):
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise ValueError(
                f"{str(out)!r} lies inside {str(path)!r}, and its tables would be read as articles next time; "
                "choose a folder outside"
            )


def _describe(corpus):
    identities = np.sort(np.concatenate([shard.identities for shard in corpus]))
    digest = hashlib.sha256()
    # As text, one identity a line, in portions: a million of them are 17 MB.
    for begin in range(0, len(identities), 100_000):
        portion = identities[begin : begin + 100_000].astype(">u8").tobytes().hex()
        lines = "\n".join(portion[place : place + 16] for place in range(0, len(portion), 16))
        digest.update(("\n" if begin else "").encode() + lines.encode())
    facts = [shard.facts for shard in corpus]
    days = [day[:10] for fact in facts for day in (fact["first"], fact["last"]) if day]
    return {
        "digest": digest.hexdigest()[:16],
        "articles": len(identities),
        "outlets": len(set().union(*(fact["outlets"] for fact in facts))),
        "first": min(days, default=None),
        "last": max(days, default=None),
    }


def _sum(corpus, name):
    """How many articles have each flag, or language, the most frequent first."""
    total = sum((Counter(shard.facts[name]) for shard in corpus), Counter())
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))


def _notes(corpus, topics, n_kept, scorer):
    n_undated = sum(shard.facts["n_undated"] for shard in corpus)
    n_articles = sum(len(shard.identities) for shard in corpus)
    notes = [f"articles without a date, left out of everything over time: {n_undated:,}"] if n_undated else []
    foreign = {name: n for name, n in _sum(corpus, "languages").items() if name not in ("en", "unknown")}
    if getattr(scorer, "language", "en") and foreign:
        named = ", ".join(f"{name} {n:,}" for name, n in list(foreign.items())[:5])
        notes.append(f"articles in other languages, without sentiment: {sum(foreign.values()):,} ({named})")
    if n_kept is not None:
        notes.append(
            f"the topics are those of an earlier build of {n_kept:,} articles; --refit fits them to all {n_articles:,}"
        )
    return notes + ([topics.note] if topics.note else [])


def _read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write_json(path, content):
    """Whole or not at all."""
    unfinished = path.with_name(path.name + ".tmp")
    unfinished.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(unfinished, path)


@contextmanager
def _bar(progress):
    with tqdm(desc="articles", unit="article", unit_scale=True, delay=2, disable=not progress) as bar:
        yield bar
