# SPDX-License-Identifier: LGPL-3.0-or-later
# ptjail: one flat GNU Makefile. Parts with rules of their own are fragments, included below:
# src/gate/gate.mk (the code mapped into tracees), tests/*.mk and tests/*/*.mk, bench/bench.mk.
#
#   BUILD=DIR       where everything made goes        (build)
#   ARCH=NAME       x86_64 or aarch64                 (of this machine)
#   WERROR=1        warnings are errors
#   SANITIZE=LIST   address,undefined ...
#   V=1             show the commands
#   DESTDIR= PREFIX=  for install                     (/usr/local)

BUILD ?= build
HOST_ARCH := $(shell uname -m)
ARCH ?= $(HOST_ARCH)
PREFIX ?= /usr/local
VERSION := 0.1.0

ifneq ($(ARCH),$(HOST_ARCH))
  CROSS := 1
  CROSS_COMPILE ?= $(ARCH)-linux-gnu-
endif
ifeq ($(origin CC),default)
  CC := $(CROSS_COMPILE)gcc
endif
ifeq ($(origin AR),default)
  AR := $(CROSS_COMPILE)ar
endif
OBJCOPY ?= $(CROSS_COMPILE)objcopy
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy
PKG_CONFIG ?= pkg-config

ifeq ($(wildcard src/arch/$(ARCH)/.),)
  $(error ptjail knows no architecture "$(ARCH)"; say ARCH=x86_64 or ARCH=aarch64)
endif

Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-7s %s\n' $(1) $(2))

# --- flags -----------------------------------------------------------------------------------
WARNINGS := -Wall -Wextra -Wshadow -Wswitch-enum -Wmissing-prototypes -Wstrict-prototypes -Wvla \
	-Wformat=2 -Wundef
CFLAGS ?= -O2 -g
ifndef SANITIZE
  HARDENING := -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
else
  HARDENING := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
  HARDENING_LD := -fsanitize=$(SANITIZE)
endif
ifdef COVERAGE
  HARDENING += --coverage
  HARDENING_LD += --coverage
endif

# A cross build fetches Debian's libraries (tests/vm/vm.mk) unless told where they are.
ifdef CROSS
  ifndef TALLOC_LIBS
    SYSROOT := $(BUILD)/sysroot
    TALLOC_CFLAGS := -I$(SYSROOT)/usr/include
    TALLOC_LIBS := -L$(SYSROOT)/usr/lib/$(ARCH)-linux-gnu -ltalloc
  endif
else
  TALLOC_CFLAGS ?= $(shell $(PKG_CONFIG) --cflags talloc 2>/dev/null)
  TALLOC_LIBS ?= $(or $(shell $(PKG_CONFIG) --libs talloc 2>/dev/null),-ltalloc)
endif
CMOCKA_LIBS ?= -lcmocka

# Empty, as the usual `#define _GNU_SOURCE` is, so that a file may say it too.
ALL_CPPFLAGS = -Isrc -Isrc/arch/$(ARCH) -D_GNU_SOURCE= \
	-DPTJAIL_VERSION='"$(VERSION)"' -DPTJAIL_ARCH='"$(ARCH)"' $(TALLOC_CFLAGS) $(CPPFLAGS)
ALL_CFLAGS = -std=gnu17 $(CFLAGS) $(WARNINGS) $(if $(WERROR),-Werror) $(HARDENING) -fPIE -pthread
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -pthread $(HARDENING_LD) $(LDFLAGS)
LIBS = $(TALLOC_LIBS)

