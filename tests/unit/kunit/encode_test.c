// SPDX-License-Identifier: GPL-2.0-only
/*
 * The encoder: everything fits where it must, and what does not fit leaves no trace.
 */
#include <kunit/test.h>
#include <linux/in6.h>
#include <linux/kdev_t.h>
#include <linux/rcupdate.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <net/netlink.h>

#include "observer.h"
#include "wire/encode.h"
#include "wire/encode_fact.h"

/**
 * struct fixture - objects whose every fact is there, and as long as it can be
 * @exe: a program
 * @s: a session that is no entry itself
 * @entry: its entry
 * @view: a copy of a process; too large for the stack
 * @rec: a record
 */
struct fixture {
	struct sessmon_exe *exe;
	struct sessmon_session *s;
	struct sessmon_session *entry;
	struct sessmon_process_view view;
	struct sessmon_ring_record rec;
};

static const struct sessmon_key key = { .id = 0x7fffffff, .start = U64_MAX };
static const struct sessmon_key old_key = { .id = 0x7ffffffe, .start = U64_MAX };
static const struct sessmon_tty tty = {
	.dev = MKDEV(136, 1048575),
	.instance = U32_MAX,
	.name = "abcdefghijklmnopqrstuvw",
};

static struct sessmon_exe *largest_program(struct kunit *test)
{
	size_t size = 1 + 3 * PATH_MAX + SESSMON_ARGS_KEPT;
	struct sessmon_exe *exe = sessmon_exe_alloc(size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, exe);
	exe->data[0] = '\0';
	memset(exe->data + 1, 'x', size - 1);
	exe->path = 1;
	exe->script = exe->path + PATH_MAX;
	exe->cwd = exe->script + PATH_MAX;
	exe->args = exe->cwd + PATH_MAX;
	exe->data[exe->script - 1] = '\0';
	exe->data[exe->cwd - 1] = '\0';
	exe->data[exe->args - 1] = '\0';
	exe->args_kept = SESSMON_ARGS_KEPT;
	exe->args_len = U32_MAX;
	exe->argc = U32_MAX;
	exe->file.inode = U64_MAX;
	exe->file.dev = MKDEV(259, 1);
	exe->flags = U32_MAX;
	return exe;
}

static const struct sessmon_counters losses = {
	.lost = { [0 ... SESSMON_EVENT_TYPES - 1] = U64_MAX },
};

static bool is_of_session(enum sessmon_event_type type)
{
	return type == SESSMON_EVENT_SESSION_FLAGS || type == SESSMON_EVENT_SESSION_LEADER ||
	       (type >= SESSMON_EVENT_SESSION_START && type <= SESSMON_EVENT_SESSION_CLASS);
}

static void fill_record(struct fixture *f, enum sessmon_event_type type)
{
	struct sessmon_ring_record *r = &f->rec;

	memset(r, 0xff, sizeof(*r));
	r->type = type;
	r->process = key;
	r->session_key = key;
	r->parent = old_key;
	r->other = old_key;
	r->audit = (struct sessmon_audit){ 1000, 1 };
	r->tty = tty;
	strscpy(r->comm, "fifteen letters", sizeof(r->comm));
	r->exe = f->exe;
	r->session = is_of_session(type) ? f->s : NULL;
	r->by_exec = true;
	r->replayed = true;
	if (type == SESSMON_EVENT_CREDS) {
		r->creds.groups_changed = true;
		r->creds.privilege_gained = true;
	} else if (type == SESSMON_EVENT_LOST) {
		r->losses = &losses;
	} else {
		strscpy(r->old_comm, "fifteen letters", sizeof(r->old_comm));
	}
}

static void fill_view(struct fixture *f)
{
	struct sessmon_process *p = &f->view.process;

	memset(p, 0xff, sizeof(*p));
	p->key = key;
	p->creator = old_key;
	p->parent_key = old_key;
	p->exe = f->exe;
	p->audit = (struct sessmon_audit){ 1000, 1 };
	strscpy(p->comm, "fifteen letters", sizeof(p->comm));
	f->view.session = key;
	f->view.tty = tty;
}

