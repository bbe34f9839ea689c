// SPDX-License-Identifier: GPL-2.0-only
/*
 * Capturing the facts of a program.
 *
 * During an exec they are taken where the kernel looks for a loader of the
 * file: the arguments lie in a new address space that no other task can reach
 * yet, and sleeping is allowed. Later, at the tracepoint of the finished exec, a
 * process of the same user can change them through /proc/PID/mem before we read.
 */
#include "model/capture.h"

#include <linux/dcache.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/percpu.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "counters.h"
#include "facts/host.h"
#include "facts/task.h"
#include "policy/door.h"

/**
 * struct scratch - room to build the strings in before their size is known
 * @path: d_path() builds backwards from the end
 * @cwd: likewise
 * @script: likewise
 * @args: as much of the arguments as is kept
 */
struct scratch {
	char path[PATH_MAX];
	char cwd[PATH_MAX];
	char script[PATH_MAX];
	char args[SESSMON_ARGS_KEPT];
};

/* One is kept per processor: allocating and clearing them is most of the cost. */
static DEFINE_PER_CPU(struct scratch *, spare);

static struct scratch *get_scratch(void)
{
	struct scratch *s = this_cpu_xchg(spare, NULL);

	if (!s)
		s = kmalloc(sizeof(*s), GFP_KERNEL | __GFP_NOWARN);
	if (!s)
		sessmon_count(SESSMON_STAT_NO_MEMORY);
	return s;
}

static void put_scratch(struct scratch *s)
{
	kfree(this_cpu_xchg(spare, s));
}

/**
 * sessmon_capture_exit() - free what was kept
 *
 * Context: sleeps; no capture runs any more.
 */
void sessmon_capture_exit(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		kfree(per_cpu(spare, cpu));
		per_cpu(spare, cpu) = NULL;
	}
}

/**
 * struct parts - what an object is put together from
 * @path: NULL if it could not be built
 * @cwd: likewise
 * @script: of the file that named this one as its interpreter, or NULL
 * @args: argument strings
 * @args_kept: bytes of @args
 * @flags: enum sessmon_exe_flags found so far
 */
struct parts {
	const char *path;
	const char *cwd;
	const char *script;
	const char *args;
	u32 args_kept;
	u32 flags;
};

static u16 add(struct sessmon_exe *exe, u16 *end, const char *from, size_t len)
{
	u16 at = *end;

	memcpy(exe->data + at, from, len);
	*end += len;
	return at;
}

static size_t size_of(const char *string)
{
	return string ? strlen(string) + 1 : 0;
}

static struct sessmon_exe *assemble(const struct parts *parts, gfp_t gfp)
{
	size_t path = size_of(parts->path), cwd = size_of(parts->cwd);
	size_t script = size_of(parts->script);
	struct sessmon_exe *exe;
	u16 end = 1;

	exe = sessmon_exe_alloc(1 + path + cwd + script + parts->args_kept, gfp);
	if (!exe)
		return NULL;
	exe->data[0] = '\0';
	exe->flags = parts->flags;
	if (path)
		exe->path = add(exe, &end, parts->path, path);
	if (!path || parts->path[0] != '/')
		exe->flags |= SESSMON_EXE_PATH_MISSING;
	if (cwd)
		exe->cwd = add(exe, &end, parts->cwd, cwd);
	if (script)
		exe->script = add(exe, &end, parts->script, script);
	if (parts->args_kept)
		exe->args = add(exe, &end, parts->args, parts->args_kept);
	exe->args_kept = parts->args_kept;
	return exe;
}

/* A file that memfd_create() made: no name, on the kernel's own mount of tmpfs. */
static bool is_memfd(const struct file *file)
{
	return file_inode(file)->i_sb->s_magic == TMPFS_MAGIC &&
	       (file->f_path.mnt->mnt_flags & MNT_INTERNAL) && !file_inode(file)->i_nlink;
}

static u32 set_id_flags(const struct file *file)
{
	umode_t mode = file_inode(file)->i_mode;
	u32 flags = 0;

	if (mode & S_ISUID)
		flags |= SESSMON_EXE_SETUID;
	/* Without the execute bit, set-group-id asks for mandatory locks. */
	if ((mode & (S_ISGID | 0010)) == (S_ISGID | 0010))
		flags |= SESSMON_EXE_SETGID;
	return flags;
}

static u32 file_flags(const struct file *file)
{
	const struct inode *inode = file_inode(file);
	u32 flags = 0;

	if (is_memfd(file))
		flags |= SESSMON_EXE_MEMFD;
	else if (d_unlinked(file->f_path.dentry) || !inode->i_nlink)
		flags |= SESSMON_EXE_DELETED;
	if (inode->i_sb->s_magic == OVERLAYFS_SUPER_MAGIC)
		flags |= SESSMON_EXE_OVERLAY;
	if (IS_VERITY(inode))
		flags |= SESSMON_EXE_VERITY;
	return flags;
}

