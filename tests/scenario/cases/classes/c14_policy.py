# SPDX-License-Identifier: GPL-2.0-only
"""S14: the policy, replaced while everything runs."""

import os
import subprocess
import tempfile

from lab import check, cleanup, fuse, policy, proc, scenes, sessions, sessmon

SSHD = "program /usr/sbin/sshd "

WHEN = "early"


def set_up():
    sessmon.need()


def filtered(kind):
    return sessmon.get(sessmon.ask("stats")[0], f"sessmon.stats.events.{kind}.filtered", 0)


def test_round_trip():
    """What policy show says, policy load takes, and nothing has changed but the generation."""
    before, generation = policy.show(), policy.generation()
    check.equal(policy.load(before), (0, ""), "sessmon policy load")
    check.equal(policy.show(), before, "the policy afterwards")
    check.equal(policy.generation(), generation + 1, "its generation")
    policy.reset()
    check.equal(policy.show(), before, "the built-in policy")


def test_default_file():
    """The commented file that comes with sessmon says what is built in."""
    status, _, err = sessmon.run("policy", "load", "/run/lab/policy.default")
    check.equal((status, err), (0, ""), "sessmon policy load")
    loaded = policy.show()
    policy.reset()
    check.equal(sorted(loaded), sorted(policy.show()), "the rules of the file")


def test_swap():
    """A policy without sshd makes its listener a service; who is in stays; and back again."""
    login = scenes.ssh()
    listener = proc.matching(comm="sshd", ppid=1)[0]
    stream = sessions.Stream()
    without = [line for line in policy.show() if not line.startswith(SSHD)]
    try:
        check.equal(policy.load(without), (0, ""), "sessmon policy load")
        generation = policy.generation()
        check.equal(sessions.fact(sessions.of(listener), "class"), "service", "the listener")
        login.rows[0].check()
        sshd = [line for line in policy.show() if line.startswith(SSHD)]
        check.equal(sshd, [], "rules for sshd")
    finally:
        policy.reset()
    check.equal(policy.generation(), generation + 1, "generation")
    check.eventually(lambda: stream.history(listener.sid) == [
        "class host_access -> service (service)", "class service -> host_access (door_program)"],
        "what happened to the listener's session")
    everything = sessmon.Monitor()
    scenes.ssh().rows[2].check()
    event = everything.wait(event__action="exec", process__executable="/usr/sbin/sshd")
    check.equal(sessmon.get(event, "sessmon.process.exe.policy_generation"), generation + 1,
                "generation in the exec of a door")


BROKEN = (
    (["program /usr/sbin/sshd host_access sshd", "prgram /usr/sbin/x host_access"],
     "FILE:2: neither program nor record: prgram"),
    (["", "# a comment", "program usr/sbin/sshd host_access"],
     "FILE:3: no absolute path of a file: usr/sbin/sshd"),
    (["program /usr/sbin/sshd door"], "FILE:1: no role"),
    (["program /usr/sbin/sshd host_access nowhere"], "FILE:1: unknown type of entry: nowhere"),
    (["record service everything"], "FILE:1: no level (all, session, none): everything"),
    (["record nobody all"], "FILE:1: unknown class: nobody"),
    (["program \"/usr/sbin/sshd host_access"], "FILE:1: a quote without its end"),
)


def test_broken():
    """A broken file is refused in one line that names its line; the old policy stays."""
    before, generation = policy.show(), policy.generation()
    for lines, complaint in BROKEN:
        status, err = policy.load(lines)
        check.equal(status, 1, f"exit status for {lines}")
        check.true(complaint in err, f"{complaint!r} in {err!r}")
        check.equal(len(err.splitlines()), 1, f"lines of {err!r}")
    check.equal((policy.show(), policy.generation()), (before, generation), "the old policy")


def _loader_is_gone(events):
    """Who loads a policy is told of, and so is its end: the last that is, of its kind."""
    loader = events.wait(event__action="exec",
                         process__args=lambda args: args and args[1:3] == ["policy", "load"])
    events.wait(event__action="end", process__pid=sessmon.get(loader, "process.pid"))


