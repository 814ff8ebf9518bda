"""Who is defended by whom: the rule that simulator, parameters and panel share.

Against an initiator i the target j is defended by a state k that owes it defence and owes i none; i itself defends no one
against i. The panel applies the rule to tables (`foedus.data.panel.pacts`); a test holds the two together.
"""

from __future__ import annotations

from foedus.jitable import Number, jitable


@jitable
def defence(initiator: Number, third: Number, to_target: Number, to_initiator: Number) -> Number:
    """Strength with which a third state defends the target against the initiator, 0 where it does not.

    initiator, third          index, or code, of the two states
    to_target, to_initiator   strength of the third state's pact with each, 0 for none
    """
    return to_target * (third != initiator) * (to_initiator == 0.0)
