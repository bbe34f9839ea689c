# SPDX-License-Identifier: GPL-2.0-only
"""The machine after its first reboot: the module came with it. Then a new kernel."""

import glob
import os
import re
import time

from lab import check, sessmon
from machine import sh


def test_loaded_by_boot():
    """The module is there before the services are."""
    check.true(sessmon.loaded(), "loaded")
    # In microseconds since the start, as systemd has it.
    def moment(unit, what):
        return int(sh(f"systemctl show -P {what}TimestampMonotonic {unit}"))
    loaded = moment("systemd-modules-load.service", "ActiveEnter")
    for unit in ("cron.service", "ssh.service", "systemd-logind.service"):
        check.true(loaded < moment(unit, "InactiveExit"), f"loaded before {unit} starts")
    print(f"# loaded {loaded / 1e6:.1f} s after the start", flush=True)
    sh("/usr/local/sbin/sessmon doctor")


def test_failing_upgrade():
    """A kernel for which it cannot be built makes DKMS fail aloud, for apt to see."""
    source = glob.glob("/usr/src/sessmon-*/module/params.h")[0]
    with open(source, encoding="utf-8") as header:
        good = header.read()
    with open(source, "a", encoding="utf-8") as header:
        header.write("#error on purpose\n")
    try:
        # As a package's script unpacked, but not configured, would find it.
        sh("dpkg --unpack /opt/upgrade/*.deb")
        out = sh("dpkg --configure -a", want=None)
    finally:
        with open(source, "w", encoding="utf-8") as header:
            header.write(good)
    check.true(re.search(r"Bad return status for module build on kernel: 6\.12", out), out)
    check.true("make.log" in out, f"{out!r} names the log")
    print("# dpkg: " + ("went on" if sh("dpkg --audit") == "" else "stopped"), flush=True)


test_failing_upgrade.limit = 900


def test_upgrade():
    """The headers of the next kernel make DKMS build the module for it."""
    started = time.monotonic()
    release = os.path.basename(glob.glob("/lib/modules/6.12*")[0])
    sh("dpkg --configure -a")
    if not os.path.exists(f"/lib/modules/{release}/updates/dkms/sessmon.ko"):
        # Configured in spite of the failure: what its message told to do.
        sh(f"dkms autoinstall -k {release}")
    print(f"# built for {release}: {time.monotonic() - started:.0f} s in the guest", flush=True)
    check.true(glob.glob(f"/lib/modules/{release}/updates/dkms/sessmon.ko*"), "module for 6.12")


test_upgrade.limit = 2400
