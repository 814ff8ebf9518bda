"""The public names: sorted, all there, and verbs stay verbs whatever is imported before."""

import subprocess
import sys
import warnings
from importlib import import_module

import pytest

import foedus


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
