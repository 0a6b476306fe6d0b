"""What may stand on a page that is sent to anyone, and the templates that it is made with."""

import re
from pathlib import Path

import nh3
from jinja2 import Environment, PackageLoader

# What a page made of a notebook may hold. Everything else (scripts, styles, frames, forms, event handlers) is dropped, wherever it
# came from: a headline, a Markdown cell, or an output.
_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_ATTRIBUTES = {
    "*": {"class", "id", "title"},
    "div": {"style"},
    "p": {"style"},
    "span": {"style"},
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# How explained sentences are coloured: nothing that could load anything, or move it over something else.
_MEASURE = r"(?:rgba\([\d., ]{1,30}\)|\d{1,2}(?:\.\d{1,3})?(?:px|%)?|solid|currentColor)"
_STYLE = re.compile(
    rf"(?:(?:background|border-radius|padding|margin|outline|line-height|font-size|opacity): {_MEASURE}(?: {_MEASURE})*(?:; |$))+"
)
# Always: select_autoescape would look at the ending, and ".j2" is none of those that it escapes.
_templates = Environment(loader=PackageLoader("figures"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def fill_template(name, **values):
    """A whole page from a template of this package and the project’s style sheet.

    Parameters
    ----------
    name : str
        File name in `templates/`.
    **values
        What the template asks for. Everything is escaped, except what the template itself marks as safe.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> from figures.pages import fill_template
    >>> page = fill_template("notebook.html.j2", title="<b>", body="<p>ours</p>", siblings=[], notes=["<i>"])
    >>> "<title>&lt;b&gt;</title>" in page, "<p>ours</p>" in page, "<i>" in page
    (True, True, False)
    """
    style = (Path(__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")
    return _templates.get_template(name).render(style=style, **values)


def sanitise(body):
    """HTML without anything that runs or loads.

    Parameters
    ----------
    body : str
        HTML from anywhere, well-formed or not.

    Returns
    -------
    str
        Only tags and attributes of a fixed list; pictures only when they stand in the text itself; of style only what explained
        sentences are coloured with.

    Examples
    --------
    >>> from figures.pages import sanitise
    >>> sanitise('<p onclick="x()">a<script>b</script><img src="https://c/d.png" alt="e"></p>')
    '<p>a<img alt="e"></p>'
    """
    return nh3.clean(
        body,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "data"},
        attribute_filter=_allowed_value,
        link_rel="noopener noreferrer",
    )


def _allowed_value(tag, attribute, value):
    if attribute == "src":
        return value if re.match(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+$", value) else None
    if attribute == "style":
        return value if _STYLE.fullmatch(value) else None
    if attribute == "href":
        return (
            value
            if re.match(r"(https?:|mailto:|#|\.{0,2}/?[\w./%-]+$)", value) and not value.startswith("data:")
            else None
        )
    return value
