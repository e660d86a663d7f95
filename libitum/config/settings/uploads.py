from libitum.config.environment import environment

UPLOAD_MAX_BYTES = environment.upload_max_bytes
QUOTA_BYTES = environment.quota_bytes
DISK_RESERVE_BYTES = environment.disk_reserve_bytes
UPLOAD_EXPIRES_SECONDS = 7 * 24 * 3600
UPLOAD_ROOT = environment.home / "uploads"
