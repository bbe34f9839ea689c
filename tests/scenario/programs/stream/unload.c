// SPDX-License-Identifier: GPL-2.0-only
/*
 * unload SECONDS: unload the module although requests hold it now and then.
 *
 * Each dump under way holds it. A moment without one is shorter than a program takes to
 * start, so rmmod(8) misses most; this tries without a pause to speak of. Says how long
 * it took.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

static unsigned long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (unsigned long)t.tv_sec * 1000 + (unsigned long)t.tv_nsec / 1000000;
}

int verb_unload(int argc, char **argv)
{
	unsigned long start = now_ms(), tries = 1;
	unsigned long end = start + (argc > 1 ? strtoul(argv[1], NULL, 0) : 60) * 1000;

	while (syscall(SYS_delete_module, "sessmon", O_NONBLOCK)) {
		if ((errno != EWOULDBLOCK && errno != EBUSY) || now_ms() > end) {
			fprintf(stderr, "stream unload: %s, %lu times\n", strerror(errno), tries);
			return 1;
		}
		tries++;
		usleep(500);
	}
	printf("{\"ms\": %lu, \"tries\": %lu}\n", now_ms() - start, tries);
	return 0;
}
