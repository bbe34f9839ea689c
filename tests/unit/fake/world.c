// SPDX-License-Identifier: GPL-2.0-or-later
#include "world.h"

/* clang-format off: tables read better as tables. */

#define P(attr) BIT(SESSMON_A_PROCESS_##attr)
#define S(attr) BIT(SESSMON_A_SESSION_##attr)
#define X(attr) BIT(SESSMON_A_EXE_##attr)
#define C(attr) BIT(SESSMON_A_CREDS_##attr)
#define E(attr) BIT(SESSMON_A_EVENT_##attr)
#define KEY(pid, s)                                                                   \
	{                                                                             \
		.has = BIT(SESSMON_A_KEY_ID) | BIT(SESSMON_A_KEY_START), .id = (pid), \
		.start = (s)*SECOND + (pid)                                           \
	}

#define ALL_CREDS                                                                        \
	(C(UID) | C(EUID) | C(SUID) | C(FSUID) | C(GID) | C(EGID) | C(SGID) | C(FSGID) | \
	 C(CAP_INHERITABLE) | C(CAP_PERMITTED) | C(CAP_EFFECTIVE) | C(CAP_BOUNDING) |    \
	 C(CAP_AMBIENT) | C(SECUREBITS) | C(USER_NS))
#define ALL_CAPS 0x1ffffffffffULL
#define CREDS(id, caps)                                                                          \
	{                                                                                        \
		.has = ALL_CREDS, .uid = (id), .euid = (id), .suid = (id), .fsuid = (id),        \
		.gid = (id), .egid = (id), .sgid = (id), .fsgid = (id), .cap_permitted = (caps), \
		.cap_effective = (caps), .cap_bounding = ALL_CAPS, .user_ns = 4026531837         \
	}
#define NS                                                                                  \
	{                                                                                   \
		.has = 0xfe, .cgroup = 4026531835, .ipc = 4026531839, .mnt = 4026531841,    \
		.net = 4026531840, .pid = 4026531836, .time = 4026531834, .uts = 4026531838 \
	}
#define EXE(path_, args_, argc_, flags_)                                                      \
	{                                                                                     \
		.has = X(PATH) | X(CWD) | X(ARGS) | X(ARGC) | X(ARGS_LEN) | X(DEV_MAJOR) |    \
		       X(DEV_MINOR) | X(INODE) | X(GENERATION) | X(MODE) | X(UID) | X(GID) |  \
		       X(NLINK) | X(FLAGS),                                                   \
		.path = TEXT(path_), .cwd = TEXT("/"), .args = { args_, sizeof(args_) },      \
		.argc = (argc_), .args_len = sizeof(args_), .dev_major = 254, .dev_minor = 1, \
		.inode = 1234, .mode = 0100755, .nlink = 1, .flags = (flags_)                 \
	}
#define TTY_ALL (BIT(SESSMON_A_TTY_MAJOR) | BIT(SESSMON_A_TTY_MINOR) | BIT(SESSMON_A_TTY_NAME))
#define PTS(n, text)                                                           \
	{                                                                      \
		.has = TTY_ALL, .major = 136, .minor = (n), .name = TEXT(text) \
	}

#define PROCESS(pid, at, parent_, session_, class_, comm_, exe_, creds_, more, ...)                \
	{                                                                                          \
		.has = P(KEY) | P(PARENT) | P(SESSION) | P(CLASS) | P(PGID) | P(VPID) | P(FLAGS) | \
		       P(COMM) | P(EXEC_COUNT) | P(EXE) | P(CREDS) | P(NAMESPACES) | P(CGROUP) |   \
		       P(LAST_SEQ) | (more),                                                       \
		.key = KEY(pid, at), .parent = parent_, .session = session_,                       \
		.session_class = SESSMON_CLASS_##class_, .pgid = (pid), .vpid = (pid),             \
		.comm = TEXT(comm_), .exe = exe_, .creds = creds_, .ns = NS, .cgroup = 77,         \
		.last_seq = 100, .exec_count = 1, __VA_ARGS__                                      \
	}

#define NONE      \
	{         \
		0 \
	}
