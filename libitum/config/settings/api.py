# How often a minute a key, an account or an address may ask, each web process counting for itself. `search` and
# `export`: on pages and in the API alike; `upload`: uploads begun.
RATES = {"read": 600, "write": 120, "refused-key": 20, "search": 60, "export": 12, "upload": 600}