static struct sessmon_session *largest_session(struct kunit *test, const struct sessmon_key *k,
					       struct sessmon_session *from,
					       struct sessmon_exe *exe, u32 flags)
{
	struct sessmon_leader leader = {
		.exe = exe,
		.uid = U32_MAX,
		.euid = U32_MAX,
		.audit = { 1000, 1 },
		.vpid = U32_MAX,
		.pid_ns = U32_MAX,
		.cgroup = U64_MAX,
		.comm = "fifteen letters",
	};
	struct sessmon_peer peer = { .family = AF_INET6, .port = 65535, .local_port = 65535 };
	struct sessmon_session *s;

	rcu_read_lock();
	s = sessmon_session_create(k, from, &leader, flags);
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, s);
	sessmon_session_gain_tty(s, &tty);
	rcu_read_lock();
	sessmon_session_announce(s, &peer);
	rcu_read_unlock();
	return s;
}

static int fixture_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	KUNIT_ASSERT_EQ(test, observer_start(64), 0);
	KUNIT_ASSERT_EQ(test, sessmon_sessions_init(), 0);
	f->exe = largest_program(test);
	f->entry = largest_session(test, &old_key, NULL, f->exe, 0);
	f->s = largest_session(test, &key, f->entry, f->exe, U32_MAX);
	observer_forget();
	return 0;
}

static void fixture_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	rcu_read_lock();
	sessmon_session_leave(f->s, true);
	sessmon_session_leave(f->entry, true);
	rcu_read_unlock();
	sessmon_exe_put(f->exe);
	observer_stop();
	sessmon_sessions_exit();
}

static struct sk_buff *room_for(struct kunit *test, unsigned int bytes)
{
	struct sk_buff *skb = alloc_skb(bytes, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	/* alloc_skb() rounds up: what is too much must be out of reach. */
	skb_reserve(skb, skb_tailroom(skb) - bytes);
	return skb;
}

/* Walk the attributes of one level; -EINVAL if they do not fill it exactly. */
static int well_formed(const void *data, int len, unsigned int max)
{
	const struct nlattr *a;
	int left;

	nla_for_each_attr(a, (const struct nlattr *)data, len, left)
		if (!nla_type(a) || nla_type(a) > max)
			return -EINVAL;
	return left ? -EINVAL : 0;
}

static void event_of_each_type(struct kunit *test)
{
	const enum sessmon_event_type *type = test->param_value;
	struct sk_buff *skb = room_for(test, SESSMON_EVENT_BYTES_MAX);
	struct fixture *f = test->priv;
	const struct nlattr *a = (void *)skb->data, *tb;
	unsigned int used;
	u32 told = 0;

	fill_record(f, *type);
	KUNIT_EXPECT_EQ(test, sessmon_encode_event(skb, &f->rec), 0);
	used = skb->len;
	KUNIT_EXPECT_LE(test, used, SESSMON_EVENT_BYTES_MAX);
	KUNIT_EXPECT_EQ(test, well_formed(skb->data, skb->len, SESSMON_A_MAX), 0);
	KUNIT_EXPECT_EQ(test, nla_type(a), (int)SESSMON_A_EVENT);
	KUNIT_EXPECT_EQ(test, well_formed(nla_data(a), nla_len(a), SESSMON_A_EVENT_MAX), 0);
	tb = nla_find_nested(a, SESSMON_A_EVENT_TYPE);
	if (tb)
		told = nla_get_u32(tb);
	KUNIT_EXPECT_EQ(test, told, (u32)*type);
	tb = nla_find_nested(a, SESSMON_A_EVENT_PROCESS);
	KUNIT_EXPECT_EQ(test, !tb, !!f->rec.session);
	if (tb)
		KUNIT_EXPECT_EQ(test, well_formed(nla_data(tb), nla_len(tb), SESSMON_A_PROCESS_MAX),
				0);
	tb = nla_find_nested(a, SESSMON_A_EVENT_SESSION);
	KUNIT_EXPECT_EQ(test, !tb, !f->rec.session);
	if (tb)
		KUNIT_EXPECT_EQ(test, well_formed(nla_data(tb), nla_len(tb), SESSMON_A_SESSION_MAX),
				0);
	kunit_info(test, "%u of %u bytes\n", used, SESSMON_EVENT_BYTES_MAX);
	kfree_skb(skb);
}

/* One size after the other, up to the one that is enough. */
static void an_event_that_does_not_fit_leaves_no_trace(struct kunit *test)
{
	static const enum sessmon_event_type types[] = {
		SESSMON_EVENT_FORK,	  SESSMON_EVENT_EXIT,	     SESSMON_EVENT_CREDS,
		SESSMON_EVENT_NAMESPACES, SESSMON_EVENT_SESSION_TTY,
	};
	struct fixture *f = test->priv;
	unsigned int i, bytes, enough, traces;
	struct sk_buff *skb;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		fill_record(f, types[i]);
		f->rec.exe = NULL;
		enough = 0;
		traces = 0;
		for (bytes = 8; !enough && bytes < 4096; bytes += 4) {
			skb = room_for(test, bytes);
			nla_put_u32(skb, SESSMON_A_VERSION, 1); /* What was there before. */
			if (!sessmon_encode_event(skb, &f->rec))
				enough = skb->len;
			else
				traces += skb->len != nla_total_size(sizeof(u32)) ||
					  skb_tail_pointer(skb) != skb->data + skb->len;
			kfree_skb(skb);
		}
		KUNIT_EXPECT_EQ(test, traces, 0U);
		KUNIT_EXPECT_EQ(test, enough, bytes - 4);
	}
}

