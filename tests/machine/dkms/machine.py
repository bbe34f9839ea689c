# SPDX-License-Identifier: GPL-2.0-only
"""The machine that sessmon is installed on, as its administrator has it: a shell."""

import subprocess

from lab import check


def sh(command, want=0):
    """Run a command line; its output, error and all.  It must succeed, with WANT=1 it
    must fail, and with WANT=None it may do either."""
    done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if want is not None:
        check.equal(done.returncode == 0, want == 0, f"{command}: {done.stdout[-3000:]}: success")
    return done.stdout
