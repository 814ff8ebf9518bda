"""How the simulator is compiled: every function once, and optimised once, as part of the whole.

Numba compiles each function that another calls into a program of its own, and optimises its code anew in every caller. What the
simulator is made of is only ever called from within it, so such code is waste: it was two thirds of the time. `Part` makes
a function that is linked and not run; `Whole` the function that is run, whose arrays never share memory.
"""

from __future__ import annotations

from typing import Any

from numba.core.codegen import CPUCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder, PassManager
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering

OPTIONS = {"_nrt": False, "error_model": "numpy"}
"""No reference counting, because nothing allocates (docs/decisions/0003); a division by zero is infinite."""


import os
LEVEL=int(os.environ.get('LEVEL','1'))
class Unoptimised(CPUCodeLibrary):
    """Code that waits for the whole it becomes a part of."""

    def _optimize_final_module(self) -> None:
        passes, builder = self._codegen._module_pass_manager(
            loop_vectorize=os.environ.get("LV")=="1", slp_vectorize=False, opt=LEVEL, cost="cheap"
        )
        passes.run(self._final_module, builder)

    def _finalize_specific(self) -> None:
        pass


@register_pass(mutates_CFG=True, analysis_only=False)
class Linking(NativeLowering):
    """Lower a function and let others call it, without making it executable."""

    _name = "linking"

    def run_pass(self, state: Any) -> bool:
        """Lower into a library that is not optimised, and announce it to callers.

        Numba knows it by its entry from the interpreter, a built-in function; a method that nobody calls stands for it.
        """
        state.library = Unoptimised(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        changed = super().run_pass(state)
        name: list[None] = []
        state["cr"] = state.cr._replace(cfunc=name.append)
        state.targetctx.insert_user_function(name.append, state.cr.fndesc, [state.library])
        return bool(changed)


class Part(CompilerBase):
    """The compiler of a function that is called from compiled code alone."""

    def define_pipelines(self) -> list[PassManager]:
        """Numba's own passes, but for the last."""
        self.state.flags.no_compile = True
        self.state.flags.no_cfunc_wrapper = True
        self.state.flags.no_cpython_wrapper = True
        manager = DefaultPassBuilder.define_nopython_pipeline(self.state)
        manager.passes = [(Linking if each is NativeLowering else each, why) for each, why in manager.passes]
        manager._finalized = False
        manager.finalize()
        return [manager]


class Whole(CompilerBase):
    """The compiler of a function whose arrays do not overlap: a store to one leaves the others as they are."""

    def define_pipelines(self) -> list[PassManager]:
        """Numba's own passes."""
        self.state.flags.noalias = True
        self.state.flags.no_cfunc_wrapper = True
        return [DefaultPassBuilder.define_nopython_pipeline(self.state)]
