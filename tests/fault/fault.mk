# SPDX-License-Identifier: LGPL-3.0-or-later
# fault.mk: what happens when things fail in the tracer. Included by the root Makefile, which
# gives CC, BUILD, RESULTS, PTJAIL, Q and say.
#
#   FAULT_STEP=1    every allocation and every system call fails once, not a choice of them; long
#   FAULT_CALLS='mmap:ENOMEM ...'   these calls instead of the script's own list
#   FAULT_OPTIONS='-0 --state=@WORK@/state'   options of ptjail

FAULT_STEP ?= 0

$(BUILD)/ptjail-fault: $(BUILD)/src/main.o $(LIB) $(BUILD)/tests/fault/failing_malloc.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/fault-guest: tests/fault/fault_guest.c
	$(call say,GUEST,$<)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu17 -O1 -Wall -Wextra -D_GNU_SOURCE -static -pthread -o $@ $<

$(BUILD)/fault-run: tests/fault/fault_run.c
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu17 -O1 -Wall -Wextra -D_GNU_SOURCE -o $@ $<

.PHONY: check-fault
check-fault: $(if $(SANITIZE),,$(BUILD)/ptjail-fault) $(PTJAIL) $(BUILD)/fault-guest $(BUILD)/fault-run ## allocations and system calls of the tracer fail; it is killed
	@mkdir -p $(RESULTS); tests/fault/run -s '$(FAULT_STEP)' -c '$(FAULT_CALLS)' \
		-o '$(FAULT_OPTIONS)' $(BUILD) $(RESULTS)

CHECKS += check-fault
