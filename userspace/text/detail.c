// SPDX-License-Identifier: GPL-2.0-or-later
/* The last column of a line: what is of one type of event only. */
#include "base/clock.h"
#include "base/escape.h"
#include "names/names.h"
#include "text/words.h"

/* A name may have blanks. */
static void put_name(struct buf *b, struct sessmon_str s)
{
	escape_args(b, s);
}

static void detail_fork(struct printer *p, const struct sessmon_event *e)
{
	struct buf *b = &p->line;

	buf_printf(b, "by %u ", e->process.creator.id);
	put_name(b, e->process.comm);
	if (e->process.parent.id != e->process.creator.id)
		buf_printf(b, ", child of %u", e->process.parent.id);
	if (e->clone_flags & ~0xffULL) {
		buf_puts(b, " ");
		name_put_flags(b, &names_clone_flags, e->clone_flags & ~0xffULL);
	}
}

/* A file that is in memory only, has gone or gave rights is the news. */
static void detail_exec(struct printer *p, const struct sessmon_event *e)
{
	const uint32_t dull = SESSMON_EXE_SCRIPT | SESSMON_EXE_HOST_ACCESS | SESSMON_EXE_SCHEDULER |
			      SESSMON_EXE_GETTY | SESSMON_EXE_RELAY | SESSMON_EXE_INLINE |
			      SESSMON_EXE_AT_TERMINAL;
	const struct sessmon_exe *x = &e->process.exe;

	if (x->path.len) {
		escape_text(&p->line, x->path);
		buf_puts(&p->line, ": ");
	}
	print_program(&p->line, x, e->process.comm);
	if (!(x->flags & ~dull))
		return;
	buf_puts(&p->line, " [");
	name_put_flags(&p->line, &names_exe_flags, x->flags & ~dull);
	buf_puts(&p->line, "]");
}

static void detail_exit(struct printer *p, const struct sessmon_event *e)
{
	struct buf *b = &p->line;

	put_name(b, e->process.comm);
	if (sessmon_has(e, SESSMON_A_EVENT_EXIT_SIGNAL)) {
		buf_puts(b, " killed by ");
		signal_put(b, e->exit_signal);
	} else {
		buf_printf(b, " code %u", e->exit_code);
	}
	if (sessmon_has(e, SESSMON_A_EVENT_CORE_DUMPED))
		buf_puts(b, ", core dumped");
	buf_puts(b, " after ");
	clock_put_duration(b, e->lifetime);
}

static void detail_setsid(struct printer *p, const struct sessmon_event *e)
{
	put_name(&p->line, e->process.comm);
	buf_printf(&p->line, " s:%u -> s:%u", e->old_session.id, e->process.session.id);
}

static void detail_setpgid(struct printer *p, const struct sessmon_event *e)
{
	put_name(&p->line, e->process.comm);
	buf_printf(&p->line, " group %u -> %u", e->old_pgid, e->process.pgid);
	if (e->actor.id && e->actor.id != e->process.key.id)
		buf_printf(&p->line, " by %u", e->actor.id);
}

static void changed_id(struct buf *b, const char *name, uint32_t from, uint32_t to,
		       void (*put)(struct buf *b, uint32_t id))
{
	if (from == to)
		return;
	buf_printf(b, " %s ", name);
	put(b, from);
	buf_puts(b, "->");
	put(b, to);
}

static void changed_caps(struct buf *b, const char *name, uint64_t from, uint64_t to)
{
	if (from == to)
		return;
	buf_printf(b, " %s ", name);
	print_capabilities(b, from);
	buf_puts(b, "->");
	print_capabilities(b, to);
}

static void changed_number(struct buf *b, const char *name, uint32_t from, uint32_t to)
{
	if (from != to)
		buf_printf(b, " %s %u->%u", name, from, to);
}

