// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading facts off the kernel's own objects.
 */
#include "facts/task.h"

#include <linux/audit.h>
#include <linux/cgroup.h>
#include <linux/dcache.h>
#include <linux/fdtable.h>
#include <linux/idr.h>
#include <linux/ipc_namespace.h>
#include <linux/kdev_t.h>
#include <linux/major.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/time_namespace.h>
#include <linux/tty_driver.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include "compat.h"
#include "facts/host.h"

/* Visit the tasks of SESSMON_WALK_CHUNK numbers. Returns false after the last. */
static bool visit_some_tasks(int *number, void (*visit)(struct task_struct *task, void *data),
			     void *data)
{
	struct task_struct *task;
	struct pid *pid = NULL;
	unsigned int n;

	rcu_read_lock();
	for (n = 0; n < SESSMON_WALK_CHUNK; n++, (*number)++) {
		pid = idr_get_next(&init_pid_ns.idr, number);
		if (!pid)
			break;
		task = pid_task(pid, PIDTYPE_TGID);
		if (task)
			visit(task, data);
	}
	rcu_read_unlock();
	return pid;
}

/**
 * sessmon_tasks_each() - visit the first threads of all processes that the kernel has
 * @visit: called for each, in an RCU read section
 * @data: passed to @visit
 *
 * By number, since the list of all processes cannot be left and found again. What
 * comes or goes meanwhile is visited or not; everything else is, once, and a child
 * maybe before its parent.
 *
 * Context: sleeps between read sections that are bounded.
 */
void sessmon_tasks_each(void (*visit)(struct task_struct *task, void *data), void *data)
{
	int number = 1;

	while (visit_some_tasks(&number, visit, data))
		cond_resched();
}

/**
 * sessmon_task_creds() - credentials as numbers of the initial user namespace
 * @cred: the credentials; the caller keeps them alive
 * @out: what to fill
 *
 * A kuid_t is the number that the initial user namespace has for it, so its
 * value is taken as it is.
 *
 * Context: any.
 */
void sessmon_task_creds(const struct cred *cred, struct sessmon_creds *out)
{
	out->uid = __kuid_val(cred->uid);
	out->euid = __kuid_val(cred->euid);
	out->suid = __kuid_val(cred->suid);
	out->fsuid = __kuid_val(cred->fsuid);
	out->gid = __kgid_val(cred->gid);
	out->egid = __kgid_val(cred->egid);
	out->sgid = __kgid_val(cred->sgid);
	out->fsgid = __kgid_val(cred->fsgid);
	out->cap_inheritable = sessmon_compat_cap(cred->cap_inheritable);
	out->cap_permitted = sessmon_compat_cap(cred->cap_permitted);
	out->cap_effective = sessmon_compat_cap(cred->cap_effective);
	out->cap_bounding = sessmon_compat_cap(cred->cap_bset);
	out->cap_ambient = sessmon_compat_cap(cred->cap_ambient);
	out->securebits = cred->securebits;
	out->user_ns = cred->user_ns->ns.inum;
}

/**
 * sessmon_task_threads_have() - do all threads of a process have these credentials?
 * @task: any of them
 * @creds: the credentials
 *
 * Context: any, in an RCU read section.
 * Return: true if all living ones do; false also if there are too many to look at.
 */
bool sessmon_task_threads_have(struct task_struct *task, const struct sessmon_creds *creds)
{
	unsigned int left = SESSMON_THREADS_COMPARED;
	struct task_struct *thread;
	struct sessmon_creds its;

	list_for_each_entry_rcu(thread, &task->signal->thread_head, thread_node) {
		if (!left--)
			return false;
		if (READ_ONCE(thread->exit_state))
			continue;
		sessmon_task_creds(__task_cred(thread), &its);
		if (memcmp(&its, creds, sizeof(its)))
			return false;
	}
	return true;
}

/**
 * sessmon_task_namespaces() - inode numbers of the namespaces
 * @ns: NULL for a task that is ending, then all are 0
 * @out: what to fill
 *
 * Context: any; the caller keeps @ns alive. RCU does not: a task that goes elsewhere
 * frees it at once, so that it may be read of the current task, of one that has not
 * run yet, and under the lock of any other.
 */
