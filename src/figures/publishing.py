"""A figure and all that a reader needs to trust it."""

import base64
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd

_FORMULA = re.compile(r"[=+\-@\t\n]")


@dataclass(frozen=True)
class Published:
    """A figure that was published; in a notebook it shows itself with its alternative text and caption.

    Attributes
    ----------
    name : str
        Name of its files, without ending.
    caption, alternative : str
        What it shows; what a reader who cannot see it needs to know.
    png : bytes
        The picture.
    """

    name: str
    caption: str
    alternative: str
    png: bytes

    def _repr_html_(self) -> str:
        image = base64.b64encode(self.png).decode()
        return (
            f'<figure><img src="data:image/png;base64,{image}" alt="{html.escape(self.alternative)}">'
            f"<figcaption>{html.escape(self.caption)}</figcaption></figure>"
        )

    def __repr__(self) -> str:
        return f"{self.name}: {self.caption}"


def read_provenance(folder):
    """What `build` wrote beside the tables: version, parameters, corpus, counts, notes.

    Parameters
    ----------
    folder : str or Path
        The folder of the tables.

    Returns
    -------
    dict
        As `features.build.build` returns it.

    Raises
    ------
    FileNotFoundError
        If the tables were not built.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from figures import read_provenance
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "build.json").write_text('{"tidings": "0.1.0", "notes": []}')
    ...     read_provenance(folder)
    {'tidings': '0.1.0', 'notes': []}
    """
    path = Path(folder) / "build.json"
    if not path.exists():
        raise FileNotFoundError(
            f"there is no {path.name} in {folder}: build the tables first, with "
            "python -m features build ARTICLES --out FOLDER; make report does it for the sample"
        )
    return json.loads(path.read_text(encoding="utf-8"))


def publish(figure, name, *, question, caption, alternative, data, provenance, folder):
    """Write a figure as SVG and PNG, the numbers it draws as CSV, and what it says as JSON; the same bytes on every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Closed afterwards.
    name : str
        Words in lower case joined by “-”: the name of the four files.
    question : str
        What the figure answers; ends with “?”.
    caption, alternative : str
        What it shows; what a reader who cannot see it needs to know. Without data the alternative text says that nothing is drawn.
    data : DataFrame
        What the `draw_` function returned.
    provenance : dict
        As `read_provenance` gives it.
    folder : str or Path
        Made when it is missing.

    Returns
    -------
    Published
        As the last value of a notebook’s cell it shows itself.

    Raises
    ------
    ValueError
        If the name, the question, the caption or the alternative text is not what it should be.

    Notes
    -----
    A text cell of the CSV that a spreadsheet would take for a formula begins with an apostrophe.
    """
    if not len(data):
        alternative = "Nothing is drawn, since the corpus holds nothing for this figure."
    _refuse(name, question, caption, alternative)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})
    figure.savefig(folder / f"{name}.png", metadata={"Software": None})
    plt.close(figure)
    _without_formulas(data).to_csv(
        folder / f"{name}.csv",
        index=False,
        float_format="%.6f",
        lineterminator="\n",
        date_format="%Y-%m-%dT%H:%M:%SZ",
        encoding="utf-8",
    )
    record = {
        "name": name,
        "question": question,
        "caption": caption,
        "alternative": alternative,
        "rows": len(data),
        "provenance": {key: provenance[key] for key in ("tidings", "parameters", "corpus", "notes")},
    }
    (folder / f"{name}.json").write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Published(name, caption, alternative, (folder / f"{name}.png").read_bytes())


def _refuse(name, question, caption, alternative):
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"a figure's name is words in lower case joined by '-', got {name!r}")
    if not question.endswith("?"):
        raise ValueError(f"a figure answers a question that ends with '?', got {question!r}")
    for what, text in (("caption", caption), ("alternative text", alternative)):
        if len(text.split()) < 3:
            raise ValueError(f"figure {name!r} needs a {what} that says something, got {text!r}")


def _without_formulas(data):
    data = data.copy()
    for column in data.columns:
        if isinstance(data[column].dtype, pd.StringDtype) or data[column].dtype == object:
            data[column] = data[column].map(_plain)
    return data


def _plain(cell):
    if not isinstance(cell, str):
        return cell
    # A lone carriage return would end the row of a CSV.
    cell = cell.replace("\r", "\n")
    return f"'{cell}" if _FORMULA.match(cell) else cell
