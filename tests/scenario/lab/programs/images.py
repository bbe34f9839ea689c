# SPDX-License-Identifier: GPL-2.0-only
"""Containers of an image, by podman, docker, containerd and systemd-nspawn.

The image is made from a folder, so that no registry is asked.  What each runtime says of
it and of its containers is the witness.
"""

import json
import os
import shutil
import signal
import subprocess

from lab import check, cleanup, proc
from lab.programs.containers import TREE
from lab.programs.run import output

NAME, TAG = "docker.io/lab/signup", "2.4.1"
IMAGE = f"{NAME}:{TAG}"
SLEEP = "/bin/sleep 100000"
PATIENCE = 300

KUBE = f"""apiVersion: v1
kind: Pod
metadata:
  name: checkout
spec:
  containers:
  - name: web
    image: {IMAGE}
    imagePullPolicy: Never
    command: ["/bin/sleep", "100000"]
"""


def quietly(command):
    """What it starts keeps its output, which must not be a pipe of ours."""
    output("sh", "-c", f"{command} >/tmp/images.out 2>&1 || {{ cat /tmp/images.out; exit 1; }}")
    with open("/tmp/images.out") as file:
        return file.read().strip()


class Podman:
    """podman with an image, by the runner or typed into a shell, whose user it is then."""

    def __init__(self, shell=None):
        self.shell = shell
        self.names = []
        cleanup.defer(self.end)
        tree = "~/tree" if shell else TREE
        if shell:
            self.run(f"test -d ~/tree || cp -r {TREE} ~/tree")
        self.run(f"tar -C {tree} -c . | podman import - {IMAGE}")
        image = json.loads(self.run(f"podman image inspect {IMAGE} 2>/dev/null | tr -d '\\n'"))[0]
        self.digest, self.id = image["Digest"], "sha256:" + image["Id"]

    def run(self, command):
        return self.shell.run(command, timeout=PATIENCE) if self.shell else quietly(command)

    def start(self, name, *options):
        self.run(f"podman run -d --name {name} {' '.join(options)} {IMAGE} {SLEEP}")
        return self.found(name)

    def found(self, name):
        """A container: its id and the process that it runs."""
        self.names.append(name)
        said = self.run(f"podman inspect -f '{{{{.Id}}}} {{{{.State.Pid}}}}' {name}")
        number, pid = said.split()[-2:]
        return number, proc.need(int(pid))

    def pod(self, name):
        self.run(f"podman pod create --name {name} --network none")
        return self.pod_id(name)

    def pod_id(self, name):
        return self.run(f"podman pod inspect -f '{{{{.Id}}}}' {name}").split()[-1]

    def play(self):
        with open("/tmp/kube.yaml", "w") as file:
            file.write(KUBE)
        self.run("podman kube play --network none /tmp/kube.yaml")

    def end(self):
        self.run("podman pod rm -f -a -t 0; podman rm -f -a -t 0")


def _daemon(words, answers):
    """Run a daemon until the test ends; it is there when `answers` does."""
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)

    def stop():
        popen.send_signal(signal.SIGTERM)
        popen.wait(PATIENCE)
    cleanup.defer(stop)
    check.eventually(lambda: subprocess.run(answers, capture_output=True,
                                            check=False).returncode == 0, words[0], PATIENCE)


class Docker:
    """dockerd with an image."""

    def __init__(self):
        _daemon(["dockerd", "--iptables=false", "--ip6tables=false", "--bridge=none",
                 "--storage-driver=vfs"], ["docker", "version"])
        self.id = quietly(f"tar -C {TREE} -c . | docker import - {IMAGE}").split()[-1]

    def start(self, name):
        # The guest has no apparmor_parser.
        quietly(f"docker run -d --name {name} --network none "
                f"--security-opt apparmor=unconfined {IMAGE} {SLEEP}")
        cleanup.defer(quietly, f"docker rm -f {name}")
        said = quietly(f"docker inspect -f '{{{{.Id}}}} {{{{.State.Pid}}}} "
                       f"{{{{.Config.Image}}}}' {name}")
        number, pid, image = said.split()
        check.equal(image, IMAGE, "docker's word for the image")
        return number, proc.need(int(pid))

    def save(self, path):
        quietly(f"docker save {IMAGE} -o {path}")


class Containerd:
    """containerd with an image in an archive, driven by ctr."""

    def __init__(self, archive):
        _daemon(["containerd"], ["ctr", "version"])
        quietly(f"ctr image import --snapshotter native {archive}")
        (line,) = [line.split() for line in quietly("ctr image ls").splitlines()
                   if line.startswith(IMAGE)]
        self.digest = next(word for word in line if word.startswith("sha256:"))

    def start(self, name):
        quietly(f"ctr run -d --snapshotter native {IMAGE} {name} {SLEEP}")
        cleanup.defer(quietly, f"ctr task rm -f {name}; ctr container rm {name}")
        (line,) = [line.split() for line in quietly("ctr task ls").splitlines()
                   if line.startswith(name)]
        return proc.need(int(line[1]))


def nspawn(name):
    """systemd-nspawn from a folder: the process that it runs."""
    root = f"/tmp/nspawn-{name}"
    shutil.copytree(TREE, root, symlinks=True)
    os.makedirs(f"{root}/usr", exist_ok=True)
    with open(f"{root}/etc/os-release", "w"):
        pass
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen(["systemd-nspawn", "-q", "--register=no", "-M", name, "-D", root,
                              *SLEEP.split()], stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop():
        popen.terminate()
        popen.wait(PATIENCE)
    cleanup.defer(shutil.rmtree, root)
    cleanup.defer(stop)

    def runs():
        return [process for process in proc.all_processes()
                if process.args == SLEEP.split() and f"/{name}.scope/payload" in
                open(f"/proc/{process.pid}/cgroup").read()]
    return check.eventually(runs, "what nspawn runs", PATIENCE)[0]
