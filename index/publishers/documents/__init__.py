"""Blocks → statements → records: what all publishers of reports, papers and pages share."""
