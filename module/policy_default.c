// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which programs let people in, and in which role: the built-in list. Data only.
 */
#include "policy.h"

#include <linux/kernel.h>

#define DOOR	  SESSMON_EXE_HOST_ACCESS
#define RELAY	  (SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_RELAY)
#define GETTY	  SESSMON_EXE_GETTY
#define SCHEDULER SESSMON_EXE_SCHEDULER

const struct sessmon_rule sessmon_policy_default[] = {
	/* OpenSSH; since 9.8 the listener, a connection and its key exchange are three programs. */
	{ "/usr/sbin/sshd", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/openssh/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/lib/openssh/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/openssh/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/openssh/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/sshd-session", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/libexec/sshd-auth", DOOR, SESSMON_ENTRY_SSHD },
	{ "/usr/sbin/dropbear", DOOR | SESSMON_EXE_INLINE, SESSMON_ENTRY_SSHD },
	/* AWS Systems Manager: the agent's workers start the shells of a session. */
	{ "/usr/bin/amazon-ssm-agent", DOOR, SESSMON_ENTRY_SSM },
	{ "/usr/bin/ssm-agent-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/usr/bin/ssm-session-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/usr/bin/ssm-document-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/snap/amazon-ssm-agent/current/amazon-ssm-agent", DOOR, SESSMON_ENTRY_SSM },
	{ "/snap/amazon-ssm-agent/current/ssm-agent-worker", DOOR, SESSMON_ENTRY_SSM },
	{ "/snap/amazon-ssm-agent/current/ssm-session-worker", DOOR, SESSMON_ENTRY_SSM },
	/* Teleport and the Kubernetes node agent: both start what somebody far away asks for. */
	{ "/usr/local/bin/teleport", DOOR, SESSMON_ENTRY_TELEPORT },
	{ "/usr/bin/teleport", DOOR, SESSMON_ENTRY_TELEPORT },
	{ "/usr/bin/kubelet", DOOR, SESSMON_ENTRY_KUBELET },
	{ "/usr/local/bin/kubelet", DOOR, SESSMON_ENTRY_KUBELET },
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
	/* Old and other ways in over the network. */
	{ "/usr/sbin/in.telnetd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/telnetd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/in.rlogind", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/in.rshd", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/sbin/xrdp-sesman", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/libexec/cockpit-session", DOOR, SESSMON_ENTRY_REMOTE },
	{ "/usr/lib/cockpit/cockpit-session", DOOR, SESSMON_ENTRY_REMOTE },
	/* Lines and displays: people who sit at the machine. */
	{ "/usr/sbin/agetty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/getty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/mgetty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/mingetty", GETTY, SESSMON_ENTRY_TERMINAL },
	{ "/usr/sbin/gdm3", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/sbin/lightdm", GETTY, SESSMON_ENTRY_DISPLAY },
	{ "/usr/bin/sddm", GETTY, SESSMON_ENTRY_DISPLAY },
	/* Not doors: what they start is told from other services by its entry type. */
	{ "/usr/sbin/cron", SCHEDULER, SESSMON_ENTRY_CRON },
	{ "/usr/sbin/crond", SCHEDULER, SESSMON_ENTRY_CRON },
	{ "/usr/sbin/anacron", SCHEDULER, SESSMON_ENTRY_CRON },
	{ "/usr/sbin/atd", SCHEDULER, SESSMON_ENTRY_CRON },
};

const unsigned int sessmon_policy_default_count = ARRAY_SIZE(sessmon_policy_default);
