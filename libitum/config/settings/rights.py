from libitum.config.environment import environment

KEY_WAIT_HOURS = environment.key_wait_hours
