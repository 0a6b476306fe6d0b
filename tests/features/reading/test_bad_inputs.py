"""What a good program does with each of the broken and hostile files, one row of `CASES` a file, and with all of them at once.

Three cases are notebooks, not articles: a cell that never ends, a kernel that dies and a cell that raises (out/j02, j04, j05). They
are tested where notebooks are executed, in tests/figures/test_notebooks.py and test_reports.py; here they only have to be refused
as articles. That hostile words are shown as words in every page and no cell of a CSV is a formula is tested on a whole report, in
tests/figures/test_reports.py and test_pages.py.
"""

import csv
import json
import re
import subprocess
import sys
import unicodedata
import zlib
from datetime import UTC, datetime

import pandas as pd
import pyarrow.parquet as pq
import pytest

from features import tables
from features.__main__ import main
from features.reading import read_articles
from features.reading.partitions import read_source
from features.reading.searching import find_files

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)
MOMENT = datetime(2026, 3, 6, 15, 42, tzinfo=UTC)
NO_DATE = {"published": None, "published_note": "no date is written"}
NO_DAY = {"published": None, "published_note": "the page names no day of publication; no date is written"}


class Case:
    """What is to come of one file.

    `kept` is the number of articles, or for each of them what is to hold of it: field → value, or a function that is true of it.
    `refused` is a pattern of the reason by place.
    """

    def __init__(self, kept=(), refused=None):
        self.wanted = [{}] * kept if isinstance(kept, int) else list(kept)
        self.refused = refused or {}


def whole(reason):
    return Case(refused={"whole file": reason})


def one(**fields):
    return Case([fields])


def no_signs(text):
    return not any(unicodedata.category(sign) in ("Cf", "Cs") or sign == "\0" for sign in text)


def flagged(*flags):
    return lambda found: set(flags) <= set(found)