#define INIT	   KEY(1, 0)
#define LISTENER   KEY(200, 20)
#define CONNECTION KEY(300, 30)
#define LOGIN	   KEY(310, 31)
#define TMUX	   KEY(400, 40)
#define PANE	   KEY(410, 41)
#define CRON	   KEY(500, 50)

/* What a hostile user would put into the arguments of a program. */
#define EVIL \
	"sh\0-c\0\033]0;owned\007\033[31m\0line\nbreak\0\xff\xfe\0\xe2\x80\xaegnp.exe\0\0\"q\" \\ 'x'"

const struct sessmon_process world_processes[] = {
	PROCESS(1, 0, NONE, INIT, INIT, "systemd",
		EXE("/usr/lib/systemd/systemd", "/sbin/init", 1, 0), CREDS(0, ALL_CAPS), 0,
		.flags = SESSMON_PROCESS_INFERRED),
	PROCESS(2, 0, NONE, NONE, KERNEL, "kthreadd", { 0 }, CREDS(0, ALL_CAPS), 0,
		.flags = SESSMON_PROCESS_KTHREAD | SESSMON_PROCESS_INFERRED),
	PROCESS(200, 20, INIT, LISTENER, HOST_ACCESS, "sshd",
		EXE("/usr/sbin/sshd", "sshd: /usr/sbin/sshd -D [listener]", 1,
		    SESSMON_EXE_HOST_ACCESS),
		CREDS(0, ALL_CAPS), 0),
	PROCESS(300, 30, LISTENER, CONNECTION, HOST_ACCESS, "sshd",
		EXE("/usr/sbin/sshd", "sshd: alice [priv]", 1, SESSMON_EXE_HOST_ACCESS),
		CREDS(0, ALL_CAPS), 0),
	PROCESS(310, 31, CONNECTION, LOGIN, INTERACTIVE_REMOTE, "bash",
		EXE("/usr/bin/bash", "-bash", 1, SESSMON_EXE_AT_TERMINAL), CREDS(1000, 0),
		P(TTY) | P(LOGINUID) | P(AUDIT_SESSION), .tty = PTS(0, "pts0"), .loginuid = 1000,
		.audit_session = 3),
	PROCESS(320, 32, LOGIN, LOGIN, INTERACTIVE_REMOTE, "vim",
		EXE("/usr/bin/vim", "vim\0notes of today", 2, SESSMON_EXE_AT_TERMINAL),
		CREDS(1000, 0), P(TTY), .tty = PTS(0, "pts0")),
	PROCESS(321, 33, KEY(320, 32), LOGIN, INTERACTIVE_REMOTE, "\033[5mx",
		EXE("/usr/bin/dash", EVIL, 7, SESSMON_EXE_ARGS_TRUNCATED), CREDS(1000, 0x3000),
		P(TTY), .tty = PTS(0, "pts0")),
	PROCESS(400, 40, INIT, TMUX, SERVICE, "tmux: server", EXE("/usr/bin/tmux", "tmux", 1, 0),
		CREDS(1000, 0), 0),
	PROCESS(410, 41, TMUX, PANE, TERMINAL, "bash",
		EXE("/usr/bin/bash", "-bash", 1, SESSMON_EXE_FALLBACK), CREDS(1000, 0), P(TTY),
		.tty = PTS(1, "pts1")),
	PROCESS(500, 50, INIT, CRON, SERVICE, "cron",
		EXE("/usr/sbin/cron", "/usr/sbin/cron\0-f", 2, SESSMON_EXE_SCHEDULER),
		CREDS(0, ALL_CAPS), 0),
};

const unsigned int world_n_processes = sizeof(world_processes) / sizeof(world_processes[0]);