void sessmon_task_namespaces(const struct nsproxy *ns, struct sessmon_namespaces *out)
{
	memset(out, 0, sizeof(*out));
	if (!ns)
		return;
	out->uts = ns->uts_ns->ns.inum;
	out->pid = ns->pid_ns_for_children->ns.inum;
	out->net = ns->net_ns->ns.inum;
	out->mnt = sessmon_host_mnt_inum(ns->mnt_ns);
#ifdef CONFIG_IPC_NS
	out->ipc = ns->ipc_ns->ns.inum;
#endif
#ifdef CONFIG_CGROUPS
	out->cgroup = ns->cgroup_ns->ns.inum;
#endif
#ifdef CONFIG_TIME_NS
	out->time = ns->time_ns_for_children->ns.inum;
#endif
}

/**
 * sessmon_task_namespaces_of() - inode numbers of the namespaces of any task
 * @task: the task
 * @out: what to fill
 *
 * Context: process, in an RCU read section; takes the task's lock, which must not be
 * taken under the tasklist lock.
 */
void sessmon_task_namespaces_of(struct task_struct *task, struct sessmon_namespaces *out)
{
	task_lock(task);
	sessmon_task_namespaces(task->nsproxy, out);
	task_unlock(task);
}

/**
 * sessmon_task_audit() - the audit system's ids of a task
 * @task: the task
 * @out: what to fill
 *
 * Context: any.
 */
void sessmon_task_audit(struct task_struct *task, struct sessmon_audit *out)
{
	out->loginuid = __kuid_val(audit_get_loginuid(task));
	out->session = audit_get_sessionid(task);
}

/*
 * The devpts mount that a pseudo-terminal belongs to. A slave's driver data is
 * its dentry there (drivers/tty/pty.c) until the master closes, which first
 * marks the slave; the dentry is freed after an RCU grace period.
 */
static u32 devpts_instance(struct tty_struct *tty)
{
	struct dentry *dentry;

	if (tty->driver->type != TTY_DRIVER_TYPE_PTY || tty->driver->subtype != PTY_TYPE_SLAVE ||
	    tty->driver->major != UNIX98_PTY_SLAVE_MAJOR || test_bit(TTY_OTHER_CLOSED, &tty->flags))
		return 0;
	dentry = READ_ONCE(tty->driver_data);
	return dentry ? MINOR(dentry->d_sb->s_dev) : 0;
}

/**
 * sessmon_task_tty() - which terminal it is
 * @tty: the terminal
 * @out: what to fill
 *
 * Context: any, in an RCU read section; the caller keeps @tty alive.
 */
void sessmon_task_tty(struct tty_struct *tty, struct sessmon_tty *out)
{
	memset(out, 0, sizeof(*out));
	out->dev = tty_devnum(tty);
	out->instance = devpts_instance(tty);
	strscpy(out->name, tty->name, sizeof(out->name));
}

/**
 * sessmon_task_ctty() - the controlling terminal of a process
 * @task: any of its threads
 * @out: what to fill; dev is 0 if there is none
 *
 * The signal lock keeps the terminal; __lock_task_sighand() is not for modules.
 *
 * Context: process, in an RCU read section, without the signal lock.
 * Return: the process group in the foreground of it, 0 if there is none.
 */
u32 sessmon_task_ctty(struct task_struct *task, struct sessmon_tty *out)
{
	struct sighand_struct *sighand = rcu_dereference(task->sighand);
	unsigned long flags;
	u32 foreground = 0;

	out->dev = 0;
	if (!sighand)
		return 0;
	spin_lock_irqsave(&sighand->siglock, flags);
	/* A sighand may be given to another task, but its lock stays a lock. */
	if (rcu_access_pointer(task->sighand) == sighand && task->signal->tty) {
		sessmon_task_tty(task->signal->tty, out);
		/* The terminal's lock is taken inside siglock, as __proc_set_tty() does. */
		foreground = sessmon_compat_tty_foreground(task->signal->tty);
	}
	spin_unlock_irqrestore(&sighand->siglock, flags);
	return foreground;
}

