"""A page as a browser lays it out, unfolded: what it asked for, and which text does not fit where it stands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
WHY_NOT = "no Chromium found: apt-get install chromium"
WIDTH = 1280

#: runs before the page's policy is read, so that it may run at all; what it finds ends up in the title
PROBE = """<script>
const found = {asked: [], refused: [], overflows: [], width: 0};
addEventListener("securitypolicyviolation", e => found.refused.push(e.violatedDirective + " " + e.blockedURI));
addEventListener("load", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  found.asked = performance.getEntriesByType("resource").map(entry => entry.name);
  found.width = document.documentElement.scrollWidth;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, drawing = text.parentElement.closest("svg");
    if (!text.data.trim()) continue;
    let box = drawing || text.parentElement;
    while (!drawing && getComputedStyle(box).display.startsWith("inline")) box = box.parentElement;
    const range = document.createRange();
    range.selectNodeContents(text);
    const outer = box.getBoundingClientRect();
    for (const inner of range.getClientRects())
      if (inner.left < outer.left - 1 || inner.right > outer.right + 1
          || inner.top < outer.top - 4 || inner.bottom > outer.bottom + 4)
        found.overflows.push(text.data.trim().slice(0, 80));
  }
  document.title = JSON.stringify(found);
});
</script>"""


@dataclass(frozen=True)
class Layout:
    """What a browser made of a page.

    Attributes
    ----------
    asked : addresses that the page asked for
    refused : what its policy refused it
    overflows : texts that reach out of their box, or their picture
    width : of the page, in pixels
    """

    asked: list[str]
    refused: list[str]
    overflows: list[str]
    width: int


def laid_out(page: str, folder: Path) -> Layout:
    """Open a page in headless Chromium, 1280 pixels wide."""
    file = folder / "probed.html"
    file.write_text(page.replace("<head>", "<head>" + PROBE, 1), encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={WIDTH},1000", "--dump-dom"]
    profile = f"--user-data-dir={folder / 'profile'}"
    dom = subprocess.run([*command, profile, file.as_uri()], capture_output=True, check=True, timeout=120)
    title = re.search(r"<title>(.*?)</title>", dom.stdout.decode(), re.DOTALL)
    assert title, dom.stderr.decode()
    return Layout(**json.loads(unescape(title[1])))
