"""The mechanisms of a year, one per file; `foedus.simulation.year` lists them in order.

A step file owns everything its mechanism adds to a future. Everything except `OWNS` is optional:

    GOVERN = 0   process number of its draws, named for the process: the last word of their address
    OWNS         its own fields of a future and of a parameter set (`foedus.simulation.fields.Owns`)
    draw         its columns of the parameter sets, from posteriors, stated priors and the world
    begin        its fields at the end of the last observed year
    step         its part of the year
    record       its records of the year: statuses, totals, yearly columns; events are marked when they happen

A step may read the fields of another and call its functions, but writes only its own. It contains the loop over states,
pairs or instruments and, innermost, that over the futures of a block, which go side by side; the body is scalar arithmetic
for one of them, future r of the block, and may not allocate. The argument `run` is the number of the first future of the
block: future r draws as number `run + r`.
"""
