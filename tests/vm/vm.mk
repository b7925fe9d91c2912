# SPDX-License-Identifier: LGPL-3.0-or-later
# vm.mk: libraries for a cross build, and the tests of another architecture in a virtual machine.
# Included by the root Makefile, which gives ARCH, BUILD, SYSROOT, UNIT_TESTS and say.
#
#   VM_MODES='default no-openat2'   modes of the integration tests   VM_PARTS='unit escape'
#   VM_SECONDS=2400                 when to give up                  VM_GUESTS='open_*'
#                                                                    VM_ATTACKS='gate_*'

VM_MODES ?= default
VM_PARTS ?= unit integration escape
VM_SECONDS ?= 2400
VM_BUILD := $(BUILD)/aarch64

ifdef SYSROOT
$(SYSROOT)/fetched: tests/vm/vm.mk
	$(call say,FETCH,$(@D))
	$(Q)rm -rf $(@D) && tests/vm/fetch -n $(ARCH) $(@D) libtalloc2 libtalloc-dev libcmocka0 \
		libcmocka-dev uthash-dev && touch $@
endif

.PHONY: check-aarch64 cross-aarch64 vm-job
check-aarch64: cross-aarch64 ## the tests in an arm64 virtual machine: many minutes, not part of make check
	tests/vm/run -t $(VM_SECONDS) -r -o results $(VM_BUILD)/job -- \
		tests/vm/check '$(VM_PARTS)' '$(VM_MODES)' '$(VM_GUESTS)' '$(VM_ATTACKS)'

cross-aarch64: ## cross build ptjail, guests, attacks and unit tests for aarch64
	@./setup vm
	$(Q)$(MAKE) --no-print-directory ARCH=aarch64 BUILD=$(VM_BUILD) vm-job

# All that the tests need, in the places where the source tree has it.
vm-job: all static guests attacks $(BUILD)/run-guests $(UNIT_TESTS)
	$(Q)rm -rf $(BUILD)/job && mkdir -p $(BUILD)/job/build/tests $(BUILD)/job/results
	$(Q)cp -r src tests $(BUILD)/job/
	$(Q)cd $(BUILD) && cp -r ptjail ptjail-static guest escape escape-outside run-guests job/build/ && \
		rm -rf job/build/guest/objects && cp -r tests/unit job/build/tests/ && \
		rm -f job/build/tests/unit/*.d
