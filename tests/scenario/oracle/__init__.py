# SPDX-License-Identifier: GPL-2.0-only
"""Compares what sessmon says about processes with two witnesses of their own.

    facts    what the test programs said of themselves: the first witness
    trace    the kernel's own tracepoints, in a tracefs instance: the second
    stream   what `sessmon monitor` said, as values to be compared
    expect   from the facts to the events that must be seen, and no others
    compare  one to one: nothing missing, nothing extra, values equal, order kept
    run      runs a test program under all of them
"""

from oracle.run import model, set_up        # noqa: F401
