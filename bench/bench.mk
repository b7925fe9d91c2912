# SPDX-License-Identifier: LGPL-3.0-or-later
# Ratios to native and to proot, interleaved; see bench/run.c. ROUNDS, TSV and ONLY may be set.
ROUNDS ?= 5
TSV ?=
ONLY ?=

$(BUILD)/bench/run: bench/run.c bench/workloads.def
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) -D_GNU_SOURCE= $(ALL_CFLAGS) -Ibench -o $@ $<

$(BUILD)/bench/micro: bench/micro.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) -D_GNU_SOURCE= -std=gnu17 -O2 $(WARNINGS) -static -o $@ $<

.PHONY: bench
bench: $(PTJAIL) $(BUILD)/bench/run $(BUILD)/bench/micro ## ratios to native and proot (ROUNDS=5)
	@$(BUILD)/bench/run $(abspath $(PTJAIL)) $(abspath $(BUILD)/bench/micro) \
		$(abspath bench/scratch) $(ROUNDS) '$(TSV)' $(if $(ONLY),'$(ONLY)')
