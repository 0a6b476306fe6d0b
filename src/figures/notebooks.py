"""Notebooks: execute them from a clean kernel, and write pages of them that can be sent to anyone."""

import copy
import html
import os
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor
from nbconvert.preprocessors.execute import CellExecutionError
from traitlets.config import Config

from figures.pages import fill_template, sanitise

SECONDS_PER_CELL = 600
_SHOWN = ("text/html", "image/png", "text/plain")
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "MATPLOTLIBRC": os.devnull}


class NotebookError(RuntimeError):
    """A notebook that could not be executed to its end; the message names the notebook, the cell and the error."""


@dataclass(frozen=True)
class Executed:
    """An executed notebook.

    Attributes
    ----------
    name, question, answer, complaints : str
        Its file’s name without ending; its first heading; what its cell tagged “answer” says, or ""; what its kernel wrote to
        its error stream.
    """

    name: str
    question: str
    answer: str
    complaints: str


def execute_notebook(path, folder):
    """Execute a notebook from a clean kernel and keep it, with its outputs, in `folder`.

    The kernel runs in `folder`, so that a notebook’s relative paths are those of the folder. What would differ from run to run is
    taken out: times, the kernel’s version, addresses of objects. What the kernel wrote to its error stream is returned, not kept.

    Parameters
    ----------
    path : str or Path
        The notebook.
    folder : str or Path
        Where it is written, under the same name; made when it is missing.

    Returns
    -------
    Executed

    Raises
    ------
    NotebookError
        If a cell raises, runs longer than ten minutes, or the kernel dies; the notebook is kept as far as it came.
    """
    path, folder = Path(path), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(path, as_version=4)
    _clear(notebook)
    trouble = None
    with tempfile.TemporaryDirectory(prefix="tidings-") as sockets, _reproducible_environment():
        runner = ExecutePreprocessor(
            timeout=SECONDS_PER_CELL, record_timing=False, kernel_name="python3", config=_transport(sockets)
        )
        try:
            runner.preprocess(notebook, {"metadata": {"path": str(folder)}})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            trouble = error
    complaints = _tidy(notebook)
    nbformat.write(notebook, folder / path.name)
    if trouble is not None:
        raise NotebookError(
            f"{path.name} stopped in cell {_last_executed(notebook)}: {_first_lines(trouble)}; "
            f"the notebook is kept as far as it came"
        ) from trouble
    return Executed(path.stem, read_question(notebook), _answer(notebook), complaints)


def write_page(path, out, *, with_code, siblings=(), notes=()):
    """Write an executed notebook as one HTML file that asks nothing of the network and runs no script.

    Parameters
    ----------
    path : Path
        The executed notebook.
    out : Path
        The page; its folder is made when it is missing.
    with_code : bool
        Whether the code is shown.
    siblings : sequence of (text, address)
        Links to show at the head.
    notes : sequence of str
        What a reader must know of the corpus, shown at the head.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [_shown_only(output) for output in cell.outputs]
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=not with_code,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    page = fill_template(
        "notebook.html.j2", title=read_question(notebook), body=sanitise(body), siblings=siblings, notes=notes
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")


def read_question(notebook):
    """The question of a notebook: its first heading.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Read as version 4.

    Returns
    -------
    str
        The first line of the first cell without its “#”; "" when there is no cell.

    Examples
    --------
    >>> from nbformat import v4
    >>> from figures.notebooks import read_question
    >>> read_question(v4.new_notebook(cells=[v4.new_markdown_cell("# Does it rain?")]))
    'Does it rain?'
    """
    first = notebook.cells[0].source.splitlines()[0] if notebook.cells else ""
    return re.sub(r"^#+\s*", "", first)


@contextmanager
def _reproducible_environment():
    """What a kernel inherits: one order of sets, one thread a sum, a backend that shows nothing by itself, and no settings of
    the user's own."""
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _transport(sockets):
    """Reach the kernel through files of this user only, where the system has such sockets; over TCP anyone on the machine could
    listen, and ipykernel warns of it."""
    return Config() if os.name == "nt" else Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}})


def _clear(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)


def _tidy(notebook):
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    complaints = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("execution", None)
        complaints += [output.text for output in cell.outputs if output.get("name") == "stderr"]
        cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        for output in cell.outputs:
            for kind, content in output.get("data", {}).items():
                if isinstance(content, str) and not kind.startswith("image/"):
                    output.data[kind] = re.sub(r"\bat 0x[0-9a-f]+", "at 0x…", content)
    return "".join(complaints)


def _shown_only(output):
    output = copy.deepcopy(output)
    if "data" in output:
        kept = {kind: content for kind, content in output.data.items() if kind in _SHOWN}
        output.data = kept or {"text/plain": "(an output of a kind that shared pages do not show)"}
    return output


def _answer(notebook):
    for cell in notebook.cells:
        if "answer" in cell.metadata.get("tags", []):
            for output in cell.get("outputs", []):
                if "text/plain" in output.get("data", {}):
                    return output.data["text/plain"]
    return ""


def _last_executed(notebook):
    return max((cell.execution_count or 0 for cell in notebook.cells if cell.cell_type == "code"), default=0)


def _first_lines(error):
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {html.unescape(str(error.evalue))[:300]}"
    return str(error)[:300]