CASES = {
    "txt/a01_empty.txt": whole("found an empty file"),
    "txt/a02_whitespace_only.txt": whole("found an empty file"),
    "txt/a04_utf16le_bom.txt": one(published=MOMENT, flags=()),
    "txt/a05_utf16be_nobom.txt": one(published=MOMENT, text=no_signs, flags=("encoding guessed",)),
    "txt/a07_cp1251_russian.txt": one(flags=("encoding guessed",), text=lambda text: re.search("[а-я]{4}", text)),
    "txt/a08_mixed_encodings.txt": one(published=MOMENT, flags=("bytes replaced",), text=lambda text: "\ufffd" in text),
    "txt/a10_nul_bytes.txt": one(published=MOMENT, flags=("signs removed",), text=no_signs),
    "txt/a11_cut_multibyte.txt": one(flags=flagged("bytes replaced"), text=lambda text: text.endswith("\ufffd")),
    "txt/a13_mixed_newlines_no_blank.txt": one(published=MOMENT, flags=()),
    "txt/a14_bidi_zero_width.txt": one(published=MOMENT, flags=("signs removed",), text=no_signs),
    "txt/a16_binary_named_txt.txt": whole(r"picture \(PNG\), binary data"),
    "txt/a17_one_line_5mb.txt": one(published=MOMENT, text=lambda text: len(text) > 5_000_000),
    "txt/a19_repeated_word_1m.txt": one(text=lambda text: len(text.split()) > 300_000),
    "txt/a20_html_in_txt.txt": one(flags=("markup removed",), text=lambda text: not re.search("<|alert|script", text)),
    "txt/a22_emoji_only.txt": one(precision="day", text=lambda text: not re.search(r"\w", text)),
    "txt/a23_other_lang.txt": one(precision="local time"),
    "dates/b02_no_date.txt": one(**NO_DATE),
    "dates/b03_date_inside_body.txt": one(**NO_DATE),
    "dates/b05_year_0001.jsonl": one(
        published=None, published_note="'0001-11-30' is before 1605, when the first newspaper appeared"
    ),
    "content/c01_headline_only.jsonl": Case([{"text": "", "title": bool}] * 4),
    "content/c03_duplicate_ids.jsonl": Case([{"title": f"v{number}", "precision": "day"} for number in range(5)]),
    "content/c04_near_duplicates.jsonl": Case(6),
    "content/c06_all_same_article_x200.jsonl": Case(200),
    "content/c07_one_article.jsonl": Case(1),
    "content/c09_negation_and_quotes.jsonl": Case(4),
    "html/d01_empty.html": whole("the page is empty"),
    "html/d03_wide_200k_tags.html": one(text=lambda text: len(text.split()) == 200_000),
    "html/d04_truncated.html": one(published=MOMENT, flags=("cut short",)),
    "html/d06_base64_image_3mb.html": one(text=lambda text: "base64" not in text and len(text) < 2_000),
    "html/d07_attr_bomb.html": Case(1),
    "html/d09_xss_everywhere.html": one(url=None, text=lambda text: not re.search("<script", text)),
    "html/d10_jsonld_broken.html": one(published=MOMENT, authors="A"),
    "html/d12_js_only.html": whole("no article found"),
    "html/d13_three_articles.html": Case(
        [
            {"title": lambda title, n=n: str(n) in title, "published": datetime(2026, 3, n, tzinfo=UTC)}
            for n in (1, 2, 3)
        ]
    ),
    "html/d15_meta_refresh_cookie_wall.html": whole("only asks for consent"),
    "html/d16_null_in_tags.html": one(text=no_signs),
    "html/d18_script_1mb_regex.html": one(**NO_DAY),
    "xml/e01_billion_laughs.rss": whole("entities that grow"),
    "xml/e03_truncated.rss": Case(
        [{"published": MOMENT, "flags": flagged("cut short")}], {"end of the feed": "ends early, in or after entry 1"}
    ),
    "xml/e04_encoding_lie.rss": one(
        flags=flagged("encoding guessed"), title=lambda title: title[0] + title[-1] == "“”"
    ),
    "xml/e06_atom_future_and_bad.xml": one(
        published=None, published_note=lambda note: "is no date that Tidings reads" in note
    ),
    "xml/e07_html_error_page.rss": whole("expected a feed, found a web page"),
    "tab/f01_formula.csv": Case([{"title": lambda title: title[0] in "=+"}] * 3),
    "tab/f02_unclosed_quote.csv": Case(1, {"line 3": "a quotation mark may not be closed; what it swallowed"}),
    "tab/f04_semicolon_cp1252.csv": one(flags=("encoding guessed",), text=lambda text: re.search("„.*“", text)),
    "tab/f05_null_names.csv": Case(
        [
            {"authors": "Null", "title": "NA", "outlet": "None"},
            {"authors": "N/A", "title": "nan", "outlet": "NULL", "text": "x"},
        ]
    ),
    "tab/f07_huge_field.csv": one(text=lambda text: len(text) > 131_072),
    "tab/f08_dup_header.csv": whole("two columns are called 'title'; rename one"),
    "tab/f10_bom_header.csv": one(text="b", title="a"),
    "tab/f11_truncated.json": Case([{"text": "b", "title": "a"}], {"item 2 and after": "the file is cut short"}),
    "tab/f13_blank_and_bom_lines.jsonl": Case(2),
    "tab/f14_deep.json": whole("nested too deep"),
    "tab/f16_lone_surrogate.jsonl": one(flags=("bytes replaced",), text=no_signs, title=no_signs),
    "tab/f17_mixed_types.jsonl": Case(
        [{"text": "a"}],
        {
            "line 2": "the text should be words, got list",
            "line 3": "the text should be words, got dict",
            "line 4": "expected one JSON object a line, got list",
            "line 5": "expected one JSON object a line, got str",
        },
    ),
    "tab/f19_newsapi_error.json": whole("API error saved as data: rateLimited"),
    "tab/f20_empty.csv": Case(),
    "pq/g01_truncated.parquet": whole("cut short or damaged"),
    "pq/g02_zero_bytes.parquet": whole("cut short or damaged"),
    "pq/g04_corrupt_footer.parquet": whole("cut short or damaged"),
    "pq/g05_wrong_types.parquet": whole("column 'body' should hold text, got binary"),
    "pq/g07_zero_rows.parquet": Case(),
    "pq/g08_mixed_dir/part-0.parquet": Case(5),
    "pq/g08_mixed_dir/part-2.parquet": whole("cut short or damaged"),
    "arc/h02_zip_bomb_1gb.zip": Case(refused={f"member a0{n}.txt": "grows more than 200 times" for n in range(8)}),
    "arc/h03_nested_zip.zip": whole("it lies in 3 archives"),
    "arc/h06_gz_bomb.jsonl.gz": whole("a line of over 16 MiB|more than 200 times"),
    "arc/h08_warc_truncated.warc.gz": Case(
        1, {"record 2": "no article found", "record 2 and after": "the file is cut short, in or after record 2"}
    ),
    "arc/h09_warc_lying_length.warc": Case(
        [{"flags": ("cut short",)}],
        {"record 1": "damaged", "after record 1": "wrong length", "record 2 and after": "the file is cut short"},
    ),
    "arc/h11_warc_content_encoding_bomb.warc.gz": Case(refused={"record 1": "more than 16 MiB come out"}),
    "arc/h12_corrupt.docx": whole("expected a Word document, found a file that is none or is cut off"),
    "arc/h14_pdf_garbage.pdf": whole("found a PDF file"),
    "arc/h15_encrypted.zip": Case(refused={"member a.txt": "encrypted, skipped"}),
    "out/j01_hostile_titles.jsonl": Case([{"url": lambda url: url in (None, "http://x")}] * 9),
    "out/j02_infinite_loop.ipynb": whole("no field of text"),
    "out/j04_kernel_dies.ipynb": whole("no field of text"),
    "out/j05_error_cell.ipynb": whole("no field of text"),
}
# What is counted from the file itself, below.
COUNTED = {"arc/h05_truncated.jsonl.gz"}
HOLD_NOTHING = {
    "tab/f20_empty.csv",
    "pq/g07_zero_rows.parquet",  # names of columns, and no row
    "pq/g08_mixed_dir/_SUCCESS",
    "pq/g08_mixed_dir/part-1.parquet.tmp",
}


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "bad_inputs"


