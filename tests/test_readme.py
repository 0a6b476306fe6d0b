"""What the README promises."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


def test_both_commands_stand_in_the_first_screen():
    first = "\n".join(README.splitlines()[:20])
    assert "$ make report" in first and "$ make test" in first


def test_every_make_command_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"^\$ make ([a-z]+)|`make ([a-z]+)", README, re.MULTILINE))
    named = {name for pair in named for name in pair if name}
    assert named and named <= targets


def test_continuous_integration_calls_the_test_command_of_the_readme():
    assert "\nmake test\n" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_local_link_leads_somewhere():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert links and [link for link in links if not (PROJECT / link).exists()] == []