static void detail_creds(struct printer *p, const struct sessmon_event *e)
{
	const struct sessmon_creds *o = &e->old_creds, *n = &e->process.creds;
	struct buf *b = &p->line;

	put_name(b, e->process.comm);
	changed_id(b, "uid", o->uid, n->uid, user_put);
	changed_id(b, "euid", o->euid, n->euid, user_put);
	changed_id(b, "suid", o->suid, n->suid, user_put);
	changed_id(b, "fsuid", o->fsuid, n->fsuid, user_put);
	changed_id(b, "gid", o->gid, n->gid, group_put);
	changed_id(b, "egid", o->egid, n->egid, group_put);
	changed_id(b, "sgid", o->sgid, n->sgid, group_put);
	changed_id(b, "fsgid", o->fsgid, n->fsgid, group_put);
	changed_caps(b, "permitted", o->cap_permitted, n->cap_permitted);
	changed_caps(b, "effective", o->cap_effective, n->cap_effective);
	changed_caps(b, "inheritable", o->cap_inheritable, n->cap_inheritable);
	changed_caps(b, "bounding", o->cap_bounding, n->cap_bounding);
	changed_caps(b, "ambient", o->cap_ambient, n->cap_ambient);
	changed_number(b, "securebits", o->securebits, n->securebits);
	changed_number(b, "userns", o->user_ns, n->user_ns);
	if (sessmon_has(n, SESSMON_A_CREDS_GROUPS_CHANGED))
		buf_puts(b, " groups changed");
	if (sessmon_has(e, SESSMON_A_EVENT_BY_EXEC))
		buf_puts(b, " by exec");
	if (sessmon_has(e, SESSMON_A_EVENT_PRIVILEGE_GAINED))
		buf_puts(b, " PRIVILEGE GAINED");
	if (sessmon_has(e, SESSMON_A_EVENT_TID))
		buf_printf(b, " in thread %u", e->tid);
}

static void detail_reparent(struct printer *p, const struct sessmon_event *e)
{
	put_name(&p->line, e->process.comm);
	buf_printf(&p->line, " parent %u -> %u (", e->old_parent.id, e->process.parent.id);
	name_put(&p->line, &names_reparent, e->reparent_reason);
	buf_puts(&p->line, ")");
}

static void detail_namespaces(struct printer *p, const struct sessmon_event *e)
{
	const struct sessmon_ns *o = &e->old_ns, *n = &e->process.ns;
	struct buf *b = &p->line;

	put_name(b, e->process.comm);
	changed_number(b, "cgroup", o->cgroup, n->cgroup);
	changed_number(b, "ipc", o->ipc, n->ipc);
	changed_number(b, "mnt", o->mnt, n->mnt);
	changed_number(b, "net", o->net, n->net);
	changed_number(b, "pid", o->pid, n->pid);
	changed_number(b, "time", o->time, n->time);
	changed_number(b, "uts", o->uts, n->uts);
}

static void detail_ptrace(struct printer *p, const struct sessmon_event *e)
{
	put_name(&p->line, e->process.comm);
	buf_puts(&p->line, " ");
	name_put(&p->line, &names_ptrace, e->ptrace_action);
	if (e->actor.id)
		buf_printf(&p->line, " by %u", e->actor.id);
}

static void detail_rename(struct printer *p, const struct sessmon_event *e)
{
	put_name(&p->line, e->old_comm);
	buf_puts(&p->line, " -> ");
	put_name(&p->line, e->process.comm);
}

/* A session is told by who is in it and what its leader runs. */
static void detail_session(struct printer *p, const struct sessmon_event *e)
{
	words_session(p, &e->session);
	buf_puts(&p->line, ": ");
	print_program(&p->line, &e->session.leader, e->session.comm);
}

/* The kind of a session at its start may change: a login has no terminal or program yet. */
static void detail_session_start(struct printer *p, const struct sessmon_event *e)
{
	words_kind(p, e->session.session_class);
	buf_puts(&p->line, ": ");
	detail_session(p, e);
}

static void detail_session_end(struct printer *p, const struct sessmon_event *e)
{
	unsigned int n = e->session.total;

	buf_puts(&p->line, "after ");
	clock_put_duration(&p->line, e->lifetime);
	buf_printf(&p->line, " and %u process%s: ", n, n == 1 ? "" : "es");
	detail_session(p, e);
}

static void detail_session_tty(struct printer *p, const struct sessmon_event *e)
{
	name_put(&p->line, &names_tty_action, e->tty_action);
	buf_puts(&p->line, " ");
	tty_put(&p->line, &e->tty);
	buf_puts(&p->line, ": ");
	detail_session(p, e);
}

static void detail_session_class(struct printer *p, const struct sessmon_event *e)
{
	words_kind(p, e->session.session_class);
	buf_puts(&p->line, ", was ");
	words_kind(p, e->old_class);
	buf_puts(&p->line, " (");
	name_put(&p->line, &names_reason, e->session.reason);
	buf_puts(&p->line, "): ");
	detail_session(p, e);
}

/* Its program goes without saying: it is what runs. */
static void detail_session_leader(struct printer *p, const struct sessmon_event *e)
{
	if (!sessmon_has(e, SESSMON_A_EVENT_BY_EXEC)) {
		buf_puts(&p->line, "is ");
		user_put(&p->line, e->session.uid);
		if (e->session.euid != e->session.uid) {
			buf_puts(&p->line, " acting as ");
			user_put(&p->line, e->session.euid);
		}
		buf_puts(&p->line, ": ");
	}
	detail_session(p, e);
}

