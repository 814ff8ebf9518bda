"""The public names: sorted, all there, and verbs stay verbs whatever is imported before."""

import subprocess
import sys

import foedus


def test_every_public_name_exists_and_is_documented():
    assert foedus.__all__ == sorted(foedus.__all__)
    for name in foedus.__all__:
        assert getattr(foedus, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(foedus, "asess")


def test_verbs_are_functions_even_after_their_folders_were_imported():
    code = (
        "from foedus.assess import interval; from foedus.simulate import draws; import foedus; "
        "print(foedus.assess.__name__, foedus.simulate.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["assess", "simulate"]


def test_importing_the_package_is_light():
    code = "import sys, foedus; print([m for m in ('numba', 'polars', 'pydantic', 'jax') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
