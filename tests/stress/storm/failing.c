// SPDX-License-Identifier: GPL-2.0-only
/*
 * failing NTH MODULE: load a module while one of its allocations fails, the NTH of
 * those that the kernel's fault injection is told to look at.
 *
 * Not insmod: busybox's tries init_module() when finit_module() has failed, and then
 * nothing fails any more. Prints the error, if there was one, and ends with
 *
 *	0  loaded, and there were fewer than NTH allocations
 *	1  refused
 *	2  loaded, although an allocation failed
 *	3  cannot be tried
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	LOADED,
	REFUSED,
	LOADED_WITHOUT,
	USELESS
};

static int useless(const char *what)
{
	printf("%s: %s\n", what, strerror(errno));
	return USELESS;
}

int main(int argc, char **argv)
{
	char left[16] = "";
	int nth, module, err;

	if (argc != 3)
		return USELESS;
	nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	module = open(argv[2], O_RDONLY | O_CLOEXEC);
	if (nth < 0 || module < 0)
		return useless("open");
	if (write(nth, argv[1], strlen(argv[1])) < 0)
		return useless("fail-nth");
	err = syscall(SYS_finit_module, module, "", 0) ? errno : 0;
	if (pread(nth, left, sizeof(left) - 1, 0) < 1)
		return useless("fail-nth");
	if (err) {
		printf("%s\n", strerror(err));
		return REFUSED;
	}
	return atoi(left) ? LOADED : LOADED_WITHOUT;
}
