// SPDX-License-Identifier: GPL-2.0-only
/* Who a process is, and what it may do. */
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdlib.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

enum {
	ALICE = 1000,
	BOB = 1001
};

/* In a child, so that nothing is left of it. */
static int in_child(void (*body)(void))
{
	pid_t child = act_fork(0);

	if (!child) {
		body();
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static void drop(void)
{
	must(say_result("setgroups", setgroups(0, NULL)));
	must(say_result("setgid", setgid(BOB)));
	must(say_result("setuid", setuid(ALICE)));
	/* There is no way back. */
	say_result("setuid", setuid(0));
}

static int setuid_all(void)
{
	return in_child(drop);
}

static void turn(void)
{
	must(say_result("setresuid", setresuid(ALICE, BOB, 0)));
	must(say_result("seteuid", seteuid(0)));
	must(say_result("setreuid", setreuid(BOB, (uid_t)-1)));
	must(say_result("setresgid", setresgid(ALICE, BOB, 0)));
	must(say_result("setfsgid", setfsgid(ALICE)));
	must(say_result("setfsuid", setfsuid(BOB)));
	/* The same again is no change. */
	must(say_result("setresuid", setresuid(BOB, 0, (uid_t)-1)));
}

static int setresuid_steps(void)
{
	return in_child(turn);
}

static void groups(void)
{
	static const gid_t list[] = { 4, 24, 27 };

	must(say_result("setgroups", setgroups(3, list)));
	/* The same list again is no change, whatever memory it is in. */
	must(say_result("setgroups", setgroups(3, list)));
	must(say_result("setgroups", setgroups(2, list)));
	must(say_result("setgroups", setgroups(0, NULL)));
}

static int set_groups(void)
{
	return in_child(groups);
}

static void set_caps(uint32_t effective, uint32_t permitted, uint32_t inheritable)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { { effective, permitted, inheritable } };

	must(say_result("capset", syscall(SYS_capset, &head, data)));
}

static void caps(void)
{
	const uint32_t some = 1 << CAP_KILL | 1 << CAP_NET_ADMIN | 1 << CAP_SETPCAP;

	must(say_result("PR_CAPBSET_DROP", prctl(PR_CAPBSET_DROP, CAP_SYS_BOOT)));
	must(say_result("PR_SET_SECUREBITS", prctl(PR_SET_SECUREBITS, SECBIT_NOROOT)));
	must(say_result("PR_SET_KEEPCAPS", prctl(PR_SET_KEEPCAPS, 1)));
	set_caps(some, some, 1 << CAP_KILL);
	must(say_result("PR_CAP_AMBIENT_RAISE",
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0)));
	/* No credentials, whatever the name may promise. */
	must(say_result("PR_SET_NO_NEW_PRIVS", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)));
	set_caps(0, some, 1 << CAP_KILL);
	/* Capabilities that are left after an exec follow their own rules. */
	act_exec(NULL, NULL, NULL);
}

static int capset_prctl(void)
{
	return in_child(caps);
}

/* Execute a file as another user: the file's bits and capabilities do the rest. */
static int exec_as_user(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		must(say_result("setgroups", setgroups(0, NULL)));
		must(say_result("setgid", setgid(ALICE)));
		must(say_result("setuid", setuid(ALICE)));
		act_exec(argument(), NULL, NULL);
		act_exit(126);
	}
	act_reap(child);
	return 0;
}

static void map_ids(uid_t outside)
{
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", "0 %u 1", outside);
	write_file("/proc/self/gid_map", "0 %u 1", outside);
}

/* Root of its own user namespace, and alice for the rest of the world. */
static void own_world(void)
{
	must(say_result("setgroups", setgroups(0, NULL)));
	must(say_result("setgid", setgid(ALICE)));
	must(say_result("setuid", setuid(ALICE)));
	must(prctl(PR_SET_DUMPABLE, 1));
	must(say_result("unshare user", unshare(CLONE_NEWUSER)));
	map_ids(ALICE);
	say("mapped");
	must(say_result("unshare net", unshare(CLONE_NEWNET)));
	act_exec(NULL, NULL, NULL);
}

static int user_namespace(void)
{
	return in_child(own_world);
}

static void *setuid_in_thread(void *unused)
{
	say("thread");
	must(say_result("setresuid", syscall(SYS_setresuid, ALICE, ALICE, 0)));
	return unused;
}

/* The kernel's call is of one thread; only the C library makes it that of all. */
static void one_thread(void)
{
	act_thread(setuid_in_thread, NULL);
	say("after");
}

static int thread_alone(void)
{
	return in_child(one_thread);
}

const struct verb verbs_creds[] = {
	{ "creds-setuid", setuid_all },	   { "creds-setresuid", setresuid_steps },
	{ "creds-setgroups", set_groups }, { "creds-capset", capset_prctl },
	{ "creds-exec", exec_as_user },	   { "creds-user-ns", user_namespace },
	{ "creds-thread", thread_alone },  { 0 },
};
