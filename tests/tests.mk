# SPDX-License-Identifier: LGPL-3.0-or-later
# tests.mk: the guest programs and the comparison of what they print natively and in the jail.
# Included by the root Makefile, which gives CC, BUILD, ARCH, RESULTS, PTJAIL, Q and say.
#
#   MODES='default seccomp'   run only these modes        GUESTS='open_*'  only these guests
#   SPREAD=-S   as make check does: each guest in one mode and in a third of the others, not in all

GUEST_SOURCES := $(wildcard tests/guest/*.c)
GUEST_NAMES := $(GUEST_SOURCES:tests/guest/%.c=%)
GUEST_DIR := $(BUILD)/guest
# Those whose subject is the loading of a program run as dynamically linked ones too.
GUEST_DYNAMIC := exec_addresses_vary exec_arguments exec_auxv exec_brk_growth exec_comm \
	exec_from_thread exec_joined exec_many exec_proc_exe exec_script exec_stack_layout open_legacy_calls \
	proc_auxv proc_maps process_fork_basics process_spawn process_threads_64 process_vfork \
	realpath_forms signal_handler signal_storm_fork

# Guests pass bad pointers and wrong sizes on purpose; nothing may check them before the kernel.
GUEST_CFLAGS := -std=gnu17 -O1 -U_FORTIFY_SOURCE -fPIE -pthread -Wall -Wextra -Wshadow \
	-Wmissing-prototypes -Wno-nonnull -Wno-stringop-overflow -Wno-stringop-overread \
	-D_GNU_SOURCE -Itests/guest -Itests/guest/arch/$(ARCH)
GUEST_HEADERS := $(wildcard tests/guest/*.h tests/guest/arch/$(ARCH)/*.h)

.PHONY: guests guests-static guests-dynamic check-guest check-integration
guests: guests-static guests-dynamic ## build the guest programs of the tests
guests-static: $(GUEST_NAMES:%=$(GUEST_DIR)/%)
guests-dynamic: $(GUEST_DYNAMIC:%=$(GUEST_DIR)/dynamic/%)

$(GUEST_DIR)/objects/%.o: tests/guest/%.c $(GUEST_HEADERS)
	$(call say,GUEST,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(GUEST_CFLAGS) $(if $(WERROR),-Werror) -c -o $@ $<

$(GUEST_DIR)/dynamic/%: $(GUEST_DIR)/objects/%.o
	$(Q)mkdir -p $(@D) && $(CC) -pie -pthread -o $@ $< -lutil

$(GUEST_DIR)/%: $(GUEST_DIR)/objects/%.o
	$(Q)mkdir -p $(@D) && $(CC) -static -s -pthread -o $@ $< -lutil

.PRECIOUS: $(GUEST_DIR)/objects/%.o

RUN_GUESTS_SOURCES := $(wildcard tests/integration/*.c)
$(BUILD)/run-guests: $(RUN_GUESTS_SOURCES) $(wildcard tests/integration/*.h)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu17 -O1 -g $(WARNINGS) $(if $(WERROR),-Werror) \
		-D_GNU_SOURCE -o $@ $(RUN_GUESTS_SOURCES)

check-guest: guests $(BUILD)/run-guests ## the guests natively, twice: do they always print the same?
	@mkdir -p $(RESULTS); tests/integration/run -n -g '$(GUESTS)' $(BUILD) $(RESULTS)

check-integration: $(PTJAIL) guests $(BUILD)/run-guests ## guests natively and jailed, in every mode; shell cases
	@mkdir -p $(RESULTS); tests/integration/run $(SPREAD) -g '$(GUESTS)' -m '$(MODES)' $(BUILD) $(RESULTS)

CHECKS += check-integration

# --- calls with odd arguments, natively and jailed ---------------------------------------------
PROBE := $(BUILD)/differential/probe
$(PROBE): $(wildcard tests/differential/*.[ch]) src/syscall/table.c src/syscall/table.def $(HEADERS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CPPFLAGS) -std=gnu17 -O1 -Wall -Wextra -U_FORTIFY_SOURCE -static \
		-o $@ tests/differential/*.c src/syscall/table.c

.PHONY: check-differential
check-differential: $(PTJAIL) $(PROBE) ## odd arguments, answered as natively? CALLS=open,stat: only these (needs root)
	@mkdir -p $(RESULTS); tests/differential/run $(if $(CALLS),-f '$(CALLS)') $(PTJAIL) $(PROBE) $(RESULTS)

FAKED_PROBE := $(BUILD)/differential/faked-probe
$(FAKED_PROBE): $(wildcard tests/differential/faked/*.[ch])
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CPPFLAGS) -std=gnu17 -O1 -Wall -Wextra -U_FORTIFY_SOURCE -static \
		-o $@ tests/differential/faked/*.c

.PHONY: check-faked
check-faked: $(PTJAIL) $(FAKED_PROBE) ## a faked root answers as a real one? SHARE=600: one case in so many (needs root)
	@mkdir -p $(RESULTS); tests/differential/faked/run -n $(or $(SHARE),9000) $(PTJAIL) $(FAKED_PROBE) $(RESULTS)

CHECKS += check-faked
