/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	uapi/sessmon.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_SESSMON_H
#define _UAPI_LINUX_SESSMON_H

#define SESSMON_FAMILY_NAME	"sessmon"
#define SESSMON_FAMILY_VERSION	1

#define SESSMON_WIRE_VERSION	1
#define SESSMON_ARGS_MAX	4096
#define SESSMON_COMM_MAX	16
#define SESSMON_TTY_NAME_MAX	24
#define SESSMON_BOOT_ID_LEN	36
#define SESSMON_RULES_MAX	1024
#define SESSMON_READERS_MAX	16

/**
 * enum sessmon_event_type - What happened.
 * @SESSMON_EVENT_UNSPEC: Never sent.
 * @SESSMON_EVENT_FORK: A process was created; seen before it can run.
 * @SESSMON_EVENT_EXEC: A process became another program.
 * @SESSMON_EVENT_EXIT: The last thread of a process ended.
 * @SESSMON_EVENT_SETSID: A process became the leader of a new session.
 * @SESSMON_EVENT_SETPGID: A process changed its process group.
 * @SESSMON_EVENT_CREDS: Ids, capabilities or the user namespace changed, or a
 *   process was created in a user namespace of its own.
 * @SESSMON_EVENT_REPARENT: A process got another parent because its own ended.
 * @SESSMON_EVENT_NAMESPACES: A process moved to other namespaces, or was
 *   created in other ones than its creator's.
 * @SESSMON_EVENT_PTRACE: A process began or ceased to be traced.
 * @SESSMON_EVENT_RENAME: A process changed its display name.
 * @SESSMON_EVENT_SESSION_START: A session exists.
 * @SESSMON_EVENT_SESSION_END: The last member of a session ended.
 * @SESSMON_EVENT_SESSION_TTY: A session gained or lost its controlling
 *   terminal.
 * @SESSMON_EVENT_SESSION_CLASS: A session is of another class than before.
 * @SESSMON_EVENT_LOST: Events were lost; the counters say how many of which
 *   type.
 * @SESSMON_EVENT_ATTACHED: The module is ready; hooks tells what it can see on
 *   this kernel.
 * @SESSMON_EVENT_DETACHING: The module goes away; nothing follows.
 * @SESSMON_EVENT_SESSION_FLAGS: A flag of a session came up by itself, without
 *   another event.
 * @SESSMON_EVENT_SESSION_LEADER: A session's leader runs another program
 *   (by-exec) or has another real or effective user. Not kept for a reader to
 *   come: a dump tells it.
 * @SESSMON_EVENT_HOOKS: Other hooks are called than before; hooks tells which.
 *   What those saw that came back is missing.
 */
enum sessmon_event_type {
	SESSMON_EVENT_UNSPEC,
	SESSMON_EVENT_FORK,
	SESSMON_EVENT_EXEC,
	SESSMON_EVENT_EXIT,
	SESSMON_EVENT_SETSID,
	SESSMON_EVENT_SETPGID,
	SESSMON_EVENT_CREDS,
	SESSMON_EVENT_REPARENT,
	SESSMON_EVENT_NAMESPACES,
	SESSMON_EVENT_PTRACE,
	SESSMON_EVENT_RENAME,
	SESSMON_EVENT_SESSION_START,
	SESSMON_EVENT_SESSION_END,
	SESSMON_EVENT_SESSION_TTY,
	SESSMON_EVENT_SESSION_CLASS,
	SESSMON_EVENT_LOST,
	SESSMON_EVENT_ATTACHED,
	SESSMON_EVENT_DETACHING,
	SESSMON_EVENT_SESSION_FLAGS,
	SESSMON_EVENT_SESSION_LEADER,
	SESSMON_EVENT_HOOKS,

	/* private: */
	__SESSMON_EVENT_MAX,
	SESSMON_EVENT_MAX = (__SESSMON_EVENT_MAX - 1)
};

/**
 * enum sessmon_session_class - What kind of session it is.
 * @SESSMON_CLASS_UNKNOWN: Not decided; never of a session that was seen to
 *   start.
 * @SESSMON_CLASS_KERNEL: Kernel threads.
 * @SESSMON_CLASS_INIT: The session of pid 1.
 * @SESSMON_CLASS_HOST_ACCESS: The leader runs a program that lets people in
 *   from outside (a door).
 * @SESSMON_CLASS_INTERACTIVE_REMOTE: Descends from a door other than a getty
 *   and has had a terminal.
 * @SESSMON_CLASS_NONINTERACTIVE_REMOTE: Descends from a door other than a
 *   getty and never had a terminal.
 * @SESSMON_CLASS_TERMINAL: Has a controlling terminal and does not descend
 *   from a remote door.
 * @SESSMON_CLASS_SERVICE: Has no terminal and belongs to no live login.
 */
