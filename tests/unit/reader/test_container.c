// SPDX-License-Identifier: GPL-2.0-or-later
/* Which container a control group belongs to: the paths that the runtimes make. */
#include "base/container.h"
#include "tap.h"

#define A   "1111111111111111111111111111111111111111111111111111111111111111"
#define B   "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define POD "12345678_9abc_def0_1234_56789abcdef0"

/* A path, and the runtime and id in it; no id: it is no container's. */
static const struct {
	const char *what, *path, *runtime, *id;
} paths[] = {
	{ "docker by cgroupfs", "/docker/" A, "docker", A },
	{ "docker by systemd", "/system.slice/docker-" A ".scope", "docker", A },
	{ "docker without root",
	  "/user.slice/user-1000.slice/user@1000.service/user.slice/docker-" A ".scope", "docker",
	  A },
	{ "docker in docker is the inner one", "/docker/" A "/docker/" B, "docker", B },
	{ "what systemd makes inside docker", "/docker/" A "/system.slice/cron.service", "docker",
	  A },
	{ "podman by systemd", "/machine.slice/libpod-" A ".scope", "podman", A },
	{ "podman's group inside its scope", "/machine.slice/libpod-" A ".scope/container",
	  "podman", A },
	{ "podman without root",
	  "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" A ".scope/container",
	  "podman", A },
	{ "podman by cgroupfs", "/libpod_parent/libpod-" A, "podman", A },
	{ "podman in a pod", "/machine.slice/machine-libpod_pod_" B ".slice/libpod-" A ".scope",
	  "podman", A },
	{ "kubelet, containerd by systemd",
	  "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" POD
	  ".slice/cri-containerd-" A ".scope",
	  "containerd", A },
	{ "kubelet, containerd below its service",
	  "/system.slice/containerd.service/kubepods-burstable-pod" POD ".slice:cri-containerd:" A,
	  "containerd", A },
	{ "kubelet by cgroupfs does not say by whom", "/kubepods/besteffort/pod" POD "/" A, NULL,
	  A },
	{ "kubelet, docker by systemd",
	  "/kubepods.slice/kubepods-pod" POD ".slice/docker-" A ".scope", "docker", A },
	{ "kubelet, cri-o by systemd", "/kubepods.slice/kubepods-pod" POD ".slice/crio-" A ".scope",
	  "cri-o", A },
	{ "kubelet, cri-o by cgroupfs", "/kubepods/burstable/pod" POD "/crio-" A, "cri-o", A },
	{ "kubelet inside docker, as kind has it",
	  "/docker/" B "/kubelet/kubepods/besteffort/pod" POD "/cri-containerd-" A, "containerd",
	  A },
	{ "nerdctl by systemd", "/system.slice/nerdctl-" A ".scope", "containerd", A },
	{ "nerdctl by cgroupfs does not say by whom", "/default/" A, NULL, A },
	{ "from another cgroup namespace", "/../../machine.slice/libpod-" A ".scope", "podman", A },
	{ "as the host's file system has it", "/sys/fs/cgroup/system.slice/docker-" A ".scope",
	  "docker", A },

	{ "the root", "/", NULL, NULL },
	{ "nothing", "", NULL, NULL },
	{ "a service", "/system.slice/ssh.service", NULL, NULL },
	{ "a login", "/user.slice/user-1000.slice/session-3.scope", NULL, NULL },
	{ "podman's helper is outside", "/machine.slice/libpod-conmon-" A ".scope", NULL, NULL },
	{ "cri-o's helper is outside", "/system.slice/crio-conmon-" A ".scope", NULL, NULL },
	{ "a pod is no container", "/machine.slice/machine-libpod_pod_" A ".slice", NULL, NULL },
	{ "docker's daemon", "/system.slice/docker.service", NULL, NULL },
	{ "an id that is too short", "/docker/0123456789ab", NULL, NULL },
	{ "an id that is too long", "/docker/1" A, NULL, NULL },
	{ "capitals are no id",
	  "/docker/ABCDEF789abcdef0123456789abcdef0123456789abcdef0123456789abcdef01", NULL, NULL },
	{ "somebody else's name before it", "/user.slice/mine-" A ".scope", NULL, NULL },
};

static void test_paths(void)
{
	struct container c;
	bool found;
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		memset(&c, 0, sizeof(c));
		found = container_of_path(paths[i].path, &c);
		if (!paths[i].id) {
			ok(!found, "none: %s", paths[i].what);
			continue;
		}
		is_text(found ? c.id : NULL, paths[i].id, paths[i].what);
		if (paths[i].runtime)
			is_text(c.runtime, paths[i].runtime, paths[i].runtime);
		else
			ok(!c.runtime, "whose is not said");
	}
}

static void test_files(void)
{
	struct container c;

	ok(container_of_file("0::/system.slice/docker-" A ".scope\n", &c) && !strcmp(c.id, A),
	   "version 2");
	ok(container_of_file("12:pids:/docker/" A "\n11:cpu,cpuacct:/docker/" A
			     "\n1:name=systemd:/docker/" A "\n0::/\n",
			     &c) &&
		   !strcmp(c.id, A) && !strcmp(c.runtime, "docker"),
	   "version 1");
	ok(container_of_file("3:pids:/\n1:name=systemd:/kubepods/pod" POD "/" A
			     "\n0::/system.slice/containerd.service",
			     &c) &&
		   !strcmp(c.id, A),
	   "both, and only one says so; no newline at the end");
	ok(!container_of_file("0::/user.slice/user-0.slice/session-1.scope\n", &c), "a login");
	ok(!container_of_file("", &c) && !container_of_file("\n", &c) &&
		   !container_of_file("0:" A "\n/docker/" A "\n", &c),
	   "what is no such file");
}

int main(void)
{
	test_paths();
	test_files();
	return tap_done();
}
