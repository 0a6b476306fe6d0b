import pytest
from hypothesis import given
from hypothesis import strategies as st

from features import explain
from figures.pages import sanitise


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://example.org'></iframe>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<img src='https://example.org/x.png'>",
        "<style>@import url(https://example.org/x.css)</style>",
        "<form action='https://example.org'><input></form>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
        "<p style='background:url(https://example.org/x)'>x</p>",
        "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
        "<img src='data:image/svg+xml;base64,AAAA'>",
        "<object data='x'></object>",
        "<base href='https://example.org'>",
    ],
)
def test_nothing_that_runs_or_loads_is_left(hostile):
    clean = sanitise(hostile)
    assert not any(
        word in clean.lower()
        for word in (
            "script",
            "onerror",
            "onload",
            "javascript",
            "iframe",
            "example.org",
            "<style",
            "style=",
            "<form",
            "<input",
            "<meta",
            "<object",
            "<base",
            "data:",
        )
    )


def test_what_a_report_needs_is_kept():
    wanted = (
        '<h2 id="a">b</h2><figure><img src="data:image/png;base64,AAAA" alt="c"><figcaption>d</figcaption></figure>'
        '<table class="dataframe"><tbody><tr><th>e</th><td>f</td></tr></tbody></table>'
    )
    assert sanitise(wanted) == wanted


def test_an_explained_sentence_keeps_its_colours():
    shown = explain("Duarte praised Ruiz.", target="Ruiz")._repr_html_()
    assert shown.count("background: rgba(") == 3 and "outline" in shown
    assert sanitise(shown) == shown


@pytest.mark.parametrize(
    "style",
    [
        "position: fixed",
        "background: rgba(0, 0, 0, 1); position: fixed",
        "background: url(//example.org/x)",
        "margin: -99px",
        "margin: 9999px",
        "font-size: 500%",
        "background: rgba(0, 0, 0, 1)} p {opacity: 0",
        "",
    ],
)
def test_no_other_style_is_kept(style):
    assert sanitise(f'<span style="{style}">a</span>') == "<span>a</span>"


@given(st.text())
def test_sanitising_twice_changes_nothing_more(text):
    assert sanitise(sanitise(text)) == sanitise(text)
