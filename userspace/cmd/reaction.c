// SPDX-License-Identifier: GPL-2.0-or-later
/* monitor --exec: a command for what is shown, and what the command does itself left out. */
#include "cmd/reaction.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/proc.h"
#include "names/names.h"
#include "text/words.h"

#define MOST_RUNNING 16
#define VARIABLES    12

/* A process that is looked for in /proc has so many ancestors, at the most. */
#define DEEPEST 32

/** struct variables - Ours, before those that were there. */
struct variables {
	struct buf text[VARIABLES];
	unsigned int n;
};

static struct buf *variable(struct variables *v, const char *name)
{
	struct buf *b = &v->text[v->n++];

	buf_printf(b, "SESSMON_%s=", name);
	return b;
}

static void add_session(struct variables *v, const struct sessmon_session *s)
{
	uint32_t login;

	buf_printf(variable(v, "SESSION"), "%u", s->key.id);
	name_put(variable(v, "CLASS"), &names_class, s->session_class);
	name_put_flags(variable(v, "FLAGS"), &names_session_flags, s->flags);
	buf_printf(variable(v, "UID"), "%u", s->euid);
	if (words_login(s, &login))
		buf_printf(variable(v, "LOGIN_UID"), "%u", login);
	if (sessmon_has(s, SESSMON_A_SESSION_PEER))
		peer_put_host(variable(v, "FROM"), &s->peer);
}

static void add_process(struct variables *v, const struct sessmon_process *process)
{
	buf_printf(variable(v, "PID"), "%u", process->key.id);
	buf_printf(variable(v, "SESSION"), "%u", process->session.id);
	name_put(variable(v, "CLASS"), &names_class, process->session_class);
	if (sessmon_has(&process->creds, SESSMON_A_CREDS_EUID))
		buf_printf(variable(v, "UID"), "%u", process->creds.euid);
}

static void add_event(struct variables *v, const struct sessmon_event *e)
{
	name_put(variable(v, "EVENT"), &names_event, e->type);
	buf_printf(variable(v, "SEQ"), "%llu", (unsigned long long)e->seq);
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		add_session(v, &e->session);
	else
		add_process(v, &e->process);
}

/* Variables that somebody else has set under our names do not reach the command. */
static char **environment(struct variables *v)
{
	size_t n = 0, kept = 0;
	char **all;

	while (environ[n])
		n++;
	all = xalloc(n + v->n + 1, sizeof(*all));
	for (; kept < v->n; kept++)
		all[kept] = v->text[kept].data;
	for (n = 0; environ[n]; n++)
		if (strncmp(environ[n], "SESSMON_", 8))
			all[kept++] = environ[n];
	return all;
}

/* A file that needs no reader: a pipe would wait for one. */
static int document(struct printer *p, const struct sessmon_event *e)
{
	struct buf lines = p->line;
	int fd = memfd_create("sessmon-event", MFD_CLOEXEC);
	bool good;

	p->line = (struct buf){ 0 };
	p->hold = true;
	print_event_json(p, e);
	p->hold = false;
	good = fd >= 0 && write(fd, p->line.data, p->line.len) == (ssize_t)p->line.len &&
	       !lseek(fd, 0, SEEK_SET);
	buf_free(&p->line);
	p->line = lines;
	if (good || fd < 0)
		return fd;
	close(fd);
	return -1;
}

static bool spawn(const char *command, int input, char **env)
{
	char *argv[] = { "sh", "-c", (char *)command, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;
	pid_t pid;
	int err;

	sigemptyset(&none);
	posix_spawnattr_init(&how);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
	err = posix_spawn(&pid, "/bin/sh", &files, &how, argv, env);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return !err;
}

void reaction_run(struct reaction *h, struct printer *p, const struct sessmon_event *e)
{
	struct variables v = { 0 };
	bool good = false;
	char **env;
	int fd;

	if (!h->command)
		return;
	reaction_reap(h);
	fd = h->running < MOST_RUNNING ? document(p, e) : -1;
	if (fd >= 0) {
		add_event(&v, e);
		env = environment(&v);
		good = spawn(h->command, fd, env);
		free(env);
		close(fd);
	}
	while (v.n)
		buf_free(&v.text[--v.n]);
	h->running += good;
	h->skipped += !good;
}

static unsigned int find(const struct reaction *h, const struct sessmon_key *key)
{
	unsigned int i;

	for (i = 0; i < h->n_own; i++)
		if (h->own[i].id == key->id && h->own[i].start == key->start)
			break;
	return i;
}

/* Where the event of its birth is still to come, because it is sent to another group. */
static bool descends(uint32_t pid)
{
	uint32_t self = (uint32_t)getpid();
	unsigned int n;
	struct proc p;

	for (n = 0; n < DEEPEST && pid > 1 && pid != self; n++)
		pid = proc_read(pid, &p) ? p.ppid : 0;
	return pid == self;
}

static void note_birth(struct reaction *h, const struct sessmon_process *process)
{
	struct sessmon_key *more;

	if (process->creator.id != (uint32_t)getpid() && find(h, &process->creator) == h->n_own)
		return;
	more = realloc(h->own, (h->n_own + 1) * sizeof(*more));
	if (!more)
		return;
	h->own = more;
	h->own[h->n_own++] = process->key;
}

bool reaction_is_own(struct reaction *h, const struct sessmon_event *e)
{
	bool of_session = sessmon_has(e, SESSMON_A_EVENT_SESSION);
	const struct sessmon_key *key = of_session ? &e->session.key : &e->process.key;
	unsigned int i;

	if (!h->command)
		return false;
	if (e->type == SESSMON_EVENT_FORK)
		note_birth(h, &e->process);
	i = find(h, key);
	if (i == h->n_own)
		return h->running && key->id && descends(key->id);
	if (e->type == SESSMON_EVENT_EXIT)
		h->own[i] = h->own[--h->n_own];
	return true;
}

void reaction_reap(struct reaction *h)
{
	pid_t ended = 0;

	while (h->running && (ended = waitpid(-1, NULL, WNOHANG)) > 0)
		h->running--;
	/* The kernel reaps them if we were started with SIGCHLD ignored. */
	if (ended < 0)
		h->running = 0;
}

void reaction_end(struct reaction *h)
{
	if (h->skipped)
		fprintf(stderr, "sessmon: %llu events without their command: too many ran\n",
			(unsigned long long)h->skipped);
	free(h->own);
}