/**
 * sessmon_task_tty_is_open() - does anybody have the terminal of a process open?
 * @task: any of its threads
 *
 * Context: any, in an RCU read section, without the signal lock.
 * Return: true if it has one, and that is not being closed for the last time.
 */
bool sessmon_task_tty_is_open(struct task_struct *task)
{
	struct sighand_struct *sighand = rcu_dereference(task->sighand);
	unsigned long flags;
	bool open;

	if (!sighand)
		return false;
	spin_lock_irqsave(&sighand->siglock, flags);
	/* As in sessmon_task_ctty(). */
	open = rcu_access_pointer(task->sighand) == sighand && task->signal->tty &&
	       READ_ONCE(task->signal->tty->count) > 0;
	spin_unlock_irqrestore(&sighand->siglock, flags);
	return open;
}

/**
 * sessmon_task_cgroup() - the control group in the default hierarchy
 * @task: the task
 *
 * Context: any, in an RCU read section.
 * Return: its id, which is the inode number of its directory; 0 without cgroups.
 */
u64 sessmon_task_cgroup(struct task_struct *task)
{
#ifdef CONFIG_CGROUPS
	return cgroup_id(task_dfl_cgroup(task));
#else
	return 0;
#endif
}

/**
 * sessmon_task_sid() - the session number of a task
 * @task: the task
 *
 * Context: any, in an RCU read section.
 * Return: the number; 0 also for a task that was reaped.
 */
u32 sessmon_task_sid(struct task_struct *task)
{
	return pid_nr(READ_ONCE(task->signal->pids[PIDTYPE_SID]));
}

/**
 * sessmon_task_pgid() - the process group number of a task
 * @task: the task
 *
 * Context: any, in an RCU read section.
 * Return: the number; 0 also for a task that was reaped.
 */
u32 sessmon_task_pgid(struct task_struct *task)
{
	return pid_nr(READ_ONCE(task->signal->pids[PIDTYPE_PGID]));
}

/**
 * sessmon_task_vpid() - the process id in the task's own pid namespace
 * @task: the task
 *
 * Context: any, in an RCU read section.
 * Return: the number; 0 for a task that was reaped.
 */
u32 sessmon_task_vpid(struct task_struct *task)
{
	struct pid *pid = READ_ONCE(task->signal->pids[PIDTYPE_TGID]);

	return pid ? pid->numbers[pid->level].nr : 0;
}

/**
 * sessmon_task_pid_ns() - inode number of the pid namespace that a task lives in
 * @task: the task
 *
 * Context: any, in an RCU read section.
 * Return: the number; 0 for a task that was reaped.
 */
u32 sessmon_task_pid_ns(struct task_struct *task)
{
	struct pid *pid = READ_ONCE(task->signal->pids[PIDTYPE_TGID]);

	return pid ? pid->numbers[pid->level].ns->ns.inum : 0;
}

/**
 * sessmon_task_in_container() - is it in another pid namespace than init?
 * @task: the task
 *
 * Context: any, in an RCU read section.
 * Return: true if it is.
 */
bool sessmon_task_in_container(struct task_struct *task)
{
	struct pid *pid = READ_ONCE(task->signal->pids[PIDTYPE_TGID]);

	return pid && pid->level > 0;
}

/**
 * sessmon_task_traced() - how many threads of a process are traced
 * @task: any of them
 *
 * As long as the process has threads: for load and for verify, never for a hook.
 *
 * Context: any.
 * Return: how many.
 */
u32 sessmon_task_traced(struct task_struct *task)
{
	struct task_struct *thread;
	u32 traced = 0;

	/* for_each_thread() checks for a lock that modules cannot even name. */
	list_for_each_entry_rcu(thread, &task->signal->thread_head, thread_node)
		traced += !!READ_ONCE(thread->ptrace);
	return traced;
}

/**
 * sessmon_task_wait_status() - how a process has ended
 * @task: the last of its threads
 *
 * As wait_task_zombie() in kernel/exit.c has it.
 *
 * Context: any, in an RCU read section.
 * Return: the status that wait(2) gives for it.
 */
