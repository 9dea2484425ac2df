"""`afterwise doctor`"""

from __future__ import annotations

import typer

from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json
from service.doctor import examine


def command(data: Data = DEFAULT_DATA, as_json: AsJson = False) -> None:
    """Check the installation and the data folder; say what to do about each fault."""
    findings = examine(data)
    healthy = all(finding.ok for finding in findings)
    if as_json:
        print_json({"healthy": healthy, "checks": [finding.model_dump() for finding in findings]})
    else:
        for finding in findings:
            console.print(f"{'ok  ' if finding.ok else 'FAIL'} {finding.check}: {finding.found}")
            if finding.remedy:
                console.print(f"     → {finding.remedy}")
    if not healthy:
        raise typer.Exit(1)
