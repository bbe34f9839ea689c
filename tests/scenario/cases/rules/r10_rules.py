# SPDX-License-Identifier: GPL-2.0-only
"""The twelve rules that come with sessmon: each is played, and what looks like it before that."""

import os
import shutil
import subprocess

from lab import alerts, check, cleanup, forge, history, programs, scenes, sessions, sessmon
from lab.hold import Hold
from lab.programs.run import output
from lab.stream import say

WHEN = "early"
RUNNING = {}
FOUND = set()


def set_up():
    """One reader for all of them, a recorder beside it, and an account of machines."""
    alerts.need()
    account("deploy")
    RUNNING["folder"] = history.folder()
    RUNNING["recorder"] = history.Recorder(RUNNING["folder"], "--rules", alerts.OWN)
    RUNNING["alerts"] = alerts.Alerts(alerts.OWN)


def account(name):
    """Somebody who may come in with the key of the lab."""
    output("useradd", "-m", "-s", "/bin/bash", name)
    cleanup.defer(os.system, f"userdel -rf {name} 2>/dev/null")
    shutil.copytree("/home/alice/.ssh", f"/home/{name}/.ssh")
    output("chown", "-R", f"{name}:", f"/home/{name}/.ssh")


def program(path, source="/bin/sleep"):
    """A program that a file is made of, gone with the test."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    shutil.copy(source, path)
    os.chmod(path, 0o755)
    cleanup.defer(os.unlink, path)
    return path


def ssh(user, command):
    """A command to its end without a terminal, as Ansible runs one; what it wrote."""
    return output("ssh", f"{user}@localhost", command)


def service(*argv, options=()):
    """A program of a service's, to its end."""
    return output("systemd-run", "--quiet", "--wait", "--collect", "--pipe", *options, *argv)


def quiet(before):
    """What looks like it said nothing, by whichever of the twelve."""
    watch = RUNNING["alerts"]
    watch.mark()
    check.equal([alerts.said(a) for a in watch.real(before)], [], "alerts of what only looks like it")


def fires(title, before):
    """What it is for is told of."""
    watch = RUNNING["alerts"]
    found = check.eventually(lambda: watch.named(title, before), f"an alert: {title}", 60)
    say(f"fired: {alerts.said(found[0])}")
    check.equal(sessmon.get(found[0], "rule.author"), ["The sessmon developers"], "its author")
    check.equal(sessmon.get(found[0], "event.kind"), "alert", "what it is")
    FOUND.add(title)


def begin():
    return RUNNING["alerts"].mark()


def test_service_shell():
    """A shell in a terminal of a service's fires; one in a login's, tmux's or systemd-run's does not."""
    before = begin()
    root = scenes.ssh("root", 0)
    tmux = programs.Tmux(scenes.ssh().shell)
    check.true(tmux.panes, "a shell in tmux")
    hold = Hold()
    script = hold.script.replace("$", "$$")
    root.shell.terminal.line(f"systemd-run --pty --quiet --collect sh -c '{script}'")
    hold.release()
    quiet(before)
    programs.pty_service().release()
    fires("Shell in a Terminal That a Service Opened", before)


def test_unknown_door():
    """A login through a server that no policy names fires; sshd, dropbear and a getty do not."""
    before = begin()
    scenes.ssh()
    scenes.dropbear()
    programs.serial_login("alice").leave()
    quiet(before)
    key = "/tmp/lab-dropbear-key"
    subprocess.run(["dropbearkey", "-t", "ed25519", "-f", key], check=True, stdout=subprocess.DEVNULL)
    cleanup.defer(os.unlink, key)
    path = program("/opt/lab-dropbear", "/usr/sbin/dropbear")
    # pylint: disable-next=consider-using-with
    server = subprocess.Popen([path, "-F", "-E", "-p", "2503", "-r", key], start_new_session=True,
                              stderr=subprocess.DEVNULL)
    cleanup.defer(server.wait)
    cleanup.defer(server.kill)
    check.eventually(lambda: programs.listens(2503), "it listens", 60)
    output("ssh", "-p", "2503", "alice@localhost", "true")
    fires("Login Through a Program That No Policy Names", before)


