/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E31, E4: programs whose headers ask for the impossible: segments over the gate, at its end, where a loader may
 * stand, at both ends of the address space, overlapping, endless, with the entry in the gate; interpreters
 * of every odd name. Each ends by a signal or an error, and the gate of who comes through is whole.
 */
#include "confined.h"

#include <elf.h>

static uint64_t gate;

static struct {
	Elf64_Ehdr elf;
	Elf64_Phdr ph[4];
	char code[512];
	char interpreter[256];
} image;

static void begin(void)
{
	/* exit_group(0) */
	static const unsigned char exit_now[] = { 0x31, 0xff, 0xb8, 0xe7, 0, 0, 0, 0x0f, 0x05 };

	memset(&image, 0, sizeof(image));
	memcpy(image.elf.e_ident, "\177ELF\2\1\1", 7);
	image.elf.e_type = ET_EXEC;
#if defined(__x86_64__)
	image.elf.e_machine = EM_X86_64;
#else
	image.elf.e_machine = EM_AARCH64;
#endif
	image.elf.e_version = 1;
	image.elf.e_phoff = offsetof(__typeof__(image), ph);
	image.elf.e_phentsize = sizeof(Elf64_Phdr);
	image.elf.e_ehsize = sizeof(Elf64_Ehdr);
	image.elf.e_phnum = 1;
	image.ph[0] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = PF_R | PF_X | PF_W, .p_vaddr = 0x400000,
				    .p_filesz = sizeof(image), .p_memsz = sizeof(image), .p_align = 4096 };
	image.elf.e_entry = 0x400000 + offsetof(__typeof__(image), code);
	memcpy(image.code, exit_now, sizeof(exit_now));
}

static void execute(const char *what)
{
	pid_t child;
	int fd = open("hostile", O_WRONLY | O_CREAT | O_TRUNC, 0755);

	if (fd < 0 || write(fd, &image, sizeof(image)) != (ssize_t)sizeof(image))
		broken("cannot write the program");
	close(fd);
	child = fork();
	if (child == 0) {
		struct rlimit limit = { 1 << 28, 1 << 28 };

		setrlimit(RLIMIT_AS, &limit);
		alarm(60);
		execl("./hostile", "hostile", NULL);
		_exit(0);
	}
	join(child);
	still_confined(what);
}

static void segments(void)
{
	const uint64_t places[] = { gate, gate - 4096, gate + GATE_HOWS_ - 4096, gate + GATE_SIZE_ - 4096,
				    gate + GATE_SIZE_, gate + GATE_SLOTS_, 0, 4096, 0x7ffffffff000ULL,
				    0x7fffffffe000ULL, 0xffffffffff600000ULL, ~0xfffULL, 0x8000000000000000ULL };
	const uint64_t sizes[] = { 4096, 0x10000, GATE_SIZE_, 1ULL << 32, 1ULL << 46, ~0ULL - 4096, ~0ULL };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		for (size_t j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++) {
			begin();
			image.elf.e_phnum = 2;
			image.elf.e_type = (i + j) % 5 == 4 ? ET_DYN : ET_EXEC;
			image.ph[1] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = PF_R | PF_W,
						    .p_vaddr = places[i], .p_memsz = sizes[j],
						    .p_filesz = j % 2 == 0 ? sizeof(image) : 0,
						    .p_align = j % 3 == 0 ? 1ULL << 40 : 4096 };
			execute("a segment at an odd place");
		}
		begin();
		image.elf.e_entry = places[i];
		execute("an entry at an odd place");
	}
}

static void headers(void)
{
	for (unsigned int i = 0; i < 12; i++) {
		begin();
		switch (i) {
		case 0: image.elf.e_phnum = 65535; break;
		case 1: image.elf.e_phoff = ~0ULL - 8; break;
		case 2: image.elf.e_phentsize = 1; break;
		case 3: image.ph[0].p_filesz = ~0ULL; break;
		case 4: image.ph[0].p_offset = ~0ULL; break;
		case 5: image.ph[0].p_offset = 1ULL << 62; break;
		case 6: image.ph[0].p_vaddr = 0x400001; break;
		case 7: image.ph[0].p_align = 3; break;
		case 8: image.elf.e_phnum = 3; image.ph[1] = image.ph[2] = image.ph[0]; break;
		case 9: image.ph[0].p_memsz = 0; break;
		case 10: image.elf.e_machine = EM_386; break;
		default: image.elf.e_ident[EI_CLASS] = 1; break;
		}
		execute("an odd header");
	}
}

static void interpreters(void)
{
	const char *const names[] = { "./hostile", "/proc/self/exe", "/proc/self/fd/0", "/", "/dev/null", "fifo", "",
				      "/dev/stdin", outside("program"), outside("link"), "link", "/proc/self/maps",
				      "/bin/sh", "/etc/passwd", "../../../../../../bin/sh" };

	(void)mkfifo("fifo", 0700);
	(void)symlink(outside("program"), "link");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		for (int odd = 0; odd < 3; odd++) {
			size_t length = strlen(names[i]);

			begin();
			image.elf.e_phnum = 2;
			snprintf(image.interpreter, sizeof(image.interpreter), "%s", names[i]);
			image.ph[1] = (Elf64_Phdr){ .p_type = PT_INTERP, .p_flags = PF_R,
						    .p_offset = offsetof(__typeof__(image), interpreter),
						    .p_filesz = odd == 0 ? length + 1 : odd == 1 ? length : 4096 };
			execute("an odd interpreter");
		}
	}
}

int main(void)
{
	gate = find_gate();
	enter_scratch();
	segments();
	headers();
	interpreters();
	if (!readable(gate) || !readable(gate + GATE_HOWS_))
		escaped("the gate is gone");
	contained();
}
