# How often a minute a key, an account or an address may ask, each web process counting for itself.
API_RATES = {"read": 600, "write": 120, "refused-key": 20}