enum sessmon_session_class {
	SESSMON_CLASS_UNKNOWN,
	SESSMON_CLASS_KERNEL,
	SESSMON_CLASS_INIT,
	SESSMON_CLASS_HOST_ACCESS,
	SESSMON_CLASS_INTERACTIVE_REMOTE,
	SESSMON_CLASS_NONINTERACTIVE_REMOTE,
	SESSMON_CLASS_TERMINAL,
	SESSMON_CLASS_SERVICE,

	/* private: */
	__SESSMON_CLASS_MAX,
	SESSMON_CLASS_MAX = (__SESSMON_CLASS_MAX - 1)
};

/**
 * enum sessmon_class_reason - Which fact decided the class.
 * @SESSMON_REASON_NONE: Nothing decided yet.
 * @SESSMON_REASON_KERNEL_THREAD: It is the session of the kernel threads.
 * @SESSMON_REASON_PID1: Pid 1 is its leader.
 * @SESSMON_REASON_DOOR_PROGRAM: The leader's program is a door of the policy.
 * @SESSMON_REASON_DOOR_TTY: Created from a door, and has had a terminal.
 * @SESSMON_REASON_DOOR_NO_TTY: Created from a door, and never had a terminal.
 * @SESSMON_REASON_REMOTE_TTY: Created inside a remote login, and has had a
 *   terminal.
 * @SESSMON_REASON_REMOTE_NO_TTY: Created inside a remote login, and never had
 *   a terminal.
 * @SESSMON_REASON_GETTY_LOGIN: A getty that became a login, or what that login
 *   started.
 * @SESSMON_REASON_DETACHED_TTY: Left the login it came from, and has a
 *   terminal (a multiplexer's pane).
 * @SESSMON_REASON_DETACHED: Left the login it came from, and has no terminal.
 * @SESSMON_REASON_SERVICE_TTY: A service opened a terminal.
 * @SESSMON_REASON_SERVICE: Started by init or by a service, and has no
 *   terminal.
 * @SESSMON_REASON_WORK_IN_DOOR: A program that is no door works inside the
 *   session of a door or a login manager.
 * @SESSMON_REASON_CONTAINER: The first process of a container that a runtime
 *   or a service started, or that has left its login.
 * @SESSMON_REASON_UNIT_TTY: Init gave it a terminal before it ran, as its unit
 *   or somebody's request says.
 * @SESSMON_REASON_USER_TTY: Init or a manager of his own runs it for a person,
 *   and it has a terminal.
 */
enum sessmon_class_reason {
	SESSMON_REASON_NONE,
	SESSMON_REASON_KERNEL_THREAD,
	SESSMON_REASON_PID1,
	SESSMON_REASON_DOOR_PROGRAM,
	SESSMON_REASON_DOOR_TTY,
	SESSMON_REASON_DOOR_NO_TTY,
	SESSMON_REASON_REMOTE_TTY,
	SESSMON_REASON_REMOTE_NO_TTY,
	SESSMON_REASON_GETTY_LOGIN,
	SESSMON_REASON_DETACHED_TTY,
	SESSMON_REASON_DETACHED,
	SESSMON_REASON_SERVICE_TTY,
	SESSMON_REASON_SERVICE,
	SESSMON_REASON_WORK_IN_DOOR,
	SESSMON_REASON_CONTAINER,
	SESSMON_REASON_UNIT_TTY,
	SESSMON_REASON_USER_TTY,
};

/**
 * enum sessmon_entry_type - Through what a session's lineage entered the host.
 * @SESSMON_ENTRY_UNKNOWN: Not known, as of what lived before the module.
 * @SESSMON_ENTRY_INIT: Pid 1 or what it started; nobody came in.
 * @SESSMON_ENTRY_SSHD: A ssh server.
 * @SESSMON_ENTRY_SSM: The agent of AWS Systems Manager.
 * @SESSMON_ENTRY_KUBELET: The agent of Kubernetes.
 * @SESSMON_ENTRY_TELEPORT: The agent of Teleport.
 * @SESSMON_ENTRY_CONTAINER: A container that a service started.
 * @SESSMON_ENTRY_TERMINAL: A login on a terminal line, a serial one also.
 * @SESSMON_ENTRY_CONSOLE: A login on a virtual console.
 * @SESSMON_ENTRY_CRON: A job of a program that starts jobs at their time.
 * @SESSMON_ENTRY_REMOTE: Another program of the policy that lets people in
 *   from outside.
 * @SESSMON_ENTRY_DISPLAY: A login at a display manager.
 * @SESSMON_ENTRY_KTHREAD: A kernel thread.
 */
enum sessmon_entry_type {
	SESSMON_ENTRY_UNKNOWN,
	SESSMON_ENTRY_INIT,
	SESSMON_ENTRY_SSHD,
	SESSMON_ENTRY_SSM,
	SESSMON_ENTRY_KUBELET,
	SESSMON_ENTRY_TELEPORT,
	SESSMON_ENTRY_CONTAINER,
	SESSMON_ENTRY_TERMINAL,
	SESSMON_ENTRY_CONSOLE,
	SESSMON_ENTRY_CRON,
	SESSMON_ENTRY_REMOTE,
	SESSMON_ENTRY_DISPLAY,
	SESSMON_ENTRY_KTHREAD,
};

