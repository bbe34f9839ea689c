// SPDX-License-Identifier: GPL-2.0-only
/*
 * A QEMU plugin that counts the guest's instructions by the address of the block
 * they are in, between two marks that the guest sets (bench.c, MARK). Debian ships
 * QEMU with plugins but without their header: what is used of it is declared here.
 * Writes lines "ADDRESS INSTRUCTIONS" to the file given as out=.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef uint64_t qemu_plugin_id_t;

typedef void (*tb_trans_fn)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*insn_exec_fn)(unsigned int cpu, void *data);
typedef void (*exit_fn)(qemu_plugin_id_t id, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, tb_trans_fn fn);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *tb, int op, void *ptr,
					      uint64_t imm);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, insn_exec_fn fn,
					    int flags, void *data);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_fn fn, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

/* nopl 0x5e55xx01(%rax), as in bench.c */
static const uint8_t mark[] = { 0x0f, 0x1f, 0x80, 0x01 };
static const uint8_t mark_tail[] = { 0x55, 0x5e };

struct block {
	struct block *next;
	uint64_t addr, size;
	uint64_t count, before;
};

#define BUCKETS (1 << 16)
static struct block *blocks[BUCKETS];
static const char *path;

static struct block *block_of(uint64_t addr, uint64_t size)
{
	struct block **head = &blocks[(addr >> 1) % BUCKETS], *b;

	for (b = *head; b; b = b->next)
		if (b->addr == addr && b->size == size)
			return b;
	b = calloc(1, sizeof(*b));
	if (!b)
		abort();
	b->addr = addr;
	b->size = size;
	b->next = *head;
	*head = b;
	return b;
}

static void write_out(void)
{
	FILE *f = fopen(path, "w");
	struct block *b;
	int i;

	for (i = 0; f && i < BUCKETS; i++)
		for (b = blocks[i]; b; b = b->next)
			if (b->count > b->before)
				fprintf(f, "%016" PRIx64 " %" PRIu64 "\n", b->addr,
					b->count - b->before);
	if (f)
		fclose(f);
}

/* On at the first mark, off at the second. */
static void on_mark(unsigned int cpu, void *data)
{
	struct block *b;
	int i;

	(void)cpu;
	if (data) {
		write_out();
		return;
	}
	for (i = 0; i < BUCKETS; i++)
		for (b = blocks[i]; b; b = b->next)
			b->before = b->count;
}

static void look_for_mark(struct qemu_plugin_insn *insn)
{
	const uint8_t *code = qemu_plugin_insn_data(insn);

	if (qemu_plugin_insn_size(insn) == 7 && !memcmp(code, mark, sizeof(mark)) &&
	    !memcmp(code + 5, mark_tail, sizeof(mark_tail)))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, 0, code[4] ? &blocks : NULL);
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb), i;
	uint64_t addr = qemu_plugin_tb_vaddr(tb);

	(void)id;
	/* In user space only: the kernel's own code has no marks. */
	for (i = 0; i < n && !(addr >> 63); i++)
		look_for_mark(qemu_plugin_tb_get_insn(tb, i));
	qemu_plugin_register_vcpu_tb_exec_inline(tb, 0, &block_of(addr, n)->count, n);
}

__attribute__((visibility("default"))) int
qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
	(void)info;
	if (argc != 1 || strncmp(argv[0], "out=", 4))
		return 1;
	path = strdup(argv[0] + 4);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
	return 0;
}
