# SPDX-License-Identifier: GPL-2.0-only
"""S13: who looks like a door and is none, and who is one although its file was replaced."""

import os
import shutil
import subprocess

from lab import check, cleanup, forge, proc, programs, sessions, sessmon
from lab.policy import loaded, roles

WHEN = "early"


def set_up():
    sessmon.need()


def is_no_door(process, how):
    check.equal(roles(process), set(), f"roles of {how}")
    check.differ(sessions.fact(sessions.of(process), "class"), "host_access", how)


def test_forgeries():
    """No copy, bind mount, chroot, memory file or link of a user's is taken for a door."""
    for make in forge.FORGERIES:
        process = make()
        check.true(process.leads_session, f"{make.__name__} leads a session")
        is_no_door(process, make.__name__)


def test_real_one():
    """The look-alike of the forgeries, the host's own sshd, is one."""
    sshd = proc.matching(comm="sshd")[0]
    check.equal(roles(sshd), {"host_access"}, "roles of sshd")


def test_hard_link():
    """A user cannot link the door's file to another name; root's link under another is none."""
    status = subprocess.run(["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "ln",
                             forge.DOOR, "/home/alice/sshd2"], check=False,
                            stderr=subprocess.DEVNULL).returncode
    check.differ(status, 0, "exit status of ln")
    os.link("/bin/sleep", "/bin/sshd-not")
    cleanup.defer(os.unlink, "/bin/sshd-not")
    is_no_door(forge.named(forge.run("/bin/sshd-not", "1000"), "sshd-not"), "a link")


def test_file_of_a_user():
    """A rule's file counts only as long as root alone can change it."""
    path = "/opt/lab-door"
    shutil.copy("/bin/sleep", path)
    cleanup.defer(os.unlink, path)
    with loaded([f"program {path} host_access remote"]):
        for uid, mode, want in ((1000, 0o755, set()), (0, 0o757, set()),
                                (0, 0o755, {"host_access"})):
            os.chown(path, uid, 0)
            os.chmod(path, mode)
            process = forge.named(forge.run(path, "1000"), "lab-door")
            check.equal(roles(process), want, f"owner {uid}, mode {mode:o}")


def test_upgrade():
    """A door whose file a package upgrade replaces stays one, before and after its restart."""
    old = programs.dropbear()
    path = "/usr/sbin/dropbear"
    inode = os.stat(path).st_ino
    # As dpkg does it: unpack beside, then rename over.
    shutil.copy2(path, f"{path}.dpkg-new")
    os.rename(f"{path}.dpkg-new", path)
    check.differ(os.stat(path).st_ino, inode, "inodes before and after")
    check.equal(roles(old), {"host_access", "inline"}, "roles of the running one")
    shell = programs.ssh_pty("alice", 2200)
    check.equal(sessions.fact(sessions.of(shell.process), "class"), "interactive_remote",
                "class of who it lets in")
    shell.leave()
    subprocess.run(["systemctl", "restart", "dropbear"], check=True)
    check.eventually(lambda: programs.listens(2200), "the new one listens", 60)
    new = proc.need(int(programs.output("systemctl", "show", "-P", "MainPID", "dropbear")))
    check.equal(roles(new), {"host_access", "inline"}, "roles of the new one")
    check.equal(sessions.fact(sessions.of(new), "class"), "host_access", "class of the new one")


def test_preload():
    """A door that a user starts is a door, whatever he loads into it, and shows his name."""
    key = "/home/alice/dropbear_key"
    if not os.path.exists(key):
        subprocess.run(["dropbearkey", "-t", "ed25519", "-f", key], check=True,
                       stdout=subprocess.DEVNULL)
        shutil.chown(key, "alice", "alice")
    library = "/lib/x86_64-linux-gnu/libz.so.1"
    pid = forge.run("/usr/sbin/dropbear", "-F", "-p", "127.0.0.1:2298", "-r", key,
                    env={"LD_PRELOAD": library})
    process = forge.named(pid, "dropbear")

    def preloaded():
        with open(f"/proc/{pid}/maps") as maps:
            return "libz.so" in maps.read()
    check.eventually(preloaded, "the library is in it")
    entry = sessions.of(process)
    check.equal(sessions.fact(entry, "class"), "host_access", "its class")
    check.equal(sessmon.get(entry, "process.session_leader.user.id"), "1000", "its user")
