// SPDX-License-Identifier: GPL-2.0-only
/*
 * A 32-bit program, made without a C library: fork, setsid and exec through the
 * kernel's other door.
 *
 * Says nothing itself, but executes the 64-bit program named by its first
 * argument, which does.
 */
enum {
	NR_EXIT = 1,
	NR_FORK = 2,
	NR_WAITPID = 7,
	NR_EXECVE = 11,
	NR_SETSID = 66
};

static int call(int nr, long a, long b, long c)
{
	int result;

	__asm__ volatile("int $0x80" : "=a"(result) : "a"(nr), "b"(a), "c"(b), "d"(c) : "memory");
	return result;
}

__attribute__((used)) static void run(long *stack)
{
	char **argv = (char **)(stack + 1), **envp = argv + stack[0] + 1;
	int status = 0, child = call(NR_FORK, 0, 0, 0);

	if (!child) {
		call(NR_SETSID, 0, 0, 0);
		call(NR_EXECVE, (long)argv[1], (long)(argv + 1), (long)envp);
		call(NR_EXIT, 126, 0, 0);
	}
	call(NR_WAITPID, child, (long)&status, 0);
	call(NR_EXIT, status >> 8 & 0xff, 0, 0);
}

__asm__(".globl _start\n_start: mov %esp, %eax\n push %eax\n call run\n hlt\n");
