/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The loader's course from the kernel's exec to the program's first instruction. Owns the
 * order of things; fails closed: without the gate in place no guest code runs.
 */
#include <asm/stat.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/time.h>

#include "gate/loader.h"

#define NR_MSEAL        462
#define NR_OPENAT2      437
#define SIGNAL_KILL     9
#define ERROR_PERM      1
#define ERROR_MFILE     24
#define ERROR_NOSYS     38
#define RANDOM_NONBLOCK 1
/* KERNEL: arch_randomize_brk(), 1 GiB on 64-bit machines. */
#define BRK_RANDOM_SPAN 0x40000000UL

/* loader.lds: the end of this program's own pages. */
extern const char loader_end[] __attribute__((visibility("hidden")));

void loader_kill(void)
{
	for (;;) {
		(void)CALL2(__NR_kill, CALL0(__NR_getpid), SIGNAL_KILL);
		(void)CALL1(__NR_exit_group, 128 + SIGNAL_KILL);
		loader_fault();
	}
}

void loader_break(void)
{
	loader_fault();
	loader_kill();
}

/*
 * For the sixth argument of what an exec natively makes no call for, and of what must not be left
 * undone: a filter of the guest's would answer it, or end the process (syscall/guest_filter.c).
 */
static unsigned long mark_of(unsigned long gate)
{
	return gate + GATE_SLOTS_OFFSET;
}

static struct loader_scratch *scratch_of(unsigned long gate)
{
	return (struct loader_scratch *)(gate + GATE_SCRATCH_OFFSET);
}

void *loader_map_memory(unsigned long gate)
{
	/*
	 * KERNEL: < 4.17 takes MAP_FIXED_NOREPLACE for a mere hint, so compare. What grows down is
	 * no data to is_data_mapping(), so a guest's RLIMIT_DATA is all its own; the gate, which
	 * ends here, leaves no room to grow.
	 */
	long mapped = CALL6(__NR_mmap, gate + GATE_SIZE, GATE_BEHIND, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED_NOREPLACE, -1,
			    0);

	/* RACE: 0, as all registers: it was let go before the tracer had its words put there. */
	if (gate == 0 || mapped != (long)(gate + GATE_SIZE))
		loader_kill();
	return scratch_of(gate)->stack + sizeof(scratch_of(gate)->stack);
}

/*
 * The plan is read, not mapped: the slot may be given to another at this thread's next
 * stop, and mapping the gate may already be one.
 */
static const struct gate_plan *read_plan(unsigned long gate, int gate_fd, uint64_t slot)
{
	const unsigned long head = 1024;
	uint64_t offset = slot + offsetof(struct gate_slot, data);
	struct loader_scratch *scratch = scratch_of(gate);
	struct gate_plan *plan = &scratch->plan;

	if (CALL4(__NR_pread64, gate_fd, plan, head, offset) != (long)head ||
	    plan->magic != GATE_PLAN_MAGIC || plan->size > sizeof(((struct gate_slot *)0)->data))
		loader_kill();
	if (plan->size > head &&
	    CALL4(__NR_pread64, gate_fd, scratch->bytes + head, plan->size - head, offset + head) !=
		    (long)(plan->size - head))
		loader_kill();
	return plan;
}

static void map_gate(unsigned long gate, int gate_fd, uint32_t flags)
{
	/* KERNEL: < 4.17 takes MAP_FIXED_NOREPLACE for a mere hint, so compare. */
	long result = CALL6(__NR_mmap, gate, GATE_SIZE, PROT_READ | PROT_EXEC,
			    MAP_SHARED | MAP_FIXED_NOREPLACE, gate_fd, 0);

	if (result != (long)gate)
		loader_kill();
	/* KERNEL: 6.10. Without it the filter guards the range; EPERM: a container's filter. */
	result = CALL6(NR_MSEAL, gate, GATE_SIZE, 0, 0, 0, mark_of(gate));
	if (result != 0 &&
	    ((flags & GATE_PLAN_MUST_SEAL) || (result != -ERROR_NOSYS && result != -ERROR_PERM)))
		loader_kill();
}

static long open_through_window(const struct gate_plan *plan, const struct gate_plan_file *file,
				unsigned long gate)
{
	return CALL4(NR_OPENAT2, file->mount_fd, (const char *)plan + file->path,
		     gate + GATE_HOWS_OFFSET + GATE_HOW_RDONLY_CLOEXEC * sizeof(struct gate_how),
		     24);
}

/*
 * A native exec needs no free descriptor. When the table is full, the soft limit is
 * raised for the moment of the opening.
 */