@pytest.fixture(scope="module")
def pieces(folder):
    """File → what was read of it: (place, article or refusal). Each file alone, so that no one of two alike is refused."""
    return {
        source.name: [(place, found) for _, place, found in read_source(source, not_after=NOT_AFTER)]
        for source in find_files([folder])[0]
    }


def kept(pieces, name):
    return [found for _, found in pieces[name] if not isinstance(found, Exception)]


def test_every_case_of_the_list_has_its_row_here(folder):
    cases = {case["file"] for case in json.loads((folder / "cases.json").read_text())}
    assert len(cases) == 76
    listed = {name if "g08" not in name else "pq/g08_mixed_dir/" for name in CASES.keys() | COUNTED}
    assert listed == cases


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_gives_what_a_good_program_makes_of_it(pieces, name):
    found = kept(pieces, name)
    assert len(found) == len(CASES[name].wanted)
    for article, wanted in zip(found, CASES[name].wanted, strict=True):
        for field, value in wanted.items():
            is_so = value(getattr(article, field)) if callable(value) else getattr(article, field) == value
            assert is_so, f"{field} is {str(getattr(article, field))[:200]!r}"
    refused = {place: str(found) for place, found in pieces[name] if isinstance(found, Exception)}
    assert refused.keys() == CASES[name].refused.keys()
    for place, reason in CASES[name].refused.items():
        assert re.search(reason, refused[place]), refused[place]


