import shlex

from libitum.config.environment import environment

UPLOAD_MAX_BYTES = environment.upload_max_bytes
QUOTA_BYTES = environment.quota_bytes
DISK_RESERVE_BYTES = environment.disk_reserve_bytes
UPLOAD_EXPIRES_SECONDS = 7 * 24 * 3600
UPLOAD_ROOT = environment.home / "uploads"
# How many unfinished uploads one person may have; far more than anybody sends at once.
UPLOADS_OPEN_AT_ONCE = 500
# How many requests of one web process may bring bytes at once: the other threads are for pages and listeners.
UPLOAD_BODIES_AT_ONCE = max(1, environment.web_threads * 3 // 4)
# A request that has brought nothing for this long gives way to a new one: its connection is most likely dead.
UPLOAD_STALL_SECONDS = 20
# What looks for viruses in each file that comes in: a program and its arguments, to which the file's path is added.
SCANNER = shlex.split(environment.scanner)
# Far more than the largest recording needs: a scanner that says nothing for so long hangs.
SCAN_SECONDS = 600
