"""The whole way from files to pages: on the sample, on one article, on none, on hostile ones."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from figures.reports import make_report

PROJECT = Path(__file__).resolve().parents[2]


class Tags(HTMLParser):
    """Every tag of a page with its attributes, as a browser would read them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, attributes))


@pytest.fixture
def one(reports):
    return reports["one"]


def index_of(out):
    return (out / "reports" / "index.html").read_text(encoding="utf-8")


def test_one_article_gives_a_report_that_says_so(one):
    code, out = one
    index = index_of(out)
    assert code == 0
    assert "1 article from 1 outlet, of 6 March 2026; all are from Tarn Courier." in index
    assert "too few complete years to compare (0)" in index
    assert "topics need at least 10 articles" in index
    assert len(list((out / "reports" / "figures").glob("*.svg"))) == 13


def test_no_article_gives_a_report_that_says_so_and_exit_code_one(reports):
    code, out = reports["none"]
    index = index_of(out)
    assert code == 1
    assert "No article could be read, so there is nothing to show yet." in index
    assert len(list((out / "reports" / "notebooks").glob("*.html"))) == 8


def test_no_notebook_of_these_reports_ends_in_an_error(reports):
    for _, out in (reports["one"], reports["none"], reports["hostile"]):
        for path in (out / "notebooks").glob("*.ipynb"):
            outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]
            assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_hostile_headlines_and_outlets_are_text_on_every_page(reports):
    code, out = reports["hostile"]
    assert code == 0
    pages = list((out / "reports").rglob("*.html"))
    assert len(pages) == 9
    for page in pages:
        text = page.read_text(encoding="utf-8")
        tags = Tags()
        tags.feed(text)
        assert not {name for name, _ in tags.found} & {
            "script",
            "iframe",
            "object",
            "form",
            "input",
            "svg",
            "base",
            "embed",
            "link",
        }
        assert not [key for _, attributes in tags.found for key, _ in attributes if key.startswith("on")]
        assert not [
            value
            for _, attributes in tags.found
            for key, value in attributes
            if key in {"href", "src"} and re.match(r"\s*(javascript|data:text)", value or "")
        ]


def test_a_template_in_a_headline_is_shown_and_not_filled_in(reports):
    _, out = reports["hostile"]
    closely = (out / "reports" / "notebooks" / "2-how-does-the-tone-change.html").read_text(encoding="utf-8")
    shown = [path.read_text(encoding="utf-8") for path in (out / "reports" / "figures").glob("*.csv")]
    assert any("{{ 7 * 7 }}{% raw %}" in text for text in [closely, *shown])
    assert "49{% raw" not in closely


def test_hostile_cells_of_the_figures_tables_are_no_formulas(reports):
    _, out = reports["hostile"]
    assert any("'=1+1" in path.read_text(encoding="utf-8") for path in (out / "reports" / "figures").glob("*.csv"))
    for path in (out / "reports" / "figures").glob("*.csv"):
        assert not re.search(r"(^|,)=", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_figures_stand_on_the_index_in_the_order_of_their_notebook(one):
    index = index_of(one[1])
    names = re.findall(r'<h3 id="([^"]+)">', index)
    assert names == [
        "1-outlets-over-time",
        "1-what-is-known",
        "2-tone-over-time",
        "2-tone-by-outlet",
        "2-words-behind-the-tone",
        "2-what-the-mask-takes-away",
        "2-one-article-closely",
        "3-topics",
        "3-topics-over-time",
        "3-topics-by-outlet",
        "4-how-much-evidence",
        "4-who-covered-what",
        "4-who-copied-whom",
    ]


def test_every_link_of_the_index_leads_to_a_file_beside_it(one):
    _, out = one
    index = index_of(out)
    links = re.findall(r'href="([^"#]+)"', index)
    assert len(links) == 13 * 5 + 4 * 2
    assert [link for link in links if not (out / "reports" / link).exists()] == []


def test_a_failing_notebook_is_reported_and_the_others_are_shown(one, tmp_path, capsys):
    _, out = one
    notebooks = tmp_path / "notebooks"
    shutil.copytree(PROJECT / "notebooks", notebooks)
    broken = nbformat.read(notebooks / "1-what-is-in-the-corpus.ipynb", as_version=4)
    broken.cells[2].source = "raise ValueError('torn <b>')"
    nbformat.write(broken, notebooks / "1-what-is-in-the-corpus.ipynb")
    (notebooks / "3-what-is-it-about.ipynb").unlink()
    shutil.copytree(out / "data", tmp_path / "out" / "data")
    index, problems = make_report(notebooks, tmp_path / "out")
    assert len(problems) == 1 and "1-what-is-in-the-corpus.ipynb stopped in cell 2: ValueError: torn <b>" in problems[0]
    page = index.read_text(encoding="utf-8")
    assert "torn &lt;b&gt;" in page and "How does the tone change?" in page
    assert not (tmp_path / "out/reports/notebooks/1-what-is-in-the-corpus.html").exists()


def test_a_folder_without_notebooks_is_refused(one, tmp_path):
    _, out = one
    with pytest.raises(FileNotFoundError, match="there are no notebooks in"):
        make_report(tmp_path, out)
