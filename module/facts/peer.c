// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who is at the other end of the connection that a process holds.
 */
#include "facts/peer.h"

#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/net.h>
#include <linux/tcp.h>
#include <linux/sched/task.h>
#include <linux/vm_sockets.h>
#include <net/af_vsock.h>
#include <net/inet_sock.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/tcp_states.h>

#include "compat.h"

static void fill_ipv4_peer(struct sessmon_peer *peer, __be32 theirs, __be32 ours)
{
	peer->family = AF_INET;
	memcpy(peer->address, &theirs, sizeof(theirs));
	memcpy(peer->local_address, &ours, sizeof(ours));
}

#if IS_ENABLED(CONFIG_IPV6)
static void fill_ipv6_peer(struct sessmon_peer *peer, const struct in6_addr *theirs,
			   const struct in6_addr *ours)
{
	/* An IPv4 connection to a socket that accepts both. */
	if (ipv6_addr_v4mapped(theirs)) {
		fill_ipv4_peer(peer, theirs->s6_addr32[3], ours->s6_addr32[3]);
		return;
	}
	peer->family = AF_INET6;
	memcpy(peer->address, theirs, sizeof(*theirs));
	memcpy(peer->local_address, ours, sizeof(*ours));
}
#endif

/*
 * The kernel does not keep which end opened a connection. But a port that
 * this host picked for a connection of its own lies in the range set for that, and one
 * that a program has picked for its own connection is bound to that socket, as the
 * listener's is not to those that it accepts.
 */
static bool is_inbound_inet(const struct sock *sk, u16 local_port)
{
	int low, high;

	if (sk->sk_userlocks & SOCK_BINDPORT_LOCK)
		return false;
	inet_get_local_port_range(sock_net(sk), &low, &high);
	return local_port < low || local_port > high;
}

/* The owner has read: less waits than has come. MPTCP keeps that to itself. */
static bool has_peer_spoken(const struct sock *sk)
{
	const struct tcp_sock *tp;

	if (sk->sk_protocol != IPPROTO_TCP)
		return false;
	tp = tcp_sk(sk);
	return READ_ONCE(tp->bytes_received) > READ_ONCE(tp->rcv_nxt) - READ_ONCE(tp->copied_seq);
}

static bool read_inet_peer(const struct sock *sk, struct sessmon_peer *peer)
{
	const struct inet_sock *inet = inet_sk(sk);

	if (sk->sk_protocol != IPPROTO_TCP && sk->sk_protocol != IPPROTO_MPTCP)
		return false;
	if (!is_inbound_inet(sk, ntohs(inet->inet_sport)))
		return false;
	if (sk->sk_family == AF_INET)
		fill_ipv4_peer(peer, inet->inet_daddr, inet->inet_saddr);
#if IS_ENABLED(CONFIG_IPV6)
	else if (sk->sk_family == AF_INET6)
		fill_ipv6_peer(peer, &sk->sk_v6_daddr, &inet6_sk(sk)->saddr);
#endif
	else
		return false;
	peer->port = ntohs(inet->inet_dport);
	peer->local_port = ntohs(inet->inet_sport);
	peer->spoken = has_peer_spoken(sk);
	return true;
}

/*
 * A guest and its host, or two ends on one machine (CID 1). Who connects is bound to a
 * port first, by himself or by the kernel; who is accepted never is (af_vsock.c). How
 * much was read is known to the transport only.
 */
static bool read_vsock_peer(const struct sock *sk, struct sessmon_peer *peer)
{
	struct vsock_sock *vsk = vsock_sk(sk);

	if (__vsock_in_bound_table(vsk))
		return false;
	peer->family = AF_VSOCK;
	peer->cid = vsk->remote_addr.svm_cid;
	peer->port = vsk->remote_addr.svm_port;
	peer->local_port = vsk->local_addr.svm_port;
	return true;
}

/* Only connections that the other end opened count: those of a door's own say nothing. */
static bool read_peer_socket(const struct sock *sk, struct sessmon_peer *peer)
{
	/* vsock has borrowed TCP's states. */
	if (sk->sk_state != TCP_ESTABLISHED)
		return false;
	/* The family first: numbers of protocols are each family's own. */
	switch (sk->sk_family) {
	case AF_INET:
	case AF_INET6:
		peer->inbound = read_inet_peer(sk, peer);
		break;
	case AF_VSOCK:
		peer->inbound = read_vsock_peer(sk, peer);
		break;
	}
	return peer->inbound;
}

static int read_peer_fd(const void *data, struct file *file, unsigned int fd)
{
	struct sessmon_peer *peer = (struct sessmon_peer *)data;
	struct socket *sock;

	if (fd >= SESSMON_PEER_FDS)
		return -ENOENT;
	if (!S_ISSOCK(file_inode(file)->i_mode))
		return 0;
	sock = sessmon_compat_sock_from_file(file);
	return sock && sock->sk && read_peer_socket(sock->sk, peer);
}

/**
 * sessmon_peer_of_task() - the connection from outside that a task holds
 * @task: the task; the caller holds it
 * @peer: what to fill
 *
 * Context: process, not under any lock of the task; takes its lock, which keeps the
 * file table, and the table's below it, as /proc/PID/fdinfo does.
 * Return: true if there is one.
 */
bool sessmon_peer_of_task(struct task_struct *task, struct sessmon_peer *peer)
{
	bool found;

	memset(peer, 0, sizeof(*peer));
	task_lock(task);
	found = task->files && iterate_fd(task->files, 0, read_peer_fd, peer) > 0;
	task_unlock(task);
	return found;
}

/**
 * sessmon_peer_of_current() - the connection from outside that the caller holds
 * @peer: what to fill
 *
 * Looks at the lowest descriptors only; sshd and dropbear hold it below 10.
 *
 * Context: process, may have preemption off; takes the lock of the file table.
 * Return: true if there is one.
 */
bool sessmon_peer_of_current(struct sessmon_peer *peer)
{
	memset(peer, 0, sizeof(*peer));
	return current->files && iterate_fd(current->files, 0, read_peer_fd, peer) > 0;
}
