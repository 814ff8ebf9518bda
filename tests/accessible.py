"""What a page owes a reader who does not see it as its author does, checked in the browser: by axe, and by the tabulator."""

from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""WCAG 2.2, levels A and AA, as far as a program can decide, and what axe holds to be good practice."""

FOCUSED = r"""
() => {
  const x = document.activeElement;
  if (!x || x === document.body || x.matches("main")) return "";
  const style = getComputedStyle(x);
  const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  return seen ? "" : x.outerHTML.slice(0, 100);
}
"""


def problems(page):
    """What axe finds wrong with a page as it stands: rule, weight, and the element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']} ({one['impact']}): {node['html'][:120]}" for one in found for node in one["nodes"]]


def unseen_focus(page, steps=25):
    """Controls whose focus is not seen, among those that the tabulator reaches first."""
    found = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return [one for one in found if one]
