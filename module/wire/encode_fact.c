// SPDX-License-Identifier: GPL-2.0-only
/*
 * The facts that objects and events have in common, each an attribute with others
 * inside. What is not known is left out.
 */
#include "wire/encode_fact.h"

#include <linux/kdev_t.h>
#include <linux/socket.h>

#include "wire/encode_attr.h"

#define UNSET ((u32)-1)

/* A key, whole: a fork and its end have seven. */
struct wire_key {
	struct nlattr nest;
	struct nlattr id_head;
	u32 id;
	struct nlattr start_head;
	u64 start;
} __packed __aligned(NLA_ALIGNTO);

/* What every event of a process says of its credentials. */
struct wire_ids {
	struct nlattr nest;
	struct nlattr uid_head;
	u32 uid;
	struct nlattr euid_head;
	u32 euid;
} __packed __aligned(NLA_ALIGNTO);

/**
 * sessmon_encode_key() - the name of an object
 * @skb: where to
 * @attr: attribute to put it into
 * @key: the name
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_key(struct sk_buff *skb, int attr, const struct sessmon_key *key)
{
	struct wire_key *wire = put_room(skb, sizeof(*wire));

	if (!wire)
		return -EMSGSIZE;
	*wire = (struct wire_key){
		.nest = { sizeof(*wire), attr | NLA_F_NESTED },
		.id_head = ATTR_HEAD(SESSMON_A_KEY_ID, u32),
		.id = key->id,
		.start_head = ATTR_HEAD(SESSMON_A_KEY_START, u64),
		.start = key->start,
	};
	return 0;
}

/**
 * sessmon_encode_key_if() - the name of an object, if there is one
 * @skb: where to
 * @attr: attribute to put it into
 * @key: the name; id 0 is none
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_key_if(struct sk_buff *skb, int attr, const struct sessmon_key *key)
{
	return key->id ? sessmon_encode_key(skb, attr, key) : 0;
}

/**
 * sessmon_encode_tty() - a terminal, if there is one
 * @skb: where to
 * @attr: attribute to put it into
 * @tty: the terminal
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_tty(struct sk_buff *skb, int attr, const struct sessmon_tty *tty)
{
	struct nlattr *nest;

	if (!tty->dev)
		return 0;
	nest = nest_start(skb, attr);
	if (!nest || put_u32(skb, SESSMON_A_TTY_MAJOR, MAJOR(tty->dev)) ||
	    put_u32(skb, SESSMON_A_TTY_MINOR, MINOR(tty->dev)) ||
	    (tty->name[0] && put_string(skb, SESSMON_A_TTY_NAME, tty->name)) ||
	    put_u32_if(skb, SESSMON_A_TTY_INSTANCE, tty->instance, tty->instance))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * sessmon_encode_audit() - the audit ids that are set
 * @skb: where to
 * @audit: the ids
 * @loginuid: attribute for the login uid
 * @session: attribute for the audit session
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_audit(struct sk_buff *skb, const struct sessmon_audit *audit, int loginuid,
			 int session)
{
	return too_long(put_u32_if(skb, loginuid, audit->loginuid, audit->loginuid != UNSET) ||
			put_u32_if(skb, session, audit->session, audit->session != UNSET));
}

/**
 * sessmon_encode_ids() - who a process is, where nothing else of its credentials is known
 * @skb: where to
 * @uid: real user
 * @euid: effective user
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_ids(struct sk_buff *skb, u32 uid, u32 euid)
{
	struct wire_ids *wire = put_room(skb, sizeof(*wire));

	if (!wire)
		return -EMSGSIZE;
	*wire = (struct wire_ids){
		.nest = { sizeof(*wire), SESSMON_A_PROCESS_CREDS | NLA_F_NESTED },
		.uid_head = ATTR_HEAD(SESSMON_A_CREDS_UID, u32),
		.uid = uid,
		.euid_head = ATTR_HEAD(SESSMON_A_CREDS_EUID, u32),
		.euid = euid,
	};
	return 0;
}

/**
 * sessmon_encode_creds() - credentials
 * @skb: where to
 * @attr: attribute to put them into
 * @c: the credentials
 * @groups_changed: the supplementary groups are others than before
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_creds(struct sk_buff *skb, int attr, const struct sessmon_creds *c,
			 bool groups_changed)
{
	struct nlattr *nest = nest_start(skb, attr);

	if (!nest || put_u32(skb, SESSMON_A_CREDS_UID, c->uid) ||
	    put_u32(skb, SESSMON_A_CREDS_EUID, c->euid) ||
	    put_u32(skb, SESSMON_A_CREDS_SUID, c->suid) ||
	    put_u32(skb, SESSMON_A_CREDS_FSUID, c->fsuid) ||
	    put_u32(skb, SESSMON_A_CREDS_GID, c->gid) ||
	    put_u32(skb, SESSMON_A_CREDS_EGID, c->egid) ||
	    put_u32(skb, SESSMON_A_CREDS_SGID, c->sgid) ||
	    put_u32(skb, SESSMON_A_CREDS_FSGID, c->fsgid) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_INHERITABLE, c->cap_inheritable) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_PERMITTED, c->cap_permitted) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_EFFECTIVE, c->cap_effective) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_BOUNDING, c->cap_bounding) ||
	    put_u64(skb, SESSMON_A_CREDS_CAP_AMBIENT, c->cap_ambient) ||
	    put_u32(skb, SESSMON_A_CREDS_SECUREBITS, c->securebits) ||
	    put_u32(skb, SESSMON_A_CREDS_USER_NS, c->user_ns) ||
	    (groups_changed && put_flag(skb, SESSMON_A_CREDS_GROUPS_CHANGED)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * sessmon_encode_namespaces() - the namespaces that are known
 * @skb: where to
 * @attr: attribute to put them into
 * @ns: the namespaces
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_namespaces(struct sk_buff *skb, int attr, const struct sessmon_namespaces *ns)
{
	struct nlattr *nest = nest_start(skb, attr);

	if (!nest || put_u32_if(skb, SESSMON_A_NS_CGROUP, ns->cgroup, ns->cgroup) ||
	    put_u32_if(skb, SESSMON_A_NS_IPC, ns->ipc, ns->ipc) ||
	    put_u32_if(skb, SESSMON_A_NS_MNT, ns->mnt, ns->mnt) ||
	    put_u32_if(skb, SESSMON_A_NS_NET, ns->net, ns->net) ||
	    put_u32_if(skb, SESSMON_A_NS_PID, ns->pid, ns->pid) ||
	    put_u32_if(skb, SESSMON_A_NS_TIME, ns->time, ns->time) ||
	    put_u32_if(skb, SESSMON_A_NS_UTS, ns->uts, ns->uts))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_exe_strings(struct sk_buff *skb, const struct sessmon_exe *exe)
{
	if (exe->path && put_string(skb, SESSMON_A_EXE_PATH, exe->data + exe->path))
		return -EMSGSIZE;
	if (exe->script && put_string(skb, SESSMON_A_EXE_SCRIPT, exe->data + exe->script))
		return -EMSGSIZE;
	if (exe->cwd && put_string(skb, SESSMON_A_EXE_CWD, exe->data + exe->cwd))
		return -EMSGSIZE;
	if (exe->args && put_bytes(skb, SESSMON_A_EXE_ARGS, exe->args_kept, exe->data + exe->args))
		return -EMSGSIZE;
	return 0;
}

static int put_exe_file(struct sk_buff *skb, const struct sessmon_exe *exe)
{
	if (!exe->file.inode)
		return 0;
	return too_long(put_u32(skb, SESSMON_A_EXE_DEV_MAJOR, MAJOR(exe->file.dev)) ||
			put_u32(skb, SESSMON_A_EXE_DEV_MINOR, MINOR(exe->file.dev)) ||
			put_u64(skb, SESSMON_A_EXE_INODE, exe->file.inode) ||
			put_u32(skb, SESSMON_A_EXE_GENERATION, exe->generation) ||
			put_u32(skb, SESSMON_A_EXE_MODE, exe->mode) ||
			put_u32(skb, SESSMON_A_EXE_UID, exe->uid) ||
			put_u32(skb, SESSMON_A_EXE_GID, exe->gid) ||
			put_u32(skb, SESSMON_A_EXE_NLINK, exe->nlink));
}

/**
 * sessmon_encode_exe() - a program, if it is known
 * @skb: where to
 * @attr: attribute to put it into
 * @exe: the program or NULL
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_exe(struct sk_buff *skb, int attr, const struct sessmon_exe *exe)
{
	union sessmon_role role = sessmon_exe_role(exe);
	struct nlattr *nest;

	if (!exe)
		return 0;
	nest = nest_start(skb, attr);
	if (!nest || put_exe_strings(skb, exe) || put_exe_file(skb, exe) ||
	    put_u32_if(skb, SESSMON_A_EXE_ARGC, exe->argc, exe->argc) ||
	    put_u32_if(skb, SESSMON_A_EXE_ARGS_LEN, exe->args_len, exe->args_len) ||
	    put_u32_if(skb, SESSMON_A_EXE_POLICY_GENERATION, role.generation, role.generation) ||
	    put_u32(skb, SESSMON_A_EXE_FLAGS, exe->flags | role.roles))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_inet(struct sk_buff *skb, const struct sessmon_peer *peer)
{
	int len = peer->family == AF_INET6 ? 16 : 4;

	return put_bytes(skb, SESSMON_A_PEER_ADDRESS, len, peer->address) ||
	       put_u16(skb, SESSMON_A_PEER_PORT, peer->port) ||
	       put_bytes(skb, SESSMON_A_PEER_LOCAL_ADDRESS, len, peer->local_address) ||
	       put_u16(skb, SESSMON_A_PEER_LOCAL_PORT, peer->local_port);
}

static int put_vsock(struct sk_buff *skb, const struct sessmon_peer *peer)
{
	return put_u32(skb, SESSMON_A_PEER_CID, peer->cid) ||
	       put_u32(skb, SESSMON_A_PEER_VSOCK_PORT, peer->port) ||
	       put_u32(skb, SESSMON_A_PEER_LOCAL_VSOCK_PORT, peer->local_port);
}

/**
 * sessmon_encode_peer() - the connection of a session, if there is one
 * @skb: where to
 * @peer: the connection
 *
 * Context: any.
 * Return: 0 or -EMSGSIZE.
 */
int sessmon_encode_peer(struct sk_buff *skb, const struct sessmon_peer *peer)
{
	struct nlattr *nest;

	if (!peer->family)
		return 0;
	nest = nest_start(skb, SESSMON_A_SESSION_PEER);
	if (!nest || (peer->family == AF_VSOCK ? put_vsock(skb, peer) : put_inet(skb, peer)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}
