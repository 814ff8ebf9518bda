"""What the documents show works: their Python runs, their commands exist, the generated pages are those of the code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
READS_DATA = re.compile(r"foedus\.(build_panel|table|treaties)\(")
BLOCKS = [
    pytest.param(block, id=f"{page.name}-{number}", marks=[pytest.mark.data] if READS_DATA.search(block) else [])
    for page in PAGES
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize("block", BLOCKS)
def test_python_in_the_documents_runs(block, tmp_path):
    lines = [line.removeprefix("   ") if block.startswith("   ") else line for line in block.splitlines()]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(lines)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_generated_pages_are_up_to_date_and_links_lead_somewhere():
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
