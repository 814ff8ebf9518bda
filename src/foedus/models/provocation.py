r"""Provocations below dispute: counts by type.

    n_t ~ NegativeBinomial(mean m, dispersion k):  variance m + m^2 / k

The level is that of the years since its last documented shift; within levels the counts have no yearly memory, and no
effect of the ROK government's bloc or of elections is supportable, so none is in the equation.

Units, never mixed: missile-launches counts missiles (CNS/NTI, since 2012); joint-air-patrols counts Chinese-Russian joint
patrols near Korea and Japan (since 2019).
"""

TERMS = ("mean", "dispersion")
