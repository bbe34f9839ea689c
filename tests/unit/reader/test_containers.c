// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Containers by name, from folders as their runtimes leave them; and from such that are
 * broken, huge, of somebody else, or lead somewhere else.  test_containers [FOLDER], which
 * has them: see its README.md.
 */
#include "containers/containers.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "containers/sought.h"
#include "tap.h"

#include "containers_known.h"

static char root[] = "/tmp/containers-XXXXXX";

/* Played: the groups of the host, by number. */
static struct container played;

const struct container *container_of_cgroup(uint64_t id, const struct sessmon_key *key)
{
	(void)key;
	return id ? &played : NULL;
}

static void shell(const char *format, ...)
{
	char command[8192], whole[8400];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	snprintf(whole, sizeof(whole), "cd %s && %s", root, command);
	if (system(whole))
		exit(printf("Bail out! %s\n", whole));
}

static struct container_facts find(const char *runtime, const char *id, uint32_t owner)
{
	struct container_facts f = { .is = { .runtime = runtime, .owner = owner } };

	snprintf(f.is.id, sizeof(f.is.id), "%s", id);
	containers_find(&f, NULL, &(struct sessmon_key){ 0 });
	return f;
}

static const char *const labels[CONTAINER_FIELDS] = {
	[CONTAINER_NAME] = "name",	   [CONTAINER_IMAGE] = "image",
	[CONTAINER_TAG] = "tag",	   [CONTAINER_DIGEST] = "digest",
	[CONTAINER_IMAGE_ID] = "image id", [CONTAINER_POD] = "pod",
	[CONTAINER_POD_UID] = "pod id",	   [CONTAINER_NAMESPACE] = "namespace",
};

static bool is_same(const char *one, const char *other)
{
	return one == other || (one && other && !strcmp(one, other));
}

static void test_known(void)
{
	struct container_facts f;
	size_t i, k;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		f = find(known[i].runtime, known[i].id,
			 known[i].alices ? getuid() ? getuid() : 1000 : 0);
		for (k = 0; k < CONTAINER_FIELDS; k++) {
			ok(is_same(f.field[k], known[i].field[k]), "%s: %s", known[i].what,
			   labels[k]);
			if (!is_same(f.field[k], known[i].field[k]))
				printf("# %s, not %s\n", f.field[k] ? f.field[k] : "NULL",
				       known[i].field[k] ? known[i].field[k] : "NULL");
		}
		is_text(containers_source(f.source), known[i].source, known[i].what);
		ok(!f.why, "%s: %s", known[i].what, f.why ? f.why : "no reason");
		containers_clear(&f);
	}
}

