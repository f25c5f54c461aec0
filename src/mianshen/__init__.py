"""Apply-free medical assistance: from a hospital settlement to money on the person's card."""

import os

__version__ = "0.1.0"

# Tables come and go by the second: memory given back at once is asked for anew, a tenth of the
# time of an assessment. Read when polars is loaded; ten seconds are what jemalloc itself is for.
os.environ.setdefault(
    "_RJEM_MALLOC_CONF", "background_thread:true,dirty_decay_ms:10000,muzzy_decay_ms:10000"
)