#define SESSION(pid, at, from, class_, reason_, type, comm_, exe_, id, more, ...)                 \
	{                                                                                         \
		.has = S(KEY) | S(CLASS) | S(REASON) | S(FLAGS) | S(ENTRY_TYPE) | S(ENTRY_UID) |  \
		       S(UID) | S(EUID) | S(MEMBERS) | S(TOTAL) | S(LEADER) | S(COMM) | S(VPID) | \
		       S(CGROUP) | S(PID_NS) | S(LAST_SEQ) | S(CREATED_FROM) | (more),            \
		.key = KEY(pid, at), .created_from = from,                                        \
		.session_class = SESSMON_CLASS_##class_, .reason = SESSMON_REASON_##reason_,      \
		.entry_type = SESSMON_ENTRY_##type, .comm = TEXT(comm_), .leader = exe_,          \
		.uid = (id), .euid = (id), .entry_uid = (id), .vpid = (pid), .members = 1,        \
		.total = 4, .pid_ns = 4026531836, .cgroup = 77, .last_seq = 100, __VA_ARGS__      \
	}

#define PEER                                                                   \
	{                                                                      \
		.has = 0x1e, .address = TEXT("\x0a\0\x02\x02"), .port = 51234, \
		.local_address = TEXT("\x0a\0\x02\x0f"), .local_port = 22      \
	}
#define PEER6                                                                               \
	{                                                                                   \
		.has = 0x06, .address = TEXT("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01"), \
		.port = 40000                                                               \
	}

#define LOGIN_SESSION                                                                             \
	SESSION(310, 31, CONNECTION, INTERACTIVE_REMOTE, DOOR_TTY, SSHD, "bash",                  \
		EXE("/usr/bin/bash", "-bash", 1, SESSMON_EXE_AT_TERMINAL), 1000,                  \
		S(ENTRY) | S(ENTRY_TTY) | S(PEER) | S(TTY) | S(STARTED) | S(LOGINUID) |           \
			S(AUDIT_SESSION),                                                         \
		.entry = LOGIN, .entry_tty = PTS(0, "pts0"), .peer = PEER, .tty = PTS(0, "pts0"), \
		.flags = SESSMON_SESSION_HAD_TTY, .started = 31 * SECOND + 999, .loginuid = 1000, \
		.audit_session = 3, .members = 3)
#define MUX_SESSION                                                                          \
	SESSION(400, 40, LOGIN, SERVICE, DETACHED, SSHD, "tmux: server",                     \
		EXE("/usr/bin/tmux", "tmux", 1, 0), 1000, S(ENTRY) | S(ORIGIN) | S(STARTED), \
		.entry = LOGIN, .origin = LOGIN,                                             \
		.flags = SESSMON_SESSION_DETACHED | SESSMON_SESSION_OUTLIVES_LOGIN,          \
		.started = 40 * SECOND + 999)
#define PANE_WITH(...)                                                                             \
	SESSION(410, 41, TMUX, TERMINAL, DETACHED_TTY, SSHD, "bash",                               \
		EXE("/usr/bin/bash", "-bash", 1, 0), 1000,                                         \
		S(ENTRY) | S(PEER) | S(ORIGIN) | S(TTY) | S(STARTED) | S(FOREGROUND) |             \
			S(WITHHELD),                                                               \
		.foreground = 77, .withheld = 8, .entry = LOGIN, .peer = PEER6, .origin = LOGIN,   \
		.tty = PTS(1, "pts1"), .started = 41 * SECOND + 999,                               \
		.flags = SESSMON_SESSION_HAD_TTY | SESSMON_SESSION_MUX | SESSMON_SESSION_DETACHED, \
		__VA_ARGS__)
#define PANE_SESSION PANE_WITH(.members = 1)

const struct sessmon_session world_sessions[] = {
	SESSION(0, 0, NONE, KERNEL, KERNEL_THREAD, KTHREAD, "kthreadd", { 0 }, 0, 0, .key = NONE,
		.flags = SESSMON_SESSION_INFERRED),
	SESSION(1, 0, NONE, INIT, PID1, INIT, "systemd",
		EXE("/usr/lib/systemd/systemd", "/sbin/init", 1, 0), 0, 0,
		.flags = SESSMON_SESSION_INFERRED),
	SESSION(200, 20, INIT, HOST_ACCESS, DOOR_PROGRAM, INIT, "sshd",
		EXE("/usr/sbin/sshd", "sshd: /usr/sbin/sshd -D [listener]", 1,
		    SESSMON_EXE_HOST_ACCESS),
		0, S(ENTRY), .entry = LISTENER),
	SESSION(300, 30, LISTENER, HOST_ACCESS, DOOR_PROGRAM, SSHD, "sshd",
		EXE("/usr/sbin/sshd", "sshd: alice [priv]", 1, SESSMON_EXE_HOST_ACCESS), 0,
		S(ENTRY) | S(STARTED) | S(PEER), .entry = CONNECTION, .started = 30 * SECOND + 999,
		.peer = PEER),
	LOGIN_SESSION,
	MUX_SESSION,
	PANE_SESSION,
	SESSION(500, 50, INIT, SERVICE, SERVICE, INIT, "cron",
		EXE("/usr/sbin/cron", "/usr/sbin/cron\0-f", 2, SESSMON_EXE_SCHEDULER), 0,
		S(ENTRY) | S(STARTED), .entry = CRON, .started = 50 * SECOND + 999),
};

