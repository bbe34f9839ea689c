# SPDX-License-Identifier: GPL-2.0-only
"""S11: containers, and people and commands that visit them."""

from lab import check, programs, proc, scenes, sessions, sessmon
from lab.sessions import Row

BOX = {"container"}

WHEN = "early"


def set_up():
    sessmon.need()


def container_of(process):
    """Which container sessmon says a process is in."""
    (said,) = sessmon.ask("show", str(process.pid))
    return sessmon.get(said, "container.runtime"), sessmon.get(said, "container.id")


def podman_id(podman):
    text = podman.run(f"podman inspect -f '{{{{.Id}}}}' {podman.name}")
    return text.split()[-1]


def numbers(process):
    """pid inside and pid namespace, as sessmon has them."""
    (said,) = sessmon.ask("show", str(process.pid))
    return (sessmon.get(said, "process.vpid"), sessmon.get(said, "sessmon.process.ns.pid"))


def test_podman():
    """A login's and a unit's containers are services; a command in one is remote work."""
    login = scenes.ssh()
    scene = scenes.containers(login)
    sessions.check_all(scene.rows)
    for podman, visit in ((scene.own, scene.visit), (scene.unit, scene.unit_visit)):
        want = ("podman", podman_id(podman))
        for process in (podman.process, visit):
            check.equal(container_of(process), want, f"container of {process.pid}")
            check.equal(numbers(process), (process.vpid, process.namespaces["pid"]),
                        f"pid inside and pid namespace of {process.pid}")
        check.equal(container_of(podman.conmon), (None, None), "conmon's container")


def test_podman_shell():
    """podman exec -it from a login is interactive remote, as that login is."""
    login = scenes.ssh()
    stream = sessions.Stream()
    podman = programs.Podman(login.shell)
    inner = podman.exec_pty()
    sid = inner.process.sid
    Row("a shell in it", inner.process, "interactive_remote", "sshd", reason="remote_tty",
        user=scenes.ALICE, login=scenes.ALICE, tty="pts/0@", peer=login.peer,
        flags=BOX | {"had_tty"}).check()
    inner.leave(login.shell)
    check.equal(stream.history(sid, "end"), [
        "start noninteractive_remote (remote_no_tty)", "tty gained",
        "class noninteractive_remote -> interactive_remote (remote_tty)", "tty lost",
        "end interactive_remote (remote_tty)"], "what happened to the shell's session")


def test_podman_root_shell():
    """podman exec -it by root is let in by conmon, and interactive remote as well."""
    login = scenes.ssh()
    root = programs.sudo_i(login.shell)
    podman = programs.Podman(root, "root")
    inner = podman.exec_pty()
    Row("a shell in it", inner.process, "interactive_remote", "container", reason="remote_tty",
        user=0, login=scenes.ALICE, tty="pts/0@", flags=BOX | {"had_tty"}).check()
    inner.leave(root)
    podman.end()
    root.leave(login.shell)


def test_runtimes():
    """crun and runc without a manager: the workload is a service, exec belongs to who asked."""
    for runtime in ("crun", "runc"):
        container = programs.Container(runtime)
        process = container.process
        Row(f"{runtime}'s workload", process, "service", "init", reason="container", user=0,
            flags=BOX).check()
        check.equal(numbers(process), (1, process.namespaces["pid"]), f"{runtime}: numbers")
        left = {"leader_exited"} if runtime == "crun" else set()
        Row(f"{runtime} exec", container.exec(), "service", "init", reason="service",
            user=0, flags=BOX | left).check()
        shell = container.exec_pty()
        Row(f"{runtime} exec -t", shell.process, "terminal", "init", reason="service_tty", user=0,
            tty="pts/0@", flags=BOX | {"had_tty", "service_tty"}).check()


def test_look_alike():
    """A helper that runs in the host's pid namespace is in no container, whatever its group."""
    podman = programs.Podman(name="unit")
    conmon = proc.need(podman.conmon.pid)
    check.equal(numbers(conmon)[0], conmon.pid, "conmon's pid in its namespace")
    check.true("container" not in sessions.flags(sessions.of(conmon)), "conmon's flags")
