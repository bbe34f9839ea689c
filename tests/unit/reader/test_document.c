// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What documents repeat is made once and kept.  Here each thing that is kept changes,
 * and the next document has to say so; and what is printed waits to be written with
 * what follows.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

#include "names/field.h"
#include "tap.h"
#include "text/printer.h"

#define HAS(set, attr) (1ULL << SESSMON_A_##set##_##attr)
#define STR(s)	       ((struct sessmon_str){ (s), sizeof(s) - 1 })

static struct printer p;

static struct sessmon_key key(uint32_t id, uint64_t start)
{
	return (struct sessmon_key){ HAS(KEY, ID) | HAS(KEY, START), start, id };
}

static struct sessmon_event event(void)
{
	struct sessmon_event e = { .has = HAS(EVENT, TYPE) | HAS(EVENT, PROCESS) };

	e.type = SESSMON_EVENT_EXEC;
	e.process.has =
		HAS(PROCESS, KEY) | HAS(PROCESS, SESSION) | HAS(PROCESS, EXE) | HAS(PROCESS, CREDS);
	e.process.key = key(20, 200);
	e.process.session = key(10, 100);
	e.process.exe.has = HAS(EXE, PATH) | HAS(EXE, ARGS) | HAS(EXE, INODE);
	e.process.exe.path = STR("/bin/a");
	e.process.exe.args = STR("a\0one");
	e.process.exe.inode = 5;
	e.process.creds.has = HAS(CREDS, EUID) | HAS(CREDS, CAP_EFFECTIVE);
	e.process.creds.euid = 65533;
	return e;
}

/* Whether the document of @e has @text. */
static bool says(const struct sessmon_event *e, const char *text)
{
	bool found;

	buf_clear(&p.line);
	print_event_json(&p, e);
	found = strstr(p.line.data, text);
	if (!found)
		printf("# no %s in %s", text, p.line.data);
	return found;
}

static void test_session(void)
{
	struct sessmon_event e = event();
	struct sessmon_session s = {
		.has = HAS(SESSION, KEY) | HAS(SESSION, CLASS),
		.key = key(10, 100),
		.session_class = SESSMON_CLASS_SERVICE,
	};

	/* No event has changed it: its last-seq is 0. */
	mirror_put_session(&p.mirror, &s);
	ok(says(&e, "\"class\":\"service\"") && says(&e, "\"class\":\"service\""),
	   "the session, as it was found");
	s.session_class = SESSMON_CLASS_TERMINAL;
	mirror_apply(&p.mirror, &(struct sessmon_event){ .has = HAS(EVENT, SESSION),
							 .type = SESSMON_EVENT_SESSION_CLASS,
							 .seq = 7,
							 .session = s });
	ok(says(&e, "\"class\":\"terminal\""), "and after it has changed");
}

static void test_program(void)
{
	struct sessmon_event e = event();
	char *many = malloc(8000);

	ok(says(&e, "\"args\":[\"a\",\"one\"]") && says(&e, "\"inode\":\"5\""), "a program");
	e.process.exe.args = STR("a\0two");
	ok(says(&e, "\"args\":[\"a\",\"two\"]"), "the same length of arguments");
	e.process.exe.inode = 6;
	ok(says(&e, "\"inode\":\"6\""), "another file");
	e.process.exe.path = STR("/bin/b");
	ok(says(&e, "\"name\":\"b\""), "another name");
	e.process.exe.has &= ~HAS(EXE, PATH);
	e.process.comm = STR("calls itself");
	e.process.has |= HAS(PROCESS, COMM);
	ok(says(&e, "\"name\":\"calls itself\""), "no name but its own");
	memset(many, 'x', 8000);
	e.process.exe.args = (struct sessmon_str){ many, 8000 };
	ok(says(&e, "xx\"],\"command_line\""), "more arguments than are kept");
	many[7999] = 'y';
	ok(says(&e, "xy\"],\"command_line\""), "and others");
	free(many);
}

static void test_credentials(void)
{
	struct sessmon_event e = event();

	ok(says(&e, "\"user\":{\"id\":\"65533\"") && says(&e, "\"effective\":[]"), "credentials");
	e.process.creds.euid = 65534;
	ok(says(&e, "\"user\":{\"id\":\"65534\""), "of another user");
	e.process.creds.cap_effective = 1ULL << 1 | 1ULL << 63;
	ok(says(&e, "\"effective\":[\"CAP_DAC_OVERRIDE\",\"63\"]"),
	   "with capabilities, one of them from the future");
	e.process.creds.has &= ~HAS(CREDS, CAP_EFFECTIVE);
	ok(!says(&e, "\"effective\":["), "and without");
}

