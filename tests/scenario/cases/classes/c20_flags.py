# SPDX-License-Identifier: GPL-2.0-only
"""The flags that are worth an alert: each is raised, and a look-alike does not raise it.

service_tty is in c12, outlives_login in c06 and c10.
"""

import os
import subprocess

from lab import check, cleanup, forge, programs, proc, scenes, sessions, sessmon
from lab.hold import Hold

# A server that nobody knows: for each connection a session, with what NAME asks for.
SERVER = """
import os, pty, socket, sys
listener = socket.create_server(("127.0.0.1", 4444))
connection = listener.accept()[0]
if os.fork() == 0:
    os.setsid()
    if "tty" in sys.argv[1]:
        master, slave = pty.openpty()
        os.set_inheritable(master, True)
        os.open(os.ttyname(slave), os.O_RDWR)
    if "user" in sys.argv[1]:
        os.setgid(1001)
        os.setuid(1001)
    os.execv("/bin/sh", ["sh", "-c", sys.argv[2]])
os.wait()
"""
# A client does the same on a connection that it has opened itself.
CLIENT = SERVER.replace("""listener = socket.create_server(("127.0.0.1", 4444))
connection = listener.accept()[0]
""", """connection = socket.create_connection(("127.0.0.1", 22))
""")

WHEN = "early"


def set_up():
    sessmon.need()


def flagged(process, flag):
    return flag in sessions.flags(sessions.of(process))


def _listening():
    return programs.output("ss", "-Hltn", "sport = 4444")


def _somebody(code, what, knock):
    """Start a server or client; the process that it lets in, which is held."""
    hold = Hold()
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen(["python3", "-c", code, what, hold.script],
                             start_new_session=True, stdin=subprocess.DEVNULL)
    cleanup.defer(popen.wait)
    cleanup.defer(popen.kill)
    if knock:
        check.eventually(_listening, "the server listens")
        # pylint: disable-next=consider-using-with
        client = subprocess.Popen(["python3", "-c", "import socket, time; "
                                   "s = socket.create_connection(('127.0.0.1', 4444)); "
                                   "time.sleep(1000)"])
        cleanup.defer(client.wait)
        cleanup.defer(client.kill)
    cleanup.defer(hold.end)
    return hold


def test_unknown_door():
    """A program without a rule that lets somebody in is told: as a user, or on a terminal."""
    for what in ("user", "tty"):
        stream = sessions.Stream()
        hold = _somebody(SERVER, what, knock=True)
        check.true(flagged(hold.process, "unknown_door"), f"somebody came in as {what}")
        check.equal(len([line for line in stream.history(hold.process.sid)
                         if line == "flags unknown_door"]), 1, "events that tell of it")
        hold.end()


def test_known_server():
    """A server that starts a session for a connection, and a client that does, are not told."""
    hold = _somebody(SERVER, "nothing", knock=True)
    check.true(not flagged(hold.process, "unknown_door"), "a server's session")
    hold.end()
    hold = _somebody(CLIENT, "tty", knock=False)
    check.true(hold.process.tty, "the client has a terminal")
    check.true(not flagged(hold.process, "unknown_door"), "a client's session")
    for row in scenes.ssh().rows:
        check.true(not flagged(row.process, "unknown_door"), f"{row.what} of a known door")


def test_turned_interactive():
    """A command that came without a terminal and opens one is told, also by a later module."""
    hold, own = Hold(), Hold()
    # The shell on the other side would say what its own number is.
    script = hold.script.replace("$", "\\$")
    spawn = f"import pty; pty.spawn(['/bin/sh', '-c', '{script}'])"
    programs.ssh_run("alice", f'python3 -c "{spawn}"')
    check.true(flagged(hold.process, "turned_interactive"), "a shell in a pty of the command's")
    stream = sessions.Stream()
    take = ("import os, pty, subprocess; os.open(os.ttyname(pty.openpty()[1]), os.O_RDWR); "
            "subprocess.run(['/bin/sh', '-c', '" + own.script.replace("$", "\\$") + "'])")
    programs.ssh_run("alice", f'exec python3 -c "{take}"')
    check.true(flagged(own.process, "turned_interactive"), "the command's own session")
    check.equal(stream.history(own.process.sid)[-1],
                "class noninteractive_remote -> interactive_remote (door_tty)", "the event")
    stream.stop()
    login = scenes.ssh()
    root = programs.sudo_i(login.shell)
    sessmon.unload()
    sessmon.load()
    for each in (hold, own):
        check.true(flagged(each.process, "turned_interactive"), f"{each.process.sid}, late")
    for each in (login.shell, root):
        check.true(not flagged(each.process, "turned_interactive"), f"{each.process.sid}, late")
    root.leave(login.shell)


def test_always_interactive():
    """A login on a terminal, and sudo with a pty in it, have not turned interactive."""
    login = scenes.ssh()
    root = programs.sudo_i(login.shell)
    for process in (login.shell.process, root.process):
        check.true(not flagged(process, "turned_interactive"), f"session {process.sid}")
    root.leave(login.shell)


def _gains(stream):
    return [sessmon.get(event, "process.pid") for event in stream.events
            if sessmon.get(event, "sessmon.privilege_gained")]


def test_privilege_gained():
    """Root's rights from a hole in the kernel are told, and nothing that sudo or su does."""
    module = "/run/lab/vulnerable.ko"
    check.true(os.path.exists(module), "the payload has a vulnerable driver")
    stream = sessmon.Monitor("--group", "security")
    login = scenes.ssh()
    programs.sudo_i(login.shell).leave(login.shell)
    programs.su(login.shell, "bob").leave(login.shell)
    login.shell.run("unshare -r true")
    # Root lays its rights down and takes them up again, as servers do.
    subprocess.run(["python3", "-c", "import os; os.seteuid(1000); os.seteuid(0)"], check=True)
    marker = forge.run("unshare", "-r", "true")
    stream.wait(sessmon__event="creds", process__pid=marker)
    check.equal(_gains(stream), [], "who gained privilege so far")
    subprocess.run(["insmod", module], check=True)
    cleanup.defer(subprocess.run, ["rmmod", "vulnerable"])
    pid = forge.run("python3", "-c", "import time; open('/dev/vulnerable'); time.sleep(1000)")
    event = stream.wait(sessmon__event="creds", process__pid=pid,
                        sessmon__privilege_gained=True)
    check.equal(sessmon.get(event, "process.user.id"), "0", "who it became")
    check.equal(proc.need(pid).uid, 0, "who it is now")
    check.equal(_gains(stream), [pid], "who gained privilege")
    # Without a call that changes credentials it shows at the next exec, whatever file that is of.
    hidden = forge.run("python3", "-c", "import os, time; os.open('/dev/vulnerable', os.O_RDWR); "
                       "os.execv('/bin/su', ['su', '-c', 'sleep 1000'])")
    stream.wait(sessmon__event="creds", process__pid=hidden, sessmon__privilege_gained=True)
    check.equal(_gains(stream), [pid, hidden], "who gained privilege, the second one by su")
