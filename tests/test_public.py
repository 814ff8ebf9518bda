"""The public names: sorted, all there, and verbs stay verbs whatever is imported before."""

import re
import subprocess
import sys
import warnings
from ast import literal_eval
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

import pytest

import foedus
from foedus.moved import GONE


def test_every_public_name_exists_and_is_documented():
    assert foedus.__all__ == sorted(foedus.__all__)
    for name in foedus.__all__:
        assert getattr(foedus, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(foedus, "asess")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("foedus.assess.interval", "foedus.assessment.interval"),
        ("foedus.assess.words", "foedus.report.words"),
        ("foedus.models.posterior", "foedus.estimate.posterior"),
        ("foedus.models.fit", "foedus.estimate"),
        ("foedus.data.build", "foedus.data.panel.build"),
        ("foedus.formal.landscape", "foedus.classic.landscape"),
    ],
)
def test_a_module_that_moved_imports_under_its_old_name_with_a_warning(old, new):
    sys.modules.pop(old, None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = import_module(old)
    assert found is import_module(new)
    assert any(str(each.message).startswith(f"{old} is now {new}") for each in caught)


@pytest.mark.filterwarnings("ignore:foedus")
@pytest.mark.parametrize("old", [f"foedus.{name}" for name in GONE])
def test_a_module_that_was_taken_apart_says_where_its_parts_are(old):
    with pytest.raises(ModuleNotFoundError, match=rf"^{old} is gone; its parts are in foedus\.") as refused:
        import_module(old)
    for part in re.findall(r"foedus(?:\.\w+)+", GONE[old.removeprefix("foedus.")]):
        import_module(part)
    assert "\n" not in str(refused.value)


@pytest.mark.filterwarnings("ignore:foedus")
def test_an_old_name_that_never_was_is_refused_by_that_name():
    with pytest.raises(ModuleNotFoundError, match=r"no module foedus\.models\.nothing"):
        import_module("foedus.models.nothing")


def test_verbs_can_be_called_even_after_something_was_imported_from_their_old_folders():
    code = (
        "from foedus.assess import interval; from foedus.simulate import draws; import foedus; "
        "print(foedus.simulate(foedus.load_case('us-rok'), futures=1, horizon=1, engine='reference').sizes['future'])"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]


HEAVY = (
    "altair",
    "jax",
    "networkx",
    "numba",
    "pandas",
    "polars",
    "scipy",
    "sklearn",
    "statsmodels",
    "vl_convert",
    "xarray",
)
LIGHTER = ("numpy", "pydantic", "yaml")


def imported(code: str) -> list[str]:
    """Which of the modules that take long to import a program has imported at its end."""
    program = f"import atexit, sys\nwatched = {HEAVY + LIGHTER!r}\n"
    program += "atexit.register(lambda: print([m for m in watched if m in sys.modules], file=sys.stderr))\n"
    done = subprocess.run([sys.executable, "-c", program + code], capture_output=True, text=True, check=True)
    return literal_eval(done.stderr.splitlines()[-1])


def command(*words: str) -> str:
    """A program that runs a command of foedus."""
    return f"sys.argv = {['foedus', *words]!r}\nfrom foedus.cli import main\nmain()"


@pytest.mark.parametrize("code", ["import foedus", command("--version"), command("--help")])
def test_the_package_and_its_help_import_nothing_heavy(code):
    assert imported(code) == []


@pytest.mark.parametrize(
    "code",
    [
        command("assess", "--help"),
        command("case", "list"),
        command("case", "show", "us-rok"),
        command("case", "check", str(files("foedus") / "cases" / "us-rok.yaml")),
        "import foedus.simulation.year, foedus.simulation.engine",
        "import foedus.assessment.assessment, foedus.report.text",
        "from foedus.simulation.study import Study\nfrom foedus import load_case\nStudy(load_case('us-rok')).world",
    ],
)
def test_what_neither_compiles_nor_draws_nor_counts_imports_no_more_than_it_reads_with(code):
    assert set(imported(code)) <= set(LIGHTER)


def test_what_draws_is_imported_when_a_chart_is_drawn():
    page = "import foedus.report.page, foedus.report.figures.landscape"
    drawn = "from foedus.report import drawn; drawn.element({'data': {'values': []}, 'mark': 'point'}, 'a', 'a', 'a')"
    assert not {"vl_convert", "altair"} & set(imported(page))
    assert "vl_convert" in imported(drawn)


def test_every_command_is_in_the_program():
    from foedus import cli
    from foedus.cli.commands import app

    own = {name: import_module(f"foedus.cli.{name}") for _, name, _ in iter_modules(cli.__path__)}
    there = [group.typer_instance for group in app.registered_groups]
    assert [name for name, each in own.items() if getattr(each, "app", app) not in (app, *there)] == []


def test_the_program_that_is_built_for_a_command_has_it_as_the_whole_program_has():
    from typer.main import get_command

    from foedus.cli.commands import app
    from foedus.cli.run import naming

    whole = get_command(app)
    for name in whole.commands:
        alone = get_command(naming([name, "--help"]))
        assert [one.name for one in alone.params] == [one.name for one in whole.params]
        assert [one.name for one in alone.commands[name].params] == [one.name for one in whole.commands[name].params]
        assert len(alone.commands) < len(whole.commands) / 4
    assert all(naming(words) is app for words in ([], ["--help"], ["nothing"], ["Assess"]))
