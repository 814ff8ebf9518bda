"""What a page owes a reader who does not see it as its author does, checked in the browser itself.

The rules are those of WCAG 2.2 that a program can decide: language, title, landmarks, order of headings, names of controls and
pictures, references, contrast, size of targets, tables, places that scroll, a focus that is seen. They are written in
`accessible.js`, and are fewer than those of axe.
"""

from pathlib import Path

PROBLEMS = (Path(__file__).parent / "accessible.js").read_text(encoding="utf-8")

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
    """What is wrong with a page as it stands."""
    return page.evaluate(PROBLEMS)


def unseen_focus(page, steps=25):
    """Controls whose focus is not seen, among those that the tabulator reaches first."""
    found = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return [one for one in found if one]
