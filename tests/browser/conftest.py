"""A real headless Chromium from the system, with the network off; a page of the invented case on disk."""

import os
import shutil
from functools import partial

import pytest
from playwright.sync_api import sync_playwright
from tests.report import synthetic
from tests.report.studies import found, required

from corridor.report import report

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HELP = "No Chromium. Install the distribution's (chromium), or set CORRIDOR_CHROMIUM to its path."


@pytest.fixture(scope="session")
def chromium():
    """The browser, started once."""
    path = os.environ.get("CORRIDOR_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, HELP
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def file(tmp_path_factory):
    """A page as large as that of a real case: three hundred claims, two hundred and forty documents."""
    case = synthetic.model(300, 240)
    made = report(case, synthetic.forecast(case), found=found(), required=required())
    return made.save(tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture
def window(chromium):
    """Open a page from disk in a window; what the browser complained of and asked for is kept on it."""
    contexts = []

    def go(path, width=1280, height=900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.asked = [], []
        page.on("console", lambda m: page.complaints.append(m.text))
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.on("request", lambda r: page.asked.append(r.url))
        page.goto(path.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.fixture
def visit(window, file):
    """Open the page of the report in a window."""
    return partial(window, file)