static void test_image(void)
{
	static const struct {
		const char *said, *name, *tag, *digest, *id;
	} images[] = {
		{ "nginx", "nginx", NULL, NULL, NULL },
		{ "nginx:1.25", "nginx", "1.25", NULL, NULL },
		{ "reg.example:5000/a/nginx", "reg.example:5000/a/nginx", NULL, NULL, NULL },
		{ "reg.example:5000/a/nginx:1", "reg.example:5000/a/nginx", "1", NULL, NULL },
		{ "nginx:1.25@" DIGEST, "nginx", "1.25", DIGEST, NULL },
		{ "nginx@" DIGEST, "nginx", NULL, DIGEST, NULL },
		{ DIGEST, NULL, NULL, NULL, DIGEST },
		{ DIGITS, NULL, NULL, NULL, DIGEST },
		{ "nginx:", "nginx", NULL, NULL, NULL },
		{ ":", NULL, NULL, NULL, NULL },
		{ "@", NULL, NULL, NULL, NULL },
		{ "", NULL, NULL, NULL, NULL },
		{ "a@b", "a", NULL, NULL, NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(images) / sizeof(images[0]); i++) {
		struct container_facts f = { 0 };
		struct sought s = { .to = &f };

		sought_set_image(&s, images[i].said);
		ok(is_same(f.field[CONTAINER_IMAGE], images[i].name) &&
			   is_same(f.field[CONTAINER_TAG], images[i].tag) &&
			   is_same(f.field[CONTAINER_DIGEST], images[i].digest) &&
			   is_same(f.field[CONTAINER_IMAGE_ID], images[i].id),
		   "image \"%s\"", images[i].said);
		containers_clear(&f);
	}
}

/* What is said of docker's container after something was done to its file. */
static void is_refused(const char *what, const char *why, const char *doing)
{
	struct container_facts f;

	shell("cp -p %s/config.v2.json kept", DOCKERS);
	shell(doing, DOCKERS, DOCKERS);
	f = find("docker", DOCKER, 0);
	ok(!f.field[CONTAINER_NAME] && !f.field[CONTAINER_IMAGE], "%s: nothing is believed", what);
	is_text(f.why, why, what);
	is_text(containers_source(f.source), "unknown", what);
	containers_clear(&f);
	shell("rm -rf %s/config.v2.json && mv kept %s/config.v2.json", DOCKERS, DOCKERS);
	f = find("docker", DOCKER, 0);
	ok(f.field[CONTAINER_NAME], "%s: and after that it is", what);
	containers_clear(&f);
}

static void test_refused(void)
{
	static const char json[] = "a file of the runtime is no valid JSON";
	is_refused("absent", FILE_ABSENT, "rm %s/config.v2.json");
	is_refused("empty", json, ": >%s/config.v2.json");
	is_refused("cut", json, "truncate -s 700 %s/config.v2.json");
	is_refused("null", json, "echo null >%s/config.v2.json");
	is_refused("two values", json, "echo '{} {}' >%s/config.v2.json");
	is_refused("nested", "a file of the runtime is nested too deeply",
		   "python3 -c 'print(\"[\" * 100000)' >%s/config.v2.json");
	is_refused("huge", "a file of the runtime is too large",
		   "truncate -s 100M %s/config.v2.json");
	is_refused("a link", "a file of the runtime is a symbolic link",
		   "mv %s/config.v2.json other && ln -s $PWD/other %s/config.v2.json");
	is_refused("a loop", "a file of the runtime is a symbolic link",
		   "ln -sf config.v2.json %s/config.v2.json");
	is_refused("a fifo", "a file of the runtime is no regular file",
		   "rm %s/config.v2.json && mkfifo %s/config.v2.json");
	is_refused("a folder", "a file of the runtime is no regular file",
		   "rm %s/config.v2.json && mkdir %s/config.v2.json");
	if (!getuid())
		is_refused("somebody else's", "a file of the runtime belongs to somebody else",
			   "chown 1234 %s/config.v2.json");
}

/* Valid JSON, of other types than are thought of. */
static void test_types(void)
{
	static const char *const texts[] = {
		"[]",
		"{}",
		"{\"Name\":[],\"Image\":{},\"Config\":\"x\"}",
		"\"x\"",
		"7",
		"{\"Name\":null,\"Config\":{\"Image\":7,\"Labels\":[{}]},\"Driver\":\"../..\"}",
		"{\"Name\":\"a\\u0000b\",\"Config\":{\"Image\":\"\"}}",
	};
	struct container_facts f;
	size_t i;

	shell("cp -p %s/config.v2.json kept", DOCKERS);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		shell("echo '%s' >%s/config.v2.json", texts[i], DOCKERS);
		f = find("docker", DOCKER, 0);
		ok(!f.field[CONTAINER_NAME] && !f.field[CONTAINER_IMAGE], "%s", texts[i]);
		containers_clear(&f);
	}
	shell("python3 -c 'print(\"{\\\"Name\\\":\\\"\" + \"n\" * 100000 + \"\\\"}\")' >%s/config.v2.json",
	      DOCKERS);
	f = find("docker", DOCKER, 0);
	ok(f.field[CONTAINER_NAME] && strlen(f.field[CONTAINER_NAME]) == TREE_TEXT_MAX,
	   "a long name is cut");
	containers_clear(&f);
	shell("mv kept %s/config.v2.json", DOCKERS);
}

/* Each byte of the database of containerd's in turn is another one. */
static void test_database(void)
{
	static const char meta[] = "var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db";
	struct container_facts f;
	unsigned int i, named = 0, rounds = 400;
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", root, meta);
	shell("cp -p %s whole", meta);
	srand(1);
	for (i = 0; i < rounds; i++) {
		shell("cp whole %s", meta);
		file = fopen(path, "r+");
		fseek(file, i < rounds / 2 ? (long)i * 2 : rand() % 131072, SEEK_SET);
		fputc(rand(), file);
		fputc(rand(), file);
		fclose(file);
		f = find("containerd", CTR, 0);
		named += !!f.field[CONTAINER_NAME];
		containers_clear(&f);
	}
	ok(named == rounds, "containerd's database is broken in %u ways", rounds);
	shell("truncate -s 5000 %s", meta);
	f = find("containerd", CTR, 0);
	ok(!f.field[CONTAINER_IMAGE] && f.field[CONTAINER_NAME], "or cut");
	containers_clear(&f);
	shell("mv whole %s", meta);
}