static void set_file(struct sessmon_exe *exe, const struct file *file)
{
	const struct inode *inode = file_inode(file);

	exe->generation = inode->i_generation;
	exe->mode = inode->i_mode;
	exe->uid = __kuid_val(inode->i_uid);
	exe->gid = __kgid_val(inode->i_gid);
	exe->nlink = inode->i_nlink;
	exe->flags |= file_flags(file);
}

/* Whose bits the kernel obeys: binfmt_misc may ask for those of what is interpreted. */
static void set_ids(struct sessmon_exe *exe, const struct linux_binprm *bprm)
{
	exe->flags |= set_id_flags(bprm->execfd_creds && bprm->executable ? bprm->executable :
									    bprm->file);
}

/* Names were built from the root of who looks; threads of the kernel have no other. */
static bool looks_from_init_root(void)
{
	return (current->flags & PF_KTHREAD) || sessmon_host_sees(current) == SESSMON_VIEW_INIT;
}

/* A program can be a door only if a task with pid 1's mounts executes it. */
static void set_view(struct sessmon_exe *exe, struct task_struct *task)
{
	enum sessmon_view view = sessmon_host_sees(task);

	if (view == SESSMON_VIEW_OTHER)
		exe->flags |= SESSMON_EXE_OTHER_MNT_NS;
	exe->at_host = view == SESSMON_VIEW_INIT && (task == current || looks_from_init_root());
}

static void set_called(struct sessmon_exe *exe, const char *name)
{
	strscpy(exe->called, name, sizeof(exe->called));
}

static const char *cwd_of(struct task_struct *task, char *buf)
{
	const char *name = NULL;
	struct path pwd = {};

	task_lock(task);
	if (task->fs)
		get_fs_pwd(task->fs, &pwd);
	task_unlock(task);
	if (pwd.mnt) {
		name = sessmon_file_name(&pwd, buf);
		path_put(&pwd);
	}
	return name;
}

/* ---- arguments ---- */

/* Returns where the last of @argc strings ends, or @len; @argc becomes how many are left. */
static u32 end_of_args(const char *args, u32 len, u32 *argc)
{
	u32 end = 0;
	const char *zero;

	for (; *argc && end < len; (*argc)--) {
		zero = memchr(args + end, 0, len - end);
		if (!zero)
			return len;
		end = zero - args + 1;
	}
	return end;
}

/* Bytes of the new program's stack, from where its argument strings begin. */
static u32 read_stack(struct linux_binprm *bprm, char *to)
{
	unsigned long addr = bprm->p;
	u32 done = 0;

	mmap_read_lock(bprm->mm);
	while (done < SESSMON_ARGS_KEPT) {
		u32 n = min_t(u32, SESSMON_ARGS_KEPT - done, PAGE_SIZE - offset_in_page(addr));
		struct page *page;
		void *from;

		if (sessmon_compat_get_page(bprm->mm, addr, &page) != 1)
			break;
		from = kmap_local_page(page);
		memcpy(to + done, from + offset_in_page(addr), n);
		kunmap_local(from);
		put_page(page);
		done += n;
		addr += n;
		/* The strings end below the file's name, which ends the stack. */
		if (addr >= bprm->exec)
			break;
	}
	mmap_read_unlock(bprm->mm);
	return done;
}

static void read_args(struct linux_binprm *bprm, struct scratch *s, struct parts *parts)
{
	u32 have = read_stack(bprm, s->args), cut = bprm->argc;

	parts->args = s->args;
	parts->args_kept = end_of_args(s->args, have, &cut);
	if (cut)
		parts->flags |= have ? SESSMON_EXE_ARGS_TRUNCATED : SESSMON_EXE_ARGS_MISSING;
}

/* ---- scripts ---- */

/*
 * Returns where the script's path lies in what an earlier step of the same exec has
 * captured. A step for the same file is none.
 */
static u16 script_in(const struct sessmon_exe *before, const struct sessmon_file_id *id)
{
	if (sessmon_file_id_equal(&before->file, id))
		return before->script;
	return before->script ?: before->path;
}

/*
 * Returns the file that was asked for, if @bprm->file only runs it; NULL if it is that file.
 * A binary format that is registered after ours comes before it: then a file for which
 * binfmt_misc has an interpreter was not captured, but it may still be open, and has its
 * name in any case.
 */
static const char *script_of(struct linux_binprm *bprm, const struct sessmon_exe *before,
			     const struct sessmon_file_id *id, char *buf)
{
	u16 script;

	/* The first file. What came before it, if anything, was an exec that failed, unseen. */
	if (bprm->interp == bprm->filename)
		return NULL;
	if (before) {
		script = script_in(before, id);
		return script ? before->data + script : NULL;
	}
	return bprm->executable ? sessmon_file_name(&bprm->executable->f_path, buf) :
				  bprm->filename;
}

/* ---- the three occasions ---- */

/**
 * sessmon_capture_bprm() - facts of a file that is about to be loaded
 * @bprm: the exec under way
 * @before: what an earlier step of the same exec captured (the script that names
 *          this file as its interpreter), or NULL
 *
 * Context: the task that executes; sleeps.
 * Return: an object with one reference, or NULL, counted.
 */
