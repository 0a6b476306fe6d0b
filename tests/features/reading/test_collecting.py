"""The same articles in every form are the same articles; order of files and number of processes make no difference."""

import gzip
import json
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.reading import collected, collecting, formats, read_articles, split_articles, tabulate_partition
from features.reading.files import Source, Unreadable
from tests.features.reading import same_articles
from tests.features.reading.same_articles import FORMS, STORIES, expected, found, pack_tar, pack_zip, write_form
from tests.features.streaming.corpora import pieces_at_once

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)


def read(*paths, **how):
    return read_articles([*paths], not_after=NOT_AFTER, **how)


def packed_by_gzip(folder, target):
    for path in folder.rglob("*"):
        if path.is_file():
            inside = target / path.relative_to(folder).parent
            inside.mkdir(parents=True, exist_ok=True)
            (inside / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    return target


@pytest.mark.parametrize("form", FORMS)
def test_the_same_articles_in_every_form_have_the_same_titles_words_moments_outlets_and_authors(tmp_path, form):
    articles, rejected = read(write_form(form, tmp_path))
    assert found(articles) == expected(form)
    assert rejected.empty and articles["flagged"].isna().all()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_articles_in_an_archive_are_the_same(tmp_path, form):
    folder = write_form(form, tmp_path)
    plain, _ = read(folder)
    for path in (pack_zip(folder, tmp_path / "a.zip"), pack_tar(folder, tmp_path / "a.tar.gz")):
        articles, rejected = read(path)
        assert rejected.empty
        pd.testing.assert_frame_equal(articles.drop(columns="file"), plain.drop(columns="file"))
        assert articles["file"].tolist() == [f"{path.name}/{name}" for name in plain["file"]]


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("parquet", "warc.gz")])
def test_the_same_articles_packed_by_gzip_are_the_same(tmp_path, form):
    articles, rejected = read(packed_by_gzip(write_form(form, tmp_path), tmp_path / "packed"))
    assert rejected.empty and found(articles) == expected(form)


