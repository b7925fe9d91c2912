# SPDX-License-Identifier: LGPL-3.0-or-later
# vm.mk: libraries for a cross build, and the tests of another architecture in a virtual machine.
# Included by the root Makefile, which gives ARCH, BUILD, SYSROOT, UNIT_TESTS and say.
#
#   VM_PARTS='unit escape'                 of: unit guests cases escape
#   VM_MODES='default no-openat2'          modes of the guests         VM_GUESTS='open_*'
#   VM_ESCAPE_MODES='landlock default'     of the attacks              VM_ATTACKS='gate_*'
#   VM_CASES='limit_*'                     of the shell cases
#   VM_SECONDS=3000                        when to give a piece up
#   VM_MACHINES=2                          at the same time; each keeps a processor busy
#   VM_FRESH=1                             forget what has passed with these very bytes

VM_PARTS ?= unit guests cases escape
VM_MODES ?= default fake-root no-openat2
VM_ESCAPE_MODES ?= landlock
VM_SECONDS ?= 3000
VM_MACHINES ?= $(shell nproc)
VM_BUILD := $(BUILD)/aarch64

ifdef SYSROOT
$(SYSROOT)/fetched: tests/vm/vm.mk
	$(call say,FETCH,$(@D))
	$(Q)rm -rf $(@D) && tests/vm/fetch -n $(ARCH) $(@D) libtalloc2 libtalloc-dev libcmocka0 \
		libcmocka-dev uthash-dev && touch $@
endif

.PHONY: check-aarch64 cross-aarch64 vm-job
check-aarch64: cross-aarch64 ## the tests in arm64 virtual machines; goes on where it was ended
	@mkdir -p $(RESULTS); tests/vm/pieces $(if $(VM_FRESH),-f) -j $(VM_MACHINES) -s $(VM_SECONDS) -p '$(VM_PARTS)' -m '$(VM_MODES)' -e '$(VM_ESCAPE_MODES)' \
		-g '$(VM_GUESTS)' -c '$(VM_CASES)' -a '$(VM_ATTACKS)' -r '$(if $(VM_ATTACKS),,$(ROOT_ATTACKS))' \
		$(VM_BUILD)/job $(RESULTS)/aarch64

cross-aarch64: ## cross build ptjail, guests, attacks and unit tests for aarch64
	@./setup vm
	$(Q)$(MAKE) --no-print-directory ARCH=aarch64 BUILD=$(VM_BUILD) vm-job

# A root directory of Debian's packages, whose scripts have not run: links and accounts of theirs are missing.
VM_REAL := $(VM_BUILD)/real
$(VM_REAL)/fetched: tests/vm/vm.mk tests/vm/fetch
	$(call say,FETCH,$(@D))
	$(Q)rm -rf $(@D) && tests/vm/fetch aarch64 $(@D)/rootfs apt bash dash coreutils util-linux bsdutils bsdextrautils \
		busybox-static debianutils diffutils file findutils gawk gcc git grep gzip bzip2 xz-utils hostname less \
		libc6-dev libpython3.11-testsuite m4 make autoconf musl-tools ncurses-base perl procps psmisc python3 \
		rsync ruby sed sqlite3 tar tcl
	$(Q)cd $(@D)/rootfs && ln -s gawk usr/bin/awk && ln -s gcc usr/bin/cc && \
		mkdir -p -m 1777 tmp && printf '%s\n' root:x:0:0::/root:/bin/sh daemon:x:1:1::/:/bin/sh bin:x:2:2::/:/bin/sh \
		sys:x:3:3::/:/bin/sh games:x:5:5::/:/bin/sh user:x:12345:12345::/tmp:/bin/sh >etc/passwd && \
		printf '%s\n' root:x:0: user:x:12345: >etc/group && touch ../fetched

.PHONY: check-aarch64-real
check-aarch64-real: $(VM_REAL)/fetched ## tests/real with an arm64 Debian, in a virtual machine (CASES='git perl')
	@./setup vm
	$(Q)$(MAKE) --no-print-directory ARCH=aarch64 BUILD=$(VM_BUILD) all
	$(Q)rm -rf $(VM_REAL)/tests $(VM_REAL)/results $(RESULTS)/aarch64-real
	$(Q)mkdir -p $(RESULTS)/aarch64-real $(VM_REAL)/tests $(VM_REAL)/results
	$(Q)cp -r tests/real $(VM_REAL)/tests/ && cp $(VM_BUILD)/ptjail $(VM_REAL)/
	@tests/vm/run -r -m 3072 -t $(VM_SECONDS) -o results:$(RESULTS)/aarch64-real $(VM_REAL) -- sh -c \
		'chown -hR 12345:12345 rootfs && exec tests/real/run -t 20 -r rootfs ptjail results $(CASES)'

# Here the emulator of the tests runs x86_64's programs.
$(BUILD)/foreign/fetched: tests/vm/vm.mk
	$(call say,FETCH,$(@D))
	$(Q)rm -rf $(@D) && tests/vm/fetch -n x86_64 $(@D)/root busybox-static && \
		tests/vm/fetch -n $(ARCH) $(@D)/root qemu-user-static && mkdir -p $(@D)/bin && \
		cp $(@D)/root/bin/busybox $(@D)/root/usr/bin/qemu-x86_64-static $(@D)/bin/ && \
		rm -rf $(@D)/root && touch $@

# Some 80 MB of packages.
FOREIGN_ARCH := $(if $(filter x86_64,$(ARCH)),aarch64,x86_64)
$(BUILD)/foreign-debian/fetched: tests/vm/vm.mk tests/vm/fetch
	$(call say,FETCH,$(@D))
	$(Q)rm -rf $(@D) && tests/vm/fetch $(FOREIGN_ARCH) $(@D)/root apt bash coreutils dash diffutils \
		findutils gcc libc6-dev python3 sed tar && touch $@

.PHONY: check-foreign
check-foreign: $(BUILD)/ptjail $(BUILD)/foreign-debian/fetched ## Debian's apt, gcc, python3 of the other architecture, by -q
	@tests/vm/foreign $(BUILD)/ptjail $(BUILD)/foreign-debian/root $(FOREIGN_ARCH)

# All that the tests need, in the places where the source tree has it.
vm-job: all static guests attacks $(BUILD)/run-guests $(UNIT_TESTS) $(BUILD)/foreign/fetched
	$(Q)rm -rf $(BUILD)/job && mkdir -p $(BUILD)/job/build/tests $(BUILD)/job/results
	$(Q)cp -r src tests $(BUILD)/job/
	$(Q)cd $(BUILD) && cp -r ptjail ptjail-static guest escape escape-outside run-guests foreign job/build/ && \
		rm -rf job/build/guest/objects && cp -r tests/unit job/build/tests/ && \
		rm -f job/build/tests/unit/*.d
