"""The HTTP door. Importing it settles the number of threads that native libraries start.

One request is answered by one thread; a pool per BLAS call would only make workers push each other aside.
The names are read when numpy is first imported, so whoever serves imports this package before that.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
