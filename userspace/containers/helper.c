// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The process that keeps a container: conmon, or a shim of containerd's.  It is above
 * all that runs in it, and the kernel captured what it was told; no file says it later.
 */
#include "containers/sought.h"

/* A circle cannot be, a chain that long neither. */
#define GENERATIONS 128

static bool is_word(const char *word, size_t len, const char *text)
{
	return strlen(text) == len && !memcmp(word, text, len);
}

/* What follows an option, as conmon and the shims have them: -n NAME. */
static struct sessmon_str value(struct sessmon_str args, const char *option)
{
	const char *word = args.data, *end = args.data + args.len, *stop;
	bool next = false;

	for (; word < end; word = stop + 1) {
		stop = memchr(word, 0, (size_t)(end - word));
		/* Cut by the kernel: the beginning of a word would be a lie. */
		if (!stop)
			break;
		if (next)
			return (struct sessmon_str){ word, (uint32_t)(stop - word) };
		next = is_word(word, (size_t)(stop - word), option);
	}
	return (struct sessmon_str){ 0 };
}

static bool runs(const struct sessmon_exe *exe, const char *name, bool begins)
{
	size_t len = strlen(name);
	const char *file = memrchr(exe->path.data ? exe->path.data : "", '/', exe->path.len);
	size_t left;

	if (!file)
		return false;
	file++;
	left = exe->path.len - (size_t)(file - exe->path.data);
	return (begins ? left >= len : left == len) && !memcmp(file, name, len);
}

static bool is_same(struct sessmon_str word, const char *text)
{
	return is_word(word.data ? word.data : "", word.len, text);
}

bool helper_take(struct helper *h, const struct sessmon_process *p)
{
	struct sessmon_str args = p->exe.args;

	*h = (struct helper){ .uid = p->creds.euid };
	if (!sessmon_has(&p->creds, SESSMON_A_CREDS_EUID))
		return false;
	if (runs(&p->exe, "conmon", false)) {
		h->id = value(args, "-c");
		h->name = value(args, "-n");
		h->bundle = value(args, "-b");
		h->conmon = true;
	} else if (runs(&p->exe, "containerd-shim", true)) {
		h->id = value(args, "-id");
		h->space = value(args, "-namespace");
	}
	h->known = h->id.len;
	return h->known;
}

/* A shim of a pod's keeps all its containers, and was told the id of the first alone. */
void helper_find(struct helper *h, const char *id, const struct mirror *m,
		 const struct sessmon_key *key)
{
	const struct sessmon_process *p = m ? mirror_process(m, key) : NULL;
	unsigned int i;

	*h = (struct helper){ 0 };
	for (i = 0; p && i < GENERATIONS; i++) {
		if (helper_take(h, p) && (!id || !h->conmon || is_same(h->id, id)))
			return;
		p = p->parent.id ? mirror_process(m, &p->parent) : NULL;
	}
	*h = (struct helper){ 0 };
}

static bool is_number(struct sessmon_str id)
{
	uint32_t i;

	for (i = 0; i < id.len && strchr("0123456789abcdef", id.data[i]); i++)
		;
	return i == CONTAINER_ID_LEN && i == id.len;
}

/* conmon does not say for whom it works, but its store does. */
static const char *runtime_of(const struct helper *h)
{
	if (h->conmon)
		return h->bundle.len && memmem(h->bundle.data, h->bundle.len, "/run/", 5) ?
			       "cri-o" :
			       "podman";
	return is_same(h->space, "moby") ? "docker" : "containerd";
}

bool helper_container(const struct helper *h, struct container *c)
{
	if (!h->known || h->id.len > CONTAINER_ID_MAX || is_same(h->space, "k8s.io") ||
	    memchr(h->id.data, '/', h->id.len))
		return false;
	*c = (struct container){ .runtime = runtime_of(h), .owner = h->uid };
	if (strcmp(c->runtime, "containerd") && !is_number(h->id))
		return false;
	memcpy(c->id, h->id.data, h->id.len);
	return true;
}
