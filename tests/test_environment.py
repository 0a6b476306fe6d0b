"""One environment, written three times: pyproject.toml, requirements.lock, environment.yml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = {
    canonicalize_name(requirement.name): requirement.specifier
    for requirement in map(Requirement, PYPROJECT["dependencies"] + PYPROJECT["optional-dependencies"]["test"])
}
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def locked():
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE)
    }


def conda():
    lines = re.findall(
        r"^ +- ([\w-]+)([<>=!][^\s#]*)?$", (PROJECT / "environment.yml").read_text(encoding="utf-8"), re.MULTILINE
    )
    return {CONDA_NAMES.get(name, name): ranges for name, ranges in lines}


@pytest.mark.parametrize("name", WANTED)
def test_the_lock_holds_a_version_inside_the_range(name):
    assert WANTED[name].contains(Version(locked()[name]))


def test_the_lock_has_hashes_and_one_version_a_package():
    names = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert len(names) == len(set(names)) > 100
    assert len(re.findall(r"^[\w.-]+==.*\\$", LOCK, re.MULTILINE)) == len(names)
    assert LOCK.count("--hash=sha256:") >= len(names)


def test_conda_gets_the_same_names_and_ranges():
    ranges = {name: ranges for name, ranges in conda().items() if name not in {"python", "pip", "conda-forge"}}
    assert ranges == {name: str(specifier) for name, specifier in WANTED.items()}


def test_conda_and_binder_get_a_python_inside_the_range():
    assert conda()["python"].startswith("=3.")
    assert (
        Version(conda()["python"].lstrip("=") + ".99") in Requirement(f"python{PYPROJECT['requires-python']}").specifier
    )


def test_peers_are_in_an_extra_and_not_in_the_environment():
    peers = {canonicalize_name(Requirement(peer).name) for peer in PYPROJECT["optional-dependencies"]["peers"]}
    assert peers and not peers & (locked().keys() | conda().keys())


def test_matplotlib_is_pinned_because_its_minor_versions_change_the_bytes_of_figures():
    assert str(WANTED["matplotlib"]).startswith("==")
