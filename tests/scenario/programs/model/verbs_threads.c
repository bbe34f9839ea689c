// SPDX-License-Identifier: GPL-2.0-only
/* Threads, names, and I/O that the kernel does with threads of its own. */
#include <fcntl.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

static void *named(void *unused)
{
	must(prctl(PR_SET_NAME, "a thread"));
	say("in a thread");
	return unused;
}

static int threads(void)
{
	pthread_t several[8];

	for (int i = 0; i < 8; i++)
		pthread_create(&several[i], NULL, named, NULL);
	for (int i = 0; i < 8; i++)
		pthread_join(several[i], NULL);
	say("joined");
	return 0;
}

static void *fork_here(void *unused)
{
	if (!act_fork(0))
		act_exit(0);
	act_reap(-1);
	return unused;
}

static int fork_from_thread(void)
{
	act_thread(fork_here, NULL);
	return 0;
}

static int rename_self(void)
{
	must(say_result("PR_SET_NAME", prctl(PR_SET_NAME, "another")));
	/* The same name again is no change. */
	must(say_result("PR_SET_NAME", prctl(PR_SET_NAME, "another")));
	must(say_result("PR_SET_NAME", prctl(PR_SET_NAME, "longer than a name can be")));
	must(say_result("PR_SET_NAME", prctl(PR_SET_NAME, "\033[31m\xff\n\"\\")));
	must(say_result("PR_SET_NAME", prctl(PR_SET_NAME, "")));
	write_file("/proc/self/comm", "by way of proc");
	say("comm");
	if (!act_fork(0))
		act_exit(0);
	act_reap(-1);
	return 0;
}

struct ring {
	int fd;
	unsigned int *sq_tail, *sq_array, *cq_head, *cq_tail;
	unsigned int mask;
	struct io_uring_sqe *sqes;
};

static void *map(int fd, size_t size, off_t what)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, what);
}

static void ring_open(struct ring *r)
{
	struct io_uring_params p = { 0 };
	char *sq, *cq;

	r->fd = (int)must(syscall(SYS_io_uring_setup, 8, &p));
	sq = map(r->fd, p.sq_off.array + p.sq_entries * sizeof(unsigned int), IORING_OFF_SQ_RING);
	cq = map(r->fd, p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe),
		 IORING_OFF_CQ_RING);
	r->sqes = map(r->fd, p.sq_entries * sizeof(*r->sqes), IORING_OFF_SQES);
	r->sq_tail = (void *)(sq + p.sq_off.tail);
	r->sq_array = (void *)(sq + p.sq_off.array);
	r->cq_head = (void *)(cq + p.cq_off.head);
	r->cq_tail = (void *)(cq + p.cq_off.tail);
	r->mask = p.sq_entries - 1;
}

/* IOSQE_ASYNC: by one of the kernel's own threads in this process. */
static void ring_read(struct ring *r, int fd, void *to, unsigned int len)
{
	unsigned int at = *r->sq_tail & r->mask;

	r->sqes[at] = (struct io_uring_sqe){ .opcode = IORING_OP_READ,
					     .flags = IOSQE_ASYNC,
					     .fd = fd,
					     .addr = (uintptr_t)to,
					     .len = len };
	r->sq_array[at] = at;
	__atomic_store_n(r->sq_tail, *r->sq_tail + 1, __ATOMIC_RELEASE);
	must(syscall(SYS_io_uring_enter, r->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0));
	*r->cq_head = *r->cq_tail;
}

static int io_uring(void)
{
	struct ring r;
	char buf[64];
	int fd = (int)must(open("/proc/version", O_RDONLY | O_CLOEXEC));

	ring_open(&r);
	for (int i = 0; i < 4; i++)
		ring_read(&r, fd, buf, sizeof(buf));
	say("read");
	if (!act_fork(0)) {
		must(say_result("setsid", setsid()));
		act_exit(0);
	}
	act_reap(-1);
	act_exec(NULL, NULL, NULL);
	return 126;
}

const struct verb verbs_threads[] = {
	{ "threads", threads },
	{ "thread-forks", fork_from_thread },
	{ "rename", rename_self },
	{ "io-uring", io_uring },
	{ 0 },
};
