# SPDX-License-Identifier: GPL-2.0-only
"""S23: jobs of schedulers that run them in their own session."""

import shutil
import subprocess
import tempfile

from lab import check, cleanup, programs, runner, sessions, sessmon
from lab.hold import Hold


def set_up():
    sessmon.need()


def _at_job(user):
    """A job of at's, now."""
    programs.output("systemctl", "start", "atd")
    cleanup.defer(subprocess.run, ["systemctl", "stop", "atd"])
    hold = Hold()
    path = f"{hold.dir}/job"
    with open(path, "w") as file:
        file.write(f"exec sh -c '{hold.script}'\n")
    programs.as_user(user, "at", "-f", path, "now")
    return hold


def _anacron_job():
    """A job of anacron's, whose table and memory are ours."""
    hold = Hold()
    spool = tempfile.mkdtemp(prefix="anacron")
    cleanup.defer(shutil.rmtree, spool)
    with open(f"{spool}/tab", "w") as table:
        table.write(f"SHELL=/bin/sh\n1 0 lab {hold.script}\n")
    programs.output("systemd-run", "--quiet", "--collect", "--unit=lab-anacron",
                    "/usr/sbin/anacron", "-d", "-f", "-n", "-t", f"{spool}/tab", "-S", spool)
    cleanup.defer(subprocess.run, ["systemctl", "stop", "lab-anacron"])
    return hold


def test_own_session():
    """Jobs of at and anacron come from a scheduler, although it makes no session for them."""
    late = runner.loaded() == "late"
    if late:
        sessmon.unload()
        cleanup.defer(lambda: sessmon.loaded() or sessmon.load())
    holds = [("at", _at_job("bob")), ("anacron", _anacron_job())]
    processes = [hold.process for _, hold in holds]
    if late:
        sessmon.load()
    for (name, _), process in zip(holds, processes):
        check.differ(process.sid, process.pid, f"the session of {name}'s job and the job")
        entry = sessions.of(process)
        check.equal((sessions.fact(entry, "class"), sessions.fact(entry, "entry.type"),
                     sessions.fact(entry, "login_user.id")), ("service", "cron", None),
                    f"class, entry and login user of {name}'s session")