static void a_program_of_the_largest_size_does_not_fit_into_a_page(struct kunit *test)
{
	struct sk_buff *skb = room_for(test, PAGE_SIZE);
	struct fixture *f = test->priv;

	fill_record(f, SESSMON_EVENT_EXEC);
	KUNIT_EXPECT_EQ(test, sessmon_encode_event(skb, &f->rec), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, skb->len, 0U);
	kfree_skb(skb);
}

static void the_largest_process_fits_into_a_reply(struct kunit *test)
{
	struct sk_buff *skb = room_for(test, SESSMON_EVENT_BYTES_MAX);
	struct fixture *f = test->priv;

	fill_view(f);
	KUNIT_EXPECT_EQ(test, sessmon_encode_process(skb, &f->view), 0);
	KUNIT_EXPECT_EQ(test, well_formed(skb->data, skb->len, SESSMON_A_MAX), 0);
	/* The reply ends with a number. */
	KUNIT_EXPECT_GE(test, skb_tailroom(skb), nla_total_size(sizeof(u64)));
	kfree_skb(skb);
}

static void the_largest_session_fits_into_a_reply(struct kunit *test)
{
	struct sk_buff *skb = room_for(test, SESSMON_EVENT_BYTES_MAX);
	struct sessmon_session_view *v = kunit_kzalloc(test, sizeof(*v), GFP_KERNEL);
	struct fixture *f = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, v);
	rcu_read_lock();
	sessmon_session_view(f->s, v);
	rcu_read_unlock();
	v->origin = old_key;
	KUNIT_EXPECT_EQ(test, sessmon_encode_session(skb, SESSMON_A_SESSION, v), 0);
	sessmon_exe_put(v->leader.exe);
	KUNIT_EXPECT_EQ(test, well_formed(skb->data, skb->len, SESSMON_A_MAX), 0);
	KUNIT_EXPECT_GE(test, skb_tailroom(skb), nla_total_size(sizeof(u64)));
	kfree_skb(skb);
}

static void a_machine_by_vsock_is_told_without_addresses(struct kunit *test)
{
	struct sk_buff *skb = room_for(test, SESSMON_EVENT_BYTES_MAX);
	struct sessmon_peer peer = {
		.family = AF_VSOCK, .cid = 2, .port = U32_MAX - 1, .local_port = 22
	};
	const struct nlattr *nest = (void *)skb->data, *a;

	KUNIT_EXPECT_EQ(test, sessmon_encode_peer(skb, &peer), 0);
	KUNIT_EXPECT_EQ(test, well_formed(nla_data(nest), nla_len(nest), SESSMON_A_PEER_MAX), 0);
	KUNIT_EXPECT_NULL(test, nla_find_nested(nest, SESSMON_A_PEER_ADDRESS));
	a = nla_find_nested(nest, SESSMON_A_PEER_CID);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_EXPECT_EQ(test, nla_get_u32(a), 2U);
	a = nla_find_nested(nest, SESSMON_A_PEER_VSOCK_PORT);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_EXPECT_EQ(test, nla_get_u32(a), U32_MAX - 1);
	kfree_skb(skb);
}

