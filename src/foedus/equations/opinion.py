r"""What the public of the protege thinks of own nuclear weapons, and what that does to the decision for them.

At the start, from the polls of a case:

    logit y_j = o(t_j) + h_(house of j) + e_j,     e_j ~ N(0, 1 / (n_j y_j (1 - y_j)))
    o(t)    latent support, a Wiener process of variance w^2 a year; at the first poll N(0, 1.5^2)
    h       of each house, with its question ~ N(0, tau^2), tau ~ HalfNormal(.22), 5 points where two thirds agree
    w       ~ N(.20, .08), above 0 (`opinion.scale`)

In a future:

    c_t = c_(t-1) + w N(0, 1),  c_0 as stated, else 0,     logit Pr(the protege starts to pursue in t) + b c_t

    c_t     o_t - o_0, in logits; o_0 as the polls of the case have it, c_0 `opinion` of the case: what newer polls add
    b       log-odds per logit of support (`opinion.pull`)

b acts on the deviation from the polls of the case and not on the level: no poll tells what the publics of the states thought
that the equation of the decision (`foedus.equations.armament`) is fitted to, so a level has no mean to be centred on. The
estimate of the level (`foedus.estimate.opinion`) is shown beside the outcomes. It is nearly all prior where each house asked
once: a house and its words, and a year, cannot be told from opinion. It is of support without a price: how far support falls
if a cost is named depends on the words, and only polls that name none belong into one estimate.

Unit: year. Off by default.
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

LEVEL_WIDTH, HOUSE_WIDTH = 1.5, 0.22
"""Standard deviation of o at the first poll, and scale of tau, in logits; both elicited."""
UNKNOWN_SAMPLE = 500
"""Respondents of a poll that does not say how many: a judgement, half of what such polls ask."""


@jitable
def moved(scale: Number, before: Number, luck: Number) -> Number:
    """c_t from c_(t-1); scale is w, luck standard normal."""
    return before + scale * luck


@jitable
def shift(pull: Number, change: Number) -> Number:
    """What support that has changed by c_t logits adds to the log-odds of a start of pursuit; pull is b."""
    return pull * change