/**
 * enum sessmon_process_flags - Standing facts of a process.
 * @SESSMON_PROCESS_KTHREAD: A kernel thread.
 * @SESSMON_PROCESS_INFERRED: Lived before the module was loaded; its history
 *   is unknown.
 * @SESSMON_PROCESS_EXITED: Has ended and was not yet reaped.
 * @SESSMON_PROCESS_LEADER_EXITED: The first thread has ended, other threads
 *   live on.
 * @SESSMON_PROCESS_SUBREAPER: Adopts the orphans among its descendants.
 * @SESSMON_PROCESS_CREDS_DIVERGE: A thread has other credentials than the
 *   process; in events, a thread other than the first has changed its own
 *   since the program was executed.
 * @SESSMON_PROCESS_TRACED: A tracer is attached.
 * @SESSMON_PROCESS_SET_IDS: Gained ids or capabilities when its program was
 *   executed.
 */
enum sessmon_process_flags {
	SESSMON_PROCESS_KTHREAD = 1,
	SESSMON_PROCESS_INFERRED = 2,
	SESSMON_PROCESS_EXITED = 4,
	SESSMON_PROCESS_LEADER_EXITED = 8,
	SESSMON_PROCESS_SUBREAPER = 16,
	SESSMON_PROCESS_CREDS_DIVERGE = 32,
	SESSMON_PROCESS_TRACED = 64,
	SESSMON_PROCESS_SET_IDS = 128,
};

/**
 * enum sessmon_exe_flags - Facts about an executed file and its arguments.
 * @SESSMON_EXE_MEMFD: The file lives in memory only.
 * @SESSMON_EXE_DELETED: The file had no name left when it was executed.
 * @SESSMON_EXE_OVERLAY: On an overlay file system; device and inode are the
 *   overlay's.
 * @SESSMON_EXE_VERITY: Protected by fs-verity.
 * @SESSMON_EXE_SCRIPT: Started through a script, or through another file that
 *   the kernel has an interpreter for (binfmt_misc); script names it and path
 *   is its interpreter.
 * @SESSMON_EXE_SETUID: The file has the set-user-id bit.
 * @SESSMON_EXE_SETGID: The file has the set-group-id bit.
 * @SESSMON_EXE_SECUREEXEC: The kernel treated the execution as a gain of
 *   privilege.
 * @SESSMON_EXE_ARGS_TRUNCATED: More arguments were given than are kept.
 * @SESSMON_EXE_ARGS_MISSING: The arguments could not be read.
 * @SESSMON_EXE_PATH_MISSING: The path could not be built. If it was too long,
 *   path is as much of its end as there was room for, without a slash in
 *   front.
 * @SESSMON_EXE_FALLBACK: Captured late, where the program could have changed
 *   its arguments.
 * @SESSMON_EXE_INFERRED: Read when the module was loaded, not when the program
 *   was executed.
 * @SESSMON_EXE_OTHER_MNT_NS: Executed outside init's mount namespace or root;
 *   the path is relative to that.
 * @SESSMON_EXE_HOST_ACCESS: A door of the policy, recognised by its identity.
 * @SESSMON_EXE_SCHEDULER: Starts jobs on a schedule, by the policy, recognised
 *   by its identity.
 * @SESSMON_EXE_GETTY: Offers a login on a line, by the policy, recognised by
 *   its identity.
 * @SESSMON_EXE_RELAY: Starts containers for others, by the policy, recognised
 *   by its identity.
 * @SESSMON_EXE_INLINE: Runs what people ask for, or its jobs, inside its own
 *   session, by the policy.
 * @SESSMON_EXE_AT_TERMINAL: Executed with the controlling terminal as standard
 *   input and standard error; of what is inferred, with these now.
 */
enum sessmon_exe_flags {
	SESSMON_EXE_MEMFD = 1,
	SESSMON_EXE_DELETED = 2,
	SESSMON_EXE_OVERLAY = 4,
	SESSMON_EXE_VERITY = 8,
	SESSMON_EXE_SCRIPT = 16,
	SESSMON_EXE_SETUID = 32,
	SESSMON_EXE_SETGID = 64,
	SESSMON_EXE_SECUREEXEC = 128,
	SESSMON_EXE_ARGS_TRUNCATED = 256,
	SESSMON_EXE_ARGS_MISSING = 512,
	SESSMON_EXE_PATH_MISSING = 1024,
	SESSMON_EXE_FALLBACK = 2048,
	SESSMON_EXE_INFERRED = 4096,
	SESSMON_EXE_OTHER_MNT_NS = 8192,
	SESSMON_EXE_HOST_ACCESS = 16384,
	SESSMON_EXE_SCHEDULER = 32768,
	SESSMON_EXE_GETTY = 65536,
	SESSMON_EXE_RELAY = 131072,
	SESSMON_EXE_INLINE = 262144,
	SESSMON_EXE_AT_TERMINAL = 524288,
};

