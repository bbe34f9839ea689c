// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs and containers that are asked for; the host's control groups are played. */
#include "base/container.h"
#include "options/filter.h"
#include "tap.h"

#define STR(text)                         \
	{                                 \
		text, sizeof(text "") - 1 \
	}
#define A "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define B "0123ffff89abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct verb verb = { .name = "test" };

/* Two containers and the host: by the number of the group alone. */
const struct container *container_of_cgroup(uint64_t id, const struct sessmon_key *key)
{
	static const struct container all[] = { { "docker", A }, { "podman", B } };

	(void)key;
	return id < 2 ? &all[id] : NULL;
}

static bool runs(const char *word, struct sessmon_str path, struct sessmon_str script)
{
	const struct sessmon_exe exe = { .path = path, .script = script };
	struct filter f = { 0 };
	bool is = !filter_add(&f, &verb, FILTER_PROGRAM, word) && filter_program(&f, &exe);

	filter_free(&f);
	return is;
}

static bool is_bash(const char *word)
{
	return runs(word, (struct sessmon_str)STR("/usr/bin/bash"), (struct sessmon_str){ 0 });
}

static void test_program(void)
{
	struct sessmon_str none = { 0 }, sh = STR("/usr/bin/dash"), backup = STR("/srv/[x]/backup"),
			   bad = STR("/tmp/\xff\xfe");
	struct filter f = { 0 };

	ok(is_bash("bash") && is_bash("/usr/bin/bash"), "by name and by path");
	ok(!is_bash("bas") && !is_bash("ash") && !is_bash("Bash"), "by the whole of it");
	ok(!is_bash("/bin/bash") && !is_bash("bin/bash"), "a path is the whole path");
	ok(is_bash("ba*") && is_bash("[a-c]ash") && is_bash("bas?"), "by a pattern of the name");
	ok(is_bash("/usr/*") && is_bash("*/bash") && is_bash("/*/bin/ba?h"), "or of the path");
	ok(!is_bash("usr*") && !is_bash("*/ash"), "a word without a slash is of the name");
	ok(runs("backup", sh, backup) && runs("dash", sh, backup), "a script and what runs it");
	ok(runs("/srv/[x]/backup", sh, backup), "a file whose path is a pattern is itself");
	ok(runs("\xff\xfe", bad, none) && runs("/tmp/*", bad, none), "bytes that are no text");
	ok(!runs("*", none, none), "what has no program runs none");
	ok(filter_program(&f, &(struct sessmon_exe){ 0 }), "and is wanted if none is asked for");
	ok(filter_add(&f, &verb, FILTER_PROGRAM, "") == TOOL_USAGE, "a program has a name");
}

static bool is_in(uint64_t cgroup, unsigned int n, const char *const *ids)
{
	const struct mirror empty = { 0 };
	const struct sessmon_process p = {
		.has = 1ULL << SESSMON_A_PROCESS_CGROUP,
		.cgroup = cgroup,
	};
	struct filter f = { .mirror = &empty };
	bool is = true;

	while (n)
		is &= !filter_add(&f, &verb, FILTER_CONTAINER, ids[--n]);
	is = is && filter_process(&f, &p, NULL);
	filter_free(&f);
	return is;
}

static void test_container(void)
{
	const char *const whole[] = { A }, *const begun[] = { "0123" }, *const two[] = { B, A },
			  *const longer[] = { A "0" }, *const name[] = { "web" };
	const char *const none[] = { "" };

	ok(is_in(0, 1, whole) && !is_in(1, 1, whole), "by its id");
	ok(is_in(0, 1, begun) && is_in(1, 1, begun), "by how it begins");
	ok(is_in(0, 2, two) && is_in(1, 2, two), "one of several");
	ok(!is_in(2, 1, begun), "what is in none");
	ok(!is_in(0, 1, longer) && !is_in(0, 1, name) && !is_in(0, 1, none), "what is no id");
}

int main(void)
{
	test_program();
	test_container();
	return tap_done();
}
