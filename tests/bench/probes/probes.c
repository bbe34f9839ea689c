// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks that sessmon has, with nothing behind them: what no module that
 * hooks these places can be cheaper than.
 */
#include <linux/binfmts.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>
#include <trace/events/task.h>

#ifdef HAVE_NEWTASK_U64
#define clone_flags_t u64
#else
#define clone_flags_t unsigned long
#endif

#ifdef HAVE_EXIT_GROUP_DEAD
#define EXIT_PROTO void *data, struct task_struct *task, bool group_dead
#else
#define EXIT_PROTO void *data, struct task_struct *task
#endif

static void probe_newtask(void *data, struct task_struct *task, clone_flags_t flags)
{
}

static void probe_exit(EXIT_PROTO)
{
}

static void probe_free(void *data, struct task_struct *task)
{
}

static void probe_rename(void *data, struct task_struct *task, const char *comm)
{
}

static void probe_exec(void *data, struct task_struct *task, pid_t old, struct linux_binprm *bprm)
{
}

static int probe_entry(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

static int load_nothing(struct linux_binprm *bprm)
{
	return -ENOEXEC;
}

static struct linux_binfmt format = { .module = THIS_MODULE, .load_binary = load_nothing };

static struct {
	const char *name;
	void *probe;
	struct tracepoint *tp;
} points[] = {
	{ "task_newtask", probe_newtask },    { "sched_process_exit", probe_exit },
	{ "sched_process_free", probe_free }, { "task_rename", probe_rename },
	{ "sched_process_exec", probe_exec },
};

static struct kprobe kprobes[] = {
	{ .symbol_name = "free_bprm" },
	{ .symbol_name = "proc_exit_connector" },
	{ .symbol_name = "change_pid" },
	{ .symbol_name = "proc_sid_connector" },
	{ .symbol_name = "__proc_set_tty" },
	{ .symbol_name = "session_clear_tty" },
	{ .symbol_name = "commit_creds" },
	{ .symbol_name = "tty_signal_session_leader" },
	{ .symbol_name = "proc_ptrace_connector" },
	{ .symbol_name = "switch_task_namespaces" },
};

static void __maybe_unused check_prototypes(void)
{
	check_trace_callback_type_task_newtask(probe_newtask);
	check_trace_callback_type_sched_process_exit(probe_exit);
	check_trace_callback_type_sched_process_free(probe_free);
	check_trace_callback_type_task_rename(probe_rename);
	check_trace_callback_type_sched_process_exec(probe_exec);
}

static void match(struct tracepoint *tp, void *data)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(points); i++)
		if (!strcmp(tp->name, points[i].name))
			points[i].tp = tp;
}

static int __init probes_init(void)
{
	size_t i;

	for_each_kernel_tracepoint(match, NULL);
	for (i = 0; i < ARRAY_SIZE(points); i++)
		if (!points[i].tp || tracepoint_probe_register(points[i].tp, points[i].probe, NULL))
			pr_err("probes: no %s\n", points[i].name);
	for (i = 0; i < ARRAY_SIZE(kprobes); i++) {
		kprobes[i].pre_handler = probe_entry;
		if (register_kprobe(&kprobes[i]))
			pr_err("probes: no %s\n", kprobes[i].symbol_name);
	}
	__register_binfmt(&format, 1);
	return 0;
}

static void __exit probes_exit(void)
{
	size_t i;

	unregister_binfmt(&format);
	for (i = 0; i < ARRAY_SIZE(kprobes); i++)
		unregister_kprobe(&kprobes[i]);
	for (i = 0; i < ARRAY_SIZE(points); i++)
		tracepoint_probe_unregister(points[i].tp, points[i].probe, NULL);
	tracepoint_synchronize_unregister();
}

module_init(probes_init);
module_exit(probes_exit);

MODULE_DESCRIPTION("Empty hooks, to be measured");
MODULE_LICENSE("GPL");
