"""Shared pages in a real browser: they ask nothing of the network, and no headline runs as code."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sites import Site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROJECT = Path(__file__).resolve().parents[1]
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=3000",
]


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        reason = "no Chromium on this machine; on Debian: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return CHROMIUM


def open_page(chromium, address, profile):
    shown = subprocess.run(
        [chromium, *QUIET, f"--user-data-dir={profile}", "--dump-dom", address],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return shown.stdout


def test_hostile_articles_neither_run_nor_load_anything(chromium, hostile_site, tmp_path):
    site, reports = hostile_site
    for page in sorted(path.relative_to(reports).as_posix() for path in reports.rglob("*.html")):
        site.asked.clear()
        shown = open_page(chromium, f"{site.address}/{page}", tmp_path / page.replace("/", "-"))
        assert set(site.asked) <= {f"/{page}", "/favicon.ico"}, page
        assert "<title>owned</title>" not in shown and "<h1" in shown


def test_the_committed_pages_ask_for_nothing_beyond_themselves(chromium, tmp_path):
    site = Site(PROJECT / "reports")
    for page in sorted(
        path.relative_to(PROJECT / "reports").as_posix() for path in (PROJECT / "reports").rglob("*.html")
    ):
        site.asked.clear()
        shown = open_page(chromium, f"{site.address}/{page}", tmp_path / page.replace("/", "-"))
        assert set(site.asked) <= {f"/{page}", "/favicon.ico"}, page
        assert "<figure>" in shown and "<script" not in shown
    site.close()


def test_the_watch_would_notice_a_page_that_loads_something(chromium, tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "page.html").write_text(
        "<title>x</title><img src='leak'><script>document.title='owned'</script>"
    )
    site = Site(tmp_path / "bad")
    shown = open_page(chromium, f"{site.address}/page.html", tmp_path / "profile")
    assert "/leak" in site.asked and "<title>owned</title>" in shown
    site.close()