const unsigned int world_n_sessions = sizeof(world_sessions) / sizeof(world_sessions[0]);

/* As the module sends them: real and effective user, no program but for exec. */
#define IDS(id)                                                    \
	{                                                          \
		.has = C(UID) | C(EUID), .uid = (id), .euid = (id) \
	}
#define CHILD KEY(330, 60)
#define WHO(more, ...)                                                                             \
	{                                                                                          \
		.has = P(KEY) | P(PARENT) | P(SESSION) | P(CLASS) | P(PGID) | P(COMM) | P(CREDS) | \
		       P(TTY) | (more),                                                            \
		.key = CHILD, .parent = LOGIN, .session = LOGIN,                                   \
		.session_class = SESSMON_CLASS_INTERACTIVE_REMOTE, .pgid = 330,                    \
		.comm = TEXT("b\ash"), .creds = IDS(1000), .tty = PTS(0, "pts0"), __VA_ARGS__      \
	}
#define EVENT(group_, n, type_, more, ...)                                          \
	{                                                                           \
		.group = (group_),                                                  \
		.e = {.has = E(SEQ) | E(TYPE) | E(BOOTTIME) | E(REALTIME) | (more), \
		      .seq = 100 + (n),                                             \
		      .type = SESSMON_EVENT_##type_,                                \
		      .boottime = (60 + (n)) * SECOND + 5,                          \
		      .realtime = (1700000000 + (n)) * SECOND + 5000005,            \
		      __VA_ARGS__ }                                                 \
	}

static const struct sessmon_counters lost_counters[] = {
	{ .has = 0xa, .type = SESSMON_EVENT_FORK, .lost = 30 },
	{ .has = 0xa, .type = SESSMON_EVENT_EXIT, .lost = 12 },
};