static void detail_session_flags(struct printer *p, const struct sessmon_event *e)
{
	uint32_t new = e->session.flags & ~e->old_flags;

	/* The word before says it already. */
	if (new == SESSMON_SESSION_OUTLIVES_LOGIN)
		buf_puts(&p->line, "its login");
	else
		name_put_flags(&p->line, &names_session_flags, new);
	buf_puts(&p->line, ": ");
	detail_session(p, e);
}

static void lost_by_type(struct buf *b, const struct sessmon_counter_list *c)
{
	uint32_t i;

	for (i = 0; i < c->n; i++) {
		buf_printf(b, "%s%llu ", i ? ", " : "", (unsigned long long)c->list[i].lost);
		name_put(b, &names_event, c->list[i].type);
	}
}

static void detail_lost(struct printer *p, const struct sessmon_event *e)
{
	unsigned long long n = e->loss.count;
	struct buf *b = &p->line;

	switch (e->loss.where) {
	case SESSMON_LOSS_NONE:
	case SESSMON_LOSS_RING:
		if (e->counters.n)
			lost_by_type(b, &e->counters);
		else
			buf_printf(b, "%llu events", n);
		buf_puts(b, ", in the kernel's ring");
		break;
	case SESSMON_LOSS_SOCKET:
		buf_printf(b, "%llu events of group ", n);
		name_put_flags(b, &names_groups, e->loss.group);
		buf_puts(b, ", this reader was too slow");
		break;
	case SESSMON_LOSS_OVERRUN:
		buf_puts(b, "some events, this reader was too slow; the number follows");
		break;
	case SESSMON_LOSS_TRUNCATED:
		buf_puts(b, "a message that was too large; the number follows");
		break;
	case SESSMON_LOSS_DEMOTED:
		buf_puts(
			b,
			"all that was held for this reader, which was too slow; the number follows");
		break;
	case SESSMON_LOSS_UNLOADED:
		buf_puts(b, "what happened while the module was not loaded");
		break;
	}
}

static void detail_attached(struct printer *p, const struct sessmon_event *e)
{
	buf_puts(&p->line, "hooks ");
	name_put_flags(&p->line, &names_hooks, e->hooks);
}

static void detail_detaching(struct printer *p, const struct sessmon_event *e)
{
	(void)e;
	buf_puts(&p->line, "the module goes away");
}

static void detail_exists(struct printer *p, const struct sessmon_event *e)
{
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		detail_session_start(p, e);
	else
		print_program(&p->line, &e->process.exe, e->process.comm);
}

void print_detail(struct printer *p, const struct sessmon_event *e)
{
	static void (*const details[])(struct printer * p, const struct sessmon_event *e) = {
		[SESSMON_EVENT_UNSPEC] = detail_exists,
		[SESSMON_EVENT_FORK] = detail_fork,
		[SESSMON_EVENT_EXEC] = detail_exec,
		[SESSMON_EVENT_EXIT] = detail_exit,
		[SESSMON_EVENT_SETSID] = detail_setsid,
		[SESSMON_EVENT_SETPGID] = detail_setpgid,
		[SESSMON_EVENT_CREDS] = detail_creds,
		[SESSMON_EVENT_REPARENT] = detail_reparent,
		[SESSMON_EVENT_NAMESPACES] = detail_namespaces,
		[SESSMON_EVENT_PTRACE] = detail_ptrace,
		[SESSMON_EVENT_RENAME] = detail_rename,
		[SESSMON_EVENT_SESSION_START] = detail_session_start,
		[SESSMON_EVENT_SESSION_END] = detail_session_end,
		[SESSMON_EVENT_SESSION_TTY] = detail_session_tty,
		[SESSMON_EVENT_SESSION_CLASS] = detail_session_class,
		[SESSMON_EVENT_SESSION_FLAGS] = detail_session_flags,
		[SESSMON_EVENT_SESSION_LEADER] = detail_session_leader,
		[SESSMON_EVENT_LOST] = detail_lost,
		[SESSMON_EVENT_ATTACHED] = detail_attached,
		[SESSMON_EVENT_DETACHING] = detail_detaching,
		[SESSMON_EVENT_HOOKS] = detail_attached,
	};

	if (e->type < sizeof(details) / sizeof(details[0]) && details[e->type])
		details[e->type](p, e);
}
