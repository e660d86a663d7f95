"""What can be done to a file of sound: plain functions on paths, knowing nothing of the site.

Everything here that reads an uploaded byte with a real decoder does so in a child process started by `sandbox.run`.
"""
