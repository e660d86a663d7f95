"""What Prometheus reads at /metrics.

Requests are counted by the web processes, in files that they share. All else is the database's: what waits and fails
is asked at the moment, what is slow to count is measured by a sweep, and what workers count is added up in rows, so
that workers may run anywhere and every web server gives the same answer.
"""
