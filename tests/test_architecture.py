"""The rules of the layout, so that a reader can trust what the folders say."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
MODULES = sorted((PROJECT / "src").rglob("*.py"))
NAMES = [path.relative_to(PROJECT / "src").as_posix() for path in MODULES]
# What may import what: a part imports only parts that stand before it; parts in one group do not know each other.
LAYERS = [
    {"article", "compiled", "fingerprint", "parcels"},
    {"dask_workers"},
    {"workers"},
    {"tables"},
    {"intervals", "periods"},
    {"reading", "text"},
    {"copies", "events"},
    {"encoder"},
    {"actors", "sentiment", "topics"},
    {"trends"},
    {"wide"},
    {"estimators", "streaming"},
    {"build"},
    {"__init__"},
    {"arguments"},
    {"__main__"},
]
# A list of schemas is as long as there are tables.
LISTS = {"features/tables.py"}
# One loop over the bytes, whose state is a dozen numbers: in pieces it would be longer.
LOOPS = {"scanner.py: _scan_text"}
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "base",
    "core",
    "config",
    "constants",
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def part(dotted):
    pieces = dotted.split(".")
    return pieces[1] if pieces[0] == "features" and len(pieces) > 1 else None


def rank(name):
    return next((number for number, group in enumerate(LAYERS) if name in group), None)


def test_every_part_of_features_has_its_place_in_the_order():
    parts = {Path(name).parts[1].removesuffix(".py") for name in NAMES if name.startswith("features/")}
    assert {name for name in parts if rank(name) is None} == set()


@pytest.mark.parametrize("path", [p for p in MODULES if "features" in p.parts], ids=lambda p: p.name)
def test_imports_of_features_point_one_way(path):
    here = path.relative_to(PROJECT / "src/features").parts[0].removesuffix(".py")
    for name in imports(path):
        there = part(name)
        if there is None or there == here or rank(there) is None:
            continue
        assert rank(there) < rank(here), f"{here} imports {name}, which does not stand before it"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if "features" in p.parts and p.name != "__main__.py"], ids=lambda p: p.name
)
def test_nothing_that_computes_knows_that_figures_exist(path):
    assert not [name for name in imports(path) if name.split(".")[0] in {"figures", "matplotlib"}]


@pytest.mark.parametrize("name", NAMES)
def test_names_say_what_is_inside(name):
    assert not {Path(piece).stem for piece in Path(name).parts} & VAGUE


@pytest.mark.parametrize("name", [name for name in NAMES if not Path(name).name.startswith("__")])
def test_every_module_has_its_test(name):
    inside = Path(name)
    assert (PROJECT / "tests" / inside.parent / f"test_{inside.name}").exists()


def test_the_top_level_is_what_the_readme_says():
    wanted = [
        "notebooks",
        "src/features",
        "src/figures",
        "data/sample",
        "environment.yml",
        "tests",
        "reports",
        "pyproject.toml",
        "requirements.lock",
        "Makefile",
        "README.md",
        "LICENSE",
        ".ci/run",
        "benchmarks",
    ]
    assert [name for name in wanted if not (PROJECT / name).exists()] == []


def test_modules_and_functions_stay_small():
    long = [
        f"{name}: {n} lines"
        for name, path in zip(NAMES, MODULES, strict=True)
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > 320 and name not in LISTS
    ]
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.body[0].lineno
                if node.end_lineno - first + 1 > 45 and f"{path.name}: {node.name}" not in LOOPS:
                    long.append(f"{path.name}: {node.name}")
    assert long == []


def public_functions_and_classes(body, owner=""):
    """The public functions and classes of a module, and the public methods and properties of its public classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield owner + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public_functions_and_classes(node.body, f"{owner}{node.name}.")


def section(docstring, *titles):
    """The lines of the first section with one of these titles, underlined as in numpydoc; "" without one."""
    found = re.search(rf"^({'|'.join(titles)})\n-+\n(.*?)(?=^\S[^\n]*\n-+$|\Z)", docstring, re.MULTILINE | re.DOTALL)
    return found[2] if found else ""


def own_nodes(function):
    """What stands in a function and not in one inside it."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def lacks_of_docstring(node):
    """What the docstring of a function or class should hold and does not."""
    docstring = ast.get_docstring(node)
    if not docstring:
        return ["a docstring"]
    # A property is read like an attribute: its first line says what it is. A class is described by its methods.
    # An intrinsic of the compiler is called with other arguments than it is defined with.
    decorators = set(map(ast.unparse, node.decorator_list))
    if isinstance(node, ast.ClassDef) or decorators & {"property", "cached_property", "intrinsic"}:
        return []
    given = node.args
    names = [one.arg for one in [*given.posonlyargs, *given.args, *given.kwonlyargs] if one.arg not in {"self", "cls"}]
    names += [one.arg for one in (given.vararg, given.kwarg) if one]
    headings = [line for line in section(docstring, "Parameters").splitlines() if re.match(r"\S", line)]
    described = [name.strip(" *") for line in headings for name in line.split(" : ")[0].split(",")]
    lacks = [f"the parameter {name}" for name in names if name not in described]
    lacks += [f"a parameter {name}, which it describes" for name in described if name not in names]
    gives = any(
        isinstance(inner, ast.Yield | ast.YieldFrom)
        or (isinstance(inner, ast.Return) and inner.value is not None and ast.unparse(inner.value) != "None")
        for inner in own_nodes(node)
    )
    return lacks + (["what it returns"] if gives and not section(docstring, "Returns", "Yields").strip() else [])


def test_every_public_function_has_a_docstring():
    missing = [
        f"{module}: {name} lacks {lack}"
        for module, path in zip(NAMES, MODULES, strict=True)
        for name, node in public_functions_and_classes(ast.parse(path.read_text(encoding="utf-8")).body)
        for lack in lacks_of_docstring(node)
    ]
    assert missing == []


def test_no_file_names_a_package_registry_or_an_index():
    # Written with a gap, so that this file does not name them either.
    gapped = [r"py_pi\.org", "python_hosted", r"registry\.np_mjs", "--(extra-)?index_-url", r"conda\.ana_conda"]
    hosts = re.compile("|".join(gapped).replace("_", ""))
    assert hosts.search("https://" + "pypi" + ".org/simple")
    found = [
        path.relative_to(PROJECT).as_posix()
        for path in PROJECT.rglob("*")
        if path.is_file()
        and not {".git", ".venv", "out"} & set(path.parts)
        and path.suffix in {".py", ".toml", ".lock", ".yml", ".md", ".json", ".html", ".ipynb", ""}
        and hosts.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert [name for name in found if name != "Makefile"] == []