def words_of(article):
    return article.text.split()


def test_words_come_out_of_every_encoding_as_they_are(folder, pieces):
    body = json.loads((folder / "content" / "c07_one_article.jsonl").read_text())["body"].split()
    byline = (folder / "dates" / "b02_no_date.txt").read_text().split("\n")[0].strip()
    first = kept(pieces, "txt/a04_utf16le_bom.txt")[0]
    assert words_of(first) == body and first.authors == byline
    # The same article in other bytes is the same article.
    for name in ("a05_utf16be_nobom", "a10_nul_bytes", "a13_mixed_newlines_no_blank"):
        [article] = kept(pieces, f"txt/{name}.txt")
        assert (article.article_id, article.authors) == (first.article_id, byline)
    for name in (
        "a11_cut_multibyte",
        "a17_one_line_5mb",
        "a19_repeated_word_1m",
        "a20_html_in_txt",
        "a08_mixed_encodings",
    ):
        assert words_of(kept(pieces, f"txt/{name}.txt")[0])[: len(body)] == body
    for name in (
        "dates/b02_no_date.txt",
        "html/d04_truncated.html",
        "xml/e03_truncated.rss",
        "xml/e06_atom_future_and_bad.xml",
    ):
        text = " ".join(words_of(kept(pieces, name)[0]))
        assert " ".join(body).startswith(text) and len(text) > 150
    russian = (folder / "txt" / "a07_cp1251_russian.txt").read_bytes().decode("cp1251").split()
    assert words_of(kept(pieces, "txt/a07_cp1251_russian.txt")[0]) == russian
    # As many signs stand for bytes that are no text as there are such bytes.
    mixed = (folder / "txt" / "a08_mixed_encodings.txt").read_bytes().decode("utf-8", "replace")
    assert kept(pieces, "txt/a08_mixed_encodings.txt")[0].text.count("\ufffd") == mixed.count("\ufffd") > 0
    # Read in the order in which it is drawn, a word between the signs is the other way round: the signs are gone, the letters stay.
    spoofed = (folder / "txt" / "a14_bidi_zero_width.txt").read_text(encoding="utf-8")
    plain = "".join(sign for sign in spoofed if unicodedata.category(sign) != "Cf").split()
    found = words_of(kept(pieces, "txt/a14_bidi_zero_width.txt")[0])
    assert plain[-len(found) :] == found and len(found) > len(body)


def test_cells_of_tables_come_out_as_they_are(folder, pieces):
    csv.field_size_limit(2**24)

    def rows(name, **how):
        with (folder / "tab" / name).open(newline="", **how) as file:
            return list(csv.DictReader(file))

    [huge] = rows("f07_huge_field.csv")
    assert [article.text for article in kept(pieces, "tab/f07_huge_field.csv")] == [huge["body"].strip()]
    formulas = rows("f01_formula.csv")
    assert [article.title for article in kept(pieces, "tab/f01_formula.csv")] == [
        row["title"].strip() for row in formulas
    ]
    lone = json.loads((folder / "tab" / "f16_lone_surrogate.jsonl").read_text())["title"]
    [article] = kept(pieces, "tab/f16_lone_surrogate.jsonl")
    assert article.title == re.sub("[\ud800-\udfff]", "\ufffd", lone)
    titles = [
        json.loads(line)["title"] for line in (folder / "out" / "j01_hostile_titles.jsonl").read_text().splitlines()
    ]
    found = [article.title or "" for article in kept(pieces, "out/j01_hostile_titles.jsonl")]
    assert [title.split() for title in found] == [title.split() for title in titles]
    lie = (folder / "xml" / "e04_encoding_lie.rss").read_bytes().decode("cp1252")
    assert kept(pieces, "xml/e04_encoding_lie.rss")[0].title in lie
    assert len({article.article_id for article in kept(pieces, "content/c03_duplicate_ids.jsonl")}) == 5


