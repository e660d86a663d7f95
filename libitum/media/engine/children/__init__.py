"""Programs that run alone behind `sandbox.run`: they import nothing of ours, read one file, and print JSON."""
