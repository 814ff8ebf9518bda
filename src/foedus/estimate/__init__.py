"""From publishers' data to posteriors: samples, sampler, convergence checks, and shipped estimates.

The models are small, so sharing one operation among threads costs more than it gains: XLA uses one thread.
"""

import os

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
