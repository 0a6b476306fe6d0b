import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.text())
def test_sanitising_twice_changes_nothing_more(text):
    assert sanitise(sanitise(text)) == sanitise(text)
