from libitum.config.environment import environment

# Programs of outside engines, as the operator registered them.
ENGINES_ROOT = environment.home / "engines"
