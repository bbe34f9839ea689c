# SPDX-License-Identifier: GPL-2.0-only
"""nounload=1.  The last file: nothing after it can unload the module in this boot."""

import subprocess

from lab import check, sessmon


def test_nounload():
    """With nounload=1 rmmod says that the module is in use, and it goes on working."""
    sessmon.need()
    sessmon.unload()
    sessmon.load("nounload=1")
    with open("/sys/module/sessmon/parameters/nounload", encoding="ascii") as value:
        check.equal(value.read().strip(), "Y", "nounload in sysfs")
    done = subprocess.run(["rmmod", "sessmon"], text=True, capture_output=True, check=False)
    check.equal(done.returncode, 1, "exit status of rmmod")
    check.true("in use" in done.stderr, f"what rmmod says: {done.stderr!r}")
    check.true(sessmon.loaded(), "still loaded")
    check.true(sessmon.ls(), "sessions")