# --- what is built ---------------------------------------------------------------------------
SOURCES := $(filter-out src/gate/%,$(wildcard src/*/*.c)) $(wildcard src/arch/$(ARCH)/*.c)
HEADERS := $(wildcard src/*/*.h src/arch/*/*.h)
OBJS := $(SOURCES:%.c=$(BUILD)/%.o)
LIB := $(BUILD)/libptjail.a
PTJAIL := $(BUILD)/ptjail
UNIT_SOURCES := $(wildcard tests/unit/test_*.c)
UNIT_TESTS := $(UNIT_SOURCES:%.c=$(BUILD)/%)

# What `make check` runs: fragments add to it. Every check leaves lines "ok - NAME",
# "not ok - NAME" or "ok - NAME # SKIP why" in $(RESULTS)/CHECK.tap.
CHECKS := check-lint check-unit
RESULTS := $(BUILD)/results

.PHONY: help
help: ## this list
	@echo "usage: make TARGET    (BUILD=$(BUILD) ARCH=$(ARCH) CC=$(CC))"
	@awk -F ':.*## ' '/^[a-z][a-z_.-]*:.*## / { printf "  %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: all lib static deps
all: $(PTJAIL) ## build ptjail
lib: $(LIB) ## build all but main.c, as an archive
static: $(BUILD)/ptjail-static ## build one static binary, for hosts without libtalloc
deps: ## install the packages that building and checking need (or say which)
	@./setup demo check

-include src/gate/gate.mk

$(PTJAIL): $(BUILD)/src/main.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/ptjail-static: $(BUILD)/src/main.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(filter-out -pie,$(ALL_LDFLAGS)) -static-pie -o $@ $^ $(LIBS)

$(LIB): $(OBJS) $(GATE_OBJS)
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c $(BUILD)/flags $(if $(SYSROOT),$(SYSROOT)/fetched)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Changed flags rebuild everything; the file changes only when they do.
.PHONY: FORCE
FORCE:
$(BUILD)/flags: FORCE
	@mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS))' >$@.new; \
	cmp -s $@.new $@ && rm -f $@.new || mv $@.new $@

# --- checks ----------------------------------------------------------------------------------
.PHONY: check check-unit check-lint
check: ## run every check there is (installs or names what is missing)
	@./setup check
	@rm -rf $(RESULTS) && mkdir -p $(RESULTS)
	@failed=; for c in $(CHECKS); do $(MAKE) --no-print-directory SPREAD=-S $$c || failed="$$failed $$c"; done; \
	tests/lint/summary $(RESULTS) || exit 1; [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

check-unit: $(UNIT_TESTS) ## unit tests (cmocka)
	@mkdir -p $(RESULTS); tests/lint/run-unit $(RESULTS)/unit.tap $(UNIT_TESTS)

$(BUILD)/tests/unit/%: tests/unit/%.c $(LIB) $(BUILD)/flags
	$(call say,TEST,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -MMD -MP -MF $@.d \
		-o $@ $< $(UNIT_EXTRA_$*) $(LIB) $(CMOCKA_LIBS) $(LIBS)

check-lint: ## the lint checks, as part of make check
	@mkdir -p $(RESULTS); tests/lint/lint '$(CC)' '$(ALL_CPPFLAGS)' '$(RESULTS)/lint.tap'

lint: ## include arrows, #if on architectures, headers alone, SPDX, style
	@tests/lint/lint '$(CC)' '$(ALL_CPPFLAGS)'

asan: ## build with ASan and UBSan and run the checks on that build
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=address,undefined WERROR= check

coverage: ## build with gcov, run the checks, print the lines covered
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage COVERAGE=1 CFLAGS='-O0 -g' check
	$(Q)tests/lint/coverage $(BUILD)/coverage

tidy: ## clang-tidy over the sources
	$(Q)$(CLANG_TIDY) --quiet $(SOURCES) $(wildcard src/main.c) -- $(ALL_CPPFLAGS) -std=gnu17

analyze: ## gcc -fanalyzer over the sources
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/analyze CFLAGS='-O1 -g -fanalyzer' lib

format: ## clang-format the C files given by FILES= (default: all of src and tests)
	$(Q)$(CLANG_FORMAT) -i $(or $(FILES),$(SOURCES) $(wildcard src/main.c) $(HEADERS) $(UNIT_SOURCES))

compile_commands.json: $(wildcard src/main.c) $(SOURCES) ## for editors and language servers
	@for f in $^; do \
		printf '%s\n {"directory": "$(CURDIR)", "file": "%s", "arguments": [' "$$sep" "$$f"; sep=,; \
		for a in $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c; do \
			printf '"%s", ' "$$(printf '%s' "$$a" | sed 's/[\\"]/\\&/g')"; \
		done; printf '"%s"]}' "$$f"; \
	done | { echo '['; cat; echo; echo ']'; } >$@

.PHONY: lint asan coverage tidy analyze format compile_commands.json

# --- documents, installing -------------------------------------------------------------------
.PHONY: docs demo install uninstall dist clean
docs: $(BUILD)/ptjail.1 $(BUILD)/completions/ptjail.bash ## man page and completions, from the options table

$(BUILD)/ptjail.1: man/ptjail.1.in $(PTJAIL)
	$(call say,DOC,$@)
	$(Q)man/make-page $(PTJAIL) man/ptjail.1.in '$(VERSION)' >$@.new && mv $@.new $@

$(BUILD)/completions/ptjail.bash: $(PTJAIL)
	$(call say,DOC,$@)
	$(Q)mkdir -p $(@D) && $(PTJAIL) --help=completion-bash >$@.new && mv $@.new $@

demo: ## build, make a small root directory and show what the jail does
	@./setup demo
	@$(MAKE) --no-print-directory all
	@demo/run $(PTJAIL) $(BUILD)/demo-rootfs

install: $(PTJAIL) docs ## install under DESTDIR and PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(PTJAIL) $(DESTDIR)$(PREFIX)/bin/ptjail
	install -m 644 $(BUILD)/ptjail.1 $(DESTDIR)$(PREFIX)/share/man/man1/ptjail.1
	install -m 644 $(BUILD)/completions/ptjail.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/ptjail

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/ptjail $(DESTDIR)$(PREFIX)/share/man/man1/ptjail.1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/ptjail

dist: ## a source archive of HEAD
	git archive --format=tar.gz --prefix=ptjail-$(VERSION)/ -o ptjail-$(VERSION).tar.gz HEAD

clean: ## remove $(BUILD)
	rm -rf $(BUILD)

-include tests/tests.mk
-include tests/vm/vm.mk
-include tests/escape/escape.mk
-include tests/fuzz/fuzz.mk
-include tests/fault/fault.mk
-include tests/real/real.mk
-include tests/storm/storm.mk
-include tests/leaks/leaks.mk
-include bench/bench.mk
-include $(OBJS:.o=.d) $(BUILD)/src/main.d $(UNIT_TESTS:=.d)
