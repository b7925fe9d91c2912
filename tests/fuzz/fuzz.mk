# SPDX-License-Identifier: LGPL-3.0-or-later
# fuzz.mk: libFuzzer targets, under ASan and UBSan. Included by the root Makefile, which gives
# BUILD, RESULTS, Q and say. They need clang with its runtime libraries; without, skipped.
#
#   FUZZ_SECONDS=600   for each target of `make fuzz`     TARGETS='elf resolve'   only these
#
# The targets are built by make itself once more, with clang, below $(BUILD)/fuzz. What they
# find is kept there: new inputs in corpus/, failing ones in crash-*, which
# `$(BUILD)/fuzz/tests/fuzz/fuzz_NAME FILE` plays again.

FUZZ_CC ?= clang
FUZZ_SECONDS ?= 600
FUZZ_SOURCES := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_NAMES := $(FUZZ_SOURCES:tests/fuzz/fuzz_%.c=%)
TARGETS ?= $(FUZZ_NAMES)
FUZZ_BUILD := $(BUILD)/fuzz
# A second each is not worth compiling for longer.
FUZZ_OPTIMIZE = $(if $(filter check-fuzz,$@),-O0,-O1)
FUZZ_MAKE = $(MAKE) --no-print-directory BUILD=$(FUZZ_BUILD) CC=$(FUZZ_CC) WERROR= COVERAGE= \
	SANITIZE=address,undefined CFLAGS='$(FUZZ_OPTIMIZE) -g -fsanitize=fuzzer-no-link -Wno-unknown-attributes'

.PHONY: fuzz check-fuzz fuzz-targets
fuzz: ## look for inputs that break something: FUZZ_SECONDS for each of TARGETS
	@./setup fuzz
	@mkdir -p $(RESULTS); $(FUZZ_MAKE) fuzz-targets && tests/fuzz/run -s $(FUZZ_SECONDS) $(FUZZ_BUILD) $(RESULTS) $(TARGETS)

check-fuzz: ## the same for a second each
	@mkdir -p $(RESULTS); why=$$(tests/fuzz/run $(if $(CROSS),-x) -c '$(FUZZ_CC)') || { \
		echo "ok - fuzz # SKIP $$why" >$(RESULTS)/fuzz.tap; exit 0; }; \
	$(FUZZ_MAKE) fuzz-targets && tests/fuzz/run -s 1 $(FUZZ_BUILD) $(RESULTS) $(TARGETS)

# Targets with a guest that is made of the input.
FUZZ_GUEST_WRAP := memory_read memory_write memory_read_some memory_read_string remote_call
$(foreach name,calls guest_filter sockaddr,$(eval FUZZ_EXTRA_$(name) := tests/fuzz/fake_guest.c) \
	$(eval FUZZ_WRAP_$(name) := $(FUZZ_GUEST_WRAP)))

# These are for the inner make alone.
fuzz-targets: $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%)
$(BUILD)/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(wildcard tests/fuzz/fake_* tests/fuzz/*.h) $(LIB) \
		$(BUILD)/flags
	$(call say,FUZZ,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -fsanitize=fuzzer $(ALL_LDFLAGS) \
		$(FUZZ_WRAP_$*:%=-Wl,--wrap=%) -o $@ $< $(FUZZ_EXTRA_$*) $(LIB) $(LIBS)

CHECKS += check-fuzz
