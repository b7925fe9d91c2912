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
	src/gate/loader_stack.c
LOADER_HEADERS := src/gate/gate.h src/gate/loader.h src/arch/$(ARCH)/loader_syscall.h
GATE_OBJS := $(BUILD)/gate/loader_blob.o $(BUILD)/gate/gate_code.o

$(BUILD)/gate/loader.elf: $(LOADER_SOURCES) $(LOADER_HEADERS) src/gate/loader.lds src/gate/gate.mk
	@mkdir -p $(@D)
	$(call say,LOADER,$@)
	$(Q)$(CC) $(LOADER_CFLAGS) $(LOADER_LDFLAGS) -o $@ $(LOADER_SOURCES)

$(BUILD)/gate/loader_blob.o: src/gate/loader_blob.S $(BUILD)/gate/loader.elf
	@mkdir -p $(@D)
	$(call say,AS,$<)
	$(Q)$(CC) -DLOADER_FILE='"$(BUILD)/gate/loader.elf"' -c -o $@ $<

$(BUILD)/gate/gate_code.o: src/arch/$(ARCH)/gate_code.S
	@mkdir -p $(@D)
	$(call say,AS,$<)
	$(Q)$(CC) -c -o $@ $<
