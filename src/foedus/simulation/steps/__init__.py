"""The mechanisms of a year, one a file; `foedus.simulation.year` lists them in their order.

A step file owns everything its mechanism adds to a future. All but `OWNS` may be left out where there is nothing to say:

    GOVERN = 0   process number of its draws, by its name: the last word of their address
    OWNS         the fields of a future and of a parameter set that are its own (`foedus.simulation.fields.Owns`)
    draw         its columns of the parameter sets, from posteriors, stated priors and the world
    begin        its fields at the end of the last observed year
    step         its part of the year
    record       what is kept of the year: statuses, totals, yearly columns; what happens is marked where it happens

A step may read the fields of another and call its functions; it writes its own alone. It has the loop over states, pairs
or instruments: what stands inside is scalar arithmetic for one future, and nothing in it may allocate.
"""
