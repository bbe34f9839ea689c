# SPDX-License-Identifier: GPL-2.0-only
"""A Debian machine that has booted with the packages."""

import json
import re

from lab import check
from machine import sh


def has(text, *patterns):
    for pattern in patterns:
        check.true(re.search(pattern, text, re.M), f"{text!r} has {pattern!r}")


def test_loaded_before_systemd():
    """The initramfs has loaded the module before systemd said its first word."""
    log = sh("dmesg")
    attached, = re.findall(r"^\[ *([0-9.]+)\] sessmon: attached: ", log, re.M)
    systemd = re.findall(r"^\[ *([0-9.]+)\] systemd\[1\]: ", log, re.M)
    check.true(float(attached) < float(systemd[0]), f"{attached} is before {systemd[0]}")


def test_units_from_their_start():
    """Every session of a unit was seen from its start: nothing of it had to be deduced."""
    rows = [json.loads(line) for line in sh("/usr/sbin/sessmon ls -a -j").splitlines()]
    inferred = [row["process"].get("name") for row in rows
                if "inferred" in row["sessmon"]["session"].get("flags", [])
                and row["sessmon"]["session"]["class"] not in ("kernel", "init")]
    check.equal(inferred, [], "deduced sessions")
    units = [row for row in rows if row["sessmon"]["session"].get("entry", {}).get("type") == "init"]
    check.true(len(units) > 3, f"{len(units)} units' sessions of {len(rows)}")


def test_policy():
    """The policy of /etc is in force, with what was added to it, before the first door opened."""
    has(sh("/usr/sbin/sessmon policy show"), "^program /opt/our-door .*host_access")

    def moment(unit, what):
        return int(sh(f"systemctl show -P {what}TimestampMonotonic {unit}"))
    loaded = moment("sessmon-policy.service", "ActiveEnter")
    check.true(loaded, "the unit has loaded it")
    for unit in ("ssh.service", "cron.service", "serial-getty@ttyS1.service"):
        check.true(loaded < moment(unit, "InactiveExit"), f"loaded before {unit} starts")


def test_doctor():
    """The doctor has nothing against it."""
    out = sh("/usr/sbin/sessmon doctor")
    has(out, r"^ok +policy in force: number 2, \d+ programs, as in /etc/sessmon/policy$",
        "^ok +module file: .*/updates/dkms/sessmon.ko", "^ok +loaded at boot by: ")
    check.true("WRONG" not in out, out)