struct sessmon_exe *sessmon_capture_bprm(struct linux_binprm *bprm,
					 const struct sessmon_exe *before)
{
	struct scratch *s = get_scratch();
	struct sessmon_file_id id = sessmon_file_identify(bprm->file);
	struct parts parts = {};
	struct sessmon_exe *exe;

	if (!s)
		return NULL;
	parts.path = sessmon_file_name(&bprm->file->f_path, s->path);
	parts.cwd = cwd_of(current, s->cwd);
	parts.script = script_of(bprm, before, &id, s->script);
	if (parts.script)
		parts.flags |= SESSMON_EXE_SCRIPT;
	if (sessmon_task_at_terminal(current))
		parts.flags |= SESSMON_EXE_AT_TERMINAL;
	read_args(bprm, s, &parts);
	exe = assemble(&parts, GFP_KERNEL_ACCOUNT);
	put_scratch(s);
	if (!exe)
		return NULL;
	exe->argc = bprm->argc;
	exe->file = id;
	set_file(exe, bprm->file);
	set_ids(exe, bprm);
	set_called(exe, kbasename(bprm->interp));
	set_view(exe, current);
	sessmon_door_recognise(exe);
	return exe;
}

/**
 * sessmon_capture_late() - the file's identity, when nothing was captured in time
 * @bprm: an exec that has succeeded
 *
 * Its role is left to sessmon_role_kick().
 *
 * Context: any.
 * Return: an object with one reference, flagged; or NULL, counted.
 */
struct sessmon_exe *sessmon_capture_late(struct linux_binprm *bprm)
{
	struct parts parts = { .flags = SESSMON_EXE_FALLBACK | SESSMON_EXE_ARGS_MISSING };
	struct sessmon_exe *exe = assemble(&parts, GFP_ATOMIC);

	sessmon_count(SESSMON_STAT_CAPTURE_FALLBACK);
	if (!exe)
		return NULL;
	exe->argc = bprm->argc;
	exe->file = sessmon_file_identify_atomic(bprm->file);
	set_file(exe, bprm->file);
	set_ids(exe, bprm);
	set_called(exe, kbasename(bprm->interp));
	if (sessmon_host_sees(current) == SESSMON_VIEW_OTHER)
		exe->flags |= SESSMON_EXE_OTHER_MNT_NS;
	return exe;
}

static void read_task_args(struct task_struct *task, struct mm_struct *mm, struct scratch *s,
			   struct parts *parts)
{
	unsigned long start = READ_ONCE(mm->arg_start), end = READ_ONCE(mm->arg_end);
	int n = 0;

	/*
	 * Pages of files are left out: any user can have the arguments point into a file that
	 * he serves himself and never answers for (CVE-2018-1120), and we would wait for him.
	 */
	if (end > start)
		n = access_process_vm(task, start, s->args,
				      min_t(unsigned long, end - start, SESSMON_ARGS_KEPT),
				      FOLL_ANON);
	parts->args = s->args;
	parts->args_kept = max(n, 0);
	if (end > start && n <= 0)
		parts->flags |= SESSMON_EXE_ARGS_MISSING;
	if (end - start > SESSMON_ARGS_KEPT)
		parts->flags |= SESSMON_EXE_ARGS_TRUNCATED;
}

static struct sessmon_exe *capture_mm(struct task_struct *task, struct mm_struct *mm,
				      struct file *file, struct scratch *s)
{
	struct parts parts = { .flags = SESSMON_EXE_INFERRED };
	struct sessmon_exe *exe;

	parts.path = sessmon_file_name(&file->f_path, s->path);
	parts.cwd = cwd_of(task, s->cwd);
	read_task_args(task, mm, s, &parts);
	if (sessmon_task_at_terminal(task))
		parts.flags |= SESSMON_EXE_AT_TERMINAL;
	exe = assemble(&parts, GFP_KERNEL);
	if (!exe)
		return NULL;
	exe->args_len = mm->arg_end - mm->arg_start;
	exe->file = sessmon_file_identify(file);
	set_file(exe, file);
	exe->flags |= set_id_flags(file);
	/* The kernel has cut the name at the exec, unless the process was renamed since. */
	set_called(exe, task->comm);
	set_view(exe, task);
	sessmon_door_recognise(exe);
	return exe;
}

/**
 * sessmon_capture_task() - facts of the program that a task runs already
 * @task: the task; the caller holds it
 *
 * What was executed long ago may since have been renamed, and the arguments may
 * be what the program made of them: flagged as inferred.
 *
 * Context: sleeps.
 * Return: an object with one reference; NULL for a kernel thread, or on failure.
 */
struct sessmon_exe *sessmon_capture_task(struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);
	struct scratch *s = mm ? get_scratch() : NULL;
	struct file *file = s ? sessmon_compat_exe_file(mm) : NULL;
	struct sessmon_exe *exe = NULL;

	might_sleep();
	if (file)
		exe = capture_mm(task, mm, file, s);
	if (file)
		fput(file);
	if (s)
		put_scratch(s);
	if (mm)
		mmput(mm);
	return exe;
}