@pytest.mark.parametrize("suffix", ["", ".txt", ".csv", ".html", ".dat"])
@pytest.mark.parametrize(
    "form", [form for form in FORMS if form not in ("header lines", "seed form", "nexis", "proquest")]
)
def test_the_same_articles_under_a_wrong_ending_are_the_same(tmp_path, form, suffix):
    folder = write_form(form, tmp_path)
    for path in list(folder.iterdir()):
        path.rename(folder / f"{path.name.split('.')[0]}{suffix}")
    articles, rejected = read(folder)
    assert rejected.empty and found(articles) == expected(form)


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A folder of all forms, loose and packed, with some that cannot be read."""
    folder = tmp_path_factory.mktemp("everything")
    for form in FORMS:
        write_form(form, folder)
    pack_zip(folder / "pages", folder / "pages.zip")
    (folder / "torn.parquet").write_bytes(b"PAR1")
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text": "It rained."}\n' * 9)[:-9])
    (folder / "empty.html").touch()
    return folder


def test_of_all_forms_in_one_folder_every_article_is_kept_or_named_as_a_copy(everything):
    articles, rejected = read(everything)
    tables.check(articles, tables.ARTICLES)
    tables.check(rejected, tables.REJECTED)
    copies = rejected["reason"].str.startswith(collected.SAME_ARTICLE)
    names = articles["file"].tolist() + rejected.loc[copies, "file"].tolist()
    forms = pd.Series([name.split("/")[0] for name in names if "/" in name]).value_counts()
    assert forms.to_dict() == {**dict.fromkeys(FORMS, len(STORIES)), "pages.zip": len(STORIES)}
    assert set(rejected.loc[~copies, "file"]) == {"torn.parquet", "cut.jsonl.gz", "empty.html"}
    # Every copy names a place that was kept.
    kept = set(articles["file"] + ", " + articles["place"])
    assert set(rejected.loc[copies, "reason"].str.removeprefix(collected.SAME_ARTICLE)) <= kept
    # An article has one identity in all forms that hold the same of it.
    assert articles["article_id"].is_unique and 5 * 3 <= len(articles) < 5 * len(FORMS)


def test_two_processes_read_what_one_reads(everything):
    with pieces_at_once(16):
        assert len(list(split_articles(everything))) > 10
        one, refused_by_one = read(everything, workers=1)
        two, refused_by_two = read(everything, workers=2)
    whole, refused = read(everything)
    for articles, rejected in ((one, refused_by_one), (two, refused_by_two)):
        pd.testing.assert_frame_equal(articles, whole)
        pd.testing.assert_frame_equal(rejected, refused)


@settings(max_examples=5)
@given(st.permutations(sorted({*FORMS, "pages.zip", "torn.parquet", "cut.jsonl.gz"})))
def test_the_order_in_which_files_are_named_makes_no_difference(everything, order):
    some = [name for name in order if name not in ("pages", "factiva", "lexis docx", "warc", "warc.gz")]
    articles, rejected = read(*(everything / name for name in some))
    wanted, wanted_rejected = read(*(everything / name for name in sorted(some)))
    pd.testing.assert_frame_equal(articles, wanted)
    pd.testing.assert_frame_equal(rejected, wanted_rejected)


def test_partitions_read_one_by_one_and_joined_are_what_is_read_at_once(everything):
    whole, rejected = read(everything)
    with pieces_at_once(16):
        cut = split_articles(everything, not_after=NOT_AFTER)
        read_alone = [tabulate_partition(cut.read(one), not_after=NOT_AFTER) for one in cut]
    kept = pd.concat([articles for articles, _ in read_alone if len(articles)])
    assert set(kept["article_id"]) == set(whole["article_id"])
    again = kept["article_id"].duplicated().sum()
    assert again > 0 and again + sum(len(refused) for _, refused in read_alone) == len(rejected)


def test_fields_of_unusual_names_are_read_when_they_are_named_in_every_kind_of_table(tmp_path, monkeypatch):
    names = {"title": "kop", "text": "inhoud", "outlet": "krant", "published": "dag", "authors": "wie", "url": "waar"}
    record = same_articles.record
    monkeypatch.setattr(
        same_articles, "record", lambda story: {names[meaning]: words for meaning, words in record(story).items()}
    )
    for form in ("json lines", "json array", "csv", "tsv", "parquet"):
        folder = write_form(form, tmp_path)
        articles, rejected = read(folder)
        assert articles.empty and len(rejected) >= 1
        articles, rejected = read(folder, columns=names)
        assert rejected.empty and found(articles) == expected(form)


def test_arguments_that_cannot_be_are_refused_before_anything_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("It rained.")
    for refused in (read_articles, split_articles):
        with pytest.raises(ValueError, match="body"):
            refused(tmp_path, columns={"body": "Words"})
        with pytest.raises(ValueError, match="has no time zone; give one"):
            refused(tmp_path, not_after=datetime(2026, 3, 7))
        with pytest.raises(FileNotFoundError, match="no file or folder 'nowhere'"):
            refused("nowhere")


def test_a_date_after_the_last_that_can_be_is_missing_in_every_form(tmp_path):
    for form in ("json lines", "pages", "rss", "nexis", "seed form"):
        articles, _ = read_articles(write_form(form, tmp_path), not_after=datetime(2026, 3, 1, tzinfo=UTC))
        assert articles["published"].isna().all() and len(articles) == 5
        assert articles["published_note"].str.contains("lies in the future").all()


def test_what_there_is_to_read_is_weighed_by_size_by_packing_and_by_kind(tmp_path):
    def weigh(name, n_bytes):
        (tmp_path / name).write_bytes(bytes(n_bytes))
        return collecting.count_bytes([Source(tmp_path / name, name, None)])

    assert weigh("a.jsonl", 1_000) == 1_000
    # What is packed grows; a page is slow, however small.
    assert weigh("a.jsonl.gz", 1_000) == weigh("a.zip", 1_000) == 3_000
    assert weigh("a.html", 1_000) > 100_000
    closed = Source(tmp_path, "closed", None, Unreadable("the folder cannot be searched"))
    assert collecting.count_bytes([closed, Source(tmp_path / "gone", "gone", None)]) == 0


def test_small_input_is_read_in_one_process_and_large_input_in_several(tmp_path, monkeypatch):
    opened = []
    open_workers = collecting.open_workers
    monkeypatch.setattr(collecting, "open_workers", lambda workers: opened.append(workers) or open_workers(1))
    (tmp_path / "a.txt").write_text("It rained.")
    read(tmp_path)
    monkeypatch.setattr(collecting, "WORTH_PROCESSES", 5)
    read(tmp_path)
    read(tmp_path, workers=7)
    # None stands for one a core.
    assert opened == [1, None, 7]


def test_every_ending_that_is_packed_or_a_page_is_the_ending_of_a_format():
    # Where one is renamed, the weight of what there is to read would be wrong without a sound.
    for suffix in (*collecting._PAGES, *collecting._PACKED):
        assert suffix in (".gz", *formats.name_suffixes())


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://tarn.example/a?b=javascript:c", True),
        ("http://x", True),
        ("tarn.example/a", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_an_address_that_would_act_where_it_is_followed_is_left_out_in_every_form(tmp_path, url, kept):
    record = {"title": "Rain", "text": "It rained.", "outlet": "Wire", "url": url}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    pd.DataFrame([record | {"text": "It snowed."}]).to_csv(tmp_path / "b.csv", index=False)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "W",
        "items": [{"content_text": "Hail.", "url": url}],
    }
    (tmp_path / "c.json").write_text(json.dumps(feed))
    articles, rejected = read(tmp_path)
    assert rejected.empty and len(articles) == 3
    assert articles["url"].dropna().tolist() == ([url] * 3 if kept else [])
