# SPDX-License-Identifier: GPL-2.0-only
"""Containers by crun, runc and podman, from a folder: no image and no registry."""

import json
import os
import shutil
import tempfile

from lab import check, cleanup, proc
from lab.programs.run import output
from lab.shell import Shell
from lab.terminal import Pty

TREE = "/srv/container"
WORKLOAD = ["/bin/sleep", "100000"]


class Container:
    """A container that crun or runc keeps running, with `workload` as its pid 1."""

    def __init__(self, runtime="crun", name="lab"):
        self.runtime = runtime
        self.name = f"{name}-{runtime}"
        self.bundle = tempfile.mkdtemp(prefix="bundle")
        cleanup.defer(shutil.rmtree, self.bundle)
        self._configure()
        cleanup.defer(self.end)
        # It hands its output to the workload, which must not keep a pipe of ours.
        output("sh", "-c", f"{runtime} run -d --pid-file {self.bundle}/pid {self.name} "
               f">{self.bundle}/log 2>&1", cwd=self.bundle)
        self.pid = _number_in(f"{self.bundle}/pid")

    def _configure(self):
        output(self.runtime, "spec", cwd=self.bundle)
        path = f"{self.bundle}/config.json"
        with open(path) as file:
            config = json.load(file)
        config["process"].update(terminal=False, args=WORKLOAD)
        config["root"].update(path=TREE, readonly=True)
        with open(path, "w") as file:
            json.dump(config, file)

    @property
    def process(self):
        return proc.need(self.pid)

    def exec_pty(self):
        """`crun exec -t`: a shell in the container, on a terminal of its own."""
        terminal = Pty([self.runtime, "exec", "-t", "--pid-file", f"{self.bundle}/exec",
                        self.name, "/bin/sh"], name=f"{self.runtime} exec")
        shell = Shell(terminal)
        shell.pid = _number_in(f"{self.bundle}/exec")
        return shell

    def exec(self):
        """`crun exec`, detached and without a terminal: the process."""
        path = f"{self.bundle}/exec-plain"
        output("sh", "-c", f"{self.runtime} exec -d --pid-file {path} {self.name} "
               f"{' '.join(WORKLOAD)} >/dev/null 2>&1 </dev/null")
        return proc.need(_number_in(path))

    def end(self):
        output(self.runtime, "delete", "--force", self.name)


def _number_in(path):
    check.eventually(lambda: os.path.exists(path) and os.path.getsize(path), path)
    with open(path) as file:
        return int(file.read())


class Podman:
    """A container by podman, started by typing into a shell, or by the runner."""

    def __init__(self, shell=None, name="lab"):
        self.name = name
        self.shell = shell
        self.rootless = bool(shell and shell.process.uid)
        tree = self._own_tree() if self.rootless else TREE
        command = (f"podman run -d --name {name} --network none "
                   f"--rootfs {tree} {' '.join(WORKLOAD)}")
        cleanup.defer(self.end)
        self.run(command)
        self.pid = int(self.run(
            f"podman inspect -f '{{{{.State.Pid}}}}' {name}").split()[-1])

    def _own_tree(self):
        """Rootless podman needs a tree that belongs to its user."""
        self.shell.run(f"test -d ~/tree || cp -r {TREE} ~/tree")
        return "~/tree"

    def run(self, command):
        """Run podman as whose container it is; what it wrote."""
        if self.shell:
            return self.shell.run(command, timeout=120)
        # As above: conmon inherits the output, and stays.
        output("sh", "-c", f"{command} >/tmp/podman.out 2>&1")
        with open("/tmp/podman.out") as file:
            return file.read().strip()

    @property
    def process(self):
        return proc.need(self.pid)

    @property
    def conmon(self):
        return proc.ancestor(self.pid, "conmon")

    def _inside(self):
        namespace = self.process.namespaces["pid"]
        return {process.pid: process for process in proc.all_processes()
                if process.namespaces.get("pid") == namespace}

    def exec_pty(self):
        """`podman exec -it`, typed into the shell: a nested shell in the container."""
        check.true(self.shell, "podman exec -it is typed into a shell")
        before = set(self._inside())
        inner = self.shell.nested(f"podman exec -it {self.name} /bin/sh")
        inner.pid = min(set(self._inside()) - before)
        return inner

    def exec(self):
        """`podman exec -d`: a process without a terminal."""
        before = set(self._inside())
        self.run(f"podman exec -d {self.name} {' '.join(WORKLOAD)}")

        def arrived():
            return [process for pid, process in self._inside().items()
                    if pid not in before and process.args == WORKLOAD]
        return check.eventually(arrived, "the process of podman exec")[0]

    def end(self):
        command = f"podman rm -f -t 0 {self.name}"
        if self.shell:
            self.shell.run(command, timeout=120)
        else:
            self.run(command)