/* A user may not have root look elsewhere. */
static void test_user(void)
{
	static const char store[] = "home/alice/.local/share/containers/storage/vfs-containers";
	uint32_t alice = getuid() ? getuid() : 1000;
	struct container_facts f;

	f = find("podman", ALICES, 0);
	ok(!f.field[CONTAINER_NAME], "a user's files say nothing of root's containers");
	containers_clear(&f);
	f = find("podman", PODMAN, alice);
	ok(!f.field[CONTAINER_NAME], "and root's nothing of a user's");
	containers_clear(&f);
	shell("mv %s elsewhere && ln -s $PWD/elsewhere %s", store, store);
	f = find("podman", ALICES, alice);
	ok(!f.field[CONTAINER_NAME], "a link on the way is not followed");
	is_text(f.why, "a file of the runtime is a symbolic link", "and said");
	containers_clear(&f);
	shell("rm %s && mv elsewhere %s", store, store);
	if (!getuid()) {
		shell("chown 0 %s/containers.json", store);
		f = find("podman", ALICES, alice);
		is_text(f.why, "a file of the runtime belongs to somebody else", "root's own file");
		containers_clear(&f);
		shell("chown 1000 %s/containers.json", store);
	}
	shell("truncate -s 3M %s/containers.json", store);
	f = find("podman", ALICES, alice);
	is_text(f.why, "a file of the runtime is too large", "less is read for a user");
	containers_clear(&f);
	f = find("podman", ALICES, 4321);
	ok(!f.field[CONTAINER_NAME] && f.why, "a user who has no home: %s", f.why);
	containers_clear(&f);
}

#define GONE ALL("0")
#define TEXT(text)                     \
	{                              \
		text, sizeof(text) - 1 \
	}

/* conmon, and under it what runs in a container that has left no file. */
static void play_helper(struct mirror *m, struct sessmon_str path, struct sessmon_str args)
{
	struct sessmon_process conmon = { .key = { .id = 10, .start = 100 },
					  .exe = { .path = path, .args = args } };
	struct sessmon_process inside = { .key = { .id = 11, .start = 110 },
					  .parent = { .id = 10, .start = 100 } };

	conmon.has = 1ULL << SESSMON_A_PROCESS_KEY | 1ULL << SESSMON_A_PROCESS_EXE |
		     1ULL << SESSMON_A_PROCESS_CREDS;
	conmon.exe.has = 1ULL << SESSMON_A_EXE_PATH | 1ULL << SESSMON_A_EXE_ARGS;
	conmon.creds.has = 1ULL << SESSMON_A_CREDS_EUID;
	inside.has = 1ULL << SESSMON_A_PROCESS_KEY | 1ULL << SESSMON_A_PROCESS_PARENT;
	mirror_put_process(m, &conmon);
	mirror_put_process(m, &inside);
}

static void test_helper(void)
{
	static const struct sessmon_str path = TEXT("/usr/bin/conmon"),
					other = TEXT("/usr/bin/conmon2");
	static const struct sessmon_str of_it = TEXT(
		"conmon\0-c\0" GONE "\0-b\0/srv/store/vfs-containers/" GONE "/userdata\0-n\0web\0");
	static const struct sessmon_str of_another = TEXT("conmon\0-c\0" ALL("9") "\0-n\0web\0");
	static const struct sessmon_str cut = TEXT("conmon\0-c\0" GONE "\0-n\0we");
	static const struct sessmon_str elsewhere =
		TEXT("conmon\0-c\0" PODMAN "\0-b\0/srv/store/vfs-containers/" PODMAN "/userdata\0");
	const struct {
		const char *what, *id, *name, *source;
		struct sessmon_str path, args;
	} cases[] = {
		{ "what conmon was told", GONE, "web", "argv", path, of_it },
		{ "another conmon", GONE, NULL, "unknown", path, of_another },
		{ "another program", GONE, NULL, "unknown", other, of_it },
		{ "arguments that the kernel cut", GONE, NULL, "unknown", path, cut },
		{ "a store that was put elsewhere", PODMAN, "web", "file", path, elsewhere },
	};
	struct container_facts f;
	size_t i;

	shell("mkdir srv && mv var/lib/containers/storage srv/store");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mirror m = { 0 };

		f = (struct container_facts){ .is = { .runtime = "podman" } };
		strcpy(f.is.id, cases[i].id);
		play_helper(&m, cases[i].path, cases[i].args);
		containers_find(&f, &m, &(struct sessmon_key){ .id = 11, .start = 110 });
		ok(is_same(f.field[CONTAINER_NAME], cases[i].name), "%s", cases[i].what);
		is_text(containers_source(f.source), cases[i].source, cases[i].what);
		containers_clear(&f);
		mirror_free(&m);
	}
	shell("mv srv/store var/lib/containers/storage && rmdir srv");
}