u32 sessmon_task_wait_status(struct task_struct *task)
{
	struct signal_struct *sig = task->signal;

	if (sig->flags & SIGNAL_GROUP_EXIT)
		return sig->group_exit_code;
	return READ_ONCE(task->group_leader)->exit_code;
}

/**
 * sessmon_task_get() - the first thread of a process
 * @key: the process
 *
 * Context: any.
 * Return: the thread, counted, or NULL if it has been reaped.
 */
struct task_struct *sessmon_task_get(const struct sessmon_key *key)
{
	struct task_struct *task;

	rcu_read_lock();
	task = pid_task(find_pid_ns(key->id, &init_pid_ns), PIDTYPE_TGID);
	if (task && task->start_boottime == key->start)
		get_task_struct(task);
	else
		task = NULL;
	rcu_read_unlock();
	return task;
}

/**
 * struct standard - a file descriptor that may be a terminal
 * @tty: the terminal; only compared
 * @dev: its device number
 * @fd: number of the descriptor
 */
struct standard {
	const struct tty_struct *tty;
	dev_t dev;
	unsigned int fd;
};

/* A terminal is opened by its own number, as /dev/tty or as the console. */
static int is_terminal_fd(const void *data, struct file *file, unsigned int fd)
{
	const struct tty_file_private *opened = file->private_data;
	const dev_t dev = file_inode(file)->i_rdev;
	const struct standard *s = data;

	if (fd != s->fd || !S_ISCHR(file_inode(file)->i_mode) || (file->f_mode & FMODE_PATH))
		return -ENOENT;
	if (dev != s->dev && dev != MKDEV(TTYAUX_MAJOR, 0) && dev != MKDEV(TTYAUX_MAJOR, 1))
		return -ENOENT;
	return opened && opened->tty == s->tty ? 1 : -ENOENT;
}

static bool is_at_terminal(struct files_struct *files, struct standard *s, unsigned int fd)
{
	s->fd = fd;
	return iterate_fd(files, fd, is_terminal_fd, s) > 0;
}

/**
 * sessmon_task_at_terminal() - is a process connected to its controlling terminal?
 * @task: the process; the caller holds it
 *
 * Context: as sessmon_task_holds_master().
 * Return: true if the terminal is its standard input and its standard error.
 */
bool sessmon_task_at_terminal(struct task_struct *task)
{
	struct standard s = { .tty = READ_ONCE(task->signal->tty) };
	struct sessmon_tty tty;
	bool at;

	if (!s.tty)
		return false;
	rcu_read_lock();
	sessmon_task_ctty(task, &tty);
	rcu_read_unlock();
	s.dev = tty.dev;
	task_lock(task);
	at = s.dev && task->files && is_at_terminal(task->files, &s, 0) &&
	     is_at_terminal(task->files, &s, 2);
	task_unlock(task);
	return at;
}

/* Is @file the master of the terminal @data, which is only compared? */
static int is_master_fd(const void *data, struct file *file, unsigned int fd)
{
	const struct tty_file_private *opened = file->private_data;

	if (fd >= SESSMON_PEER_FDS)
		return -ENOENT;
	if (!S_ISCHR(file_inode(file)->i_mode) || (file->f_mode & FMODE_PATH) ||
	    file_inode(file)->i_rdev != MKDEV(TTYAUX_MAJOR, 2))
		return 0;
	return opened && opened->tty && opened->tty->link == data;
}

/**
 * sessmon_task_holds_master() - has a process opened its own controlling terminal?
 * @task: the process; the caller holds it
 *
 * Context: process, not under any lock of the task; takes the same as
 * sessmon_peer_of_task().
 * Return: true if it holds the master side of its terminal, as who gives one to others
 * does.
 */
bool sessmon_task_holds_master(struct task_struct *task)
{
	struct tty_struct *tty = READ_ONCE(task->signal->tty);
	bool found;

	task_lock(task);
	found = tty && task->files && iterate_fd(task->files, 0, is_master_fd, tty) > 0;
	task_unlock(task);
	return found;
}
