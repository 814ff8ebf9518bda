"""How Numba compiles the simulator: what is only ever called from within it is made no program of its own.

Left alone, Numba makes every function that another calls executable by itself, and gives it a name that spells out the
types of its arguments: here twenty kilobytes, for records of a hundred fields. That is nearly half of the time that
compiling takes. `Part` is the compiler of such a function, `Whole` that of the function which is run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llvmlite.binding import set_option  # type: ignore[import-untyped]
from numba import config
from numba.core.codegen import CPUCodeLibrary, get_host_cpu_features
from numba.core.compiler import CompilerBase, DefaultPassBuilder, PassManager
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering

set_option("foedus", "-unroll-runtime=false")
"""Loops of unknown length are not written out several times over: that gains nothing here and takes a quarter of the time."""
if config.CPU_NAME is None and config.CPU_FEATURES is None and "+avx512f" in get_host_cpu_features():
    config.CPU_FEATURES = f"{get_host_cpu_features()},-prefer-256-bit"
"""Intel's processors are given vectors of half their length, for fear of a lower clock. With all of it a year of growth takes a
quarter less time on them; on AMD's nothing changes."""
OPTIONS = {"_nrt": False, "error_model": "numpy"}
"""No reference counting, because nothing allocates (docs/decisions/0003); a division by zero is infinite."""


class Code(CPUCodeLibrary):  # type: ignore[misc]
    """Code that is optimised, for callers to take in, and not made executable."""

    def _optimize_functions(self, module: Any) -> None:
        module.data_layout = self._codegen._data_layout

    def _optimize_final_module(self) -> None:
        passes, builder = self._codegen._module_pass_manager(loop_vectorize=True, slp_vectorize=False, cost="cheap")
        passes.run(self._final_module, builder)

    def _finalize_specific(self) -> None:
        pass


@contextmanager
def short_names(target: Any) -> Iterator[None]:
    """Functions are named by a digest of the types of their arguments."""
    usual = target.mangler

    def short(name: str, types: Any, **more: Any) -> Any:
        digest = hashlib.sha256("".join(map(str, types)).encode()).hexdigest()[:16]
        return usual(f"{name}_{digest}", (), **more)

    target.mangler = short
    try:
        yield
    finally:
        del target.mangler


@register_pass(mutates_CFG=True, analysis_only=False)
class Running(NativeLowering):  # type: ignore[misc]
    """The last pass of a function that is run."""

    _name = "running"

    def run_pass(self, state: Any) -> bool:
        """Lower it under a short name."""
        with short_names(state.targetctx):
            return bool(super().run_pass(state))


@register_pass(mutates_CFG=True, analysis_only=False)
class Linking(NativeLowering):  # type: ignore[misc]
    """The last pass of a function that is called from compiled code alone."""

    _name = "linking"

    def run_pass(self, state: Any) -> bool:
        """Lower it under a short name into code that callers take in.

        Numba knows a function by its entry from the interpreter, a built-in function: one that nobody calls stands for it.
        """
        state.library = Code(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        with short_names(state.targetctx):
            changed = super().run_pass(state)
        entry: list[None] = []
        state["cr"] = state.cr._replace(cfunc=entry.append)
        state.targetctx.insert_user_function(entry.append, state.cr.fndesc, [state.library])
        return bool(changed)


class Part(CompilerBase):  # type: ignore[misc]
    """The compiler of a function that is called from compiled code alone."""

    def define_pipelines(self) -> list[PassManager]:
        """Numba's own passes, but for the last."""
        flags = self.state.flags
        flags.no_compile = flags.no_cfunc_wrapper = flags.no_cpython_wrapper = True
        return [_ending_with(Linking, self.state)]


class Whole(CompilerBase):  # type: ignore[misc]
    """The compiler of a function that is run. No two of its arrays may overlap: a store to one is taken to leave the others as
    they are, without which loops over many arrays run one future at a time."""

    def define_pipelines(self) -> list[PassManager]:
        """Numba's own passes, but for the last."""
        self.state.flags.noalias = True
        self.state.flags.no_cfunc_wrapper = True
        return [_ending_with(Running, self.state)]


def _ending_with(last: type[NativeLowering], state: Any) -> PassManager:
    manager = DefaultPassBuilder.define_nopython_pipeline(state)
    manager.passes = [(last if each is NativeLowering else each, why) for each, why in manager.passes]
    manager._finalized = False
    manager.finalize()
    return manager
