"""The mechanisms of a year, one a file; `foedus.simulation.year` lists them in their order.

A step file owns everything a mechanism adds to a future. Each name but `OWNS` is left out where there is nothing to say:

    NAME = 15    the process number of its draws: the last word of their address, never given another meaning
    OWNS         the fields of a future and of a parameter set that are its own (`foedus.simulation.fields.Owns`)
    draw         its columns of the parameter sets, from posteriors, stated priors and the world
    begin        its fields at the end of the last observed year
    step         its part of the year
    record       what is kept of the year: events marked, totals, yearly columns

A step loops over states, pairs or instruments; what stands inside the loop is scalar arithmetic for one future. Other steps
may read its fields and call its functions; only `step`, `begin` and functions of the same file write them, save what is
written for a dispute at hand (`initiation`, `escalation`, `joining` and `commitments` share it).
"""
