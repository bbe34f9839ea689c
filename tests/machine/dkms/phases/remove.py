# SPDX-License-Identifier: GPL-2.0-only
"""The machine on its next kernel; in the end sessmon is removed from it."""

import os

from lab import check, sessmon
from machine import sh

# Where depmod, ldconfig and the like keep what they derive from the rest.
DERIVED = ("/modules.", "/var/lib/systemd/", "/var/lib/dkms/mok.", "/var/lib/dpkg/",
           "/var/lib/containers", "/lib/modules/6.12", "/boot/", "/root/sessmon", "__pycache__")


def test_next_kernel():
    """The kernel changed, and the module was loaded by the boot again."""
    check.true(os.uname().release.startswith("6.12"), "this is 6.12")
    check.true(sessmon.loaded(), "loaded")
    sh("/usr/local/sbin/sessmon doctor")


def files():
    lists = "/boot /etc /lib/modules /root /usr /var/lib"
    return set(sh(f"find {lists} -xdev").splitlines())


def packaged():
    """What Debian's packages own: the upgrade brought some."""
    return set(sh("cat /var/lib/dpkg/info/*.list").splitlines())


def test_uninstall():
    """make uninstall unloads the module and leaves no file of it."""
    sh("make -C /root/sessmon uninstall")
    check.true(not sessmon.loaded(), "not loaded")
    with open("/var/tmp/before", encoding="utf-8") as before:
        left = files() - set(before.read().splitlines()) - packaged()
    left = sorted(path for path in left if not any(part in path for part in DERIVED))
    check.equal(left, [], "what is left")
    check.true(not sh("find / -xdev -name '*sessmon*' -not -path '/root/sessmon*'"
                      " -not -path '/var/tmp/*' -not -path '/proc/*'"), "no file of its name")
    check.true("sessmon" not in sh("dkms status"), "DKMS knows it no more")


test_uninstall.limit = 600
