/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that differs between kernels. Each difference is one named wrapper with both
 * branches, and none asks for a version, since stable kernels take changes back:
 * HAVE_* is what the compiler said of the headers that are built with, see features.c.
 */
#ifndef SESSMON_COMPAT_H
#define SESSMON_COMPAT_H

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/net.h>
#include <linux/tty.h>
#include <net/genetlink.h>

#include "features.h"

/* One array of 32-bit words until 6.3, one 64-bit number since. */
static inline u64 sessmon_compat_cap(kernel_cap_t cap)
{
#ifdef HAVE_CAP_VAL
	return cap.val;
#else
	return (u64)cap.cap[1] << 32 | cap.cap[0];
#endif
}

/* task_newtask: unsigned long until 6.17, u64 since; the same on 64 bit but for the type. */
#ifdef HAVE_NEWTASK_U64
#define sessmon_compat_clone_flags_t u64
#else
#define sessmon_compat_clone_flags_t unsigned long
#endif

/*
 * sched_process_exit: says whether the thread is the last one since 6.16. Before,
 * the count of live threads says it, to every thread that looks after the last
 * one has been counted down: the caller must take the first and ignore the rest.
 */
#ifdef HAVE_EXIT_GROUP_DEAD
#define SESSMON_COMPAT_EXIT_PROTO	void *data, struct task_struct *task, bool group_dead
#define SESSMON_COMPAT_GROUP_DEAD(task) (group_dead)
#else
#define SESSMON_COMPAT_EXIT_PROTO	void *data, struct task_struct *task
#define SESSMON_COMPAT_GROUP_DEAD(task) (!atomic_read(&(task)->signal->live))
#endif

/* change_pid() got an array of pids as its first argument in 6.17. */
#ifdef HAVE_CHANGE_PID_PIDS
#define SESSMON_COMPAT_CHANGE_PID_FIRST 1
#else
#define SESSMON_COMPAT_CHANGE_PID_FIRST 0
#endif

/* The session of a terminal moved into a struct of its own in 5.16. */
static inline struct pid *sessmon_compat_tty_session(struct tty_struct *tty)
{
#ifdef HAVE_TTY_CTRL
	return READ_ONCE(tty->ctrl.session);
#else
	return READ_ONCE(tty->session);
#endif
}

/* The process group in the foreground of a terminal, which takes its lock; likewise. */
static inline u32 sessmon_compat_tty_foreground(struct tty_struct *tty)
{
#ifdef HAVE_TTY_CTRL
	spinlock_t *lock = &tty->ctrl.lock;
	struct pid **pgrp = &tty->ctrl.pgrp;
#else
	spinlock_t *lock = &tty->ctrl_lock;
	struct pid **pgrp = &tty->pgrp;
#endif
	unsigned long flags;
	u32 nr;

	spin_lock_irqsave(lock, flags);
	nr = pid_nr(*pgrp);
	spin_unlock_irqrestore(lock, flags);
	return nr;
}

/* An error pointer that nobody needed, until 5.12. */
static inline struct socket *sessmon_compat_sock_from_file(struct file *file)
{
#ifdef HAVE_SOCK_FROM_FILE_ERR
	int err;

	return sock_from_file(file, &err);
#else
	return sock_from_file(file);
#endif
}

/* One page of another address space, whose mmap lock the caller holds. */
static inline long sessmon_compat_get_page(struct mm_struct *mm, unsigned long addr,
					   struct page **page)
{
#ifdef HAVE_GUP_VMAS
	return get_user_pages_remote(mm, addr, 1, FOLL_FORCE, page, NULL, NULL);
#else
	return get_user_pages_remote(mm, addr, 1, FOLL_FORCE, page, NULL);
#endif
}

/* kmap_local_page() came with 5.11; before that only the atomic kind. */
#ifndef HAVE_KMAP_LOCAL
#define kmap_local_page(page) kmap_atomic(page)
#define kunmap_local(addr)    kunmap_atomic(addr)
#endif

/* Opening a name below a given root, whatever root the caller has. */
static inline struct file *sessmon_compat_open_root(const struct path *root, const char *name,
						    int flags)
{
#ifdef HAVE_FILE_OPEN_ROOT_MNT
	return file_open_root(root, name, flags, 0);
#else
	return file_open_root(root->dentry, root->mnt, name, flags, 0);
#endif
}

/* The program's file of an address space, counted; it is read under RCU in different ways. */
static inline struct file *sessmon_compat_exe_file(struct mm_struct *mm)
{
	struct file *file;

	rcu_read_lock();
#ifdef HAVE_GET_FILE_RCU_PTR
	file = get_file_rcu(&mm->exe_file);
#else
	file = rcu_dereference(mm->exe_file);
	if (file && !get_file_rcu(file))
		file = NULL;
#endif
	rcu_read_unlock();
	return file;
}

/* A group says who may join it: by flags since 6.1.y and 6.6, by a bit in 5.10.y. */
#if defined(HAVE_MCAST_FLAGS)
#define SESSMON_COMPAT_MCGRP_ADMIN .flags = GENL_MCAST_CAP_SYS_ADMIN | GENL_MCAST_CAP_NET_ADMIN
#elif defined(HAVE_MCAST_CAP_SYS_ADMIN)
#define SESSMON_COMPAT_MCGRP_ADMIN .cap_sys_admin = 1, .flags = GENL_UNS_ADMIN_PERM
#else
#error "sessmon: this kernel would let anybody listen: one of December 2023 or later is needed"
#endif

#endif /* SESSMON_COMPAT_H */
