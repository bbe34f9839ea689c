/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Plain facts about processes and sessions, as values: no pointers, no locks.
 */
#ifndef SESSMON_FACTS_H
#define SESSMON_FACTS_H

#include "facts/creds.h"
#include "facts/key.h"
#include "limits.h"

/**
 * struct sessmon_namespaces - inode numbers as in /proc/PID/ns; 0 is unknown
 * @cgroup: cgroup namespace
 * @ipc: IPC namespace
 * @mnt: mount namespace
 * @net: network namespace
 * @pid: pid namespace that children will be born into
 * @time: time namespace that children will be born into; 0 on kernels without
 * @uts: UTS namespace
 */
struct sessmon_namespaces {
	u32 cgroup, ipc, mnt, net, pid, time, uts;
};

/**
 * struct sessmon_tty - a terminal
 * @dev: device number; 0 is none
 * @instance: minor device number of the devpts mount for a pseudo-terminal, else 0
 * @name: as the driver calls it
 *
 * Host and container both have a pts/0: driver, index and @instance tell them apart.
 */
struct sessmon_tty {
	dev_t dev;
	u32 instance;
	char name[SESSMON_TTY_NAME_MAX];
};

/**
 * struct sessmon_peer - the connection that a door holds
 * @family: AF_INET, AF_INET6, AF_VSOCK, or 0 for none
 * @inbound: as far as this end can tell, the other end opened it
 * @spoken: this end has read something from it
 * @port: of the other end, host order; of TCP 16 bits
 * @local_port: of this end, host order
 * @cid: AF_VSOCK: which machine is the other end
 * @address: of the other end, network order; 4 or 16 bytes by @family
 * @local_address: of this end
 */
struct sessmon_peer {
	u16 family;
	bool inbound, spoken;
	u32 port, local_port, cid;
	u8 address[16], local_address[16];
};

/**
 * struct sessmon_audit - the audit system's idea of who it is; (u32)-1 is unset
 * @loginuid: login uid
 * @session: audit session id
 */
struct sessmon_audit {
	u32 loginuid, session;
};

#endif /* SESSMON_FACTS_H */
