# SPDX-License-Identifier: LGPL-3.0-or-later
# The loader and the gate's code. Included by the root Makefile, which sets BUILD, CC and
# ARCH (x86_64 or aarch64) and links $(GATE_OBJS) into ptjail.
#
# The loader is freestanding and takes none of the user's flags: sanitizers, coverage,
# stack protectors and vector registers have no place in it.

LOADER_PAGE_x86_64 := 4096
LOADER_PAGE_aarch64 := 65536

LOADER_CFLAGS := -std=gnu17 -O2 -ffreestanding -fPIE -fvisibility=hidden \
	-fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-fno-strict-aliasing -fno-common \
	-U_FORTIFY_SOURCE -mgeneral-regs-only \
	-Wall -Wextra -Wshadow -Wswitch-enum -Wmissing-prototypes -Wstrict-prototypes -Wvla \
	-Wformat=2 -Wundef -Isrc -Isrc/arch/$(ARCH)
LOADER_LDFLAGS := -nostdlib -static-pie -Wl,--no-dynamic-linker -Wl,--build-id=none \
	-Wl,--hash-style=sysv -Wl,-z,max-page-size=$(LOADER_PAGE_$(ARCH)) -Wl,-s \
	-Wl,-T,src/gate/loader.lds
LOADER_SOURCES := src/arch/$(ARCH)/loader_start.S src/gate/loader.c src/gate/loader_elf.c \
	src/gate/loader_guard.c src/gate/loader_inside.c src/gate/loader_stack.c
GATE_HEADERS := $(wildcard src/gate/*.h src/arch/*.h src/arch/$(ARCH)/*.h)
# In-process code: flat bytes, at home nowhere. It touches no register that calls preserve, so that
# a signal can be answered as if it had never begun (tracer/annex.c); rbx (x19) is the frame's.
INSIDE_FIXED_x86_64 := rbx rbp r12 r13 r14 r15
INSIDE_FIXED_aarch64 := x19 x20 x21 x22 x23 x24 x25 x26 x27 x28
INSIDE_ATOMICS_aarch64 := -mno-outline-atomics
# What lies in a red zone is not in gcc's figures.
INSIDE_STACK_x86_64 := -mno-red-zone
# The direction flag is the guest's: nothing may be copied by instructions that go by it.
INSIDE_STRINGS_x86_64 := -mstringop-strategy=unrolled_loop
INSIDE_CFLAGS := $(LOADER_CFLAGS) $(INSIDE_FIXED_$(ARCH):%=-ffixed-%) -fno-jump-tables \
	$(INSIDE_ATOMICS_$(ARCH)) $(INSIDE_STRINGS_$(ARCH)) \
	-fno-stack-clash-protection -fcf-protection=none $(INSIDE_STACK_$(ARCH)) -fcallgraph-info=su
# clang on x86_64 cannot leave registers alone; the bytes are the same whoever links them.
INSIDE_CC = $(if $(findstring clang,$(CC)),gcc,$(CC))
INSIDE_SOURCES := src/arch/$(ARCH)/inside_entry.S src/gate/inside.c \
	src/gate/inside_alter.c src/gate/inside_attributes.c src/gate/inside_change.c src/gate/inside_remove.c \
	src/gate/inside_lookup.c src/gate/inside_look.c src/gate/inside_open.c \
	src/gate/inside_shown.c src/gate/inside_turns.c
GATE_OBJS := $(BUILD)/gate/loader_blob.o $(BUILD)/gate/gate_code.o $(BUILD)/gate/inside_blob.o

$(BUILD)/gate/loader.elf: $(LOADER_SOURCES) $(GATE_HEADERS) src/gate/loader.lds src/gate/gate.mk
	@mkdir -p $(@D)
	$(call say,LOADER,$@)
	$(Q)$(CC) $(LOADER_CFLAGS) $(LOADER_LDFLAGS) -o $@ $(LOADER_SOURCES)

$(BUILD)/gate/loader_blob.o: src/gate/loader_blob.S $(BUILD)/gate/loader.elf
	@mkdir -p $(@D)
	$(call say,AS,$<)
	$(Q)$(CC) -DLOADER_FILE='"$(BUILD)/gate/loader.elf"' -c -o $@ $<

$(BUILD)/gate/inside.elf: $(INSIDE_SOURCES) $(GATE_HEADERS) src/gate/inside.lds src/gate/stack.awk \
	src/gate/gate.mk
	@mkdir -p $(@D) && rm -f $@-*.ci
	$(call say,INSIDE,$@)
	$(Q)$(INSIDE_CC) $(INSIDE_CFLAGS) -nostdlib -static-pie -Wl,--no-dynamic-linker \
		-Wl,--build-id=none -Wl,-T,src/gate/inside.lds -o $@ $(INSIDE_SOURCES)
	$(Q)awk -f src/gate/stack.awk $(INSIDE_SOURCES) $@-*.ci >$(@D)/inside.stack || { rm -f $@; exit 1; }

$(BUILD)/gate/inside.bin: $(BUILD)/gate/inside.elf
	$(Q)$(OBJCOPY) -O binary -j .flat $< $@

$(BUILD)/gate/inside_blob.o: src/gate/inside_blob.S $(BUILD)/gate/inside.bin
	$(call say,AS,$<)
	$(Q)$(CC) -DINSIDE_FILE='"$(BUILD)/gate/inside.bin"' -c -o $@ $<

$(BUILD)/gate/gate_code.o: src/arch/$(ARCH)/gate_code.S
	@mkdir -p $(@D)
	$(call say,AS,$<)
	$(Q)$(CC) -c -o $@ $<