/* What ended before its group could be asked of: found by who is above it. */
static void test_gone(void)
{
	static const struct sessmon_str path = TEXT("/usr/bin/conmon");
	static const struct sessmon_str args = TEXT(
		"conmon\0-c\0" MEMBER "\0-b\0/var/lib/containers/storage/vfs-containers/" MEMBER
		"/userdata\0-n\0member\0");
	struct sessmon_process inside = { .key = { .id = 11, .start = 110 }, .vpid = 11 };
	const struct sessmon_key conmon = { .id = 10, .start = 100 };
	const struct container_facts *f;
	struct mirror m = { 0 };

	inside.has = 1ULL << SESSMON_A_PROCESS_KEY | 1ULL << SESSMON_A_PROCESS_VPID;
	play_helper(&m, path, args);
	mirror_put_process(&m, &inside);
	ok(!containers_of_process(&m, &inside), "with the host's numbers it is in none");
	inside.vpid = 1;
	mirror_put_process(&m, &inside);
	ok(!containers_of_process(&m, mirror_process(&m, &conmon)), "nor is conmon");
	containers_notice(&m, &inside.key);
	containers_notice(&m, &conmon);
	shell("mv var/lib/containers/storage removed");
	f = containers_of_process(&m, &inside);
	is_text(f ? f->is.id : NULL, MEMBER, "with others it is in conmon's");
	ok(f && is_same(f->field[CONTAINER_IMAGE], "docker.io/lab/signup") &&
		   is_same(f->field[CONTAINER_POD], "shop"),
	   "whose files were read while they were there");
	shell("mv removed var/lib/containers/storage");
	mirror_free(&m);
}

/* One look-up for each, again while it is absent, and not for ever. */
static void test_cache(void)
{
	const struct container_facts *f;
	struct sessmon_key key = { 0 };
	char id[CONTAINER_ID_LEN + 1];
	unsigned int i;

	played = (struct container){ .runtime = "docker" };
	memset(id, 'f', CONTAINER_ID_LEN);
	id[CONTAINER_ID_LEN] = 0;
	strcpy(played.id, id);
	ok(!containers_of(NULL, 0, &key), "a group in no container");
	f = containers_of(NULL, 1, &key);
	ok(f && f->why == FILE_ABSENT && !f->source, "unknown at first");
	shell("cp -Rp %s var/lib/docker/containers/%s", DOCKERS, id);
	for (i = 0; i < 600 && containers_of(NULL, 1, &key)->why; i++)
		usleep(100000);
	f = containers_of(NULL, 1, &key);
	ok(!f->why && f->field[CONTAINER_NAME], "and known after a while");
	shell("rm -r var/lib/docker/containers/%s", id);
	f = containers_of(NULL, 2, &key);
	ok(!f->why && f->field[CONTAINER_NAME], "then kept, also for another group of it");
	for (i = 0; i < 5000; i++) {
		snprintf(played.id, sizeof(played.id), "%064x", i);
		f = containers_of(NULL, 3 + i, &key);
	}
	ok(f && f->why, "five thousand others");
	strcpy(played.id, id);
	played.nested = true;
	f = containers_of(NULL, 4, &key);
	is_text(f->why, "it is in another container, which has its files", "one within another");
	played = (struct container){ .runtime = "lxc", .named = true, .id = "web" };
	f = containers_of(NULL, 5, &key);
	is_text(f->field[CONTAINER_NAME], "web", "a name that is an id");
	is_text(containers_source(f->source), "cgroup", "is from the group");
}

int main(int argc, char **argv)
{
	char home[4096];

	/* make check gives all tests the same word, and is run from the top of the tree. */
	snprintf(home, sizeof(home), "%s/root", argc > 1 ? argv[1] : "");
	if (!realpath(access(home, R_OK) ? "tests/unit/containers" : argv[1], home) ||
	    !mkdtemp(root))
		return 2;
	shell("cp -R --no-preserve=ownership %s/root/. . && gunzip -r var/lib", home);
	if (!getuid())
		shell("chown -R 1000 home/alice");
	else
		shell("sed -i 's/1000:1000/%u:%u/' etc/passwd", getuid(), getgid());
	containers_are_below(root);
	test_known();
	test_image();
	test_refused();
	test_types();
	test_database();
	test_user();
	test_helper();
	test_cache();
	test_gone();
	shell("rm -rf %s", root);
	return tap_done();
}
