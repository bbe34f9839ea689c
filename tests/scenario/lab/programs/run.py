# SPDX-License-Identifier: GPL-2.0-only
"""Commands of the runner itself."""

import subprocess

from lab import check


def output(*argv, **options):
    """Run a command to its end; what it wrote, or a failure that quotes it."""
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, **options)
    check.equal(done.returncode, 0, f"{' '.join(argv)}: {done.stdout.strip()}: exit status")
    return done.stdout.strip()


def as_user(user, *argv):
    """The same, as somebody else, without a login."""
    return output("setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups",
                  "--", *argv)