def test_automation():
    """A terminal in a session of an account of machines fires; its commands, and a person's, do not."""
    before = begin()
    spawn = "import pty; pty.spawn(['/bin/sh', '-c', 'sleep 1'])"
    ssh("alice", f'python3 -c "{spawn}"')
    ssh("deploy", "mkdir -p work && cd work && tar cf - . | sha256sum")
    quiet(before)
    ssh("deploy", f'python3 -c "{spawn}"')
    fires("Session of an Automation Account Became Interactive", before)


def test_left_behind():
    """What a login left and starts from /tmp fires; what it left and runs from home or /usr does not."""
    before = begin()
    program("/home/alice/build/test")
    program("/tmp/lab-left/x")
    login = scenes.ssh()
    builds, hides = Hold(), Hold()
    for hold, path in ((builds, "/home/alice/build/test"), (hides, "/tmp/lab-left/x")):
        login.shell.run(f"nohup setsid sh -c '{hold.script}; {path} 0.1; true' >/dev/null 2>&1 </dev/null &")
    tmux = programs.Tmux(login.shell)
    check.true(hides.pid and builds.pid, "both wait")
    login.shell.leave()
    # It is told once the login's last process is gone.
    for hold in (builds, hides):
        check.eventually(lambda hold=hold: "outlives_login" in sessions.flags(sessions.of(hold.process)),
                         "it outlives its login", 60)
    tmux.ask("send-keys", "-t", tmux.name, "make --version; ls", "Enter")
    tmux.new_window()
    builds.release()
    quiet(before)
    hides.release()
    fires("Program Left by a Login That Runs From a Folder Anybody Can Write", before)


def test_privilege():
    """A hole in the kernel that makes somebody root fires; sudo, su and user namespaces do not."""
    if not os.path.exists("/run/lab/vulnerable.ko"):
        raise check.Skip("no vulnerable driver in the payload")
    before = begin()
    login = scenes.ssh()
    programs.sudo_i(login.shell).leave(login.shell)
    programs.su(login.shell, "bob").leave(login.shell)
    login.shell.run("unshare -r id")
    output("python3", "-c", "import os; os.seteuid(1000); os.seteuid(0)")
    quiet(before)
    output("insmod", "/run/lab/vulnerable.ko")
    cleanup.defer(subprocess.run, ["rmmod", "vulnerable"])
    pid = forge.run("python3", "-c", "import time; open('/dev/vulnerable'); time.sleep(1000)")
    check.true(pid, "an exploit runs")
    fires("Root's Rights Without a Program That Gives Them", before)


def test_accounts():
    """A user made by hand fires; the same by Ansible's way, and by a service, does not."""
    before = begin()
    ssh("root", "useradd -M lab-ansible && userdel lab-ansible")
    service("sh", "-c", "useradd -M lab-service && userdel lab-service; dpkg --list >/dev/null; true")
    quiet(before)
    login = scenes.ssh()
    login.shell.run("sudo useradd -M lab-hand")
    cleanup.defer(os.system, "userdel lab-hand 2>/dev/null")
    fires("Accounts or Packages Changed by Hand", before)


def test_service_looks_around():
    """`id` that a web service runs fires; the same in a terminal, and in a probe's script, does not."""
    before = begin()
    login = scenes.ssh()
    login.shell.run("id; whoami; uname -a; cat /etc/passwd >/dev/null")
    service("sh", "-c", "test $$(id -u) = 0 && whoami")
    quiet(before)
    # An interpreter that serves the web, and a command that somebody made it run.
    node = program("/opt/lab-web/node", "/bin/dash")
    service(node, "-c", "id; true")
    fires("A Service Asks Who and Where It Is", before)