static int open_file(const struct gate_plan *plan, const struct gate_plan_file *file,
		     unsigned long gate)
{
	struct rlimit64 old, wide;
	struct stat status;
	long fd = file->fd;

	if (fd < 0)
		fd = open_through_window(plan, file, gate);
	if (fd == -ERROR_MFILE && CALL4(__NR_prlimit64, 0, RLIMIT_NOFILE, 0, &old) == 0) {
		wide = (struct rlimit64){ .rlim_cur = old.rlim_max, .rlim_max = old.rlim_max };
		(void)CALL4(__NR_prlimit64, 0, RLIMIT_NOFILE, &wide, 0);
		fd = open_through_window(plan, file, gate);
		(void)CALL4(__NR_prlimit64, 0, RLIMIT_NOFILE, &old, 0);
	}
	if (fd < 0 || CALL2(__NR_fstat, fd, &status) != 0 || status.st_dev != file->dev ||
	    status.st_ino != file->ino)
		loader_kill();
	return (int)fd;
}

static void load_file(const struct gate_plan *plan, const struct gate_plan_file *file,
		      unsigned long gate, enum loader_role role, const struct loader_space *space,
		      struct loader_image *ret_image)
{
	int fd = open_file(plan, file, gate);

	loader_map_image(fd, role, space, scratch_of(gate), ret_image);
	(void)CALL1(__NR_close, fd);
}

/* The kernel has mapped it with the loader, or the loader has to. */
static void load_interpreter(const struct gate_plan *plan, unsigned long gate,
			     const struct loader_space *space, struct loader_image *ret_image)
{
	const Elf64_Ehdr *elf;

	if (plan->joined == 0) {
		load_file(plan, &plan->interpreter, gate, LOADER_INTERPRETER, space, ret_image);
		return;
	}
	ret_image->base = (unsigned long)&__ehdr_start + plan->joined;
	ret_image->entry = ret_image->base + plan->joined_entry;
	elf = (const Elf64_Ehdr *)ret_image->base;
	loader_guard_text(ret_image->base, (const Elf64_Phdr *)(ret_image->base + elf->e_phoff),
			  elf->e_phnum, space->page);
}

/*
 * KERNEL: without randomisation (ADDR_NO_RANDOMIZE, randomize_va_space) the name of the
 * executed file ends 8 bytes below the end of the address space; with it, hardly ever.
 */
static void survey_space(const struct loader_stack *stack, uint32_t flags, unsigned long gate,
			 struct loader_space *ret_space)
{
	unsigned long top = stack->env_end + strlen((const char *)stack->env_end) + 1 + 8;

	ret_space->page = loader_auxv(stack, AT_PAGESZ);
	if (ret_space->page == 0)
		loader_kill();
	ret_space->end = loader_space_end((unsigned long)stack->sp);
	ret_space->is_random = top != ret_space->end;
	ret_space->avoid = 0;
	ret_space->below = (flags & GATE_PLAN_INSIDE) != 0 ? GATE_ANNEX_SIZE : 0;
	if (flags & GATE_PLAN_NO_SET_MM)
		ret_space->avoid = (unsigned long)CALL1(__NR_brk, 0);
	if (ret_space->is_random &&
	    CALL6(__NR_getrandom, ret_space->random, sizeof(ret_space->random), RANDOM_NONBLOCK, 0,
		  0, mark_of(gate)) != sizeof(ret_space->random))
		/* Too early after boot: what the kernel drew for this stack must do. */
		for (unsigned int i = 0; i < 2; i++)
			ret_space->random[i] = (unsigned long)stack->sp * 0x9e3779b97f4a7c15UL >> i;
}

/*
 * KERNEL: PT_GNU_STACK with PF_X makes the stack executable; without the header 64-bit
 * programs get a plain one.
 */
static void fix_stack_rights(const struct loader_image *program, const struct loader_stack *stack,
			     unsigned long page)
{
	unsigned long start = (unsigned long)stack->sp & ~(page - 1);

	if (program->wants_exec_stack)
		(void)CALL3(__NR_mprotect, start, page,
			    PROT_READ | PROT_WRITE | PROT_EXEC | PROT_GROWSDOWN);
}

static void tell_capable(struct loader_stack *stack, const struct gate_plan *plan)
{
	if ((plan->flags & GATE_PLAN_CAPABLE) != 0)
		loader_set_auxv(stack, AT_HWCAP, plan->capable);
}

static void tell_ids(struct loader_stack *stack, const struct gate_plan *plan, unsigned long gate)
{
	if (!(plan->flags & GATE_PLAN_IDS))
		return;
	loader_set_auxv(stack, AT_UID, plan->ids[0]);
	loader_set_auxv(stack, AT_EUID, plan->ids[1]);
	loader_set_auxv(stack, AT_GID, plan->ids[2]);
	loader_set_auxv(stack, AT_EGID, plan->ids[3]);
	loader_set_auxv(stack, AT_SECURE, plan->ids[4]);
	/* KERNEL: begin_new_exec(): secureexec. */
	if (plan->ids[4] != 0)
		(void)CALL6(__NR_prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0, mark_of(gate));
}

