// SPDX-License-Identifier: GPL-2.0-or-later
/* Which container a control group belongs to: the paths that the runtimes make. */
#include "base/container.h"

#include <stdlib.h>

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
	{ "LXC", "/lxc.payload.web/system.slice/cron.service", "lxc", "web" },
	{ "LXC of former versions", "/lxc/web-1", "lxc", "web-1" },
	{ "nspawn as a service",
	  "/machine.slice/systemd-nspawn@my\\x2dbox.service/payload/init.scope", "systemd-nspawn",
	  "my-box" },
	{ "nspawn from a shell", "/machine.slice/machine-box.scope/payload", "systemd-nspawn",
	  "box" },
	{ "nspawn that nobody registered", "/machine.slice/box.scope/payload", "systemd-nspawn",
	  "box" },
	{ "docker in LXC", "/lxc.payload.web/docker/" A, "docker", A },

	{ "LXC's monitor", "/lxc.monitor.web", NULL, NULL },
	{ "nspawn itself", "/machine.slice/machine-box.scope/supervisor", NULL, NULL },
	{ "a virtual machine", "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt/emulator",
	  NULL, NULL },
	{ "a user's own scope",
	  "/user.slice/user-1000.slice/user@1000.service/app.slice/x.scope/payload", NULL, NULL },
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

static void test_owner(void)
{
	static const char rootless[] =
		"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" A
		".scope/container";
	struct container c;

	ok(container_of_path(rootless, &c) && c.owner == 1000 && !c.nested, "a user's");
	ok(container_of_path("/docker/" A, &c) && !c.owner && !c.nested, "and root's");
	ok(container_of_path("/docker/" A "/docker/" B, &c) && c.nested, "one in another");
	ok(container_of_path("/lxc.payload.web", &c) && c.named, "a name that is an id");
	ok(container_of_path("/lxc.payload.web/docker/" A, &c) && !c.named && c.nested,
	   "and an id in it that is none");
	ok(!container_of_path("/user.slice/user-1000.slice/user@1000.service", &c), "no container");
}

static void test_bundles(void)
{
	char tasks[] = "/tmp/tasks-XXXXXX", command[256];
	struct container c;

	ok(mkdtemp(tasks), "a folder");
	snprintf(command, sizeof(command), "mkdir -p %s/default/web && : >%s/default/file", tasks,
		 tasks);
	ok(!system(command), "of a task");
	ok(container_of_bundle("/default/web", tasks, &c) && !strcmp(c.id, "web") &&
		   !strcmp(c.runtime, "containerd") && !c.named,
	   "is a container");
	ok(!container_of_bundle("/default/other", tasks, &c) &&
		   !container_of_bundle("/default/file", tasks, &c) &&
		   !container_of_bundle("/default", tasks, &c) &&
		   !container_of_bundle("/default/", tasks, &c) &&
		   !container_of_bundle("/default/web/below", tasks, &c) &&
		   !container_of_bundle("/../default", tasks, &c) &&
		   !container_of_bundle("/default/..", tasks, &c) &&
		   !container_of_bundle("", tasks, &c) && !container_of_bundle("//web", tasks, &c),
	   "and nothing else is");
	snprintf(command, sizeof(command), "rm -r %s", tasks);
	ok(!system(command), "it goes");
}

int main(void)
{
	test_paths();
	test_owner();
	test_bundles();
	test_files();
	return tap_done();
}
