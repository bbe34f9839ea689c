# SPDX-License-Identifier: GPL-2.0-only
"""What runs without anybody logging in: services, timers, cron jobs."""

import itertools
import os

from lab import check, cleanup
from lab.hold import Hold
from lab.programs.run import output

_numbers = itertools.count(1)


def _escaped(script):
    """systemd expands variables before the shell sees them."""
    return script.replace("$", "$$")


def _end_unit(name):
    """Stop a unit that may have ended, and forget it if it failed."""
    os.system(f"systemctl stop {name} 2>/dev/null; systemctl reset-failed {name} 2>/dev/null")


def service(shell=None):
    """`systemctl start` of a unit whose only process is held.

    Typed with sudo into a shell, if one is given: then the request comes from a
    login, and the process still comes from systemd.
    """
    hold = Hold()
    name = f"lab-{next(_numbers)}.service"
    path = f"/run/systemd/system/{name}"
    with open(path, "w") as unit:
        unit.write(f"[Service]\nExecStart=/bin/sh -c '{_escaped(hold.script)}'\n")
    cleanup.defer(os.unlink, path)
    output("systemctl", "daemon-reload")
    if shell:
        shell.run(f"sudo systemctl start {name}")
    else:
        output("systemctl", "start", name)
    cleanup.defer(_end_unit, name)
    hold.unit = name
    return hold


def _transient(*argv, options=()):
    """Ask systemd for a unit that exists only now."""
    name = f"lab-{next(_numbers)}"
    output("systemd-run", "--quiet", "--collect", f"--unit={name}", *options, *argv)
    cleanup.defer(_end_unit, f"{name}.service")
    return f"{name}.service"


def timer():
    """A systemd timer that elapsed and started a held service.

    It has done so on return: a daemon-reload at the moment when it elapses makes
    systemd forget timer and service, and the next helper may reload.
    """
    hold = Hold()
    hold.unit = _transient("/bin/sh", "-c", _escaped(hold.script), options=(
        "--on-active=100ms", "--timer-property=AccuracySec=10ms"))
    check.true(hold.pid, "the timer's unit has started")
    return hold


def pty_service():
    """A service that opens a pty and runs a shell in it, as a backdoor would."""
    hold = Hold()
    spawn = f"import pty; pty.spawn(['/bin/sh', '-c', '{hold.script}'])"
    hold.unit = _transient("/usr/bin/python3", "-c", _escaped(spawn))
    return hold


def cron_job(user="bob"):
    """A job that the real cron runs as this user, now.

    Cron looks at its tables once a minute.  It runs @reboot jobs when it starts,
    once per boot, which it remembers in a file.  Without that file it runs them
    again, and takes the same path as for any other job: fork, PAM, setsid, exec.
    """
    hold = Hold()
    with open("/etc/cron.d/lab", "w") as table:
        table.write(f"@reboot {user} {hold.script}\n")
    if os.path.exists("/run/crond.reboot"):
        os.unlink("/run/crond.reboot")
    output("systemctl", "restart", "cron")
    cleanup.defer(os.unlink, "/etc/cron.d/lab")
    return hold
