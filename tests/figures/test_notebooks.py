import nbformat
import pytest

from figures.notebooks import NotebookError, execute_notebook, read_question, write_page


def notebook(folder, *cells):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Why?", id="first")])
    made.cells += [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(cells)]
    nbformat.write(made, folder / "1-why.ipynb")
    return folder / "1-why.ipynb"


def test_a_notebook_is_executed_in_the_folder_where_it_is_kept(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "here.txt").write_text("found")
    executed = execute_notebook(notebook(tmp_path, "print(open('here.txt').read())"), tmp_path / "out")
    kept = nbformat.read(tmp_path / "out" / "1-why.ipynb", as_version=4)
    assert executed.question == "Why?" and kept.cells[1].outputs[0].text == "found\n"


def test_twice_executed_is_the_same_to_the_byte_and_names_no_version_no_time_and_no_address(tmp_path):
    path = notebook(tmp_path, "object()", "{'b', 'a', 'c'}", "hash('a')")
    for side in ("one", "other"):
        execute_notebook(path, tmp_path / side)
    one, other = ((tmp_path / side / path.name).read_text() for side in ("one", "other"))
    assert one == other
    assert '"version"' not in one and "0x" not in one.replace("0x…", "") and "iopub" not in one


def test_what_the_kernel_complains_of_is_reported_and_not_kept(tmp_path):
    executed = execute_notebook(notebook(tmp_path, "import warnings; warnings.warn('beware')"), tmp_path / "out")
    assert "beware" in executed.complaints
    assert "beware" not in str(nbformat.read(tmp_path / "out" / "1-why.ipynb", as_version=4).cells[1].outputs)


def test_an_error_names_the_notebook_the_cell_and_the_cause_and_keeps_the_traceback(tmp_path):
    with pytest.raises(NotebookError, match=r"1-why.ipynb stopped in cell 2: ZeroDivisionError: division by zero"):
        execute_notebook(notebook(tmp_path, "1", "1 / 0", "2"), tmp_path / "out")
    kept = nbformat.read(tmp_path / "out" / "1-why.ipynb", as_version=4)
    assert kept.cells[2].outputs[0].ename == "ZeroDivisionError" and kept.cells[3].execution_count is None


def test_a_cell_that_never_ends_and_a_kernel_that_dies_are_errors_not_waits(tmp_path, monkeypatch):
    monkeypatch.setattr("figures.notebooks.SECONDS_PER_CELL", 2)
    with pytest.raises(NotebookError, match="1-why.ipynb stopped"):
        execute_notebook(notebook(tmp_path, "while True: pass"), tmp_path / "out")
    with pytest.raises(NotebookError, match="1-why.ipynb stopped"):
        execute_notebook(
            notebook(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), tmp_path / "out"
        )


def test_a_page_comes_with_and_without_code_and_shows_hostile_outputs_as_text(tmp_path):
    execute_notebook(
        notebook(
            tmp_path,
            "from IPython.display import HTML, Markdown, Javascript\nHTML('<b onclick=x()>bold</b><script>alert(1)</script>')",
            "Markdown('<script>alert(2)</script>')",
            "Javascript('alert(3)')",
        ),
        tmp_path / "out",
    )
    for with_code in (True, False):
        write_page(tmp_path / "out" / "1-why.ipynb", tmp_path / "page.html", with_code=with_code, notes=["<i>note</i>"])
        page = (tmp_path / "page.html").read_text()
        assert ("import" in page) is with_code
        assert "<script" not in page and "onclick" not in page.replace("&lt;b onclick", "").replace("onclick=x()", "")
        assert "&lt;i&gt;note&lt;/i&gt;" in page and "default-src 'none'" in page and "<title>Why?</title>" in page


def test_the_question_is_the_first_heading():
    assert (
        read_question(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# What now?\n\nText")]))
        == "What now?"
    )
