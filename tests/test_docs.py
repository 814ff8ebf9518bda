"""What the documents show works: their Python runs, their commands exist, the generated pages are those of the code."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest

from foedus.estimate.equations import equations

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "docs" / "built"
PAGES = [ROOT / "README.md", *(page for page in sorted((ROOT / "docs").rglob("*.md")) if BUILT not in page.parents)]
MOST = 40
FUTURES = re.compile(r"(foedus\.(?:assess|ablate|regret|thesis)\(.*futures=)(\d+)")
READS_DATA = re.compile(r"foedus\.(build_panel|table|treaties)\(")
BLOCKS = [
    pytest.param(block, id=f"{page.name}-{number}", marks=[pytest.mark.data] if READS_DATA.search(block) else [])
    for page in PAGES
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]


def few(code):
    """With few futures where they change what is said and not what runs: searches for what is rare keep theirs."""
    return FUTURES.sub(lambda found: f"{found[1]}{min(int(found[2]), MOST)}", code)


@pytest.mark.parametrize("block", BLOCKS[1:])
def test_python_in_the_documents_runs(block, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(few(dedent(block)), {"__name__": "__main__"})


def test_the_first_block_of_the_readme_runs_in_a_process_of_its_own(tmp_path):
    code = few(dedent(BLOCKS[0].values[0]))
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "cannot tell\n"


@pytest.fixture(scope="module")
def generate():
    """docs/generate.py as a module."""
    sys.path.insert(0, str(ROOT / "docs"))
    yield import_module("generate")
    sys.path.remove(str(ROOT / "docs"))


def test_committed_generated_pages_are_up_to_date(generate):
    assert generate.out_of_date(generate.committed()) == []


def test_every_link_leads_somewhere_and_each_estimate_is_linked_to_its_card_and_picture(generate):
    built = generate.bulk()
    assert generate.broken_links(built) == []
    assert len(re.findall(r"\]\(cards/[^)]+\)", built[BUILT / "estimates.md"])) == len(equations())
    pictures = [link for text in built.values() for link in re.findall(r"\]\(([a-z-]+\.svg)\)", text)]
    assert sorted(f"cards/{link}" for link in pictures) == sorted(generate.pictures())


def test_broken_links_are_found_on_built_pages_and_links_from_committed_pages_to_built_ones(
    generate, monkeypatch, tmp_path
):
    for name, folder in {"ROOT": tmp_path, "HERE": tmp_path / "docs", "BUILT": tmp_path / "docs" / "built"}.items():
        folder.mkdir(exist_ok=True)
        monkeypatch.setattr(generate, name, folder)
    built = {
        generate.BUILT / "a.md": "[b](b.md) [c](../c.md) [d](../d.md)",
        generate.BUILT / "b.md": "[out](https://a.b)",
    }
    (generate.HERE / "c.md").write_text("[a](built/a.md#here)", encoding="utf-8")
    assert generate.broken_links(built) == [
        "docs/c.md: link to built/a.md, which is not committed: name 'make docs'",
        "docs/built/a.md: link to ../d.md leads nowhere",
    ]


MADE_UP = ("equations.festival", "equations.mood", "classic.toss", "report.toss", "estimate.samples.festival")
"""Modules that the page on adding a mechanism makes up."""
NAME = re.compile(r"\bfoedus(?:\.\w+)+(?![\w/-])")
NAMED = sorted({name for page in PAGES for name in NAME.findall(page.read_text(encoding="utf-8"))})


@pytest.mark.filterwarnings("ignore:foedus")
@pytest.mark.parametrize("name", [name for name in NAMED if name.removeprefix("foedus.") not in MADE_UP])
def test_every_module_and_function_that_the_documents_name_is_there(name):
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:count]))
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("foedus"):
                raise
            continue
        for part in parts[count:]:
            found = getattr(found, part)
        return
    pytest.fail(f"there is no {name}")