static void all_counters_fit_into_a_reply(struct kunit *test)
{
	struct sessmon_counters *sum = observer_counters(test);
	struct sk_buff *skb = room_for(test, NLMSG_GOODSIZE);
	unsigned int all, lost;

	KUNIT_EXPECT_EQ(test, sessmon_encode_counters(skb, SESSMON_A_COUNTERS, sum, false), 0);
	all = skb->len;
	skb_trim(skb, 0);
	memset(sum->lost, 0, sizeof(sum->lost));
	KUNIT_EXPECT_EQ(test, sessmon_encode_counters(skb, SESSMON_A_COUNTERS, sum, true), 0);
	KUNIT_EXPECT_EQ(test, skb->len, 0U);
	sum->lost[SESSMON_EVENT_FORK] = 1;
	KUNIT_EXPECT_EQ(test, sessmon_encode_counters(skb, SESSMON_A_COUNTERS, sum, true), 0);
	lost = skb->len;
	KUNIT_EXPECT_GT(test, lost, 0U);
	KUNIT_EXPECT_LT(test, lost * (SESSMON_EVENT_TYPES - 1), all);
	kfree_skb(skb);
}

/**
 * struct exit_case - how an exit status is told
 * @desc: what must hold
 * @status: as wait(2) has it
 * @code: exit code or -1
 * @signal: signal or -1
 * @core: a core was dumped
 */
struct exit_case {
	const char *desc;
	u32 status;
	int code, signal;
	bool core;
};

static const struct exit_case exit_cases[] = {
	{ "success is code 0", 0, 0, -1, false },
	{ "a code is told as a code", 3 << 8, 3, -1, false },
	{ "the largest code is told as a code", 255 << 8, 255, -1, false },
	{ "a signal is told as a signal", 9, -1, 9, false },
	{ "a signal with a core is told with the core", 11 | 0x80, -1, 11, true },
	{ "the last real-time signal is told as a signal", 64, -1, 64, false },
};

static void exit_status(struct kunit *test)
{
	const struct exit_case *c = test->param_value;
	struct sk_buff *skb = room_for(test, SESSMON_EVENT_BYTES_MAX);
	struct fixture *f = test->priv;
	const struct nlattr *code, *signal;

	fill_record(f, SESSMON_EVENT_EXIT);
	f->rec.value = c->status;
	f->rec.boottime = 5000;
	f->rec.process.start = 2000;
	KUNIT_EXPECT_EQ(test, sessmon_encode_event(skb, &f->rec), 0);
	code = nla_find_nested((void *)skb->data, SESSMON_A_EVENT_EXIT_CODE);
	signal = nla_find_nested((void *)skb->data, SESSMON_A_EVENT_EXIT_SIGNAL);
	KUNIT_EXPECT_EQ(test, code ? (int)nla_get_u32(code) : -1, c->code);
	KUNIT_EXPECT_EQ(test, signal ? (int)nla_get_u32(signal) : -1, c->signal);
	KUNIT_EXPECT_EQ(test, !!nla_find_nested((void *)skb->data, SESSMON_A_EVENT_CORE_DUMPED),
			c->core);
	code = nla_find_nested((void *)skb->data, SESSMON_A_EVENT_LIFETIME);
	KUNIT_EXPECT_EQ(test, code ? nla_get_u64(code) : 0, 3000ULL);
	kfree_skb(skb);
}

static void what_is_not_known_is_left_out(struct kunit *test)
{
	struct sk_buff *skb = room_for(test, SESSMON_EVENT_BYTES_MAX);
	struct sessmon_ring_record *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);
	const struct nlattr *who;

	KUNIT_ASSERT_NOT_NULL(test, r);
	r->type = SESSMON_EVENT_EXEC;
	r->process = key;
	r->audit = (struct sessmon_audit){ -1, -1 };
	KUNIT_EXPECT_EQ(test, sessmon_encode_event(skb, r), 0);
	KUNIT_EXPECT_NULL(test, nla_find_nested((void *)skb->data, SESSMON_A_EVENT_TID));
	who = nla_find_nested((void *)skb->data, SESSMON_A_EVENT_PROCESS);
	KUNIT_ASSERT_NOT_NULL(test, who);
	KUNIT_EXPECT_NULL(test, nla_find_nested(who, SESSMON_A_PROCESS_EXE));
	KUNIT_EXPECT_NULL(test, nla_find_nested(who, SESSMON_A_PROCESS_PARENT));
	KUNIT_EXPECT_NULL(test, nla_find_nested(who, SESSMON_A_PROCESS_TTY));
	KUNIT_EXPECT_NULL(test, nla_find_nested(who, SESSMON_A_PROCESS_LOGINUID));
	KUNIT_EXPECT_NULL(test, nla_find_nested(who, SESSMON_A_PROCESS_AUDIT_SESSION));
	kfree_skb(skb);
}

