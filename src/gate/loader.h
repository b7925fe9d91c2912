/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The loader: the one file that the kernel executes for a guest (ARCHITECTURE.md). A static PIE
 * without libc, relocations or data. It maps the gate, the program and its interpreter, makes
 * the process look as after a native execve, removes itself and jumps; but where it is one file
 * with the interpreter and the annex: there it stays, a page or two of code that nobody calls.
 *
 *   loader.c        the sequence, the plan, the gate, PR_SET_MM_MAP
 *   loader_elf.c    files -> mappings, as the kernel's binfmt_elf
 *   loader_guard.c  guarded text, as the kernel maps it
 *   loader_inside.c the annex, and what its stubs have to know
 *   loader_stack.c  argc, argv, envp, auxv and strings on the guest's stack
 *
 * It runs with the rights of its process and judges nothing: what it may open has been
 * decided, and is confined, outside. Past the point of no return there is nobody to
 * report to: loader_kill() where the process must not go on, loader_break() where the
 * kernel too answers a broken file with SIGSEGV.
 */
#ifndef PTJAIL_GATE_LOADER_H
#define PTJAIL_GATE_LOADER_H

#include <stddef.h>
#include <stdint.h>

#include <asm/unistd.h>
#include <linux/auxvec.h>
#include <linux/elf.h>

#include "gate/gate.h"
#include "gate/inside.h"
#include "loader_syscall.h"

#define LOADER_IS_ERROR(result) ((unsigned long)(result) >= -4095UL)

#define CALL0(nr)       loader_syscall(nr, 0, 0, 0, 0, 0, 0)
#define CALL1(nr, a)    loader_syscall(nr, (unsigned long)(a), 0, 0, 0, 0, 0)
#define CALL2(nr, a, b) loader_syscall(nr, (unsigned long)(a), (unsigned long)(b), 0, 0, 0, 0)
#define CALL3(nr, a, b, c)                                                                         \
	loader_syscall(nr, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), 0, 0, 0)
#define CALL4(nr, a, b, c, d)                                                                      \
	loader_syscall(nr, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c),             \
		       (unsigned long)(d), 0, 0)
#define CALL6(nr, a, b, c, d, e, f)                                                                \
	loader_syscall(nr, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c),             \
		       (unsigned long)(d), (unsigned long)(e), (unsigned long)(f))

/*
 * The linker's name for the loader's own ELF header, the first byte of its mapping. What
 * it says of class, byte order and machine is what can be loaded.
 */
extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));

/*
 * Its memory, at GATE_SCRATCH_OFFSET: a segment of its own for it would have to be mapped and
 * taken away again. What is touched lies on one page: the stack's end and the beginnings of the
 * file and of the plan.
 */
struct loader_scratch {
	char stack[10 * 1024];
	union {
		char bytes[1024];
		Elf64_Ehdr elf;
	} head; /* the file's beginning, which nearly always holds the program headers too */
	union {
		struct gate_plan plan;
		char bytes[GATE_SLOT_SIZE];
	};
};
_Static_assert(sizeof(struct loader_scratch) <= GATE_SCRATCH_SIZE, "it fits");

/*
 * loader_start.S calls it on the guest's stack, of which it uses some bytes that nobody has written
 * yet. Maps what lies behind the gate; returns the end of the loader's own stack.
 */
void *loader_map_memory(unsigned long gate);

/* Ends the process by SIGKILL. */
_Noreturn void loader_kill(void);

/* Ends the process by SIGSEGV, as the kernel does for a file that cannot be mapped. */
_Noreturn void loader_break(void);

/* Where the process was laid out, and whether by chance. */
struct loader_space {
	unsigned long page;
	unsigned long end;       /* of the address space */
	unsigned long avoid;     /* keep a PIE off here: the kernel's own brk; 0: no need */
	int is_random;           /* address space layout randomisation is on */
	unsigned long random[2]; /* for the program's base, for its brk */
	unsigned long below;     /* keep that much free below an interpreter */
};

/* A mapped ELF file; all addresses are run-time addresses. */
struct loader_image {
	unsigned long base; /* what was added to the addresses in the file */
	unsigned long entry;
	unsigned long phdr; /* 0: not mapped */
	unsigned long phnum;
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long end_brk;    /* end of the highest segment, bss included */
	unsigned long mapped_end; /* end of the pages mapped so far */
	int is_fixed;             /* ET_EXEC */
	int wants_exec_stack;
};

enum loader_role {
	LOADER_PROGRAM,     /* ET_DYN goes to a random place above the kernel's ELF_ET_DYN_BASE */
	LOADER_SELF_LOADED, /* static PIE: ET_DYN goes to the mmap area */
	LOADER_INTERPRETER, /* likewise */
};

/* Maps the file. Does not return when it is broken. */
void loader_map_image(int fd, enum loader_role role, const struct loader_space *space,
		      struct loader_scratch *scratch, struct loader_image *ret_image);

/*
 * What is mapped at `base` and begins by itself, or the interpreter: guards its text where its
 * notes ask for it.
 */
void loader_guard_text(unsigned long base, const Elf64_Phdr *phdrs, unsigned long count,
		       unsigned long page);

/* The guest's stack, as the kernel left it and then as it shall be. */
struct loader_stack {
	unsigned long *sp; /* at argc */
	unsigned long *auxv;
	unsigned long auxv_words; /* AT_NULL's pair included */
	unsigned long arg_start, arg_end, env_start, env_end;
};

/* Finds the parts of a stack that nobody has touched. */
void loader_read_stack(unsigned long *sp, struct loader_stack *ret_stack);

/* The value of an auxv entry, 0 when there is none. */
unsigned long loader_auxv(const struct loader_stack *stack, unsigned long type);

/* Sets an entry that is there; an absent one stays absent. */
void loader_set_auxv(struct loader_stack *stack, unsigned long type, unsigned long value);

/*
 * Rebuilds the stack for the plan: drops and inserts leading words, replaces the file name
 * of AT_EXECFN. The stack's end stays; what must grow grows downwards.
 */
void loader_edit_stack(struct loader_stack *stack, const struct gate_plan *plan);

/*
 * Maps the annex of in-process code (inside.h), where there is an interpreter right below it, where
 * a joined one has its own, and fills the private page. Without an annex every call stops,
 * which is no failure. Where the annex begins, or 0.
 */
unsigned long loader_map_inside(const struct gate_plan *plan, unsigned long gate, int gate_fd,
				const struct loader_image *program,
				const struct loader_image *interpreter);

/* As in <string.h>; the compiler may call them by itself. */
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
size_t strlen(const char *string);

/* loader_start.S: leaves by the gate's ramp, which unmaps [start, start + size), if anything. */
_Noreturn void loader_leave(unsigned long ramp, unsigned long start, unsigned long size,
			    unsigned long entry, unsigned long *sp);

#endif
