"""Shared pages in a real browser: they ask nothing of the network, and no headline runs as code."""

import json
import os
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from features.__main__ import main

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROJECT = Path(__file__).resolve().parents[1]
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--virtual-time-budget=3000"]


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        reason = "no Chromium on this machine; on Debian: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return CHROMIUM


class Site:
    """A folder served on this machine, with the list of what was asked for."""

    def __init__(self, folder):
        self.asked = asked = []

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, form, *arguments):
                asked.append(self.path)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def open_page(chromium, address, profile):
    shown = subprocess.run([chromium, *QUIET, f"--user-data-dir={profile}", "--dump-dom", address], capture_output=True, text=True,
                           timeout=120, check=True)
    return shown.stdout


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "out" / "reports").mkdir(parents=True)
    site = Site(folder / "out" / "reports")
    attacks = [f"<script>document.title='owned';fetch('{site.address}/leak-1')</script>",
               f"\"><img src='{site.address}/leak-2' onerror=\"document.title='owned'\">",
               f"</title></style><link rel=stylesheet href={site.address}/leak-3>", f"<iframe src={site.address}/leak-4></iframe>",
               f"![x]({site.address}/leak-5)", f"<meta http-equiv=refresh content='0;url={site.address}/leak-6'>"]
    with open(folder / "articles.jsonl", "w", encoding="utf-8") as lines:
        for number, attack in enumerate(attacks * 3):
            word = ["oil", "vote", "court"][number % 3]
            lines.write(json.dumps({"outlet": attack, "title": attack, "authors": attack, "published": f"2026-0{number % 3 + 1}-06",
                                    "text": f"{attack} The {word} was good. Number {word} {number}: {attack}"}) + "\n")
        lines.write(json.dumps({"outlet": attacks[0], "text": 7}) + "\n")
    assert main(["report", str(folder / "articles.jsonl"), "--out", str(folder / "out"), "--quiet"]) == 0
    yield site, folder / "out" / "reports"
    site.server.shutdown()


def test_hostile_articles_neither_run_nor_load_anything(chromium, hostile_site, tmp_path):
    site, reports = hostile_site
    for page in sorted(path.relative_to(reports).as_posix() for path in reports.rglob("*.html")):
        site.asked.clear()
        shown = open_page(chromium, f"{site.address}/{page}", tmp_path / page.replace("/", "-"))
        assert set(site.asked) <= {f"/{page}", "/favicon.ico"}, page
        assert "<title>owned</title>" not in shown and "<h1" in shown


def test_the_committed_pages_ask_for_nothing_beyond_themselves(chromium, tmp_path):
    site = Site(PROJECT / "reports")
    for page in sorted(path.relative_to(PROJECT / "reports").as_posix() for path in (PROJECT / "reports").rglob("*.html")):
        site.asked.clear()
        shown = open_page(chromium, f"{site.address}/{page}", tmp_path / page.replace("/", "-"))
        assert set(site.asked) <= {f"/{page}", "/favicon.ico"}, page
        assert "<figure>" in shown and "<script" not in shown
    site.server.shutdown()


def test_the_watch_would_notice_a_page_that_loads_something(chromium, tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "page.html").write_text("<title>x</title><img src='leak'><script>document.title='owned'</script>")
    site = Site(tmp_path / "bad")
    shown = open_page(chromium, f"{site.address}/page.html", tmp_path / "profile")
    assert "/leak" in site.asked and "<title>owned</title>" in shown
    site.server.shutdown()