/* Whether the line of @e has @text. */
static bool tells(const struct sessmon_event *e, const char *text)
{
	buf_clear(&p.line);
	print_event(&p, e, PRINT_TIME_BOOT);
	return strstr(p.line.data, text);
}

/* Root of a container is nobody whom this host has named. */
static void test_whose_names(void)
{
	struct sessmon_event e = event();

	e.process.creds.euid = 0;
	e.process.vpid = e.process.key.id;
	e.process.has |= HAS(PROCESS, VPID);
	ok(says(&e, "\"id\":\"0\",\"name\":\"root\""), "root of this host");
	ok(tells(&e, " root "), "and in text");
	e.process.vpid = 1;
	ok(says(&e, "\"id\":\"0\"") && !says(&e, "\"name\":\"root\""), "root of a container");
	ok(says(&e,
		"\"user\":{\"id\":\"0\",\"effective\":{\"id\":\"0\"}},\"related\":{\"user\":[\"0\"]}"),
	   "as who acts and who is related");
	ok(!tells(&e, "root"), "and in text");
	e.process.has &= ~HAS(PROCESS, VPID);
	e.process.creds.has |= HAS(CREDS, USER_NS);
	e.process.creds.user_ns = 1;
	ok(!says(&e, "\"name\":\"root\""), "root of another user namespace");
	e.process.creds.has &= ~HAS(CREDS, USER_NS);
	ok(says(&e, "\"id\":\"0\",\"name\":\"root\""), "root of this host again");
}

/* What a container runs came in through a login of this host, whose leader has ended. */
static void test_ended_leader(void)
{
	struct sessmon_event e = event(), end = event();
	struct sessmon_session entry = { .has = HAS(SESSION, KEY), .key = key(11, 100) };
	struct sessmon_session s = {
		.has = HAS(SESSION, KEY) | HAS(SESSION, ENTRY),
		.key = key(12, 100),
		.entry = entry.key,
	};

	end.type = SESSMON_EVENT_EXIT;
	end.seq = 30;
	end.process.key = end.process.session = entry.key;
	end.process.creds.has = HAS(CREDS, EGID);
	end.process.creds.egid = 0;
	mirror_put_session(&p.mirror, &entry);
	mirror_put_session(&p.mirror, &s);
	mirror_apply(&p.mirror, &end);
	mirror_retire(&p.mirror, &end);
	e.process.session = s.key;
	e.process.has |= HAS(PROCESS, VPID);
	e.process.vpid = 1;
	ok(says(&e, "\"group\":{\"id\":\"0\",\"name\":\"root\"},\"entry_meta\""),
	   "the group of a leader that has ended is this host's");
	entry.has |= HAS(SESSION, FLAGS);
	entry.flags = SESSMON_SESSION_CONTAINER;
	mirror_put_session(&p.mirror, &entry);
	e.process.vpid = e.process.key.id;
	e.process.key.start++;
	ok(says(&e, "\"group\":{\"id\":\"0\"},\"entry_meta\""), "or nobody's that this host knows");
}

/* Like a host that only starts: it has a name of its own, and no machine id yet. */
static int be_early(void)
{
	char path[] = "/tmp/sessmon-machine-id.XXXXXX";
	int fd;

	if (unshare(CLONE_NEWUTS | CLONE_NEWNS) || mount("", "/", "", MS_REC | MS_PRIVATE, NULL))
		return -1;
	fd = mkstemp(path);
	if (write(fd, "uninitialized\n", 14) != 14 || sethostname("early", 5) ||
	    mount(path, "/etc/machine-id", "", MS_BIND, NULL)) {
		close(fd);
		fd = -1;
	}
	unlink(path);
	return fd;
}

/* A reader may be there before its host has a name, and after it got another one. */
static void test_host(int machine_id)
{
	static const char then[] =
		"\"name\":\"later\",\"id\":\"0123456789abcdef0123456789abcdef\",";
	struct sessmon_event e = event();
	int i;

	if (machine_id < 0) {
		ok(true, "the host gets a name # SKIP not root, or no /etc/machine-id");
		return;
	}
	ok(says(&e, "\"name\":\"early\",\"architecture\""), "a host that only starts");
	ok(pwrite(machine_id, then + 21, 32, 0) == 32 && !sethostname("later", 5),
	   "gets a name and a machine id");
	for (i = 0; i < 100 && !strstr(p.line.data, then); i++) {
		usleep(100000);
		buf_clear(&p.line);
		print_event_json(&p, &e);
	}
	ok(says(&e, then), "and its documents do");
}

