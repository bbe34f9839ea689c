# SPDX-License-Identifier: GPL-2.0-only
"""A door is the file that was the door when it was executed, for as long as it runs."""

import os
import shutil
import subprocess
import tempfile

from lab import check, cleanup, forge, policy, proc, programs, scenes, sessions, sessmon
from lab.policy import loaded, roles

SSHD = "/usr/sbin/sshd"

WHEN = "late"


def set_up():
    sessmon.need()


def replace(path):
    """Another file under the path, as dpkg does it: unpack beside, then rename over."""
    before = os.stat(path).st_ino
    shutil.copy2(path, f"{path}.dpkg-new")
    os.rename(f"{path}.dpkg-new", path)
    check.differ(os.stat(path).st_ino, before, f"inodes of {path} before and after")


def test_upgrade():
    """What runs stays a door when its file is replaced, whatever policy comes and goes, and late."""
    login, command = scenes.ssh(), programs.ssh_command("alice")
    rows = login.rows + [sessions.Row(
        "a command", command.process, "noninteractive_remote", "sshd", reason="door_no_tty",
        user=scenes.ALICE, login=scenes.ALICE, peer=programs.peer_of_client(command.client_pid))]
    replace(SSHD)
    listener = login.rows[2].process
    before = policy.show()
    without = [line for line in before if not line.startswith(f"program {SSHD} ")]
    for what, change in (("reset", policy.reset), ("the same policy", lambda: policy.load(before))):
        change()
        check.equal(sessions.fact(sessions.of(listener), "class"), "host_access",
                    f"the listener after {what}")
        sessions.check_all(rows)
    # A policy that names it no more takes the role away; the next one gives it back.
    check.equal(policy.load(without), (0, ""), "sessmon policy load")
    check.equal(roles(listener), set(), "roles without a rule")
    policy.reset()
    check.equal(roles(listener), {"host_access"}, "roles with the rule again")
    new = scenes.ssh("bob", 1001)
    sessions.check_all(rows + new.rows[:2])
    sessmon.unload()
    sessmon.load()
    sessions.check_all(rows + new.rows[:2], late=True)


test_upgrade.limit = 400


def start(path):
    """A program that sleeps, called by a path; its process."""
    return forge.named(forge.run(path, "1000", user="root"), os.path.basename(path)[:15])


def test_links():
    """A rule through a link is for who calls by its name: at exec, at a policy's load, and late."""
    real, link, other = "/opt/lab-real-1.0", "/opt/lab-linked-door", "/opt/lab-other"
    shutil.copy("/bin/sleep", real)
    cleanup.defer(os.unlink, real)
    for each in (link, other):
        os.symlink(real, each)
        cleanup.defer(os.unlink, each)
    rule = [f"program {link} host_access remote"]
    old = {link: start(link), other: start(other)}
    with loaded(rule):
        new = {link: start(link), other: start(other)}
        for which, processes in (("before", old), ("after", new)):
            check.equal(roles(processes[link]), {"host_access"}, f"the link, started {which}")
            check.equal(roles(processes[other]), set(), f"another link, started {which}")
        check.equal(sessions.fact(sessions.of(old[link]), "class"), "host_access", "its class")
        # The kernel keeps the name until the program has itself renamed.
        sessmon.unload()
        sessmon.load()
        check.equal(policy.load(policy.show() + rule), (0, ""), "sessmon policy load")
        check.equal(roles(old[link]), {"host_access"}, "the link, late")
        check.equal(roles(old[other]), set(), "another link, late")


def test_replaced_before_its_rule():
    """A program whose file was replaced before a policy named it is a door of that policy."""
    path = "/opt/lab-replaced"
    shutil.copy("/bin/sleep", path)
    cleanup.defer(os.unlink, path)
    process = start(path)
    # In a root of its own the same path is another one.
    jail = "/opt/lab-jail"
    os.makedirs(f"{jail}/opt")
    cleanup.defer(shutil.rmtree, jail)
    shutil.copy("/bin/busybox", f"{jail}{path}")
    inside = forge.run("python3", "-c", f"import os; os.chroot('{jail}'); "
                       f"os.execv('{path}', ['sleep', '1000'])", user="root")
    check.eventually(lambda: proc.need(inside).args == ["sleep", "1000"], "it runs in there")
    replace(path)
    check.true(proc.need(process.pid).exe.endswith(" (deleted)"), "its file is gone")
    with loaded([f"program {path} host_access remote"]):
        check.equal(roles(process), {"host_access"}, "roles")
        check.equal(roles(proc.need(inside)), set(), "roles of the one in a chroot")
    subprocess.run(["kill", str(process.pid)], check=True)


def _layers(name):
    """Two files that have one number: NAME of the one layer, sub/NAME of the other; merged."""
    module, top = "/run/lab/modules/overlay.ko", tempfile.mkdtemp(dir="/opt")
    os.chmod(top, 0o755)
    cleanup.defer(shutil.rmtree, top)
    if os.path.exists(module):
        subprocess.run(["insmod", module], check=True)
        cleanup.defer(subprocess.run, ["rmmod", "overlay"])
    for each in ("one", "other", "merged"):
        os.mkdir(f"{top}/{each}")
    for each in ("one", "other"):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "lab", f"{top}/{each}"],
                       check=True)
        cleanup.defer(subprocess.run, ["umount", "-l", f"{top}/{each}"])
    os.mkdir(f"{top}/other/sub")
    shutil.copy("/bin/sleep", f"{top}/other/sub/{name}")
    os.mkdir(f"{top}/one/in-place-of-sub")
    shutil.copy("/bin/sleep", f"{top}/one/{name}")
    subprocess.run(["mount", "-t", "overlay", "-o", f"lowerdir={top}/one:{top}/other,xino=off",
                    "lab", f"{top}/merged"], check=True)
    cleanup.defer(subprocess.run, ["umount", "-l", f"{top}/merged"])
    paths = f"{top}/merged/{name}", f"{top}/merged/sub/{name}"
    numbers = [os.stat(path).st_ino for path in paths]
    check.equal(numbers[0], numbers[1], "the numbers of two files")
    return paths


def test_same_number():
    """Of two files of one mount that share a number, the one that the rule names is the door."""
    paths = _layers("lab-layered")
    rule = [f"program {paths[0]} host_access remote"]
    before = [start(path) for path in paths]
    with loaded(rule):
        for which, processes in (("before", before), ("after", [start(path) for path in paths])):
            check.equal([roles(process) for process in processes], [{"host_access"}, set()],
                        f"roles of the two, started {which}")
        sessmon.unload()
        sessmon.load()
        check.equal(policy.load(policy.show() + rule), (0, ""), "sessmon policy load")
        check.equal([roles(process) for process in before], [{"host_access"}, set()],
                    "roles of the two, late")