/**
 * enum sessmon_session_flags - Standing facts of a session, each worth a look.
 * @SESSMON_SESSION_INFERRED: Lived before the module was loaded, or was let in
 *   by a door that a policy has named since; where it came from is deduced.
 * @SESSMON_SESSION_DETACHED: Left the login that it came from; origin leads
 *   back to it.
 * @SESSMON_SESSION_HAD_TTY: Has or has had a controlling terminal.
 * @SESSMON_SESSION_MUX: A terminal inside a detached session's lineage, as of
 *   tmux or screen.
 * @SESSMON_SESSION_CONTAINER: In another pid namespace than init.
 * @SESSMON_SESSION_SERVICE_TTY: A service opened the terminal.
 * @SESSMON_SESSION_OUTLIVES_LOGIN: Lives on although the login that it came
 *   from has ended.
 * @SESSMON_SESSION_UNKNOWN_DOOR: Looks like a login let in by a program that
 *   no policy names.
 * @SESSMON_SESSION_TURNED_INTERACTIVE: Was not interactive at first.
 * @SESSMON_SESSION_LEADER_EXITED: The leader has ended, members live on.
 * @SESSMON_SESSION_USER_DOOR: A door, getty or scheduler that somebody started
 *   inside his login, or not as root: he, and what he lets in, stay his; or a
 *   login that came through one.
 */
enum sessmon_session_flags {
	SESSMON_SESSION_INFERRED = 1,
	SESSMON_SESSION_DETACHED = 2,
	SESSMON_SESSION_HAD_TTY = 4,
	SESSMON_SESSION_MUX = 8,
	SESSMON_SESSION_CONTAINER = 16,
	SESSMON_SESSION_SERVICE_TTY = 32,
	SESSMON_SESSION_OUTLIVES_LOGIN = 64,
	SESSMON_SESSION_UNKNOWN_DOOR = 128,
	SESSMON_SESSION_TURNED_INTERACTIVE = 256,
	SESSMON_SESSION_LEADER_EXITED = 512,
	SESSMON_SESSION_USER_DOOR = 1024,
};

/**
 * enum sessmon_hook - What the module can see on this kernel, a bit for each
 *   probe.
 * @SESSMON_HOOK_CREATE: A process is created.
 * @SESSMON_HOOK_EXEC: A process becomes another program.
 * @SESSMON_HOOK_EXIT: The last thread of a process ends.
 * @SESSMON_HOOK_EXEC_CAPTURE: The program of an execution, before it can
 *   change its arguments.
 * @SESSMON_HOOK_EXEC_DISCARD: An execution that fails; what was captured is
 *   given back.
 * @SESSMON_HOOK_SETSID: A process becomes the leader of a session.
 * @SESSMON_HOOK_PEER: The TCP or vsock connection that a process holds.
 * @SESSMON_HOOK_TTY_GAINED: A session gains its terminal.
 * @SESSMON_HOOK_TTY_LOST: A session gives up its terminal.
 * @SESSMON_HOOK_TTY_HANGUP: A terminal is hung up.
 * @SESSMON_HOOK_CREDS: Ids or capabilities change.
 * @SESSMON_HOOK_REPARENT: A process gets another parent.
 * @SESSMON_HOOK_NAMESPACES: A process moves to other namespaces.
 * @SESSMON_HOOK_PTRACE: A tracer attaches or detaches.
 * @SESSMON_HOOK_RENAME: A process changes its display name.
 * @SESSMON_HOOK_REAP: A process that has ended is forgotten by the kernel.
 * @SESSMON_HOOK_BOOT_ID: The kernel's boot id could be read.
 * @SESSMON_HOOK_MNT_NS: The mount namespace of a process can be told.
 * @SESSMON_HOOK_PTRACE_TRACEME: A process asks its parent to trace it.
 * @SESSMON_HOOK_PTRACE_END: A tracer ends while it traces.
 */
enum sessmon_hook {
	SESSMON_HOOK_CREATE = 1,
	SESSMON_HOOK_EXEC = 2,
	SESSMON_HOOK_EXIT = 4,
	SESSMON_HOOK_EXEC_CAPTURE = 8,
	SESSMON_HOOK_EXEC_DISCARD = 16,
	SESSMON_HOOK_SETSID = 32,
	SESSMON_HOOK_PEER = 64,
	SESSMON_HOOK_TTY_GAINED = 128,
	SESSMON_HOOK_TTY_LOST = 256,
	SESSMON_HOOK_TTY_HANGUP = 512,
	SESSMON_HOOK_CREDS = 1024,
	SESSMON_HOOK_REPARENT = 2048,
	SESSMON_HOOK_NAMESPACES = 4096,
	SESSMON_HOOK_PTRACE = 8192,
	SESSMON_HOOK_RENAME = 16384,
	SESSMON_HOOK_REAP = 32768,
	SESSMON_HOOK_BOOT_ID = 65536,
	SESSMON_HOOK_MNT_NS = 131072,
	SESSMON_HOOK_PTRACE_TRACEME = 262144,
	SESSMON_HOOK_PTRACE_END = 524288,
};

