# SPDX-License-Identifier: GPL-2.0-only
"""S1, S2, S8: what runs on a host to which nobody has come."""

from lab import check, proc, runner, scenes, sessions, sessmon
from lab.sessions import Row


def set_up():
    sessmon.need()


def test_init_and_units():
    """Pid 1 leads the init session, kernel threads have one, units are services made by init."""
    rows = [Row("pid 1", proc.need(1), "init", "init", reason="pid1", user=0)]
    for name in ("systemd-journal", "systemd-logind", "cron"):
        rows.append(Row(name, proc.matching(comm=name)[0], "service", "init", reason="service",
                        user=0))
    sessions.check_all(rows)
    for row in rows[1:]:
        entry = sessions.of(row.process)
        check.equal(sessions.fact(entry, "created_from.pid"), 1, f"who created {row.what}'s")
        check.equal("inferred" in sessions.flags(entry), runner.loaded() == "late",
                    f"{row.what}'s origin is deduced")
    kernel = sessmon.find(sessmon.ls(), sessmon__session__key__pid=0)
    check.equal(sessions.fact(kernel, "class"), "kernel", "class of the kernel's threads")
    # Nor is pid 1 their leader, which is with them until it calls setsid.
    check.equal(sessions.fact(kernel, "leader"), None, "what leads them")


def test_doors():
    """The ssh server and the getty wait as host access, by the policy's rules for them."""
    rows = [
        Row("sshd", proc.matching(comm="sshd")[0], "host_access", "init", reason="door_program",
            user=0),
        Row("agetty", proc.matching(comm="agetty")[0], "host_access", "terminal",
            reason="door_program", user=0, tty="ttyS1", flags=scenes.TTY),
    ]
    sessions.check_all(rows)
    for row, role in zip(rows, ("host_access", "getty")):
        check.true(role in sessions.fact(sessions.of(row.process), "leader.flags", []) or
                   role in sessmon.get(sessions.of(row.process), "process.flags", []),
                   f"{row.what} has the role {role}")


def test_jobs_and_units():
    """A cron job, a timer's unit and one that a login asks for are services of the host."""
    login = scenes.ssh()
    stream = sessions.Stream()
    scene = scenes.services(login)
    sessions.check_all(scene.rows)
    job = scene.rows[0].process.sid
    for hold in scene.holds:
        hold.release()
    check.equal(stream.history(job, "end"), ["start service (service)", "end service (service)"],
                "what happened to the job's session")
