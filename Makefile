# SPDX-License-Identifier: GPL-2.0-only
#
# make		the module, for the running kernel or for KDIR=, and the reader
# make help	what else there is

KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
# A kernel of clang's takes modules of clang's.
LLVM ?= $(shell grep -qsx CONFIG_CC_IS_CLANG=y $(KDIR)/.config $(KDIR)/include/config/auto.conf && echo 1)
export BUILD ?= $(CURDIR)/build

all: module reader

module:
	@test -e $(KDIR)/Makefile || { echo "no kernel headers in $(KDIR): install them, or name another place with KDIR=" >&2; exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) $(if $(LLVM),LLVM=$(LLVM)) modules

reader:
	$(MAKE) -C userspace O=$(BUILD)/userspace

# The module through DKMS, so that the next kernel has it, too. DESTDIR= for packages.
LOAD := $(DESTDIR)$(PREFIX)/lib/modules-load.d/sessmon.conf

install:
	@$(MAKE) --no-print-directory -C userspace O=$(BUILD)/userspace needs
	@DESTDIR=$(DESTDIR) userspace/install/dkms.sh install
	@$(MAKE) --no-print-directory -C userspace O=$(BUILD)/userspace PREFIX=$(PREFIX) install
	@install -D -m 644 userspace/install/modules-load.conf $(LOAD)
	@echo "sessmon is installed and loaded at each boot. Now: modprobe sessmon; sessmon doctor"

uninstall:
	@userspace/install/dkms.sh remove
	@$(MAKE) --no-print-directory -C userspace O=$(BUILD)/userspace PREFIX=$(PREFIX) uninstall
	@rm -f $(LOAD)
	@rmdir --ignore-fail-on-non-empty $(dir $(LOAD)) 2>/dev/null || true

# Debian's packages, in build/deb; nothing is written to this tree.
deb:
	@userspace/install/deb.sh $(BUILD)/deb

demo:
	@tests/demo.sh

# While one works: no root, no network, no guest.
check:
	@tests/check.sh $(TEST)

test:
	@tests/run.sh

test-vm:
	@tests/build.sh 6.1 && tests/scenario/run.sh --early $(TEST)

# What an ordinary user may do, beside another one who works; a short form is in the tests.
test-abuse:
	@tests/build.sh 6.1 && tests/scenario/run.sh --late --env ABUSE_SECONDS=5 --env ABUSE_TURNS=3 --env ABUSE_TIMED=1 a10_abuse

test-kernels:
	@tests/kernels.sh $(KERNELS)

# Debian, DKMS and a compiler in an emulated machine; kernels that check themselves.
test-long:
	@tests/long.sh

# Guest instructions, counted: the same figures on any host.
bench:
	@tests/bench/run.sh $(KERNEL)

vm:
	@tests/build.sh 6.1 && tests/scenario/run.sh --early --interactive

lint:
	@tests/lint.sh

# What is made from the YAML is committed: building needs no generator.
regen:
	@tests/generated.sh --write

clean:
	rm -rf $(BUILD)/userspace $(BUILD)/module $(BUILD)/out
	find module \( -name '*.o' -o -name '.*.cmd' \) -delete
	rm -f module/features.h *.ko *.o *.mod *.mod.c .*.cmd Module.symvers modules.order

help:
	@echo "make              the module (KDIR=) and the reader"
	@echo "make install      both, the module through DKMS and loaded at each boot (root)"
	@echo "make uninstall    nothing of it is left (root)"
	@echo "make deb          packages for Debian, in build/deb"
	@echo "make demo         boot a VM with real sessions and show what sessmon sees"
	@echo "make check        what can be known in a minute, without root (TEST=name)"
	@echo "make test         all tests; ends in 'N passed, N failed'"
	@echo "make test-vm TEST=name   the scenarios of that name in a VM"
	@echo "make test-abuse   who works beside a user who abuses the machine, as a table"
	@echo "make test-kernels the core scenarios on every kernel, and a table (KERNELS=)"
	@echo "make test-long    what takes longer than a test should"
	@echo "make bench [KERNEL=6.1]  what it costs, in instructions, beside others"
	@echo "make vm           a root shell in a VM with sessmon loaded"
	@echo "make lint         checkpatch, clang-format, sparse, W=1, kernel-doc, generated files"
	@echo "make regen        all that is made from uapi/sessmon.yaml: header, decoder, names, documents"
	@echo "make clean        what was built; downloads and images stay in build/"

.PHONY: all module reader install uninstall deb demo check test test-vm test-abuse test-kernels test-long bench vm lint regen clean help
