// SPDX-License-Identifier: GPL-2.0-only
/* The smallest program: no library, no start-up code. x86-64. */
void _start(void)
{
	__asm__ volatile("mov $60, %eax; xor %edi, %edi; syscall");
}
