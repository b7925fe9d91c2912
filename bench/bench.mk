# SPDX-License-Identifier: LGPL-3.0-or-later
# Ratios to native and to other tools, interleaved; see bench/run.c and doc/PERFORMANCE.md.
#   ROUNDS=15   TSV=file   ONLY='find du'   SIDES='ptjail proot'
ROUNDS ?= 5
TSV ?=
ONLY ?=
SIDES ?=

BENCH_SOURCES := $(wildcard bench/*.c)

$(BUILD)/bench/run: $(filter-out bench/micro.c,$(BENCH_SOURCES)) $(wildcard bench/*.h bench/*.def)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -D_GNU_SOURCE= $(ALL_CFLAGS) -Ibench -o $@ $(filter %.c,$^)

$(BUILD)/bench/micro: bench/micro.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) -D_GNU_SOURCE= -std=gnu17 -O2 $(WARNINGS) -o $@ $<

.PHONY: bench
bench: $(PTJAIL) $(BUILD)/bench/run $(BUILD)/bench/micro ## ratios to native and other tools (ROUNDS=5)
	@bench/sources $(BUILD)/bench/sources
	@$(BUILD)/bench/run -p $(abspath $(PTJAIL)) -m $(abspath $(BUILD)/bench/micro) \
		-s $(abspath bench/scratch) -d $(BUILD)/bench/sources -r $(ROUNDS) \
		-t '$(TSV)' -o '$(ONLY)' -S '$(SIDES)'
