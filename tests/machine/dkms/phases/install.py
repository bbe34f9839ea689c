# SPDX-License-Identifier: GPL-2.0-only
"""A Debian machine with DKMS, on which sessmon is installed from its source."""

import os
import re
import time

from lab import check, sessmon
from machine import sh

SOURCE = "/root/sessmon"
RELEASE = os.uname().release
MODULE = f"/lib/modules/{RELEASE}/updates/dkms/sessmon.ko"
LISTS = ("/boot", "/etc", "/lib/modules", "/root", "/usr", "/var/lib")


def doctor(want=0, *, user=None):
    command = "/usr/local/sbin/sessmon doctor"
    return sh(f"runuser -u {user} -- {command}" if user else command, want)


def has(text, *patterns):
    for pattern in patterns:
        check.true(re.search(pattern, text, re.M), f"{text!r} has {pattern!r}")


def timed(what, command):
    started = time.monotonic()
    out = sh(command)
    print(f"# {what}: {time.monotonic() - started:.0f} s in the guest", flush=True)
    return out


def set_up():
    os.mkdir(SOURCE)
    sh(f"tar -C {SOURCE} -xzf /run/lab/source.tar.gz")
    # Built already, with times to match: make must not think otherwise.
    os.mkdir(f"{SOURCE}/build")
    sh(f"tar -C {SOURCE}/build -xzf /run/lab/reader.tar.gz")
    sh(f"find {SOURCE}/build -type f -exec touch {{}} +")
    sh(f"find {' '.join(LISTS)} -xdev >/var/tmp/before")


def test_no_headers():
    """Without headers make install fails, and says which package has them."""
    build = f"/lib/modules/{RELEASE}/build"
    os.rename(build, build + ".away")
    try:
        out = sh(f"make -C {SOURCE} install", want=1)
    finally:
        os.rename(build + ".away", build)
    has(out, f"^ *sessmon:   apt install linux-headers-{RELEASE}$")
    check.true(not os.path.exists("/var/lib/dkms/sessmon"), "DKMS knows nothing of it")


def test_build_fails():
    """A build that fails ends make install with the compiler's words and what to do."""
    broken = "/root/broken"
    sh(f"cp -a {SOURCE} {broken}; echo '#error on purpose' >>{broken}/module/params.h")
    out = sh(f"make -C {broken} install", want=1)
    has(out, "#error on purpose", f"could not be built for {RELEASE}$",
        "all that the compiler said: /var/lib/dkms/sessmon/.*/make.log$",
        "once that is settled: make install$")
    check.true(not os.path.exists("/usr/local/sbin/sessmon"), "no reader was installed")
    sh(f"make -C {broken} uninstall; rm -r {broken}")


test_build_fails.limit = 900


def test_install():
    """make install builds the module with DKMS, and installs the reader, manual and boot."""
    timed("make install", f"make -C {SOURCE} install")
    for path in (MODULE, "/usr/local/sbin/sessmon", "/usr/local/share/man/man4/sessmon.4",
                 "/usr/local/lib/modules-load.d/sessmon.conf"):
        check.true(os.path.exists(path), f"{path} is there")
    has(sh("dkms status"), f"^sessmon/.*, {re.escape(RELEASE)}, x86_64: installed$")


test_install.limit = 2400


def test_doctor_before():
    """Before it is loaded the doctor has one thing to say, and what to do."""
    out = doctor(1)
    has(out, "^ok +headers of this kernel", "^ok +module file: .*/updates/dkms/sessmon.ko",
        "^ok +loaded at boot by: /usr/local/lib/modules-load.d/sessmon.conf$",
        "^WRONG no answer: the kernel module is not loaded", "-> modprobe sessmon")
    check.equal(out.count("WRONG"), 1, f"number of faults in {out!r}")


def test_signed():
    """DKMS has signed the module, and the doctor names the signer."""
    has(doctor(None), "^ok +signed by: DKMS module signing key$")


def test_doctor_after():
    """Once it is loaded the doctor is content."""
    sh("modprobe sessmon")
    has(doctor(0), "^ok +the module answers", r"^ok +(\d+) of \1 hooks live$",
        "^ok +this process has CAP_SYS_ADMIN and CAP_NET_ADMIN$")


def test_doctor_stranger():
    """A caller without privileges is told what it lacks, and what to do."""
    has(doctor(1, user="alice"), "^WRONG this process lacks CAP_SYS_ADMIN CAP_NET_ADMIN$",
        "-> run it as root$", "^WRONG no answer: not permitted")


def test_doctor_namespaces():
    """In another user or network namespace the doctor says so."""
    doc = "/usr/local/sbin/sessmon doctor"
    has(sh(f"unshare -Ur {doc}", 1), "capabilities of another user namespace")
    has(sh(f"unshare -n {doc}", 1), "not seen in this network namespace")


def test_doctor_other_file():
    """The doctor sees that the file is no longer the module that is loaded."""
    text = "srcversion="
    with open(MODULE, "rb") as module:
        good = module.read()
    at = good.index(text.encode()) + len(text)
    try:
        with open(MODULE, "wb") as module:
            module.write(good[:at] + (b"B" if good[at:at + 1] == b"A" else b"A") + good[at + 1:])
        has(doctor(0), "^note  the module that is loaded is not the one in the file$",
            "-> modprobe -r sessmon && modprobe sessmon$")
    finally:
        with open(MODULE, "wb") as module:
            module.write(good)


def test_options():
    """Parameters in modprobe.d are heeded."""
    with open("/etc/modprobe.d/sessmon.conf", "w", encoding="ascii") as options:
        options.write("options sessmon ring_size=512\n")
    sh("modprobe -r sessmon && modprobe sessmon")
    with open("/sys/module/sessmon/parameters/ring_size", encoding="ascii") as value:
        check.equal(value.read(), "512\n", "size of the ring")
    check.true(sessmon.loaded(), "loaded")
    os.remove("/etc/modprobe.d/sessmon.conf")
