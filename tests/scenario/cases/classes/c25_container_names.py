# SPDX-License-Identifier: GPL-2.0-only
"""Containers by name: what sessmon says of them, and what their runtimes say."""

import os
import re

from lab import check, programs, sessmon
from lab.programs import images

WHEN = "early"
# How many containers that end at once; more of them in tests/long.sh.
MANY = int(os.environ.get("CONTAINERS", "8"))


def set_up():
    sessmon.need()


def said_of(process):
    """All that a document says of the container of a process, without dots in between."""
    (said,) = sessmon.ask("show", str(process.pid))
    return {"id": sessmon.get(said, "container.id"),
            "runtime": sessmon.get(said, "container.runtime"),
            "name": sessmon.get(said, "container.name"),
            "image": sessmon.get(said, "container.image.name"),
            "tag": sessmon.get(said, "container.image.tag"),
            "digests": sessmon.get(said, "container.image.hash.all"),
            "pod": sessmon.get(said, "orchestrator.resource.name"),
            "pod id": sessmon.get(said, "orchestrator.resource.id"),
            "source": sessmon.get(said, "sessmon.container.source"),
            "unknown": sessmon.get(said, "sessmon.container.unknown")}


def is_known(process, what, **want):
    expected = {"tag": [images.TAG], "image": images.NAME, "pod": None, "pod id": None,
                "source": "file", "unknown": None} | want
    check.equal(said_of(process), expected, what)


def pids(*words):
    """The process ids of the sessions that ls lists."""
    status, out, err = sessmon.run("ls", "-p", *words)
    check.equal((status, err), (0, ""), f"ls -p {' '.join(words)}")
    return {int(pid) for pid in out.split()}


def test_podman_names():
    """Of podman's containers and pods sessmon has name, image, tag, digest and pod."""
    podman = images.Podman()
    number, web = podman.start("web", "--network none")
    pod = podman.pod("shop")
    inner, member = podman.start("member", "--pod shop")
    podman.play()
    third, played = podman.found("checkout-web")
    digests = [podman.digest, podman.id]
    is_known(web, "podman run", id=number, runtime="podman", name="web", digests=digests)
    is_known(member, "a container of a pod", id=inner, runtime="podman", name="member",
             digests=digests, pod="shop", **{"pod id": pod})
    is_known(played, "podman kube play", id=third, runtime="podman", name="checkout-web",
             digests=digests, pod="checkout", **{"pod id": podman.pod_id("checkout")})
    all_of_them = {web.pid, member.pid, played.pid}
    for words, want in (
            (["--image", "signup"], all_of_them), (["--image", images.IMAGE], all_of_them),
            (["--image", "signup:2.4.1", "--container", "web"], {web.pid}),
            (["--image", "signup:2.4.0"], set()), (["--image", podman.digest], all_of_them),
            (["--pod", "shop", "--container", "m*"], {member.pid}),
            (["--pod", pod, "--container", inner[:9]], {member.pid}),
            (["--pod", "check*", "--image", "*sign*"], {played.pid}),
            (["--namespace", "*"], set())):
        check.equal(pids(*words), want, " ".join(words))
    text = sessmon.run("ls", "--image", "signup", "-o", "sid,container,image,pod")[1]
    check.true(re.search(rf"^ *{member.sid} member +{images.IMAGE} +shop$", text, re.M), text)
    text = sessmon.run("show", str(played.pid))[1]
    for line in ("container name        checkout-web", f"image                 {images.IMAGE}",
                 "pod                   checkout", "container known from  file"):
        check.true(line in text, f"{line}: {text}")


test_podman_names.limit = 900


def test_podman_own_names():
    """Of a container that a user runs without root, his own files say it, and it is said so."""
    login = programs.ssh_pty("alice")
    podman = images.Podman(login)
    number, hers = podman.start("hers", "--network none")
    is_known(hers, "alice's", id=number, runtime="podman", name="hers", source="user_file",
             digests=[podman.digest, podman.id])
    (said,) = sessmon.ask("show", str(hers.pid))
    check.equal(sessmon.get(said, "process.user"), {"id": "1000"}, "a number without a name")


test_podman_own_names.limit = 900


def test_short_containers():
    """Of containers that end at once, one after the other, the image is known of each."""
    podman = images.Podman()
    monitor = sessmon.Monitor("-E", "exec")
    # Of each, by podman's word.
    made = podman.run(f"for i in $(seq {MANY}); do podman run --network none --cidfile /tmp/cid-$i "
                      f"--rm {images.IMAGE} /bin/true; cat /tmp/cid-$i; echo; rm /tmp/cid-$i; done")
    made = made.split()
    check.equal(len(set(made)), MANY, "containers by podman's word")
    last = monitor.wait(timeout=120, **{"container.id": made[-1]})
    check.true(last, "the last one")
    seen = {}
    for event in monitor.events:
        number = sessmon.get(event, "container.id")
        if number in made:
            seen.setdefault(number, set()).add(
                (sessmon.get(event, "container.image.name"),
                 (sessmon.get(event, "container.image.tag") or [None])[0],
                 (sessmon.get(event, "container.image.hash.all") or [None])[0]))
    check.equal(set(seen), set(made), "containers that were seen")
    want = {(images.NAME, images.TAG, podman.digest)}
    print(f"# image known of {sum(said == want for said in seen.values())} of {MANY} containers")
    check.equal({number: said for number, said in seen.items() if said != want}, {},
                "containers whose image is not known")


test_short_containers.limit = 1800


def test_docker_and_containerd_names():
    """Of docker's containers, and of ctr's, sessmon has name, image, tag and digest."""
    docker = images.Docker()
    number, web = docker.start("dweb")
    is_known(web, "docker run", id=number, runtime="docker", name="dweb", digests=[docker.id])
    docker.save("/tmp/image.tar")
    containerd = images.Containerd("/tmp/image.tar")
    process = containerd.start("cweb")
    is_known(process, "ctr run", id="cweb", runtime="containerd", name="cweb",
             digests=[containerd.digest])
    check.equal(pids("--image", "signup"), {web.pid, process.pid}, "of one image, by two runtimes")
    check.equal(pids("--container", "cweb"), {process.pid}, "by ctr's name")


test_docker_and_containerd_names.limit = 1200


def test_nspawn_name():
    """What systemd-nspawn runs is in a container that has the machine's name."""
    process = images.nspawn("box")
    is_known(process, "nspawn", id="box", runtime="systemd-nspawn", name="box", source="cgroup",
             image=None, tag=None, digests=None)
    check.equal(pids("--container", "box"), {process.pid}, "ls --container box")
