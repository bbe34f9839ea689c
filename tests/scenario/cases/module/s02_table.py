# SPDX-License-Identifier: GPL-2.0-only
"""The table is what /proc says, the reader says what is wrong, and nothing disturbs the host."""

import json
import os
import signal
import subprocess
import time

from lab import check, klog, proc, sessmon


def set_up():
    sessmon.need()


def test_tables_match():
    """sessmon's processes are those of /proc, with the same session, group and parent."""
    def differences():
        # Taken one after the other: what lives in both, twice, must be the same.
        before = {p.pid: p for p in proc.all_processes()}
        said = {sessmon.get(e, "process.pid"): e for e in sessmon.ask("tree")
                if sessmon.get(e, "event.category") == ["process"]}
        after = {p.pid: p for p in proc.all_processes()}
        stable = [p for p in after.values() if p.pid in before and
                  (p.sid, p.pgid, p.ppid) == (before[p.pid].sid, before[p.pid].pgid,
                                              before[p.pid].ppid)]
        wrong = []
        for p in stable:
            e = said.get(p.pid)
            # The session of kernel threads has no leader.
            got = e and (sessmon.get(e, "process.session_leader.pid", 0),
                         sessmon.get(e, "process.group_leader.pid", 0),
                         sessmon.get(e, "process.parent.pid", 0))
            if got != (p.sid, p.pgid, p.ppid):
                wrong.append((p.pid, p.comm, got, (p.sid, p.pgid, p.ppid)))
        return wrong
    check.equal(differences(), [], "processes that differ")


def test_usage():
    """Bad input ends with 2 or 1 and one clear line."""
    for words, status in ((("bogus",), 2), (("ls", "--bogus"), 2), (("show", "x"), 2),
                          (("show", "4194304"), 1), ((), 2)):
        got, _, err = sessmon.run(*words)
        check.equal(got, status, f"exit status of sessmon {' '.join(words)}")
        check.true(err.startswith(("sessmon", "usage")), f"what it says: {err!r}")
        if words:
            check.equal(len(err.splitlines()), 1, f"lines of {err!r}")


def test_privilege():
    """An unprivileged user is refused with one line."""
    done = subprocess.run(["runuser", "-u", "alice", "--", sessmon.READER, "ls"], text=True,
                          capture_output=True, check=False)
    check.equal(done.returncode, 1, "exit status")
    check.equal(len(done.stderr.splitlines()), 1, f"lines of {done.stderr!r}")
    check.equal(done.stdout, "", "what it printed")


def storm(seconds):
    """Forks, executions and sessions from several processes at once."""
    # pylint: disable-next=consider-using-with
    return subprocess.Popen(
        ["sh", "-c", f"for i in 1 2 3; do timeout {seconds} sh -c "
                     "'while :; do setsid sh -c true; true | /bin/true; done' & done; wait"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_unload_under_load():
    """Killed readers and unloading under load leave nothing in the kernel log but two lines."""
    log = klog.Log()
    load = storm(12)
    readers = [sessmon.Monitor() for _ in range(2)]
    time.sleep(3)
    for reader in readers:
        reader.popen.send_signal(signal.SIGKILL)
        reader.popen.wait()
    for _ in range(3):
        sessmon.unload()
        got, _, err = sessmon.run("ls")
        check.equal(got, 1, "exit status of sessmon ls without the module")
        check.true("not loaded" in err, f"what it says: {err!r}")
        sessmon.load()
    load.wait(60)
    new = log.lines()
    check.equal([line for line in new if not line.startswith("sessmon: ")], [],
                "other lines in the log")
    check.equal(len(new), 6, "sessmon's own lines")
    check.true(all("attached" in line or "detached" in line for line in new), f"its lines: {new}")


def test_json():
    """Every line of every verb is one JSON object that names its host and boot."""
    boot = open("/proc/sys/kernel/random/boot_id", encoding="ascii").read().strip()
    for words in (("ls",), ("tree",), ("stats",), ("show", str(os.getpid()))):
        status, out, err = sessmon.run(*words, "-j")
        check.equal(status, 0, f"sessmon {words}: {err}")
        for line in out.splitlines():
            check.equal(sessmon.get(json.loads(line), "host.boot.id"), boot, "boot id")