static void test_keys(void)
{
	struct sessmon_event e = event();

	ok(says(&e, ":20:200\",\"pid\":20,\"start_ns\":\"200\"}"), "a process");
	e.process.key = key(20, 300);
	ok(says(&e, ":20:300\",\"pid\":20,\"start_ns\":\"300\"}"), "another one of the same id");
	e.process.key = key(20 + 64, 200);
	ok(says(&e, ":84:200\",\"pid\":84,\"start_ns\":\"200\"}"), "another id at the same moment");
}

/* The first document of a new leader tells what it has become. */
static void test_leader(void)
{
	struct sessmon_event e = event();

	e.seq = 20;
	e.has |= HAS(EVENT, SEQ);
	e.process.key = e.process.session = key(10, 100);
	e.process.exe.path = STR("/bin/shell");
	mirror_apply(&p.mirror, &e);
	ok(says(&e, "\"session_leader\":{\"entity_id\":\"") &&
		   says(&e, "\"executable\":\"/bin/shell\",\"name\":\"shell\",\"args\":[\"a\","
			    "\"one\"],\"command_line\":\"a one\",\"user\":{\"id\":\"65533\"},"
			    "\"same_as_process\":true}"),
	   "a leader that executes");
}

/* And what it had become is kept with the session that it leaves behind. */
static void test_leader_that_ended(void)
{
	struct sessmon_event exec = event(), end = event(), member = event();
	struct sessmon_session s = {
		.has = HAS(SESSION, KEY) | HAS(SESSION, LEADER),
		.key = key(13, 100),
		.leader = { .has = HAS(EXE, PATH), .path = STR("/bin/door") },
	};

	mirror_put_session(&p.mirror, &s);
	member.process.session = exec.process.session = end.process.session = s.key;
	exec.process.key = end.process.key = s.key;
	exec.process.exe.path = STR("/bin/shell");
	exec.seq = 32;
	mirror_apply(&p.mirror, &exec);
	end.type = SESSMON_EVENT_EXIT;
	end.process.has &= ~HAS(PROCESS, EXE);
	end.seq = 33;
	mirror_apply(&p.mirror, &end);
	mirror_retire(&p.mirror, &end);
	ok(says(&member, "\"executable\":\"/bin/shell\",\"name\":\"shell\"") &&
		   !says(&member, "/bin/door"),
	   "a leader that has executed, and ended");
}

/* A terminal is told of the session alone: its leader has it, as who does not contradict it. */
static void test_leader_with_a_terminal(void)
{
	struct sessmon_event born = event(), gained = { .has = HAS(EVENT, SESSION) }, e = event();

	born.process.key = born.process.session = e.process.session = key(14, 100);
	born.process.has |= HAS(PROCESS, CLASS);
	born.seq = 34;
	mirror_apply(&p.mirror, &born);
	gained.type = SESSMON_EVENT_SESSION_TTY;
	gained.seq = 35;
	gained.session.has = HAS(SESSION, KEY) | HAS(SESSION, TTY);
	gained.session.key = key(14, 100);
	gained.session.tty.has = HAS(TTY, MAJOR) | HAS(TTY, MINOR);
	gained.session.tty.major = 136;
	mirror_apply(&p.mirror, &gained);
	ok(says(&e, "\"tty\":{\"char_device\":{\"major\":136,\"minor\":0}}") &&
		   !says(&e, "\"interactive\":false"),
	   "a leader whose session has gained a terminal");
}

/* One process is several programs, one after the other. */
static void test_previous(void)
{
	struct sessmon_event first = event(), e = event();

	first.process.key = e.process.key = key(21, 210);
	first.seq = 40;
	mirror_apply(&p.mirror, &first);
	ok(!says(&first, "\"previous\""), "nothing was before the first program");
	e.process.exe.path = STR("/bin/b");
	e.process.exe.args = STR("b");
	e.seq = 41;
	mirror_apply(&p.mirror, &e);
	ok(says(&e, "\"previous\":[{\"executable\":\"/bin/a\",\"args\":[\"a\",\"one\"]}]"),
	   "what a process ran before");
	e.has |= HAS(EVENT, REPLAYED);
	ok(!says(&e, "\"previous\""), "but not of what is told late");
}