/**
 * enum sessmon_groups - The groups of events, as a set; the multicast groups
 *   have the same names.
 * @SESSMON_GROUPS_SESSION: Sessions start, end and change; few.
 * @SESSMON_GROUPS_LIFECYCLE: Processes come, go, execute and move; many.
 * @SESSMON_GROUPS_SECURITY: Credentials, namespaces and tracing.
 */
enum sessmon_groups {
	SESSMON_GROUPS_SESSION = 1,
	SESSMON_GROUPS_LIFECYCLE = 2,
	SESSMON_GROUPS_SECURITY = 4,

	/* private: */
	SESSMON_GROUPS_MASK = 7,
};

/**
 * enum sessmon_tty_action - What became of a controlling terminal.
 * @SESSMON_TTY_NONE: Never sent.
 * @SESSMON_TTY_GAINED: The session has a terminal now.
 * @SESSMON_TTY_LOST: The leader gave it up, or ended.
 * @SESSMON_TTY_STOLEN: Another session took it by force.
 * @SESSMON_TTY_HANGUP: The line was hung up.
 */
enum sessmon_tty_action {
	SESSMON_TTY_NONE,
	SESSMON_TTY_GAINED,
	SESSMON_TTY_LOST,
	SESSMON_TTY_STOLEN,
	SESSMON_TTY_HANGUP,
};

/**
 * enum sessmon_reparent_reason - Who adopted the process.
 * @SESSMON_REPARENT_NONE: Not known.
 * @SESSMON_REPARENT_INIT: The first process of its pid namespace.
 * @SESSMON_REPARENT_SUBREAPER: An ancestor that asked for it.
 * @SESSMON_REPARENT_SIBLING: Never sent: when another thread of the same
 *   process adopts, the parent is the same process as before.
 */
enum sessmon_reparent_reason {
	SESSMON_REPARENT_NONE,
	SESSMON_REPARENT_INIT,
	SESSMON_REPARENT_SUBREAPER,
	SESSMON_REPARENT_SIBLING,
};

/**
 * enum sessmon_ptrace_action - How the tracing began or that it ended.
 * @SESSMON_PTRACE_NONE: Never sent.
 * @SESSMON_PTRACE_ATTACH: A tracer attached to the process.
 * @SESSMON_PTRACE_TRACEME: The process asked its parent to trace it.
 * @SESSMON_PTRACE_AUTO: The process was created traced, because its creator
 *   is.
 * @SESSMON_PTRACE_DETACH: It is not traced any more.
 */
enum sessmon_ptrace_action {
	SESSMON_PTRACE_NONE,
	SESSMON_PTRACE_ATTACH,
	SESSMON_PTRACE_TRACEME,
	SESSMON_PTRACE_AUTO,
	SESSMON_PTRACE_DETACH,
};

/**
 * enum sessmon_record_level - What is put on record of the sessions of a
 *   class.
 * @SESSMON_RECORD_NONE: Nothing.
 * @SESSMON_RECORD_SESSION: Events of the session itself.
 * @SESSMON_RECORD_ALL: Events of the session and of its processes.
 */
enum sessmon_record_level {
	SESSMON_RECORD_NONE,
	SESSMON_RECORD_SESSION,
	SESSMON_RECORD_ALL,

	/* private: */
	__SESSMON_RECORD_MAX,
	SESSMON_RECORD_MAX = (__SESSMON_RECORD_MAX - 1)
};

/**
 * enum sessmon_difference_kind - How the table and the kernel's tasks
 *   disagree.
 * @SESSMON_DIFFERENCE_NONE: Never sent.
 * @SESSMON_DIFFERENCE_MISSING: The kernel has a process that the table lacks.
 * @SESSMON_DIFFERENCE_STALE: The table has a process that the kernel lacks.
 * @SESSMON_DIFFERENCE_SESSION: The session is another one.
 * @SESSMON_DIFFERENCE_GROUP: The process group is another one.
 * @SESSMON_DIFFERENCE_PARENT: The parent is another one.
 * @SESSMON_DIFFERENCE_UID: The real user is another one.
 * @SESSMON_DIFFERENCE_EUID: The effective user is another one.
 * @SESSMON_DIFFERENCE_TTY: The controlling terminal of a session leader is
 *   another one.
 * @SESSMON_DIFFERENCE_TRACED: The number of threads that are traced is another
 *   one.
 */
