"""The public names: sorted, all there, and verbs stay verbs whatever is imported before."""

import re
import subprocess
import sys
import warnings
from importlib import import_module

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


def test_importing_the_package_is_light():
    code = "import sys, foedus; print([m for m in ('numba', 'polars', 'pydantic', 'jax') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
