# SPDX-License-Identifier: LGPL-3.0-or-later
# escape.mk: the attacks. Included by the root Makefile, which gives CC, BUILD, ARCH, RESULTS,
# PTJAIL, Q and say.
#
#   ESCAPE_MODES='landlock -0,openat2'  lists for --without, one run each   ATTACKS='fd_* race_*'
#   ESCAPE_SECONDS=1                  for each race
#   CALIBRATE='ARGUMENTS'             only these of the broken builds

ATTACK_SOURCES := $(filter-out tests/escape/outside.c,$(wildcard tests/escape/*.c))
ATTACK_NAMES := $(ATTACK_SOURCES:tests/escape/%.c=%)
ATTACK_DIR := $(BUILD)/escape
ESCAPE_MODES ?= landlock
ESCAPE_SECONDS ?= 1
# Where fake root decides otherwise than the kernel, or ptjail does instead of it.
ROOT_ATTACKS ?= chroot_breakout cwd_moved_away exec_swap_race fake_root_* fd_dirfd_flip gate_slot_race \
	hard_links kernel_surface member_death namespaces path_every_call path_moved_race path_thread_flip \
	pidfd_of_tracer policy_hide_race policy_read_only proc_roots proc_writes process_* \
	ro_descriptors ro_descriptors_deep ro_names signal_outsiders stdin_metadata terminals tmpfile_links unix_message_flip \
	unix_outside unix_path_race
# Attacks pass bad pointers on purpose.
ATTACK_CFLAGS := -std=gnu17 -O1 -g -U_FORTIFY_SOURCE -pthread -Wall -Wextra -Wno-nonnull \
	-Wno-stringop-overflow -Wno-unused-result -D_GNU_SOURCE -Itests/escape -I$(BUILD)

.PHONY: attacks check-escape
attacks: $(ATTACK_NAMES:%=$(ATTACK_DIR)/%) $(BUILD)/escape-outside ## build the attacks

# Where the gate may lie is no secret.
$(BUILD)/gate_addresses.h: src/arch/$(ARCH)/native.h
	$(Q)mkdir -p $(@D) && awk '/define ARCH_GATE_ADDRESSES/ { on = 1 } on { print; if (!/\\$$/) exit }' \
		$< | tr -d '\\{}' | sed 's/#define ARCH_GATE_ADDRESSES//' >$@

$(ATTACK_DIR)/%: tests/escape/%.c $(wildcard tests/escape/*.h) $(BUILD)/gate_addresses.h
	$(call say,ATTACK,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ATTACK_CFLAGS) $(if $(WERROR),-Werror) -static -o $@ $<

$(BUILD)/escape-outside: tests/escape/outside.c
	$(call say,ATTACK,$<)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu17 -O1 -Wall -Wextra -D_GNU_SOURCE -o $@ $< -lutil

check-escape: $(PTJAIL) attacks ## attacks from inside, the canaries outside looked at after each
	@mkdir -p $(RESULTS); for part in 1 2; do \
		tests/escape/run -m '$(ESCAPE_MODES)' -g '$(ATTACKS)' -r '$(if $(ATTACKS),,$(ROOT_ATTACKS))' \
		-s '$(ESCAPE_SECONDS)' -p $$part $(BUILD) $(RESULTS) & parts="$$parts $$!"; done; \
	trap "kill $$parts" INT TERM; failed=; for part in $$parts; do wait $$part || failed=1; done; \
	[ -z "$$failed" ] && cat $(RESULTS)/escape[12].tap | grep -q '^ok'

# One defence taken out: the sources that ask for it (for a switch that is another value with it)
# built anew, in front of all others.
BROKEN_BUILDS := $(shell sed -n 's/.*ifdef PTJAIL_BROKEN_//p' src/util/broken.h)
BROKEN_SOURCES := $(shell grep -l util/broken.h src/*/*.c)
CALIBRATE ?= $(BROKEN_BUILDS)
$(BUILD)/broken-%/ptjail: $(PTJAIL) $(BROKEN_SOURCES) src/util/broken.h
	$(call say,BROKEN,$*)
	$(Q)rm -rf $(@D) && mkdir -p $(@D) && switches=$$(for with in '' -DPTJAIL_BROKEN_$*; do \
		$(CC) -E -dM $$with src/util/broken.h; done | grep 'define BROKEN_' | sort | uniq -u | \
		awk '{ print "-e", $$2 }') && for source in $$(grep -lw $$switches $(BROKEN_SOURCES)); do \
		$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -DPTJAIL_BROKEN_$* -c \
			-o $(@D)/$$(basename $$source .c).o $$source || exit 1; done
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(@D)/*.o $(BUILD)/src/main.o $(LIB) $(LIBS)

.PHONY: check-calibration
check-calibration: attacks $(CALIBRATE:%=$(BUILD)/broken-%/ptjail) ## racing attacks win without the defence (minutes)
	@mkdir -p $(RESULTS); failed=; for what in $(CALIBRATE); do echo "without $$what:"; \
		tests/escape/run -b $$what -s 20 -g '$(ATTACKS)' $(BUILD) $(RESULTS) || failed=1; \
	done; [ -z "$$failed" ]

CHECKS += check-escape
