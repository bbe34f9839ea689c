# SPDX-License-Identifier: GPL-2.0-only
"""What sessmon's table says now, as opposed to its events."""

from lab import check, sessmon


def process(pid):
    """`sessmon show PID`, of a process that is there."""
    found = sessmon.ask("show", str(pid))
    check.true(found, f"process {pid} is in the table")
    return found[0]


def key(doc):
    return (sessmon.get(doc, "sessmon.process.key.pid"),
            int(sessmon.get(doc, "sessmon.process.key.start_ns") or 0))