enum sessmon_difference_kind {
	SESSMON_DIFFERENCE_NONE,
	SESSMON_DIFFERENCE_MISSING,
	SESSMON_DIFFERENCE_STALE,
	SESSMON_DIFFERENCE_SESSION,
	SESSMON_DIFFERENCE_GROUP,
	SESSMON_DIFFERENCE_PARENT,
	SESSMON_DIFFERENCE_UID,
	SESSMON_DIFFERENCE_EUID,
	SESSMON_DIFFERENCE_TTY,
	SESSMON_DIFFERENCE_TRACED,
};

enum {
	SESSMON_A_KEY_ID = 1,
	SESSMON_A_KEY_START,

	__SESSMON_A_KEY_MAX
};
#define SESSMON_A_KEY_MAX (__SESSMON_A_KEY_MAX - 1)

enum {
	SESSMON_A_CREDS_UID = 1,
	SESSMON_A_CREDS_EUID,
	SESSMON_A_CREDS_SUID,
	SESSMON_A_CREDS_FSUID,
	SESSMON_A_CREDS_GID,
	SESSMON_A_CREDS_EGID,
	SESSMON_A_CREDS_SGID,
	SESSMON_A_CREDS_FSGID,
	SESSMON_A_CREDS_CAP_INHERITABLE,
	SESSMON_A_CREDS_CAP_PERMITTED,
	SESSMON_A_CREDS_CAP_EFFECTIVE,
	SESSMON_A_CREDS_CAP_BOUNDING,
	SESSMON_A_CREDS_CAP_AMBIENT,
	SESSMON_A_CREDS_SECUREBITS,
	SESSMON_A_CREDS_USER_NS,
	SESSMON_A_CREDS_GROUPS_CHANGED,

	__SESSMON_A_CREDS_MAX
};
#define SESSMON_A_CREDS_MAX (__SESSMON_A_CREDS_MAX - 1)

enum {
	SESSMON_A_NS_CGROUP = 1,
	SESSMON_A_NS_IPC,
	SESSMON_A_NS_MNT,
	SESSMON_A_NS_NET,
	SESSMON_A_NS_PID,
	SESSMON_A_NS_TIME,
	SESSMON_A_NS_UTS,

	__SESSMON_A_NS_MAX
};
#define SESSMON_A_NS_MAX (__SESSMON_A_NS_MAX - 1)

enum {
	SESSMON_A_EXE_PATH = 1,
	SESSMON_A_EXE_SCRIPT,
	SESSMON_A_EXE_CWD,
	SESSMON_A_EXE_ARGS,
	SESSMON_A_EXE_ARGC,
	SESSMON_A_EXE_ARGS_LEN,
	SESSMON_A_EXE_DEV_MAJOR,
	SESSMON_A_EXE_DEV_MINOR,
	SESSMON_A_EXE_INODE,
	SESSMON_A_EXE_GENERATION,
	SESSMON_A_EXE_MODE,
	SESSMON_A_EXE_UID,
	SESSMON_A_EXE_GID,
	SESSMON_A_EXE_NLINK,
	SESSMON_A_EXE_FLAGS,
	SESSMON_A_EXE_POLICY_GENERATION,

	__SESSMON_A_EXE_MAX
};
#define SESSMON_A_EXE_MAX (__SESSMON_A_EXE_MAX - 1)

enum {
	SESSMON_A_TTY_MAJOR = 1,
	SESSMON_A_TTY_MINOR,
	SESSMON_A_TTY_NAME,
	SESSMON_A_TTY_INSTANCE,

	__SESSMON_A_TTY_MAX
};
#define SESSMON_A_TTY_MAX (__SESSMON_A_TTY_MAX - 1)

enum {
	SESSMON_A_PEER_ADDRESS = 1,
	SESSMON_A_PEER_PORT,
	SESSMON_A_PEER_LOCAL_ADDRESS,
	SESSMON_A_PEER_LOCAL_PORT,
	SESSMON_A_PEER_CID,
	SESSMON_A_PEER_VSOCK_PORT,
	SESSMON_A_PEER_LOCAL_VSOCK_PORT,

	__SESSMON_A_PEER_MAX
};
#define SESSMON_A_PEER_MAX (__SESSMON_A_PEER_MAX - 1)

enum {
	SESSMON_A_PROCESS_KEY = 1,
	SESSMON_A_PROCESS_PARENT,
	SESSMON_A_PROCESS_CREATOR,
	SESSMON_A_PROCESS_SESSION,
	SESSMON_A_PROCESS_CLASS,
	SESSMON_A_PROCESS_PGID,
	SESSMON_A_PROCESS_VPID,
	SESSMON_A_PROCESS_FLAGS,
	SESSMON_A_PROCESS_COMM,
	SESSMON_A_PROCESS_EXE,
	SESSMON_A_PROCESS_EXEC_COUNT,
	SESSMON_A_PROCESS_CREDS,
	SESSMON_A_PROCESS_LOGINUID,
	SESSMON_A_PROCESS_AUDIT_SESSION,
	SESSMON_A_PROCESS_TTY,
	SESSMON_A_PROCESS_NAMESPACES,
	SESSMON_A_PROCESS_CGROUP,
	SESSMON_A_PROCESS_LAST_SEQ,
	SESSMON_A_PROCESS_WITHHELD,

