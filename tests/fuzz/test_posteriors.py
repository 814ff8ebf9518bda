"""Mutants of posterior files: of their bytes, of their arrays, of their record."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from tests.fuzz.mutants import damaged, restructured
from tests.fuzz.trial import Kind, run, seeds

from foedus.errors import FoedusError
from foedus.estimate.fits import Fits
from foedus.estimate.posterior import SHIPPED, Posterior
from foedus.estimate.posterior_checks import MOST

NAME = "alignment"
SHIPPED_FILE = Path(str(SHIPPED)) / f"{NAME}.npz"


def arrays() -> dict[str, np.ndarray]:
    with np.load(SHIPPED_FILE) as stored:
        return {name: stored[name] for name in stored.files}


def changed(array: np.ndarray, random: Random) -> np.ndarray:
    """An array of another shape, type or content."""
    made = array.copy()
    where = random.randrange(made.size)
    kind = random.randrange(9)
    if kind == 0:
        made.flat[where] = (
            random.choice((np.nan, np.inf, -np.inf, 1e30, -1e30, 1e7, -1.0)) if made.dtype.kind == "f" else 0
        )
    elif kind == 1:
        return made[: random.randrange(len(made))]
    elif kind == 2:
        return made[..., None]
    elif kind == 3:
        return made.T
    elif kind == 4:
        return made.astype(random.choice((np.int32, np.float16, np.complex64, bool, "S8", ">f8", "f8")))
    elif kind == 5:
        return np.asfortranarray(made)
    elif kind == 6:
        return made.reshape(-1)
    elif kind == 7:
        return np.zeros((), made.dtype)
    else:
        return np.concatenate([made, made])
    return made


def mutant(stored: dict[str, np.ndarray], record: dict[str, Any], random: Random) -> bytes:
    made, name = dict(stored), random.choice(list(stored))
    kind = random.randrange(5)
    if kind == 0:
        made[name] = changed(made[name], random)
    elif kind == 1:
        made[random.choice(("x", "draws/x", "units/x", "draws/../x"))] = made.pop(name)
    elif kind == 2:
        text = json.dumps(restructured(record, random))
        made["record"] = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    out = io.BytesIO()
    random.choice((np.savez, np.savez_compressed))(out, allow_pickle=False, **made)
    return damaged(out.getvalue(), random) if kind > 2 else out.getvalue()


def sound(found: Posterior) -> bool:
    """Whether every number of a posterior can be one."""
    numbers = [*found.draws.values(), *(part for units in found.units.values() for part in (units.mean, units.sd))]
    return all(np.isfinite(each).all() and np.abs(each).max() <= MOST for each in numbers) and all(
        len(each) == found.size for each in found.draws.values()
    )


def judge(path: Path) -> bool:
    """Whether the posterior in a file is read, sound; else why not is said in a line that a terminal can show."""
    folder = path.parent / "fits"
    folder.mkdir(exist_ok=True)
    (folder / f"{NAME}.npz").write_bytes(path.read_bytes())
    try:
        found = Fits(folder).load(NAME)
    except FoedusError as error:
        said = str(error)
        assert said.isprintable(), said
        assert len(said) < 900, said
        assert f"{NAME}.npz: " in said, said
        return False
    assert sound(found)
    return True


@cache
def stored() -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays and the record of the posterior that is mutated."""
    found = arrays()
    return found, json.loads(bytes(found["record"]))


KINDS = {"posterior": Kind(".npz", lambda random: mutant(*stored(), random), judge)}


def test_a_mutant_is_sound_or_refused_in_one_line(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    run("posterior", KINDS["posterior"], tmp_path, seeds(250)).check(record_property)
