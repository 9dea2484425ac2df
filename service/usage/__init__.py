"""What the service is used for, in numbers: who runs it sees what is asked and what stays without an answer.

events       what is counted
store        counts by week, and queries by day where a setting allows it, in one SQLite file
log          takes events in while searches go on, and writes them later
"""
