"""The change sheets of January 2022 to October 2023, whole, from what one command wrote.

python docs/sheets.py FOLDER    write the page of the sheets that `foedus watch sheet --monthly --format json --out FOLDER` made

Of events to read the publishers' words are left out: the day, the source and the address stay.
"""

from __future__ import annotations

import sys
from pathlib import Path

from foedus.report.watch.sheet import sheet_text
from foedus.watch.sheet_lines import Sheet

PAGE = Path(__file__).resolve().parent / "explanation" / "watch-sheets-in-full.md"
HEAD = """# The twenty-two change sheets, whole

```sh
foedus watch sheet us-rok --since 2021-12-31 --as-of 2023-10-31 --monthly --verdict --format json --futures 1000 --out sheets
python docs/sheets.py sheets
```

As the first command wrote them; of events to read the publishers' words are left out. What they come to:
[read as a person would](watch-sheets.md).
"""


def page(folder: Path) -> str:
    """Every sheet of a folder, in the order of their days."""
    sheets = [Sheet.model_validate_json(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    return HEAD + "".join(
        f"\n## {one.as_of:%B %Y}\n\n```text\n{sheet_text(_without_words(one))}```\n" for one in sheets
    )


def _without_words(sheet: Sheet) -> Sheet:
    return sheet.model_copy(update={"events": tuple(one.model_copy(update={"text": None}) for one in sheet.events)})


if __name__ == "__main__":
    PAGE.write_text(page(Path(sys.argv[1])), encoding="utf-8")