def test_columns_in_another_language_are_read_when_they_are_named(folder):
    articles, rejected = read_articles(
        folder / "tab" / "f04_semicolon_cp1252.csv",
        columns={"title": "titel", "published": "datum", "text": "text"},
        not_after=NOT_AFTER,
    )
    header, row = (folder / "tab" / "f04_semicolon_cp1252.csv").read_bytes().decode("cp1252").splitlines()
    assert articles["title"].tolist() == [row.split(";")[header.split(";").index("titel")]]
    assert rejected.empty


def test_of_the_broken_gzip_the_lines_before_the_cut_and_one_complaint_are_found(folder, pieces):
    found = pieces["arc/h05_truncated.jsonl.gz"]
    n_whole = zlib.decompressobj(31).decompress((folder / "arc" / "h05_truncated.jsonl.gz").read_bytes()).count(b"\n")
    assert n_whole > 100
    assert [place for place, _ in found] == [
        *(f"line {n + 1}" for n in range(n_whole)),
        f"line {n_whole + 1} and after",
    ]
    assert "cut short" in str(found[-1][1]) and not any(isinstance(one, Exception) for _, one in found[:-1])


@pytest.fixture(scope="module")
def built(folder, tmp_path_factory):
    """All of them through the command: exit code, what it said, the most memory that one of its processes took, and its tables."""
    out = tmp_path_factory.mktemp("bad") / "out"
    # The command is the only child of its parent, which tells the memory of what it waited for.
    program = (
        "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode; "
        "print('peak', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
    )
    command = [sys.executable, "-m", "features", "build", str(folder), "--out", str(out), "--quiet", "--strict"]
    told = subprocess.run(
        [sys.executable, "-c", program, *command], capture_output=True, text=True, timeout=300, check=False
    )
    return told, out


def test_all_of_them_at_once_are_built_without_a_traceback_and_the_exit_code_says_partial(built):
    told, _ = built
    assert told.returncode == 3, told.stderr
    assert told.stderr == ""
    assert re.search(r"^read +\d", told.stdout, re.MULTILINE) and re.search(r"^flagged +\d", told.stdout, re.MULTILINE)
    assert "pq/g08_mixed_dir/_SUCCESS, pq/g08_mixed_dir/part-1.parquet.tmp" in told.stdout
    assert max(map(len, told.stdout.splitlines())) < 400


def test_all_of_them_at_once_take_less_than_two_gigabytes(built):
    told, _ = built
    peak = int(re.search(r"^peak (\d+)$", told.stdout, re.MULTILINE)[1])
    # Linux counts in KiB, macOS in bytes. Two processes are at work: the command, and the one that reads documents.
    assert 2 * peak * (1 if sys.platform == "darwin" else 1024) < 2 * 2**30


def test_of_all_of_them_every_file_is_kept_or_refused_unless_it_holds_nothing(folder, built):
    articles, rejected = (tables.read(built[1] / f"{name}.parquet") for name in ("articles", "rejected"))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = set(articles["file"]) | set(rejected["file"])
    # A member of an archive has the name of the archive before its own.
    found = {next((name for name in there if found_name.startswith(f"{name}/")), found_name) for found_name in found}
    assert there - found == HOLD_NOTHING and found <= there
    assert pq.read_metadata(folder / "pq" / "g07_zero_rows.parquet").num_rows == 0
    assert len((folder / "tab" / "f20_empty.csv").read_text().splitlines()) == 1
    assert not rejected["reason"].str.contains("was ended|its reader broke|cannot be read:").any()


