# SPDX-License-Identifier: GPL-2.0-only
"""An interactive shell at a terminal, and the shells that are started in it."""

from lab import check, proc

PROMPT = "@ready@ "
# Typed with a hole in it, so that its echo is not taken for the prompt itself.
SETTLE = ("stty -echo; bind 'set enable-bracketed-paste off' 2>/dev/null; "
          "PS1='@rea''dy@ ' PS2=")


class Shell:
    """A shell that waits for commands; made when its terminal has one."""

    def __init__(self, terminal):
        self.terminal = terminal
        # Not before the shell asks: login and su throw away what was typed early.
        terminal.expect("$ ", "# ")
        terminal.line(SETTLE)
        terminal.expect(PROMPT)
        self.pid = int(self.run("echo $$").split()[-1])

    @property
    def process(self):
        return proc.need(self.pid)

    def run(self, command, timeout=60.0):
        """Type a command, wait for the prompt, return what it wrote."""
        self.terminal.forget()
        self.terminal.line(command)
        seen = self.terminal.expect(PROMPT, timeout=timeout)
        return seen[:-len(PROMPT)].replace("\r", "").strip()

    def nested(self, command, password=None):
        """A shell started by a command typed into this one: su -, sudo -i, bash."""
        self.terminal.line(command)
        if password is not None:
            self.terminal.expect("assword:")
            self.terminal.line(password)
        inner = Shell(self.terminal)
        check.differ(inner.pid, self.pid, f"{command} is a shell of its own")
        return inner

    def leave(self, outer=None):
        """End this shell, and wait until the outer one, if any, is back."""
        self.terminal.line("exit")
        if outer:
            outer.terminal.expect(PROMPT)
        proc.gone(self.pid)