const struct world_event world_events[] = {
	EVENT(1, 0, ATTACHED, E(HOOKS), .hooks = SESSMON_HOOK_PTRACE_END * 2 - 1),
	EVENT(1, 1, FORK, E(PROCESS) | E(CLONE_FLAGS), .process = WHO(P(CREATOR), .creator = LOGIN),
	      .clone_flags = 0x4111),
	EVENT(1, 2, SETPGID, E(PROCESS) | E(OLD_PGID) | E(ACTOR), .process = WHO(0),
	      .old_pgid = 310, .actor = LOGIN),
	EVENT(2, 3, CREDS, E(PROCESS) | E(OLD_CREDS) | E(BY_EXEC), .old_creds = CREDS(1000, 0),
	      .process = WHO(0, .creds = { .has = ALL_CREDS | C(GROUPS_CHANGED),
					   .uid = 1000,
					   .gid = 1000,
					   .egid = 1000,
					   .sgid = 1000,
					   .fsgid = 1000,
					   .cap_permitted = ALL_CAPS,
					   .cap_effective = ALL_CAPS,
					   .cap_bounding = ALL_CAPS,
					   .user_ns = 4026531837 })),
	EVENT(1, 4, EXEC, E(PROCESS),
	      .process = WHO(P(EXE) | P(EXEC_COUNT) | P(WITHHELD), .exec_count = 1, .withheld = 9,
			     .exe = EXE("/usr/bin/s\xc3\xbc\033do", EVIL, 7,
					SESSMON_EXE_SETUID | SESSMON_EXE_SECUREEXEC))),
	EVENT(1, 5, RENAME, E(PROCESS) | E(OLD_COMM), .process = WHO(0),
	      .old_comm = TEXT("\xc0\xaf")),
	EVENT(2, 6, NAMESPACES, E(PROCESS) | E(OLD_NAMESPACES), .old_ns = NS,
	      .process = WHO(P(NAMESPACES), .ns = { .has = 0xfe,
						    .cgroup = 4026531835,
						    .ipc = 4026531839,
						    .mnt = 4026532000,
						    .net = 4026531840,
						    .pid = 4026531836,
						    .time = 4026531834,
						    .uts = 4026531838 })),
	EVENT(2, 7, PTRACE, E(PROCESS) | E(ACTOR) | E(PTRACE_ACTION),
	      .process = WHO(P(FLAGS), .flags = SESSMON_PROCESS_TRACED), .actor = KEY(320, 32),
	      .ptrace_action = SESSMON_PTRACE_ATTACH),
	EVENT(1, 8, SETSID, E(PROCESS) | E(OLD_SESSION), .old_session = LOGIN,
	      .process = WHO(0, .session = CHILD,
			     .session_class = SESSMON_CLASS_NONINTERACTIVE_REMOTE)),
	EVENT(0, 9, SESSION_START, E(SESSION),
	      .session = SESSION(330, 60, LOGIN, NONINTERACTIVE_REMOTE, REMOTE_NO_TTY, SSHD, "bash",
				 { 0 }, 1000, S(ENTRY) | S(PEER), .entry = LOGIN, .peer = PEER)),
	EVENT(0, 10, SESSION_TTY, E(SESSION) | E(TTY) | E(TTY_ACTION), .tty = PTS(2, "pts2"),
	      .tty_action = SESSMON_TTY_GAINED, .session = PANE_SESSION),
	EVENT(0, 11, SESSION_CLASS, E(SESSION) | E(OLD_CLASS), .old_class = SESSMON_CLASS_SERVICE,
	      .session = PANE_SESSION),
	EVENT(1, 12, REPARENT, E(PROCESS) | E(OLD_PARENT) | E(REPARENT_REASON), .old_parent = LOGIN,
	      .reparent_reason = SESSMON_REPARENT_INIT, .process = WHO(0, .parent = INIT)),
	EVENT(1, 13, EXIT, E(PROCESS) | E(EXIT_SIGNAL) | E(CORE_DUMPED) | E(LIFETIME),
	      .process = WHO(0), .exit_signal = 11, .lifetime = 3000000),
	EVENT(1, 14, EXIT, E(PROCESS) | E(EXIT_CODE) | E(LIFETIME), .exit_code = 3,
	      .lifetime = 90 * SECOND, .process = WHO(0, .key = KEY(320, 32))),
	EVENT(0, 15, SESSION_END, E(SESSION) | E(LIFETIME), .lifetime = 7 * SECOND,
	      .session = LOGIN_SESSION),
	EVENT(0, 16, SESSION_FLAGS, E(SESSION) | E(OLD_FLAGS),
	      .old_flags = SESSMON_SESSION_DETACHED, .session = MUX_SESSION),
	EVENT(0, 17, SESSION_LEADER, E(SESSION) | E(BY_EXEC),
	      .session = PANE_WITH(.comm = TEXT("top"), .leader = EXE("/usr/bin/top",
								      "top\0-d\0"
								      "1",
								      3, 0))),
	EVENT(0, 18, SESSION_LEADER, E(SESSION), .session = PANE_WITH(.uid = 1001, .euid = 0)),
	EVENT(1, 60, EXIT, E(PROCESS) | E(EXIT_CODE) | E(LIFETIME),
	      .process = WHO(0, .key = KEY(321, 33))),
	EVENT(1, 61, LOST, E(COUNTERS), .counters = { lost_counters, 2 }),
	EVENT(1, 62, HOOKS, E(HOOKS), .hooks = SESSMON_HOOK_CREATE | SESSMON_HOOK_EXIT),
	EVENT(1, 63, DETACHING, 0),
};

const unsigned int world_n_events = sizeof(world_events) / sizeof(world_events[0]);
