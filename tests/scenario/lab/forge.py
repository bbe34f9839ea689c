# SPDX-License-Identifier: GPL-2.0-only
"""What an unprivileged user can do to look like a door.

Each starts a program in a session of its own, which leads it, as alice; its
process's pid is that of the returned process.
"""

import os
import pwd
import shutil
import subprocess

from lab import check, cleanup, proc, programs

DOOR = "/usr/sbin/sshd"
HOME = "/home/alice"
TITLE = "sshd: root@pts/0"


def run(*argv, user="alice", leader=True, env=None):
    """A program of a user's, ended with the test; leads a session unless told otherwise."""
    one = pwd.getpwnam(user)
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen(
        ["setpriv", f"--reuid={one.pw_uid}", f"--regid={one.pw_gid}", "--init-groups", *argv],
        start_new_session=leader, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, cwd=one.pw_dir, env=dict(os.environ, **env or {}))
    cleanup.defer(popen.wait)
    cleanup.defer(popen.kill)
    return popen.pid


def named(pid, comm="sshd"):
    """The process, as soon as it calls itself so: the forgery has come about."""
    return check.eventually(lambda: [each for each in [proc.read(pid)]
                                     if each and each.comm == comm], f"{pid} is {comm}")[0]


def copy(program, path):
    """A program under another name, which belongs to alice."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    shutil.copy(program, path)
    shutil.chown(path, "alice", "alice")
    cleanup.defer(os.unlink, path)
    return path


def by_name():
    """A copy named sshd, with the title of a connection."""
    path = copy("/bin/sleep", f"{HOME}/name/sshd")
    return named(run("bash", "-c", f"exec -a '{TITLE}' {path} 1000"))


def by_bind_mount():
    """A mount namespace of one's own, in which the rule's path is another file."""
    path = copy("/bin/sleep", f"{HOME}/mount/sshd")
    return named(run("unshare", "-rm", "sh", "-c",
                     f"mount --bind {path} {DOOR} && exec {DOOR} 1000"))


def by_real_program_elsewhere():
    """The door's own file, in a mount namespace whose configuration is one's own."""
    # The folder that it gives up its privileges in has to be its own root's: else it ends.
    pid = run("unshare", "-rm", "sh", "-c",
              "mount -t tmpfs none /run && mkdir -m 755 /run/sshd && "
              f"exec {DOOR} -D -p 2299 -h {_host_key()} -o PidFile=none -f /dev/null")
    check.eventually(lambda: programs.listens(2299), "it listens")
    return named(pid)


def _host_key():
    path = "/tmp/forged_key"
    if not os.path.exists(path):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        shutil.chown(path, "alice", "alice")
    return path


def by_chroot():
    """A root of one's own, in the host's mount namespace, where the rule's path is one's own."""
    copy("/bin/busybox", f"{HOME}/root{DOOR}")
    return named(run("unshare", "-r", "python3", "-c",
                     f"import os; os.chroot('{HOME}/root'); os.chdir('/'); "
                     f"os.execv('{DOOR}', ['sleep', '1000'])"))


def by_memory():
    """A file that is in memory only and is called sshd."""
    code = ("import os; fd = os.memfd_create('sshd'); "
            "os.write(fd, open('/bin/busybox', 'rb').read()); "
            "os.execve(f'/proc/self/fd/{fd}', ['sleep', '1000'], {})")
    pid = run("python3", "-c", code)
    return check.eventually(lambda: [each for each in [proc.read(pid)]
                                     if each and "memfd:sshd" in each.exe], "a memfd runs")[0]


def by_symbolic_link():
    """A link named as the door, to another program."""
    path = f"{HOME}/bin/sshd"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.symlink("/bin/sleep", path)
    cleanup.defer(os.unlink, path)
    return named(run(path, "1000"))


FORGERIES = (by_name, by_bind_mount, by_real_program_elsewhere, by_chroot, by_memory,
             by_symbolic_link)