static void fix_auxv(struct loader_stack *stack, const struct loader_image *program,
		     const struct loader_image *interpreter)
{
	loader_set_auxv(stack, AT_PHDR, program->phdr);
	loader_set_auxv(stack, AT_PHENT, 56);
	loader_set_auxv(stack, AT_PHNUM, program->phnum);
	loader_set_auxv(stack, AT_BASE, interpreter->base);
	loader_set_auxv(stack, AT_ENTRY, program->entry);
}

/*
 * KERNEL: brk begins after the bss, at a random distance; that of a static PIE, which
 * lies in the mmap area, begins at ELF_ET_DYN_BASE instead.
 */
static unsigned long choose_brk(const struct loader_image *program, int has_interpreter,
				const struct loader_space *space)
{
	unsigned long brk = (program->end_brk + space->page - 1) & ~(space->page - 1);

	if (!program->is_fixed && !has_interpreter)
		brk = (space->end / 3 * 2) & ~(space->page - 1);
	if (space->is_random)
		brk += space->random[1] % BRK_RANDOM_SPAN & ~(space->page - 1);
	return brk;
}

/*
 * What /proc shows, and the place of brk. The kernel may refuse (no
 * CONFIG_CHECKPOINT_RESTORE): then the values of the loader's own exec stay.
 */
static void describe_process(const struct loader_image *program, unsigned long brk,
			     const struct loader_stack *stack, unsigned long mark)
{
	struct prctl_mm_map map = {
		.start_code = program->start_code,
		.end_code = program->end_code,
		.start_data = program->start_data,
		.end_data = program->end_data,
		.start_brk = brk,
		.brk = brk,
		.start_stack = (unsigned long)stack->sp,
		.arg_start = stack->arg_start,
		.arg_end = stack->arg_end,
		.env_start = stack->env_start,
		.env_end = stack->env_end,
		.auxv = (__u64 *)stack->auxv,
		.auxv_size = (__u32)(stack->auxv_words * sizeof(long)),
		.exe_fd = (__u32)-1,
	};

	(void)CALL6(__NR_prctl, PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0, mark);
}

_Noreturn void loader_main(unsigned long gate, int gate_fd, uint64_t slot, unsigned long *sp);
_Noreturn void loader_main(unsigned long gate, int gate_fd, uint64_t slot, unsigned long *sp)
{
	const struct gate_plan *plan = read_plan(gate, gate_fd, slot);
	struct loader_image program, interpreter;
	struct loader_stack stack;
	struct loader_space space;
	int has_interpreter = plan->interpreter.present != 0 || plan->joined != 0;
	unsigned long start = (unsigned long)&__ehdr_start;
	unsigned long ramp = 0;
	unsigned long entry;

	map_gate(gate, gate_fd, plan->flags);
	loader_read_stack(sp, &stack);
	survey_space(&stack, plan->flags, gate, &space);
	memset(&interpreter, 0, sizeof(interpreter));
	load_file(plan, &plan->program, gate, has_interpreter ? LOADER_PROGRAM : LOADER_SELF_LOADED,
		  &space, &program);
	entry = program.entry;
	if (has_interpreter) {
		load_interpreter(plan, gate, &space, &interpreter);
		entry = interpreter.entry;
	}
	if (plan->flags & GATE_PLAN_INSIDE)
		ramp = loader_map_inside(plan, gate, gate_fd, &program,
					 has_interpreter ? &interpreter : NULL);
	loader_edit_stack(&stack, plan);
	fix_auxv(&stack, &program, &interpreter);
	tell_ids(&stack, plan, gate);
	tell_capable(&stack, plan);
	fix_stack_rights(&program, &stack, space.page);
	(void)CALL6(__NR_prctl, PR_SET_NAME, plan->comm, 0, 0, 0, mark_of(gate));
	/* Without mseal it is judged, and no marked call passes that. */
	if (!(plan->flags & GATE_PLAN_NO_SET_MM))
		describe_process(&program, choose_brk(&program, has_interpreter, &space), &stack,
				 (plan->flags & GATE_PLAN_MUST_SEAL) ? mark_of(gate) : 0);
	/* The annex holds the same code, and its pages will be wanted. */
	loader_leave(ramp != 0 ? ramp : gate + GATE_CODE_OFFSET, start,
		     plan->joined != 0 ? 0 : (unsigned long)loader_end - start, entry, stack.sp);
}
