"""The rule of defence: which third state defends a target. Simulator, parameters and panel share it.

State k defends target j against initiator i if it owes j defence and owes i none; i never defends against itself. The
panel applies the rule to tables (`foedus.data.panel.pacts`); a test checks that the two agree.
"""

from __future__ import annotations

from foedus.jitable import Number, jitable


@jitable
def defence(initiator: Number, third: Number, to_target: Number, to_initiator: Number) -> Number:
    """Strength with which a third state defends the target against the initiator; 0 if it does not.

    initiator, third          index, or code, of the two states
    to_target, to_initiator   strength of the third state's pact with each, 0 for none
    """
    return to_target * (third != initiator) * (to_initiator == 0.0)