def test_leaving_is_told():
    """The step into a class that is not recorded is told, and the end of what was told to begin."""
    login, stream = scenes.ssh(), sessions.Stream()
    rest = [line for line in policy.show() if not line.startswith("record service ")]
    try:
        check.equal(policy.load(rest + ["record service none"]), (0, ""), "policy load")
        hold = scenes.Hold()
        # Its parent stays for a moment, so that it first is a session of the login.
        login.shell.run(f"(setsid sh -c '{hold.script}' >/dev/null 2>&1 </dev/null & sleep 2)")
        check.eventually(lambda: sessions.fact(sessions.of(hold.process), "class") == "service",
                         "it has left the login")
        sid = hold.process.sid
        hold.release()
        told = stream.history(sid, "end")
        check.equal(told[0].split()[0], "start", "the first event")
        check.true(any(line.endswith("-> service (detached)") for line in told),
                   f"the step is among {told}")
        check.equal(told[-1], "end service (detached)", "the last event")
    finally:
        policy.reset()


def test_levels():
    """What is not put on record is counted, so that silence is explained."""
    everything = sessmon.Monitor()
    check.eventually(lambda: policy.show() and everything.events, "the monitor hears of programs")
    rest = [line for line in policy.show() if not line.startswith("record service ")]
    try:
        check.equal(policy.load(rest + ["record service session"]), (0, ""), "policy load")
        _loader_is_gone(everything)
        forks, mark = filtered("fork"), everything.mark()
        subprocess.run(["setsid", "-w", "/bin/true"], check=True)
        everything.wait(since=mark, event__action="session_end")
        check.true(filtered("fork") > forks, "forks of services are counted as filtered")
        said = {sessmon.get(event, "event.action") for event in everything.since(mark)
                if sessmon.get(event, "sessmon.process.class") == "service"}
        check.equal(said, set(), "events of processes in services")

        check.equal(policy.load(rest + ["record service none"]), (0, ""), "policy load")
        starts, mark = filtered("session_start"), everything.mark()
        subprocess.run(["setsid", "-w", "/bin/true"], check=True)
        check.true(filtered("session_start") > starts, "starts of sessions are filtered, too")
        # Other classes are told as before.
        login = scenes.ssh()
        everything.wait(since=mark, event__action="exec", process__pid=login.shell.pid)
        said = [event for event in everything.since(mark)
                if sessmon.get(event, "sessmon.session.class") == "service" and
                sessmon.get(event, "sessmon.event").startswith("session_")]
        check.equal(said, [], "events of services' sessions")
    finally:
        policy.reset()


def test_silent_file_system():
    """A policy is in force, and requests are answered, while nobody says what its files are."""
    generation = policy.generation()
    cleanup.defer(policy.reset)
    # Whoever waits for it is let go when its server is killed, which is before that.
    folder = fuse.mounted()
    with tempfile.NamedTemporaryFile("w", prefix="policy") as file:
        file.write("\n".join(policy.show() + [f"program {folder}/{fuse.SILENT} getty terminal\n"]))
        file.flush()
        # pylint: disable-next=consider-using-with
        load = subprocess.Popen([sessmon.READER, "policy", "load", file.name])
        # Nobody waits for its end otherwise: what waits for the server cannot be killed.
        check.eventually(lambda: load.poll() is not None, "policy load ends", 60)
    check.equal(load.returncode, 0, "exit status of policy load")
    check.equal(policy.generation(), generation + 1, "the generation")
    check.true(any(fuse.SILENT in line for line in policy.show()), "the rule is there")


HANDLER = "/opt/lab-handler"


def test_kernels_programs():
    """What the kernel starts is told where its threads are not: it is a program like others."""
    with open(HANDLER, "w", encoding="ascii") as file:
        file.write("#!/bin/sh\nexec cat >/dev/null\n")
    cleanup.defer(os.unlink, HANDLER)
    os.chmod(HANDLER, 0o755)
    pattern = "/proc/sys/kernel/core_pattern"
    with open(pattern, encoding="ascii") as file:
        cleanup.defer(_write, pattern, file.read())
    _write(pattern, f"|{HANDLER}")
    stream = sessmon.Monitor()
    check.eventually(lambda: policy.show() and stream.events, "the monitor hears of programs")
    rest = [line for line in policy.show() if not line.startswith("record kernel ")]
    cleanup.defer(policy.reset)
    check.equal(policy.load(rest + ["record kernel none"]), (0, ""), "policy load")
    mark = stream.mark()
    subprocess.run(["sh", "-c", "kill -SEGV $$"], check=False)
    event = stream.wait(since=mark, event__action="exec", sessmon__process__exe__script=HANDLER)
    check.equal(sessmon.get(event, "sessmon.process.class"), "service", "its class")
    check.true("kthread" not in sessmon.get(event, "sessmon.process.flags", []), "no kernel thread")


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
