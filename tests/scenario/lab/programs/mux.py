# SPDX-License-Identifier: GPL-2.0-only
"""tmux and screen: servers that outlive the login that started them."""

import os
import pwd

from lab import check, cleanup, proc
from lab.programs.run import as_user, output


class Tmux:
    """A tmux server of the user who sits at a shell, named so as to be found again."""

    def __init__(self, shell, name="lab"):
        self.name = name
        self.uid = shell.process.uid
        self.socket = f"/tmp/tmux-{self.uid}/{name}"
        shell.run(f"tmux -L {name} new-session -d -s {name}")
        self.server = int(self.ask("display-message", "-p", "#{pid}"))
        cleanup.defer(self.end)

    def ask(self, *words):
        """Put a question to the server, as root and from outside."""
        return output("tmux", "-S", self.socket, *words)

    @property
    def process(self):
        return proc.need(self.server)

    @property
    def panes(self):
        """The processes that lead the panes, in their order."""
        pids = self.ask("list-panes", "-s", "-t", self.name, "-F", "#{pane_pid}").split()
        return [proc.need(int(pid)) for pid in pids]

    def new_window(self):
        self.ask("new-window", "-d", "-t", self.name)
        return self.panes[-1]

    @property
    def clients(self):
        pids = self.ask("list-clients", "-F", "#{client_pid}").split()
        return [proc.need(int(pid)) for pid in pids]

    def attach(self, shell):
        """Type `tmux attach`; returns the client when it is on the screen."""
        before = {process.pid for process in self.clients}
        shell.terminal.line(f"tmux -L {self.name} attach")

        def attached():
            return [process for process in self.clients if process.pid not in before]
        return check.eventually(attached, "a new tmux client")[0]

    def detach(self, shell):
        """Press ^B d; the shell is at its prompt again."""
        client = [process for process in self.clients
                  if process.tty_nr == shell.process.tty_nr][0]
        shell.terminal.type("\x02d")
        shell.terminal.expect("[detached")
        proc.gone(client.pid)
        shell.run("true")

    def end(self):
        if proc.read(self.server):
            self.ask("kill-server")
            proc.gone(self.server)


class Screen:
    """A detached screen; the shell in its window is `window`."""

    def __init__(self, shell, name="lab"):
        self.name = name
        self.user = pwd.getpwuid(shell.process.uid).pw_name
        shell.run(f"screen -dmS {name}")
        self.server = check.eventually(self._find, "the screen server").pid
        self.window = check.eventually(lambda: proc.children(self.server),
                                       "a window in screen")[0].pid
        cleanup.defer(self.end)

    def _find(self):
        return next((each for each in proc.matching(comm="screen")
                     if each.args[:3] == ["SCREEN", "-dmS", self.name]), None)

    @property
    def process(self):
        return proc.need(self.server)

    def end(self):
        if proc.read(self.server) and os.path.exists("/run/screen"):
            as_user(self.user, "screen", "-S", self.name, "-X", "quit")
            proc.gone(self.server)
