"""What a reader may expect of every notebook that is committed."""

import re
from pathlib import Path

import nbformat
import pytest

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_four_and_their_names_are_their_questions_up_to_the_first_comma():
    for path in NOTEBOOKS:
        question = nbformat.read(path, as_version=4).cells[0].source.removeprefix("# ").split(",")[0]
        assert path.stem[2:] == re.sub(r"[^a-z]+", "-", question.lower()).strip("-")
    assert len(NOTEBOOKS) == 4


def test_it_opens_with_its_question_and_then_its_computed_answer(notebook):
    assert notebook.cells[0].source.endswith("?")
    answer = next(cell for cell in notebook.cells if "answer" in cell.metadata.get("tags", []))
    assert notebook.cells.index(answer) == 2
    assert len(re.findall(r"\.(?= |$)", answer.outputs[0].data["text/plain"])) >= 2


def test_it_says_what_it_reads_and_publishes_and_ends_with_what_could_be_wrong(notebook):
    assert re.match(r"Reads the tables .*Publishes ", notebook.cells[3].source, re.DOTALL)
    assert re.findall(r"^## (.*)$", notebook.cells[-1].source, re.MULTILINE)[-1] == "What could be wrong"


def test_it_publishes_just_what_it_announces(notebook):
    announced = set(re.findall(r"`(\d-[a-z-]+)`", notebook.cells[3].source))
    published = set(re.findall(r'figure, "(\d-[a-z-]+)"', "\n".join(cell.source for cell in code(notebook))))
    assert announced == published


def test_it_uses_code_rather_than_defining_it(notebook):
    for cell in code(notebook):
        assert not re.search(r"^\s*(def|class) ", cell.source, re.MULTILINE)
        assert len(cell.source.splitlines()) <= 12


def test_prose_follows_every_published_figure(notebook):
    for cell, after in zip(notebook.cells, notebook.cells[1:], strict=False):
        if cell.cell_type == "code" and "publish(" in cell.source.replace("import publish", ""):
            assert after.cell_type == "markdown"


def test_it_is_committed_as_executed_from_top_to_bottom_without_an_error(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_every_image_in_it_has_an_alternative_text(notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            assert "image/png" not in output.get("data", {})
            for image in re.findall(r"<img [^>]*>", output.get("data", {}).get("text/html", "")):
                assert re.search(r'alt="[^"]{10,}"', image)


def test_it_names_no_path_and_no_version(notebook):
    text = nbformat.writes(notebook)
    assert not re.search(r"/(home|root|tmp|usr|work)/", text)
    assert notebook.metadata.language_info == {"name": "python"}