/* A clock that is set moves the start of all, and none of them by itself. */
static void test_clock_is_set(void)
{
	struct sessmon_event e = event();

	e.boottime = 300;
	e.realtime = 1000000000 * 1000000000ULL + 300;
	ok(says(&e, "\"@timestamp\":\"2001-09-09T01:46:40.000000300Z\"") &&
		   says(&e, "\"pid\":20,\"start\":\"2001-09-09T01:46:40.000000200Z\"") &&
		   says(&e, "\"pid\":10,\"start\":\"2001-09-09T01:46:40.000000100Z\""),
	   "process and leader started by the clock of the event");
	e.realtime -= 900000000;
	ok(says(&e, "\"@timestamp\":\"2001-09-09T01:46:39.100000300Z\"") &&
		   says(&e, "\"pid\":20,\"start\":\"2001-09-09T01:46:39.100000200Z\"") &&
		   says(&e, "\"pid\":10,\"start\":\"2001-09-09T01:46:39.100000100Z\""),
	   "and so they do when it has been set back");
}

/* Facts that are written as numbers of JSON though they may need 64 bits. */
static unsigned int longs(const struct description *d)
{
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < d->n; i++) {
		n += d->field[i].kind == FIELD_LONG;
		n += d->field[i].nest ? longs(d->field[i].nest) : 0;
	}
	return n;
}

static void test_big(void)
{
	struct sessmon_event e = event();

	ok(!longs(&describe_process) && !longs(&describe_session) && !longs(&describe_event),
	   "no fact is a number of JSON that may need 64 bits");
	e.seq = e.boottime = e.process.key.start = e.process.exe.inode = UINT64_MAX;
	e.realtime = 1;
	e.has |= HAS(EVENT, BOOTTIME) | HAS(EVENT, LIFETIME);
	e.lifetime = (1ULL << 53) + 1;
	ok(says(&e, "\"boottime\":\"18446744073709551615\"") &&
		   says(&e, "\"start_ns\":\"18446744073709551615\"") &&
		   says(&e, "\"inode\":\"18446744073709551615\"") &&
		   says(&e, "\"lifetime\":\"9007199254740993\"") &&
		   says(&e, "\"duration\":9007199254740993"),
	   "but text, unless the schema wants a number");
}

/* A newer module says what we have no name for. */
static void test_unknown(void)
{
	struct sessmon_event e = event();

	e.type = 99;
	ok(says(&e, "\"category\":[\"process\"],\"type\":[\"info\"],\"action\":\"unknown\"") &&
		   says(&e, "\"sessmon\":{\"event\":\"99\""),
	   "an event of a type that is not known keeps its number");
}

/* Documents end in newlines, so whole lines leave together. */
static void test_together(void)
{
	int out = dup(1), null = open("/dev/null", O_WRONLY | O_CLOEXEC), n = 0;
	struct sessmon_event e = event();
	size_t one, two, most = 0;
	bool whole, written;

	fflush(stdout);
	dup2(null, 1);
	buf_clear(&p.line);
	print_event_json(&p, &e);
	one = p.line.len;
	whole = p.line.data[one - 1] == '\n';
	print_event_json(&p, &e);
	two = p.line.len;
	for (; n < 1000 && p.line.len; n++) {
		most = p.line.len;
		print_event_json(&p, &e);
	}
	print_event_json(&p, &e);
	written = printer_flush(&p) && !p.line.len;
	dup2(out, 1);
	ok(whole && two == 2 * one, "the second waits with the first");
	ok(n > 5 && n < 1000 && most < 64 * 1024, "but not for ever");
	ok(written, "and is written when it has to be");
}

int main(void)
{
	int machine_id = be_early();
	struct sessmon *s;

	if (sessmon_open(&s))
		return 1;
	printer_open(&p, sessmon_info(s));
	test_session();
	test_program();
	test_credentials();
	test_whose_names();
	test_ended_leader();
	test_keys();
	test_leader();
	test_leader_that_ended();
	test_leader_with_a_terminal();
	test_previous();
	test_clock_is_set();
	test_big();
	test_unknown();
	test_together();
	test_host(machine_id);
	printer_close(&p);
	sessmon_close(s);
	return tap_done();
}