def test_traced():
    """strace attached to another one's shell fires; strace of one's own command or job does not."""
    before = begin()
    victim, own = scenes.ssh(), scenes.ssh("root", 0)
    own.shell.run("strace -f -o /dev/null ls >/dev/null")
    own.shell.run("sleep 1000 & timeout 2 strace -o /dev/null -p $!; kill %1", timeout=60)
    quiet(before)
    own.shell.run(f"timeout 2 strace -o /dev/null -p {victim.shell.pid}; true", timeout=60)
    fires("Process of Another Session Is Traced", before)


def test_container():
    """A program put into /tmp of a container by hand fires; its probe, and a shell there, do not."""
    before = begin()
    login = scenes.ssh("root", 0)
    box = programs.Podman(login.shell, "lab-hand")
    for _ in range(2):
        box.run(f"podman exec {box.name} /bin/true")
    inside = box.exec_pty()
    inside.run("ls /; id")
    quiet(before)
    inside.run("mkdir -p /tmp && cp /bin/busybox /tmp/busybox && /tmp/busybox true")
    inside.leave(login.shell)
    fires("Program From a Writable Folder Run by Hand in a Container", before)


def test_named_like_a_door():
    """A file of another one's called sshd fires; sshd, cron and agetty themselves do not."""
    before = begin()
    scenes.ssh()
    programs.cron_job("bob").release()
    programs.serial_login("alice").leave()
    quiet(before)
    output(program("/tmp/lab-door/sshd"), "0.1")
    fires("Program With the Name of a Door That Is None", before)


def test_secret():
    """/etc/shadow through ssh fires; by sudo at a terminal, by PAM and by a backup it does not."""
    before = begin()
    login = scenes.ssh()
    login.shell.run("sudo cat /etc/shadow >/dev/null")
    programs.su(login.shell, "bob").leave(login.shell)
    service("sh", "-c", "cp -p /etc/shadow /run/lab-shadow && rm /run/lab-shadow")
    ssh("root", "cat /etc/passwd >/dev/null; tar cf - /etc/ssh/sshd_config 2>/dev/null | wc -c")
    quiet(before)
    ssh("root", "cat /etc/shadow >/dev/null")
    fires("Secrets Sent to the Other End of a Login", before)


STEAL = """
import fcntl, os, sys, termios
if os.fork():
    os.wait()
    sys.exit()
os.setsid()
fd = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
fcntl.ioctl(fd, termios.TIOCSCTTY, 1)
"""


def test_terminal_stolen():
    """A terminal taken from a login by force fires; terminals that are opened and closed do not."""
    before = begin()
    victim = scenes.ssh("bob", scenes.BOB)
    scenes.ssh().shell.leave()
    quiet(before)
    output("python3", "-c", STEAL, os.readlink(f"/proc/{victim.shell.pid}/fd/0"))
    fires("Terminal Taken From Another Session by Force", before)


def test_twelve():
    """Twelve of twelve fired, and the history has the alerts of all of them."""
    titles = {line.split(": ", 1)[1].strip() for name in os.listdir(alerts.OWN)
              for line in open(f"{alerts.OWN}/{name}", encoding="utf-8") if line.startswith("title: ")}
    say(f"{len(FOUND)} of {len(titles)} rules fired")
    check.equal((sorted(titles - FOUND), len(titles)), ([], 12), "rules that did not fire, and how many there are")
    RUNNING["recorder"].end()
    kept = sessmon.ask("alerts", "--dir", RUNNING["folder"])
    check.equal(sorted(titles - {sessmon.get(a, "rule.name") for a in kept}), [], "rules that the history has no alert of")
    live = {(sessmon.get(a, "rule.id"), sessmon.get(a, "event.id")) for a in RUNNING["alerts"].real()}
    check.equal(live - {(sessmon.get(a, "rule.id"), sessmon.get(a, "event.id")) for a in kept}, set(),
                "alerts that were told and not recorded")
    say(f"{len(kept)} alerts are in the history")
