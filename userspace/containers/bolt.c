// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One value of a database of bbolt's.  Everything in the file is taken as written by
 * an enemy: each number is held against what was read before it is followed.
 */
#include "containers/bolt.h"

#include <unistd.h>

#define MAGIC	   0xed0cdaedu
#define VERSION	   2
#define HEADER	   16 /* of a page, and of a bucket */
#define META	   64 /* with its checksum, the last 8 bytes of it */
#define ELEMENT	   16
#define BRANCH	   1
#define LEAF	   2
#define DEPTH	   24
#define MOST_PAGE  (1u << 20)
#define LEAST_SIZE 1024
#define MOST_SIZE  65536

/**
 * struct span - Bytes of a page.
 * @at: the first
 * @len: how many
 */
struct span {
	const char *at;
	size_t len;
};

static uint64_t number(const char *at, size_t size)
{
	uint64_t n = 0;

	memcpy(&n, at, size);
	return n;
}

/* FNV-1a, 64 bits. */
static uint64_t checksum(const char *at, size_t len)
{
	uint64_t sum = 0xcbf29ce484222325ULL;

	for (; len; len--, at++)
		sum = (sum ^ (unsigned char)*at) * 0x100000001b3ULL;
	return sum;
}

/* Of two heads the newer one that is whole. */
static bool take_head(struct bolt *b, uint64_t at)
{
	char head[HEADER + META], *meta = head + HEADER;
	uint64_t size;

	if (pread(b->fd, head, sizeof(head), (off_t)at) != (ssize_t)sizeof(head) ||
	    number(meta, 4) != MAGIC || number(meta + 4, 4) != VERSION ||
	    number(meta + META - 8, 8) != checksum(meta, META - 8))
		return false;
	size = number(meta + 8, 4);
	if (size < LEAST_SIZE || size > MOST_SIZE || size & (size - 1))
		return false;
	if (b->page_size && number(meta + 48, 8) < b->txid)
		return true;
	b->page_size = (uint32_t)size;
	b->root = number(meta + 16, 8);
	b->txid = number(meta + 48, 8);
	return true;
}

/* The second head is one page behind, however long a page is. */
bool bolt_take(struct bolt *b)
{
	uint64_t at;

	b->page_size = 0;
	take_head(b, 0);
	for (at = LEAST_SIZE; at <= MOST_SIZE; at *= 2)
		if (take_head(b, at))
			break;
	return b->page_size;
}

bool bolt_open(struct bolt *b, const struct place *p, const char **why)
{
	*b = (struct bolt){ .fd = -1 };
	b->fd = file_open(p, &b->size, why);
	if (b->fd < 0)
		return false;
	if (bolt_take(b))
		return true;
	*why = "containerd's database is none of bbolt's";
	bolt_close(b);
	return false;
}

void bolt_close(struct bolt *b)
{
	if (b->fd >= 0)
		close(b->fd);
	b->fd = -1;
	buf_free(&b->page);
	buf_free(&b->value);
}

/* Into @b->page. */
static bool read_page(struct bolt *b, uint64_t id, struct span *page)
{
	char header[HEADER];
	uint64_t len;
	off_t at;

	if (!b->page_size || id > b->size / b->page_size)
		return false;
	at = (off_t)(id * b->page_size);
	if (pread(b->fd, header, HEADER, at) != HEADER || number(header, 8) != id)
		return false;
	len = (number(header + 12, 4) + 1) * b->page_size;
	if (len > MOST_PAGE)
		return false;
	buf_clear(&b->page);
	if (pread(b->fd, buf_reserve(&b->page, len), len, at) != (ssize_t)len)
		return false;
	*page = (struct span){ b->page.data, len };
	return true;
}

static int compare(struct span one, struct span other)
{
	int order = memcmp(one.at, other.at, one.len < other.len ? one.len : other.len);

	return order ? order : (one.len > other.len) - (one.len < other.len);
}

/* Its key, and its value behind it if it has one. */
static bool element(struct span page, size_t i, bool leaf, struct span *key, struct span *value)
{
	size_t at = HEADER + i * ELEMENT, pos, size, rest = 0;

	if (at + ELEMENT > page.len)
		return false;
	pos = at + number(page.at + at + (leaf ? 4 : 0), 4);
	size = number(page.at + at + (leaf ? 8 : 4), 4);
	if (leaf)
		rest = number(page.at + at + 12, 4);
	if (pos > page.len || size > page.len - pos || rest > page.len - pos - size)
		return false;
	*key = (struct span){ page.at + pos, size };
	*value = (struct span){ page.at + pos + size, rest };
	return true;
}

static bool find_in_leaf(struct span page, struct span wanted, bool bucket, struct span *value)
{
	size_t i, n = number(page.at + 10, 2);
	struct span key;

	for (i = 0; i < n && element(page, i, true, &key, value); i++)
		if (!compare(key, wanted))
			return (number(page.at + HEADER + i * ELEMENT, 4) & 1) == bucket;
	return false;
}

/* The page below: that of the last key that is not behind the one that is looked for. */
static bool find_below(struct span page, struct span wanted, uint64_t *id)
{
	size_t i, n = number(page.at + 10, 2);
	struct span key, none;
	bool any = false;

	for (i = 0; i < n && element(page, i, false, &key, &none); i++) {
		if (any && compare(key, wanted) > 0)
			break;
		*id = number(page.at + HEADER + i * ELEMENT + 8, 8);
		any = true;
	}
	return any;
}

static bool find_in_tree(struct bolt *b, struct span page, struct span wanted, bool bucket,
			 struct span *value)
{
	unsigned int depth;
	uint64_t id;

	for (depth = 0; depth < DEPTH && page.len >= HEADER; depth++) {
		switch (number(page.at + 8, 2)) {
		case LEAF:
			return find_in_leaf(page, wanted, bucket, value);
		case BRANCH:
			if (!find_below(page, wanted, &id) || !read_page(b, id, &page))
				return false;
			break;
		default:
			return false;
		}
	}
	return false;
}

/* A small bucket is a page within the value, a large one has a page of its own. */
static bool enter(struct bolt *b, struct span bucket, struct span *page)
{
	uint64_t root;

	if (bucket.len < HEADER)
		return false;
	root = number(bucket.at, 8);
	*page = (struct span){ bucket.at + HEADER, bucket.len - HEADER };
	return !root || read_page(b, root, page);
}

/* What is found is copied: the next page comes where the last one was. */
static bool walk(struct bolt *b, const char *const *path)
{
	struct span page, value;

	if (!read_page(b, b->root, &page))
		return false;
	for (;; path++) {
		struct span wanted = { *path, strlen(*path) };

		if (!find_in_tree(b, page, wanted, path[1], &value))
			return false;
		buf_clear(&b->value);
		buf_add(&b->value, value.at, value.len);
		if (!path[1])
			return true;
		if (!enter(b, (struct span){ b->value.data, b->value.len }, &page))
			return false;
	}
}

const char *bolt_get(struct bolt *b, const char *const *path)
{
	uint64_t before;
	bool found;

	do {
		before = b->txid;
		found = walk(b, path);
	} while (bolt_take(b) && b->txid > before + 1);
	if (!found || !b->value.len || memchr(b->value.data, 0, b->value.len))
		return NULL;
	return b->value.data;
}