static const enum sessmon_event_type types[] = {
	SESSMON_EVENT_FORK,	      SESSMON_EVENT_EXEC,	   SESSMON_EVENT_EXIT,
	SESSMON_EVENT_SETSID,	      SESSMON_EVENT_SETPGID,	   SESSMON_EVENT_CREDS,
	SESSMON_EVENT_REPARENT,	      SESSMON_EVENT_NAMESPACES,	   SESSMON_EVENT_PTRACE,
	SESSMON_EVENT_RENAME,	      SESSMON_EVENT_SESSION_START, SESSMON_EVENT_SESSION_END,
	SESSMON_EVENT_SESSION_TTY,    SESSMON_EVENT_SESSION_CLASS, SESSMON_EVENT_LOST,
	SESSMON_EVENT_ATTACHED,	      SESSMON_EVENT_DETACHING,	   SESSMON_EVENT_SESSION_FLAGS,
	SESSMON_EVENT_SESSION_LEADER, SESSMON_EVENT_HOOKS,
};

static_assert(ARRAY_SIZE(types) == SESSMON_EVENT_TYPES - 1, "a type is missing");

static void describe_type(const enum sessmon_event_type *type, char *desc)
{
	static const char *const names[] = {
		[SESSMON_EVENT_FORK] = "fork",
		[SESSMON_EVENT_EXEC] = "exec",
		[SESSMON_EVENT_EXIT] = "exit",
		[SESSMON_EVENT_SETSID] = "setsid",
		[SESSMON_EVENT_SETPGID] = "setpgid",
		[SESSMON_EVENT_CREDS] = "creds",
		[SESSMON_EVENT_REPARENT] = "reparent",
		[SESSMON_EVENT_NAMESPACES] = "namespaces",
		[SESSMON_EVENT_PTRACE] = "ptrace",
		[SESSMON_EVENT_RENAME] = "rename",
		[SESSMON_EVENT_SESSION_START] = "session-start",
		[SESSMON_EVENT_SESSION_END] = "session-end",
		[SESSMON_EVENT_SESSION_TTY] = "session-tty",
		[SESSMON_EVENT_SESSION_CLASS] = "session-class",
		[SESSMON_EVENT_LOST] = "lost",
		[SESSMON_EVENT_ATTACHED] = "attached",
		[SESSMON_EVENT_DETACHING] = "detaching",
		[SESSMON_EVENT_SESSION_FLAGS] = "session-flags",
		[SESSMON_EVENT_SESSION_LEADER] = "session-leader",
		[SESSMON_EVENT_HOOKS] = "hooks",
	};

	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "the largest %s fits and is well formed",
		 names[*type]);
}

KUNIT_ARRAY_PARAM(type, types, describe_type);
KUNIT_ARRAY_PARAM_DESC(exit, exit_cases, desc);

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(event_of_each_type, type_gen_params),
	KUNIT_CASE(an_event_that_does_not_fit_leaves_no_trace),
	KUNIT_CASE(a_program_of_the_largest_size_does_not_fit_into_a_page),
	KUNIT_CASE(the_largest_process_fits_into_a_reply),
	KUNIT_CASE(the_largest_session_fits_into_a_reply),
	KUNIT_CASE(a_machine_by_vsock_is_told_without_addresses),
	KUNIT_CASE(all_counters_fit_into_a_reply),
	KUNIT_CASE_PARAM(exit_status, exit_gen_params),
	KUNIT_CASE(what_is_not_known_is_left_out),
	{}
};

static struct kunit_suite suite = {
	.name = "sessmon_encode",
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