	__SESSMON_A_PROCESS_MAX
};
#define SESSMON_A_PROCESS_MAX (__SESSMON_A_PROCESS_MAX - 1)

enum {
	SESSMON_A_SESSION_KEY = 1,
	SESSMON_A_SESSION_CREATED_FROM,
	SESSMON_A_SESSION_CLASS,
	SESSMON_A_SESSION_REASON,
	SESSMON_A_SESSION_FLAGS,
	SESSMON_A_SESSION_ENTRY,
	SESSMON_A_SESSION_ENTRY_TYPE,
	SESSMON_A_SESSION_ENTRY_UID,
	SESSMON_A_SESSION_ENTRY_TTY,
	SESSMON_A_SESSION_PEER,
	SESSMON_A_SESSION_ORIGIN,
	SESSMON_A_SESSION_LOGINUID,
	SESSMON_A_SESSION_AUDIT_SESSION,
	SESSMON_A_SESSION_TTY,
	SESSMON_A_SESSION_UID,
	SESSMON_A_SESSION_EUID,
	SESSMON_A_SESSION_MEMBERS,
	SESSMON_A_SESSION_TOTAL,
	SESSMON_A_SESSION_LEADER,
	SESSMON_A_SESSION_COMM,
	SESSMON_A_SESSION_VPID,
	SESSMON_A_SESSION_CGROUP,
	SESSMON_A_SESSION_PID_NS,
	SESSMON_A_SESSION_STARTED,
	SESSMON_A_SESSION_LAST_SEQ,
	SESSMON_A_SESSION_FOREGROUND,
	SESSMON_A_SESSION_WITHHELD,

	__SESSMON_A_SESSION_MAX
};
#define SESSMON_A_SESSION_MAX (__SESSMON_A_SESSION_MAX - 1)

enum {
	SESSMON_A_COUNTERS_TYPE = 1,
	SESSMON_A_COUNTERS_PRODUCED,
	SESSMON_A_COUNTERS_LOST,
	SESSMON_A_COUNTERS_SENT,
	SESSMON_A_COUNTERS_FILTERED,
	SESSMON_A_COUNTERS_UNHEARD,
	SESSMON_A_COUNTERS_WITHHELD,

	__SESSMON_A_COUNTERS_MAX
};
#define SESSMON_A_COUNTERS_MAX (__SESSMON_A_COUNTERS_MAX - 1)

enum {
	SESSMON_A_EVENT_SEQ = 1,
	SESSMON_A_EVENT_TYPE,
	SESSMON_A_EVENT_BOOTTIME,
	SESSMON_A_EVENT_REALTIME,
	SESSMON_A_EVENT_PROCESS,
	SESSMON_A_EVENT_SESSION,
	SESSMON_A_EVENT_EXIT_CODE,
	SESSMON_A_EVENT_EXIT_SIGNAL,
	SESSMON_A_EVENT_CORE_DUMPED,
	SESSMON_A_EVENT_CLONE_FLAGS,
	SESSMON_A_EVENT_TID,
	SESSMON_A_EVENT_OLD_SESSION,
	SESSMON_A_EVENT_OLD_PGID,
	SESSMON_A_EVENT_OLD_PARENT,
	SESSMON_A_EVENT_OLD_CREDS,
	SESSMON_A_EVENT_OLD_NAMESPACES,
	SESSMON_A_EVENT_OLD_COMM,
	SESSMON_A_EVENT_OLD_CLASS,
	SESSMON_A_EVENT_ACTOR,
	SESSMON_A_EVENT_BY_EXEC,
	SESSMON_A_EVENT_TTY_ACTION,
	SESSMON_A_EVENT_TTY,
	SESSMON_A_EVENT_REPARENT_REASON,
	SESSMON_A_EVENT_PTRACE_ACTION,
	SESSMON_A_EVENT_COUNTERS,
	SESSMON_A_EVENT_HOOKS,
	SESSMON_A_EVENT_LIFETIME,
	SESSMON_A_EVENT_PRIVILEGE_GAINED,
	SESSMON_A_EVENT_OLD_FLAGS,
	SESSMON_A_EVENT_REPLAYED,

	__SESSMON_A_EVENT_MAX
};
#define SESSMON_A_EVENT_MAX (__SESSMON_A_EVENT_MAX - 1)

