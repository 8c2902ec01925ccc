"""How a message is answered: chain, steps, understanding, and the doors (script, HTTP, LangChain)."""

import os

# Before anything loads numpy: on the small matrices of a query more threads only get in each other's way.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
