"""Estimation: the only place that needs JAX and NumPyro. Every job of `registry` makes one posterior from the data.

The models are small: threads that share one of their operations cost more than they bring, so XLA is told to use one.
"""

import os

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
