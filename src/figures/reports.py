"""The report: execute the notebooks, write their pages, and the index of all figures."""

import base64
import json
import shutil
import sys
from pathlib import Path

from tqdm import tqdm

from figures.labels import count
from figures.notebooks import Executed, NotebookError, execute_notebook, write_page
from figures.pages import fill_template
from figures.publishing import read_provenance


def make_report(notebooks, out, *, progress=False):
    """Execute the notebooks over the tables in `out/data/processed` and write `out/notebooks` and `out/reports`.

    `out` is laid out like the project itself, so that the notebooks’ relative paths hold and they can be run again there.

    Parameters
    ----------
    notebooks : str or Path
        Folder of notebooks; they are executed in the order of their names.
    out : str or Path
        Folder that holds `data/processed`. Figures and pages of an earlier report in it are removed first.
    progress : bool
        Show a progress bar.

    Returns
    -------
    index : Path
        The page to open.
    problems : list of str
        One line per notebook that could not be executed; their pages are not written, the others are.

    Raises
    ------
    FileNotFoundError
        If the tables were not built, or there are no notebooks.
    """
    out, notebooks = Path(out), Path(notebooks)
    reports = out / "reports"
    provenance = read_provenance(out / "data" / "processed")
    paths = sorted(notebooks.glob("*.ipynb"))
    if not paths:
        raise FileNotFoundError(f"there are no notebooks in {notebooks}")
    if (reports / "index.html").exists():
        # An earlier report of ours: what this one does not make must not stay and look like its own.
        for folder in (reports / "figures", reports / "notebooks"):
            shutil.rmtree(folder, ignore_errors=True)
    chapters, problems = [], []
    for path in tqdm(paths, "notebooks", unit="notebook", delay=2, disable=not progress):
        before = _figures(reports)
        try:
            executed = execute_notebook(path, out / "notebooks")
        except NotebookError as problem:
            problems.append(str(problem))
            continue
        if executed.complaints:
            tqdm.write(f"{path.name} warned: {executed.complaints.strip()}", file=sys.stderr)
        for with_code in (False, True):
            write_page(
                out / "notebooks" / path.name,
                _page(reports, executed, with_code),
                with_code=with_code,
                siblings=_siblings(executed, with_code),
                notes=provenance["notes"],
            )
        source = (out / "notebooks" / path.name).read_text(encoding="utf-8")
        chapters.append((executed, sorted(_figures(reports) - before, key=lambda name: (source.find(name), name))))
    index = reports / "index.html"
    index.write_text(_index(chapters, problems, provenance, reports), encoding="utf-8")
    return index, problems


def _page(reports, executed: Executed, with_code):
    return reports / "notebooks" / f"{executed.name}{'-with-code' if with_code else ''}.html"


def _siblings(executed, with_code):
    other = ("without code", f"{executed.name}.html") if with_code else ("with code", f"{executed.name}-with-code.html")
    return [("All figures", "../index.html"), other]


def _figures(reports):
    return {path.stem for path in (reports / "figures").glob("*.json")}


def _index(chapters, problems, provenance, reports):
    corpus, counts = provenance["corpus"], provenance["counts"]
    span = f"{corpus['first']} to {corpus['last']}" if corpus["first"] else "no dates"
    return fill_template(
        "index.html.j2",
        title="What the coverage says, and how surely",
        lead="Every figure of this report with its question, its numbers and where they come from. Made by Tidings.",
        passport=[
            ("articles", f"{corpus['articles']:,}"),
            ("outlets", f"{corpus['outlets']:,}"),
            ("dates", span),
            ("sentences", f"{counts['sentences']:,}"),
            ("topics", counts["topics"]),
            ("refused", f"{counts['rejected']:,}"),
        ],
        notes=provenance["notes"],
        problems=problems
        + ([] if corpus["articles"] else ["No article could be read, so there is nothing to show yet."]),
        chapters=[
            {
                "name": executed.name,
                "question": executed.question,
                "answer": executed.answer,
                "figures": [_figure(reports, name) for name in names],
            }
            for executed, names in chapters
        ],
        provenance=_provenance(provenance),
    )


def _figure(reports, name):
    record = json.loads((reports / "figures" / f"{name}.json").read_text(encoding="utf-8"))
    image = base64.b64encode((reports / "figures" / f"{name}.svg").read_bytes()).decode()
    return record | {"image": image}


def _provenance(provenance):
    corpus, parameters = provenance["corpus"], provenance["parameters"]
    chosen = ", ".join(
        f"{name} {value if value is not None else 'chosen by the program'}" for name, value in parameters.items()
    )
    return [
        f"Corpus {corpus['digest']}: {count(corpus['articles'], 'article')}, {count(corpus['outlets'], 'outlet')}. "
        f"Parameters: {chosen}. Tidings {provenance['tidings']}.",
        "The digest is the beginning of the SHA-256 of the articles’ identities: the same articles give the same digest.",
    ]
