"""Results on disk: what comes back is what was put, and a key says everything they depend on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as some

from foedus.errors import InputError
from foedus.simulation.setting import Policy, setting
from foedus.simulation.store import LIMIT, Store, digest, key, packed, unpacked, users_store
from foedus.simulation.study import Study
from foedus.world.case import load_case

KINDS = st.one_of(some.scalar_dtypes(), some.byte_string_dtypes(), some.unicode_string_dtypes())
ARRAYS = st.dictionaries(
    st.text(max_size=5), KINDS.flatmap(lambda kind: some.arrays(kind, some.array_shapes(min_dims=0, min_side=0)))
)
RECORD = [("flag", "?"), ("value", "f8"), ("inner", [("few", "i2"), ("many", "f8", (2,))])]


class Inner(NamedTuple):
    matrix: np.ndarray
    count: int


class Outer(NamedTuple):
    share: float
    records: np.ndarray
    inner: Inner
    name: str = "a"


def bits(array):
    """Kind, shape and bytes: NaN is equal to itself, and 0.0 is not -0.0."""
    return array.dtype, array.shape, array.tobytes()


@given(ARRAYS)
def test_arrays_come_back_to_the_bit_and_are_their_own(arrays):
    found = unpacked(packed(arrays))
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert bits(found[name]) == bits(array)
        assert found[name].flags.writeable
        assert found[name].flags.owndata


@pytest.mark.parametrize("kind", ["i1", "u1", "i8", "u8", ">i4"])
def test_the_ends_of_whole_numbers_come_back(kind):
    ends = np.array([np.iinfo(kind).min, np.iinfo(kind).max], kind)
    for array in (ends, ends[:1], ends[1:], np.asfortranarray(np.tile(ends, (3, 2)))):
        found = unpacked(packed({"a": array}))["a"]
        assert found.dtype == array.dtype
        assert np.array_equal(found, array)


def test_counts_take_little_room():
    counts = np.random.default_rng(1).poisson(3.0, (200, 16, 20))
    assert len(packed({"counts": counts})) < counts.nbytes / 12


@pytest.mark.parametrize("array", [np.array([None]), np.zeros(2, RECORD)])
def test_records_and_objects_are_refused(array):
    with pytest.raises(TypeError, match=r"^a: an array of .* is not plain"):
        packed({"a": array})


def test_a_store_gives_what_was_put_and_nothing_after_it_is_cleared(tmp_path):
    store = Store(tmp_path / "results", 10_000)
    name = key(b"s", b"p", 1, 0, 250, 20, "source", "tally")
    assert store.get(name) is None
    store.put(name, {"counts": np.arange(6).reshape(2, 3)})
    assert Store(tmp_path / "results", 10_000).get(name)["counts"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert store.status().entries == store.clear().entries == 1
    assert store.get(name) is None


def test_keys_differ_where_anything_differs():
    same = (b"s", b"p", 1, 0, 250, 20, "source", "tally")
    other = (b"t", b"q", 2, 250, 500, 21, "spring", "first")
    keys = {key(*same[:place], other[place], *same[place + 1 :]) for place in range(len(same))}
    assert len(keys | {key(*same)}) == len(same) + 1
    assert key(*same) == key(*same)
    assert key(b"", b"sp", *same[2:]) != key(b"s", b"p", *same[2:]) != key(b"p", b"s", *same[2:])


def outer(align, fill):
    """The same values, in records with other bytes between them."""
    dtype = np.dtype(RECORD, align=align)
    records = np.full((3, dtype.itemsize), fill, np.uint8).view(dtype)[:, 0]
    records["flag"], records["value"] = [True, False, True], [1.0, np.nan, -0.0]
    records["inner"]["few"], records["inner"]["many"] = 7, np.arange(6.0).reshape(3, 2)
    return Outer(0.5, records, Inner(np.arange(6.0).reshape(2, 3), 3))


def test_digests_do_not_know_padding_strides_or_records_from_record_arrays():
    whole = outer(True, 0)
    assert digest(whole) == digest(outer(True, 255)) == digest(outer(False, 0))
    assert digest(whole) == digest(whole._replace(records=whole.records.view(np.recarray)))
    assert digest(whole) == digest(whole._replace(records=np.repeat(whole.records, 2)[::2]))
    wide = np.asfortranarray(whole.inner.matrix)
    assert digest(whole) == digest(whole._replace(inner=whole.inner._replace(matrix=wide)))


def variants(value):
    """The same value with one number of one field changed, for each field, however deep."""
    for name, part in value._asdict().items():
        if isinstance(part, tuple):
            yield from (value._replace(**{name: each}) for each in variants(part))
        elif isinstance(part, np.ndarray):
            for path in leaves(part):
                changed = part.copy()
                if at(changed, path).size:
                    flat = at(changed, path)
                    flat[(-1,) * flat.ndim] = flat[(-1,) * flat.ndim] == 0
                    yield value._replace(**{name: changed})
        else:
            yield value._replace(**{name: part * 2 + type(part)(1)})


def leaves(array, path=()):
    names = at(array, path).dtype.names
    return [path] if names is None else [leaf for name in names for leaf in leaves(array, (*path, name))]


def at(array, path):
    for name in path:
        array = np.asarray(array)[name]
    return np.asarray(array)


def test_digests_differ_where_one_number_type_or_shape_differs():
    whole = outer(True, 0)
    other = [*variants(whole)]
    other += [whole._replace(share=np.float32(0.5)), whole._replace(inner=whole.inner._replace(count=3.0))]
    other += [whole._replace(inner=whole.inner._replace(matrix=whole.inner.matrix.reshape(3, 2)))]
    other += [whole._replace(records=whole.records[:2]), whole.inner]
    assert len(other) == 13
    assert len({digest(each) for each in [whole, *other]}) == len(other) + 1


def test_digests_of_a_study_differ_where_any_field_of_it_differs():
    study = Study(load_case("us-rok"), horizon=5)
    whole = setting(study.world), study.parameters().parameters
    for value in whole:
        other = [*variants(value)]
        assert len(other) >= len(value._fields)
        assert len({digest(each) for each in [value, *other]}) == len(other) + 1
    assert (
        digest(setting(study.world, policy=Policy(adherence=0.5))) != digest(whole[0]) == digest(setting(study.world))
    )


def test_what_has_no_digest_is_refused():
    with pytest.raises(TypeError, match=r"^inner\.matrix: an array of object is not plain"):
        digest(outer(True, 0)._replace(inner=Inner(np.array([None]), 3)))


def test_the_environment_sets_the_limit_or_turns_the_users_store_off(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for said, limit in ((None, 1_000_000_000), ("", 1_000_000_000), ("5", 5_000_000)):
        monkeypatch.setenv(LIMIT, said) if said is not None else monkeypatch.delenv(LIMIT, raising=False)
        assert users_store().status().limit == limit
    monkeypatch.setenv(LIMIT, "0")
    assert users_store() is None
    monkeypatch.setenv(LIMIT, "5 MB")
    with pytest.raises(InputError, match=r"^FOEDUS_CACHE_MB '5 MB' is not a whole number of megabytes"):
        users_store()
