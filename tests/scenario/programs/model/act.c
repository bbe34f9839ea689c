// SPDX-License-Identifier: GPL-2.0-only
#include "act.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

long must_(long result, const char *call, const char *file, int line)
{
	if (result == -1) {
		fprintf(stderr, "%s:%d: %s: %s\n", file, line, call, strerror(errno));
		_exit(126);
	}
	return result;
}

pid_t act_forked(uint64_t flags, pid_t child)
{
	say_begin("fork");
	say_number("child", child);
	say_number("flags", (long long)flags);
	say_end();
	return child;
}

pid_t act_clone(struct clone_args *args)
{
	pid_t child;

	if (!(args->flags & CLONE_PARENT))
		args->exit_signal = SIGCHLD;
	child = (pid_t)must(syscall(SYS_clone3, args, sizeof(*args)));
	if (child)
		return act_forked(args->flags, child);
	say("born");
	return 0;
}

pid_t act_fork(uint64_t flags)
{
	struct clone_args args = { .flags = flags };

	return act_clone(&args);
}

void act_exit(int code)
{
	say_begin("exiting");
	say_number("code", code);
	say_end();
	_exit(code);
}

int act_reap(pid_t child)
{
	int status;

	child = (pid_t)must(waitpid(child, &status, __WALL));
	say_begin("reaped");
	say_number("child", child);
	say_number("status", status);
	say_end();
	return status;
}

void act_exec_begin(const char *verb)
{
	if (verb)
		setenv("MODEL", verb, 1);
	else
		unsetenv("MODEL");
	say("execing");
}

void act_exec_refused(const char *path)
{
	int error = errno;

	say_begin("exec refused");
	say_text("path", path);
	say_text("error", strerrorname_np(error));
	say_end();
}

void act_exec(const char *path, char *const argv[], const char *verb)
{
	char *const usual[] = { "model", NULL };

	path = path ?: self_path();
	act_exec_begin(verb);
	execv(path, argv ?: usual);
	act_exec_refused(path);
}

void *act_thread(void *(*body)(void *), void *arg)
{
	pthread_t thread;
	void *result;

	errno = pthread_create(&thread, NULL, body, arg);
	must(errno ? -1 : 0);
	pthread_join(thread, &result);
	return result;
}

struct gate gate_new(void)
{
	struct gate g;

	must(pipe2(g.fds, O_CLOEXEC));
	return g;
}

void gate_wait(struct gate *g)
{
	char c;

	must(read(g->fds[0], &c, 1));
}

void gate_await_closed(struct gate *g)
{
	close(g->fds[1]);
	gate_wait(g);
}

void gate_open(struct gate *g)
{
	must(write(g->fds[1], "", 1));
}

void act_hold(void)
{
	sigset_t set;
	int got;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	say("hold");
	sigwait(&set, &got);
}

void act_await_orphaned(pid_t parent)
{
	while (getppid() == parent)
		usleep(5000);
}

void write_file(const char *path, const char *format, ...)
{
	char text[256];
	va_list args;
	int fd, len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	fd = (int)must(open(path, O_WRONLY | O_CLOEXEC));
	must(write(fd, text, (size_t)len));
	close(fd);
}

const char *self_path(void)
{
	static char path[4096];

	must(readlink("/proc/self/exe", path, sizeof(path) - 1));
	return path;
}

const char *argument(void)
{
	return getenv("MODEL_ARG") ?: "";
}
