"""The whole way from files to pages: on the sample, on one article, on none, on hostile ones."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from features.__main__ import main
from figures.reports import make_report

PROJECT = Path(__file__).resolve().parents[2]
HEADLINES = ["</script><script>document.title='owned'</script>", "$\\frac{1}{$ oil $100 to $120", "{{ 7 * 7 }}{% raw %}", "=1+1",
             "<img src=x onerror=\"document.title='owned'\">", "[click](javascript:alert(1))", "T" * 3000, "a|b\n|c|", "油价 📈", ""]


class Tags(HTMLParser):
    """Every tag of a page with its attributes, as a browser would read them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, attributes))


def report(articles, out):
    code = main(["report", str(articles), "--out", str(out), "--quiet"])
    return code, (out / "reports" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    with open(folder / "articles.jsonl", "w", encoding="utf-8") as lines:
        for number, headline in enumerate(HEADLINES):
            words = ["oil tanker", "vote ballot", "court judge"][number % 3]
            lines.write(json.dumps({"outlet": headline or "S", "title": headline, "published": f"2026-0{number % 3 + 1}-06",
                                    "text": f"{headline} The {words} was good. <b>{words}</b> fell & rose. Number {number} {words}."}) + "\n")
    return report(folder, folder / "out"), folder / "out"


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one")
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text("6 March 2026 19:42 (UTC+04:00)\n\nAna Lira\n\nRain fell, the Tarn Courier reports. It was good.")
    return report(folder / "articles", folder / "out"), folder / "out"


@pytest.fixture(scope="module")
def none(tmp_path_factory):
    folder = tmp_path_factory.mktemp("none")
    (folder / "articles").mkdir()
    return report(folder / "articles", folder / "out"), folder / "out"


def test_one_article_gives_a_report_that_says_so(one):
    (code, index), out = one
    assert code == 0
    assert "1 article from 1 outlet, from 6 March 2026 to 6 March 2026" in index
    assert "too few complete years to compare (0)" in index
    assert "too few articles with words of their own for topics" in index
    assert len(list((out / "reports" / "figures").glob("*.svg"))) == 9


def test_no_article_gives_a_report_that_says_so_and_exit_code_one(none):
    (code, index), out = none
    assert code == 1
    assert "No article could be read, so there is nothing to show yet." in index
    assert len(list((out / "reports" / "notebooks").glob("*.html"))) == 6


def test_no_notebook_of_these_reports_ends_in_an_error(one, none, hostile):
    for _, out in (one, none, hostile):
        for path in (out / "notebooks").glob("*.ipynb"):
            outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]
            assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_hostile_headlines_and_outlets_are_text_on_every_page(hostile):
    (code, _), out = hostile
    assert code == 0
    pages = list((out / "reports").rglob("*.html"))
    assert len(pages) == 7
    for page in pages:
        text = page.read_text(encoding="utf-8")
        tags = Tags()
        tags.feed(text)
        assert not {name for name, _ in tags.found} & {"script", "iframe", "object", "form", "input", "svg", "base", "embed", "link"}
        assert not [key for _, attributes in tags.found for key, _ in attributes if key.startswith("on")]
        assert not [value for _, attributes in tags.found for key, value in attributes
                    if key in {"href", "src"} and re.match(r"\s*(javascript|data:text)", value or "")]
        assert "{{ 7 * 7 }}" in text or "7 * 7" not in text


def test_hostile_cells_of_the_figures_tables_are_no_formulas(hostile):
    _, out = hostile
    assert any("'=1+1" in path.read_text(encoding="utf-8") for path in (out / "reports" / "figures").glob("*.csv"))
    for path in (out / "reports" / "figures").glob("*.csv"):
        assert not re.search(r"(^|,)=", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_figures_stand_on_the_index_in_the_order_of_their_notebook(one):
    (_, index), _ = one
    names = re.findall(r'<h3 id="([^"]+)">', index)
    assert names == ["1-outlets-over-time", "1-what-is-known", "2-tone-over-time", "2-tone-by-outlet", "2-words-behind-the-tone",
                     "2-one-article-closely", "3-topics", "3-topics-over-time", "3-topics-by-outlet"]


def test_every_link_of_the_index_leads_to_a_file_beside_it(one):
    (_, index), out = one
    links = [link for link in re.findall(r'href="([^"#]+)"', index)]
    assert len(links) == 9 * 4 + 3 * 2
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