def test_of_all_of_them_every_line_that_is_not_blank_is_kept_or_refused(folder, built):
    articles, rejected = (tables.read(built[1] / f"{name}.parquet") for name in ("articles", "rejected"))
    n_found = pd.concat([articles["file"], rejected["file"]]).value_counts()
    paths = list(folder.rglob("*.jsonl"))
    for path in paths:
        n_lines = sum(bool(line.strip(b"\xef\xbb\xbf \t\r")) for line in path.read_bytes().split(b"\n"))
        assert n_found[path.relative_to(folder).as_posix()] == n_lines
    assert len(paths) >= 8
    copies = rejected[rejected["file"] == "content/c06_all_same_article_x200.jsonl"]
    assert copies["reason"].tolist() == ["the same article as content/c06_all_same_article_x200.jsonl, line 1"] * 199


def test_what_holds_no_english_words_of_feeling_has_no_score_and_every_score_is_in_its_range(built):
    articles = tables.read(built[1] / "articles.parquet")
    scored = articles.merge(tables.read(built[1] / "article_sentiment.parquet"), on="article_id").set_index("file")
    assert scored.loc["txt/a07_cp1251_russian.txt", "language"] == "ru"
    assert scored.loc["txt/a23_other_lang.txt", "language"] == "fr"
    for name in ("txt/a07_cp1251_russian.txt", "txt/a23_other_lang.txt", "txt/a22_emoji_only.txt"):
        assert pd.isna(scored.loc[name, "score"])
    assert scored.loc["txt/a22_emoji_only.txt", "n_words"] == 0
    # A headline without a body is an article without sentences; the same headline of the same day again is the same article.
    assert articles["file"].value_counts()["content/c01_headline_only.jsonl"] == 1
    assert "content/c01_headline_only.jsonl" not in scored.index
    assert -1 <= scored.loc["txt/a19_repeated_word_1m.txt", "score"] < 0
    known = scored["score"].dropna()
    assert len(known) > 30 and known.between(-1, 1).all()


def test_one_report_in_six_outlets_is_one_story_that_counts_for_each(built):
    articles = tables.read(built[1] / "articles.parquet")
    stories = articles.merge(tables.read(built[1] / "stories.parquet"), on="article_id")
    copies = stories[stories["file"] == "content/c04_near_duplicates.jsonl"]
    assert (copies["outlet"].nunique(), copies["story_id"].nunique()) == (6, 1)


def test_the_tables_of_all_of_them_repeat_no_long_text_and_hold_no_address_that_acts(folder, built):
    n_input = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    n_output = sum(path.stat().st_size for path in built[1].glob("*.parquet/*"))
    assert 0 < n_output < 2 * n_input
    urls = tables.read(built[1] / "articles.parquet")["url"].dropna()
    assert len(urls) > 5 and urls.str.match("https?://").all()
    for path in built[1].glob("*.parquet"):
        for _, cells in tables.read(path).select_dtypes(["object", "string"]).items():
            assert not cells.dropna().astype(str).str.contains("\0").any()


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("content/c07_one_article.jsonl", 0, "topics need at least 10 articles that differ"),
        ("content/c06_all_same_article_x200.jsonl", 0, "199 × the same article again"),
        ("tab/f20_empty.csv", 1, "no article could be read"),
        ("pq/g07_zero_rows.parquet", 1, "no article could be read"),
    ],
)
def test_a_corpus_of_one_article_or_of_none_is_built_and_says_so(folder, tmp_path, capsys, name, code, told):
    assert main(["build", str(folder / name), "--out", str(tmp_path / "out"), "--quiet"]) == code
    assert told in "".join(capsys.readouterr())


def test_a_torn_file_that_is_fetched_again_is_read_by_the_next_build(folder, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    copy = tmp_path / "in" / "a.parquet"
    copy.write_bytes((folder / "pq" / "g08_mixed_dir" / "part-2.parquet").read_bytes())
    command = ["build", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--quiet", "--strict"]
    assert main(command) == 1
    copy.write_bytes((folder / "pq" / "g08_mixed_dir" / "part-0.parquet").read_bytes())
    assert main(command) == 0
    assert len(tables.read(tmp_path / "out" / "articles.parquet")) == 5
    capsys.readouterr()
