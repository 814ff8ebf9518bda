"""From publishers' data to posteriors: samples, the sampler, what it refuses, and the estimates that ship.

The models are small: threads that share one of their operations cost more than they bring, so XLA is told to use one.
"""

import os

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
