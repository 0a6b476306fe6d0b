from features.reading import delimited, files
from features.reading.web_scraper import join_rows

HEADER = "web-scraper-order,web-scraper-start-url,links,links-href,title,author,date,content\n"
SEARCH = "https://www.tarn.example/search"


def row(order, page, title="Rain", author="", date="", content="null"):
    return f'"{order}","{SEARCH}","Link {page}","https://www.tarn.example/{page}","{title}","{author}","{date}","{content}"\n'


def test_the_rows_of_a_page_are_one_article_with_its_paragraphs_in_order(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "\ufeff"
        + HEADER
        + row("15-12", 1, content="It stopped.")
        + row("15-13", 2, title="null", content="Wind.")
        + row("15-9", 1, content="It rained,\nhard.")
        + row("15-10", 1, author="Ana Lira", date="Published 10:39 p.m. ET Oct. 15, 2019"),
        encoding="utf-8",
    )
    first, second = delimited.read(files.Source(path, path.name, None))
    assert (first[0], second[0]) == ("line 2", "line 3")
    article = first[1]
    assert (article.title, article.outlet, article.authors) == ("Rain", "tarn.example", "Ana Lira")
    assert article.text == "It rained,\nhard.\n\nIt stopped."
    assert article.url == "https://www.tarn.example/1"
    # Eastern time is four hours behind in October.
    assert article.published.isoformat() == "2019-10-16T02:39:00+00:00"
    assert (second[1].title, second[1].text) == ("Link 2", "Wind.")


def test_all_rows_travel_together_however_many_there_are(tmp_path, monkeypatch):
    monkeypatch.setattr("features.reading.portions.PIECES_AT_ONCE", 2)
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "".join(row(f"15-{n}", n % 2, content=f"p{n}") for n in range(9)))
    found = list(delimited.read(files.Source(path, path.name, None)))
    assert [article.text.split() for _, article in found] == [[f"p{n}" for n in range(k, 9, 2)] for k in (0, 1)]


def test_a_column_of_many_authors_is_none_of_authors():
    rows = [
        (n, {"web-scraper-order": f"1-{n}", "url": "http://tarn.example/1", "author": f"Heading {n}", "text": "a"})
        for n in range(4)
    ]
    [(place, record)] = join_rows(rows)
    assert (place, record["authors"], record["text"]) == (0, [], "a")


def test_a_row_that_cannot_be_read_goes_its_own_way():
    reason = ValueError("no")
    assert list(join_rows([(3, reason)])) == [(3, reason)]
