// SPDX-License-Identifier: GPL-2.0-only
/*
 * One deliberate fault for each checker of the debug kernels: a silent checker
 * proves nothing, so each must be heard once. The module never stays loaded.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

static char *fault;
module_param(fault, charp, 0444);
MODULE_PARM_DESC(fault, "one of those at the end of sessmon_alive.c");

static DEFINE_SPINLOCK(lock_a);
static DEFINE_SPINLOCK(lock_b);

/* One byte behind the object; volatile, or the compiler would see it. */
static void touch_behind(void)
{
	volatile size_t size = 16;
	char *p = kmalloc(size, GFP_KERNEL);

	if (p)
		((volatile char *)p)[size] = 'x';
	kfree(p);
}

static void touch_freed(void)
{
	char *p = kmalloc(16, GFP_KERNEL);

	kfree(p);
	if (p)
		((volatile char *)p)[0] = 'x';
}

static void shift_too_far(void)
{
	volatile int bits = 40;

	pr_info("value %d\n", 1 << bits);
}

static void invert_locks(void)
{
	spin_lock(&lock_a);
	spin_lock(&lock_b);
	spin_unlock(&lock_b);
	spin_unlock(&lock_a);

	spin_lock(&lock_b);
	spin_lock(&lock_a);
	spin_unlock(&lock_a);
	spin_unlock(&lock_b);
}

static void sleep_in_atomic(void)
{
	spin_lock(&lock_a);
	msleep(1);
	spin_unlock(&lock_a);
}

struct node {
	struct rcu_head rcu;
	int value;
};

static struct node __rcu *shared;

static void read_outside_rcu(void)
{
	struct node *n = rcu_dereference(shared);

	pr_info("value %d\n", n ? n->value : 0);
}

static void resurrect(void)
{
	refcount_t ref = REFCOUNT_INIT(0);

	refcount_inc(&ref);
}

static void leak(void)
{
	int i;

	/* The last pointer may linger in a register or on the stack. */
	for (i = 0; i < 8; i++)
		memset(kmalloc(100, GFP_KERNEL | __GFP_NOFAIL), 'x', 100);
}

static unsigned long raced;
static DECLARE_COMPLETION(raced_enough);

static void race(unsigned long end)
{
	while (time_before(jiffies, end)) {
		raced++;
		cond_resched();
	}
}

static int race_along(void *end)
{
	race(*(unsigned long *)end);
	/* Not back into a module that may be gone by then. */
	kthread_complete_and_exit(&raced_enough, 0);
}

static void race_data(void)
{
	unsigned long end = jiffies + 5 * HZ;

	if (IS_ERR(kthread_run(race_along, &end, "sessmon_alive")))
		return;
	race(end);
	wait_for_completion(&raced_enough);
}

static const struct {
	const char *name;
	void (*commit)(void);
} faults[] = {
	{ "kasan", touch_behind },
	{ "use_after_free", touch_freed },
	{ "shift_out_of_bounds", shift_too_far },
	{ "lockdep", invert_locks },
	{ "sleep", sleep_in_atomic },
	{ "rcu", read_outside_rcu },
	{ "refcount", resurrect },
	{ "leak", leak },
	{ "data_race", race_data },
};

static int __init alive_init(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(faults); i++)
		if (fault && !strcmp(fault, faults[i].name)) {
			faults[i].commit();
			return 0;
		}
	return -EINVAL;
}

static void __exit alive_exit(void)
{
}

module_init(alive_init);
module_exit(alive_exit);
MODULE_DESCRIPTION("Deliberate faults, to hear the kernel's checkers");
MODULE_AUTHOR("the sessmon developers");
MODULE_LICENSE("GPL");
