// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which programs let people in, and in which role: the built-in list, and what
 * makes a rule a good one. Nothing here touches the kernel's state.
 */
#include "policy/rules.h"

#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/string.h>

#define DOOR	  SESSMON_EXE_HOST_ACCESS
#define RELAY	  (SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_RELAY)
#define GETTY	  SESSMON_EXE_GETTY
#define SCHEDULER SESSMON_EXE_SCHEDULER

const struct sessmon_rule sessmon_rules_default[] = {
	/* OpenSSH; since 9.8 the listener, a connection and its key exchange are three programs. */
	{ "/usr/sbin/sshd", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/openssh/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/openssh/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/openssh/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/openssh/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/ssh/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/ssh/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/ssh/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/ssh/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/sbin/sshd.pam", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/sbin/sshd.krb5", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/ssh/sshd-session.pam", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/ssh/sshd-auth.pam", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/sbin/dropbear", DOOR | SESSMON_EXE_INLINE, SESSMON_ENTRY_SSHD },
	/* AWS Systems Manager: the agent's workers start the shells of a session. */
	{ "/usr/bin/amazon-ssm-agent", DOOR, SESSMON_ENTRY_SSM },
	{ "/usr/bin/ssm-agent-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/usr/bin/ssm-session-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/usr/bin/ssm-document-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/snap/amazon-ssm-agent/current/amazon-ssm-agent", DOOR, SESSMON_ENTRY_SSM },
	{ "/snap/amazon-ssm-agent/current/ssm-agent-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/snap/amazon-ssm-agent/current/ssm-session-worker", DOOR, SESSMON_ENTRY_SSM },
	/* Agents by which the host of a virtual machine, or a private network, gets in. */
	{ "/usr/sbin/qemu-ga", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/bin/qemu-ga", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/bin/vmtoolsd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/tailscaled", DOOR, SESSMON_ENTRY_REMOTE },
	/* Teleport and the Kubernetes node agent: both start what somebody far away asks for. */
	{ "/usr/local/bin/teleport", DOOR, SESSMON_ENTRY_TELEPORT },
	{ "/usr/bin/teleport", DOOR, SESSMON_ENTRY_TELEPORT },
	{ "/usr/bin/kubelet", DOOR, SESSMON_ENTRY_KUBELET },
	{ "/usr/local/bin/kubelet", DOOR, SESSMON_ENTRY_KUBELET },
	{ "/usr/local/bin/k3s", DOOR, SESSMON_ENTRY_KUBELET },
	{ "/var/lib/rancher/k3s/data/current/bin/k3s", DOOR, SESSMON_ENTRY_KUBELET },
	{ "/var/lib/rancher/rke2/bin/kubelet", DOOR, SESSMON_ENTRY_KUBELET },
	{ "/snap/microk8s/current/kubelite", DOOR, SESSMON_ENTRY_KUBELET },
	{ "/snap/microk8s/current/kubelet", DOOR, SESSMON_ENTRY_KUBELET },
	/* Container runtimes: they start workloads, and let people into them. */
	{ "/usr/bin/crio", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/bin/containerd", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/bin/containerd-shim", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/bin/containerd-shim-runc-v1", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/bin/containerd-shim-runc-v2", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/bin/conmon", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/libexec/podman/conmon", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/bin/conmonrs", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/bin/dockerd", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/sbin/dockerd", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/libexec/crio/conmon", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/usr/libexec/crio/conmonrs", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/var/lib/rancher/k3s/data/current/bin/containerd", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/var/lib/rancher/k3s/data/current/bin/containerd-shim-runc-v2", RELAY,
	  SESSMON_ENTRY_CONTAINER },
	{ "/var/lib/rancher/rke2/bin/containerd", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/var/lib/rancher/rke2/bin/containerd-shim-runc-v2", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/snap/microk8s/current/bin/containerd", RELAY, SESSMON_ENTRY_CONTAINER },
	{ "/snap/microk8s/current/bin/containerd-shim-runc-v2", RELAY, SESSMON_ENTRY_CONTAINER },
	/* Old and other ways in over the network. */
	{ "/usr/sbin/in.telnetd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/telnetd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/in.rlogind", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/in.rshd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/in.rexecd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/xrdp-sesman", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/libexec/xrdp/xrdp-sesexec", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/libexec/cockpit-session", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/lib/cockpit/cockpit-session", DOOR, SESSMON_ENTRY_REMOTE },
	/* Lines and displays: people who sit at the machine. */
	{ "/usr/sbin/agetty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/getty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/sbin/agetty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/sbin/getty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/mgetty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/mingetty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/gdm3", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/sbin/gdm", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/bin/gdm", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/sbin/lightdm", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/bin/sddm", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/sbin/greetd", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/bin/greetd", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/bin/xdm", GETTY | SESSMON_EXE_INLINE, SESSMON_ENTRY_DISPLAY },
	{ "/usr/bin/wdm", GETTY | SESSMON_EXE_INLINE, SESSMON_ENTRY_DISPLAY },
	{ "/usr/bin/slim", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/sbin/lxdm-binary", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/sbin/nodm", GETTY | SESSMON_EXE_INLINE, SESSMON_ENTRY_DISPLAY },
	/* Schedulers are no doors: an entry type tells their jobs from other services. */
	{ "/usr/sbin/cron", SCHEDULER, SESSMON_ENTRY_CRON },
	{ "/usr/sbin/crond", SCHEDULER, SESSMON_ENTRY_CRON },
	{ "/usr/sbin/anacron", SCHEDULER | SESSMON_EXE_INLINE, SESSMON_ENTRY_CRON },
	{ "/usr/sbin/atd", SCHEDULER | SESSMON_EXE_INLINE, SESSMON_ENTRY_CRON },
	{ "/usr/sbin/bcron-sched", SCHEDULER, SESSMON_ENTRY_CRON },
};

const unsigned int sessmon_rules_default_count = ARRAY_SIZE(sessmon_rules_default);

/* The part of a path behind its last slash. */
static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/**
 * sessmon_rule_id() - a number for a path
 * @path: the path
 *
 * FNV-1a. Only root writes rules, so two of them with one number are no danger.
 *
 * Context: any.
 * Return: the number; never 0.
 */
u64 sessmon_rule_id(const char *path)
{
	u64 id = 0xcbf29ce484222325ULL;

	while (*path)
		id = (id ^ (u8)*path++) * 0x100000001b3ULL;
	return id ?: 1;
}

/**
 * sessmon_rule_error() - is there something wrong with a rule?
 * @rule: the rule
 *
 * Context: any.
 * Return: NULL, or what is wrong, for the one who wrote it.
 */
const char *sessmon_rule_error(const struct sessmon_rule *rule)
{
	if (rule->path[0] != '/')
		return "the path of a rule must be absolute";
	if (strlen(rule->path) >= PATH_MAX)
		return "the path of a rule is too long";
	if (!*base_of(rule->path))
		return "the path of a rule must name a file";
	if (!rule->roles || (rule->roles & ~SESSMON_RULE_ROLES))
		return "a rule needs a role: host-access, getty, scheduler, relay or inline";
	if (rule->entry_type > SESSMON_ENTRY_KTHREAD)
		return "the entry type of a rule is unknown";
	return NULL;
}

/**
 * sessmon_rules_name() - could a file of this name be a rule's program?
 * @rules: the rules
 * @count: how many
 * @name: last component of the file's path
 * @len: its length
 *
 * Cheap, and true for every program of the rules unless it is reached through a
 * symbolic link with another name; a program that it is true for is then
 * recognised by identity.
 *
 * Context: any.
 * Return: true if a rule's path ends in it.
 */
bool sessmon_rules_name(const struct sessmon_rule *rules, unsigned int count, const char *name,
			size_t len)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		const char *base = base_of(rules[i].path);

		if (base[0] == name[0] && !strncmp(base, name, len) && !base[len])
			return true;
	}
	return false;
}
