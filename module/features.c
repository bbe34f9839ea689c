// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the headers of a kernel offer, asked of its compiler.
 *
 * features.sh checks the syntax of this file once, with the flags that the module
 * is built with. A test is what follows a #line that names it: an error there is
 * a no, none is a yes, and an error anywhere else ends the build. Each test is
 * small enough that nothing but what it asks for can fail.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/net.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/tty.h>
#include <net/genetlink.h>
#include <trace/events/sched.h>
#include <trace/events/task.h>

/* Two answers that are known: if one of them is wrong, all of them may be. */
#line 1 "ALWAYS"
static inline pid_t member(struct task_struct *task)
{
	return task->pid;
}

#line 1 "NEVER"
static inline pid_t no_member(struct task_struct *task)
{
	return task->sessmon_has_no_such_member;
}

#line 1 "HAVE_CAP_VAL"
static inline u64 cap_val(kernel_cap_t cap)
{
	return cap.val;
}

#line 1 "HAVE_NEWTASK_U64"
static inline void newtask(void (*probe)(void *data, struct task_struct *task, u64 flags))
{
	check_trace_callback_type_task_newtask(probe);
}

#line 1 "HAVE_EXIT_GROUP_DEAD"
static inline void group_dead(void (*probe)(void *data, struct task_struct *task, bool dead))
{
	check_trace_callback_type_sched_process_exit(probe);
}

#line 1 "HAVE_CHANGE_PID_PIDS"
static inline void change_pids(struct pid **pids, struct task_struct *task, struct pid *pid)
{
	change_pid(pids, task, PIDTYPE_PID, pid);
}

#line 1 "HAVE_TTY_CTRL"
static inline struct pid *tty_session(struct tty_struct *tty)
{
	return tty->ctrl.session;
}

#line 1 "HAVE_SOCK_FROM_FILE_ERR"
static inline struct socket *sock_err(struct file *file, int *err)
{
	return sock_from_file(file, err);
}

#line 1 "HAVE_GUP_VMAS"
static inline long gup_vmas(struct mm_struct *mm, struct page **pages, struct vm_area_struct **vmas)
{
	return get_user_pages_remote(mm, 0, 1, 0, pages, vmas, NULL);
}

#line 1 "HAVE_KMAP_LOCAL"
static inline void *kmap_of_task(struct page *page)
{
	return kmap_local_page(page);
}

#line 1 "HAVE_FILE_OPEN_ROOT_MNT"
static inline struct file *open_root(const struct path *root)
{
	return file_open_root(root, "", 0, 0);
}

/* A macro in older kernels, whose inside would be blamed: without arguments it is none. */
#line 1 "HAVE_GET_FILE_RCU_PTR"
static inline struct file *file_of(struct file __rcu **file)
{
	struct file *(*get)(struct file __rcu **) = get_file_rcu;

	return get(file);
}

#line 1 "HAVE_MCAST_FLAGS"
static inline u8 mcast_flags(void)
{
	return GENL_MCAST_CAP_SYS_ADMIN | GENL_MCAST_CAP_NET_ADMIN;
}

#line 1 "HAVE_MCAST_CAP_SYS_ADMIN"
static inline bool mcast_cap(const struct genl_multicast_group *group)
{
	return group->cap_sys_admin;
}