enum {
	SESSMON_A_VERSION = 1,
	SESSMON_A_BOOT_ID,
	SESSMON_A_KEY,
	SESSMON_A_PROCESS,
	SESSMON_A_SESSION,
	SESSMON_A_EVENT,
	SESSMON_A_FIRST_SEQ,
	SESSMON_A_LAST_SEQ,
	SESSMON_A_GROUP_FIRST,
	SESSMON_A_LOST,
	SESSMON_A_HOOKS,
	SESSMON_A_MODULE_VERSION,
	SESSMON_A_COUNTERS,
	SESSMON_A_STATS,
	SESSMON_A_RULE,
	SESSMON_A_RECORD,
	SESSMON_A_POLICY_GENERATION,
	SESSMON_A_BUILT_IN,
	SESSMON_A_VERIFY,
	SESSMON_A_DIFFERENCE,
	SESSMON_A_HOOKS_FIRED,
	SESSMON_A_GROUP_SENT,
	SESSMON_A_GROUP,
	SESSMON_A_GROUPS,
	SESSMON_A_READER,

	__SESSMON_A_MAX
};
#define SESSMON_A_MAX (__SESSMON_A_MAX - 1)

enum {
	SESSMON_A_GROUP_SENT_GROUP = 1,
	SESSMON_A_GROUP_SENT_EVENTS,

	__SESSMON_A_GROUP_SENT_MAX
};
#define SESSMON_A_GROUP_SENT_MAX (__SESSMON_A_GROUP_SENT_MAX - 1)

enum {
	SESSMON_A_STATS_PROCESSES = 1,
	SESSMON_A_STATS_SESSIONS,
	SESSMON_A_STATS_PROGRAMS,
	SESSMON_A_STATS_TABLE_FULL,
	SESSMON_A_STATS_NO_MEMORY,
	SESSMON_A_STATS_CAPTURE_FALLBACK,
	SESSMON_A_STATS_PROBE_MISSED,
	SESSMON_A_STATS_LATE_FOUND,
	SESSMON_A_STATS_REPAIRED,
	SESSMON_A_STATS_RING_SIZE,
	SESSMON_A_STATS_MESSAGES,
	SESSMON_A_STATS_UNHEARD,
	SESSMON_A_STATS_DEMOTED,
	SESSMON_A_STATS_BACKLOG,

	__SESSMON_A_STATS_MAX
};
#define SESSMON_A_STATS_MAX (__SESSMON_A_STATS_MAX - 1)

enum {
	SESSMON_A_READER_PORT = 1,
	SESSMON_A_READER_GROUPS,
	SESSMON_A_READER_SENT,
	SESSMON_A_READER_LOST,
	SESSMON_A_READER_HELD,
	SESSMON_A_READER_DEMOTED,

	__SESSMON_A_READER_MAX
};
#define SESSMON_A_READER_MAX (__SESSMON_A_READER_MAX - 1)

enum {
	SESSMON_A_RULE_PATH = 1,
	SESSMON_A_RULE_ROLES,
	SESSMON_A_RULE_ENTRY_TYPE,

	__SESSMON_A_RULE_MAX
};
#define SESSMON_A_RULE_MAX (__SESSMON_A_RULE_MAX - 1)

enum {
	SESSMON_A_RECORD_CLASS = 1,
	SESSMON_A_RECORD_LEVEL,

	__SESSMON_A_RECORD_MAX
};
#define SESSMON_A_RECORD_MAX (__SESSMON_A_RECORD_MAX - 1)

enum {
	SESSMON_A_VERIFY_CHECKED = 1,
	SESSMON_A_VERIFY_MISSING,
	SESSMON_A_VERIFY_STALE,
	SESSMON_A_VERIFY_DIFFERING,

	__SESSMON_A_VERIFY_MAX
};
#define SESSMON_A_VERIFY_MAX (__SESSMON_A_VERIFY_MAX - 1)

enum {
	SESSMON_A_DIFFERENCE_KIND = 1,
	SESSMON_A_DIFFERENCE_KEY,
	SESSMON_A_DIFFERENCE_TABLE,
	SESSMON_A_DIFFERENCE_KERNEL,

	__SESSMON_A_DIFFERENCE_MAX
};
#define SESSMON_A_DIFFERENCE_MAX (__SESSMON_A_DIFFERENCE_MAX - 1)

enum {
	SESSMON_CMD_INFO_GET = 1,
	SESSMON_CMD_PROCESS_GET,
	SESSMON_CMD_SESSION_GET,
	SESSMON_CMD_STATS_GET,
	SESSMON_CMD_EVENTS,
	SESSMON_CMD_POLICY_GET,
	SESSMON_CMD_POLICY_SET,
	SESSMON_CMD_VERIFY,
	SESSMON_CMD_READER_SET,
	SESSMON_CMD_READER_DEMOTED,

	__SESSMON_CMD_MAX
};
#define SESSMON_CMD_MAX (__SESSMON_CMD_MAX - 1)

#define SESSMON_MCGRP_SESSION	"session"
#define SESSMON_MCGRP_LIFECYCLE	"lifecycle"
#define SESSMON_MCGRP_SECURITY	"security"

#endif /* _UAPI_LINUX_SESSMON_H */
