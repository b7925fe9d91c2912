/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The gate: memory that every tracee can read and none can write (ARCHITECTURE.md), shared by
 * the tracer (which writes it through its own mapping), the loader and later in-process
 * code. Freestanding: only <stdint.h> and kernel headers.
 *
 *   offset 0          struct gate_head: the empty string, struct gate_config (inside.h), the
 *                     open_how table
 *   GATE_CODE_OFFSET  code: ramp and tail, in-process code (inside.h)
 *   GATE_OWNERS_OFFSET faked owners (owners_view.h): untouched without -0
 *   GATE_SLOTS_OFFSET GATE_SLOT_COUNT slots of GATE_SLOT_SIZE bytes
 *   GATE_WORDS_OFFSET names that tracees may remove (words.h)
 *   GATE_ITSELF_OFFSET an empty string that can become too long a name
 *   GATE_SIZE         not of the gate: the private page of inside.h, the loader's memory
 *
 * It is one mapping, r-x: each one more costs at every fork, exec and exit. That slots can be
 * executed gives nobody anything: a guest may map code of its own.
 *
 * All parts start on multiples of 64 KiB, the largest page size of Linux.
 */
#ifndef PTJAIL_GATE_GATE_H
#define PTJAIL_GATE_GATE_H

#include <stdint.h>

#define GATE_CODE_OFFSET 0x20000UL
#define GATE_CODE_ROOM 0x20000UL
#define GATE_OWNERS_OFFSET 0x40000UL
#define GATE_OWNERS_ROOM 0x210000UL
#define GATE_SLOTS_OFFSET (GATE_OWNERS_OFFSET + GATE_OWNERS_ROOM)
#define GATE_SLOT_SIZE 0x8000UL
#define GATE_SLOT_COUNT 256UL
#define GATE_WORDS_OFFSET (GATE_SLOTS_OFFSET + GATE_SLOT_SIZE * GATE_SLOT_COUNT)
#define GATE_WORDS_ROOM 0x400000UL
#define GATE_ITSELF_OFFSET (GATE_WORDS_OFFSET + GATE_WORDS_ROOM)
#define GATE_ITSELF_ROOM 0x10000UL
#define GATE_SIZE (GATE_ITSELF_OFFSET + GATE_ITSELF_ROOM)

/*
 * struct open_how in 32-byte entries: the filter demands (address & 31) == 0 and
 * size == 24, so no pointer can straddle two entries and lose a RESOLVE bit.
 */
struct gate_how {
	uint64_t flags;
	uint64_t mode;
	uint64_t resolve;
	uint64_t reserved;
};

#define GATE_EMPTY_OFFSET 0UL
/*
 * With exactly the string at GATE_ITSELF_OFFSET and AT_EMPTY_PATH, fchmodat2, fchownat and
 * utimensat change what a descriptor is of, also one that is no more than a handle (O_PATH).
 * Before a peer outside could hand one in, its first eight bytes, zeroes until then, are written at
 * once, and it is a name of this length: beyond PATH_MAX, so that no file system is asked for it.
 */
#define GATE_ITSELF_LENGTH 8192U
/*
 * Names of the host's devices that a read or write of harms nobody, each in GATE_DEVICE_SIZE bytes:
 * with exactly these, and entries that create nothing, the filter admits openat2 from the
 * protected descriptor of the host's /dev (syscall/rules_gate.c).
 */
#define GATE_DEVICES_OFFSET 0x100UL
#define GATE_DEVICE_SIZE 16U
#define GATE_DEVICES { "null", "zero", "full", "random", "urandom" }
#define GATE_DEVICE_COUNT 5U
#define GATE_CONFIG_OFFSET 0x200UL
/*
 * Names of a thread's own descriptors, "/proc/thread-self/fd/N" at N times GATE_FD_NAME_SIZE, of
 * those that are the guest's: with exactly these getxattr and listxattr pass, since nothing else
 * tells the attributes of what is no more than a handle (O_PATH). KERNEL: proc_fd_link().
 */
#define GATE_FD_NAMES_OFFSET 0x1e000UL
#define GATE_FD_NAME_SIZE 32U
#define GATE_FD_NAME_COUNT 256U
#define GATE_HOWS_OFFSET 0x1000UL
/*
 * The table's entries, in the order of what may use them (syscall/rules_gate.c). Inside a block
 * an entry's number is made of bits, so that it can be computed from the flags of a call.
 *
 *   READ, PATH     BENEATH|NO_SYMLINKS|NO_MAGICLINKS|NO_XDEV, O_RDONLY or O_PATH
 *   WRITE          the same, O_WRONLY or O_RDWR; a mode of the list for those that create
 *   ROOT_READ/PATH IN_ROOT|NO_MAGICLINKS|NO_XDEV: symlinks are followed inside the root
 *
 * From a mount's descriptor the first GATE_HOW_COUNT serve. From any other descriptor there are
 * copies of those that stay beneath it (READ to WRITE), from GATE_HOW_ANY on, which the tracer can
 * make void for all members at once (gate_void_any).
 *
 * O_NOCTTY is always set: it tells nothing apart but terminals, which no window leads to.
 */
#define GATE_HOW_CLOEXEC 1U
#define GATE_HOW_NOFOLLOW 2U
#define GATE_HOW_DIRECTORY 4U /* READ, PATH */
#define GATE_HOW_NONBLOCK 8U  /* READ, WRITE */
#define GATE_HOW_NOATIME 16U  /* READ */
#define GATE_HOW_RDWR 4U      /* WRITE; else O_WRONLY */
#define GATE_HOW_TRUNC 16U    /* WRITE */
#define GATE_HOW_APPEND 32U   /* WRITE */
#define GATE_HOW_READ_BITS 32U
#define GATE_HOW_PATH_BITS 8U
#define GATE_HOW_WRITE_BITS 64U
/* WRITE, in blocks of GATE_HOW_WRITE_BITS: no O_CREAT, O_CREAT by mode, O_CREAT|O_EXCL by mode. */
#define GATE_HOW_MODES { 0666, 0644, 0600, 0777, 0755, 0700, 0444, 0664, 0 }
#define GATE_HOW_MODE_COUNT 9U
enum gate_how_index {
	GATE_HOW_READ = 0,
	GATE_HOW_RDONLY_CLOEXEC = GATE_HOW_READ + GATE_HOW_CLOEXEC, /* the loader's */
	GATE_HOW_PATH = GATE_HOW_READ + GATE_HOW_READ_BITS,
	GATE_HOW_WRITE = GATE_HOW_PATH + GATE_HOW_PATH_BITS,
	/* O_CREAT|O_EXCL */
	GATE_HOW_NEW = GATE_HOW_WRITE + GATE_HOW_WRITE_BITS * (1 + GATE_HOW_MODE_COUNT),
	GATE_HOW_ROOT_READ = GATE_HOW_NEW + GATE_HOW_WRITE_BITS * GATE_HOW_MODE_COUNT,
	GATE_HOW_ROOT_PATH = GATE_HOW_ROOT_READ + GATE_HOW_READ_BITS,
	GATE_HOW_COUNT = GATE_HOW_ROOT_PATH + GATE_HOW_PATH_BITS,
	GATE_HOW_ANY = GATE_HOW_COUNT,
	GATE_HOW_ALL = GATE_HOW_ANY + GATE_HOW_ROOT_READ,
};

/*
 * In the upper half of a descriptor argument, which the kernel does not look at: in-process code
 * asks, and sees to what the database has to be told (getdents64, utimensat, fchown, fchmod).
 */
#define GATE_FD_MARK 0x70746a61U

struct gate_head {
	char empty[GATE_DEVICES_OFFSET];
	char devices[GATE_DEVICE_COUNT][GATE_DEVICE_SIZE];
	char unused[GATE_HOWS_OFFSET - GATE_DEVICES_OFFSET - GATE_DEVICE_COUNT * GATE_DEVICE_SIZE];
	struct gate_how hows[GATE_HOW_ALL];
};
_Static_assert(sizeof(struct gate_head) <= GATE_FD_NAMES_OFFSET, "before the names");
_Static_assert(GATE_FD_NAMES_OFFSET + GATE_FD_NAME_COUNT * GATE_FD_NAME_SIZE <= GATE_CODE_OFFSET,
	       "before the code");

/* The guest's own registers, for the tail (gate_code.S) to put back after a rewritten open. */
struct gate_saved {
	uint64_t arguments[4];
	uint64_t ip;
};

/*
 * A slot holds the arguments of ONE call in flight of ONE thread, or the plan of one
 * exec. `how` and `path` serve the rewritten opens; `data` everything else (sockaddr,
 * second path, exec plan).
 */
struct gate_slot {
	struct gate_how how;
	struct gate_saved saved; /* right behind how: gate_code.S counts on it */
	char reserved[56];
	char path[4096];
	char data[GATE_SLOT_SIZE - 4096 - 96 - sizeof(struct gate_how)];
};

/*
 * The plan of an exec, at the start of gate_slot.data. Offsets count from the start of
 * `struct gate_plan`; 0 means "none". All strings are NUL-terminated and lie in the slot.
 *
 * A file to open is either (fd >= 0) a descriptor that the tracee holds and that the
 * loader closes after use, or openat2(mount_fd, path, how[GATE_HOW_RDONLY_CLOEXEC]).
 * Either way fstat must give (dev, ino), else the loader kills its process: the file was
 * exchanged after the tracer judged it.
 */
struct gate_plan_file {
	uint64_t dev;
	uint64_t ino;
	int32_t fd;
	int32_t mount_fd;
	uint32_t path; /* offset */
	uint32_t present;
};

/*
 * A call instruction of a joined interpreter's (struct gate_plan) that jumps into in-process code:
 * stub i is the i-th's, reached from where the annex lies, right below the interpreter.
 */
#define GATE_PATCHES_MAX 32U
struct gate_patch {
	uint32_t address; /* of the first replaced byte, as in the file's program headers */
	uint32_t number;  /* of gate_entry */
	int32_t compare;
};

#define GATE_PLAN_MAGIC 0x70746a61696c3031ULL /* "ptjail01" */
#define GATE_PLAN_WORDS_MAX 32U
#define GATE_PLAN_ID_COUNT 5U

struct gate_plan {
	uint64_t magic;
	struct gate_plan_file program;
	struct gate_plan_file interpreter; /* PT_INTERP's file */
	uint32_t execfn;                   /* offset: AT_EXECFN, as the guest named it */
	uint32_t drop_words;               /* leading argv words to drop (1 for scripts) */
	uint32_t word_count;               /* words put in their place: script interpreter, */
	uint32_t words[GATE_PLAN_WORDS_MAX]; /* its argument, script path; offsets */
	uint32_t words_before; /* so many before the first argument that stays, the others behind */
	uint32_t words_hidden; /* so many are no part of /proc/PID/cmdline: an emulator's */
	char comm[16];
	uint64_t capable; /* with GATE_PLAN_CAPABLE: AT_HWCAP */
	uint32_t ids[GATE_PLAN_ID_COUNT]; /* with GATE_PLAN_IDS: AT_UID, EUID, GID, EGID, SECURE */
	/*
	 * The interpreter is part of the executed file: it lies that far above the loader's start,
	 * right behind the annex, which is part of it too. 0: it is `interpreter`.
	 */
	uint32_t joined;
	uint32_t joined_entry; /* as in its ELF header */
	uint32_t patches;      /* offset of struct gate_patch[patch_count], of the joined one */
	uint32_t patch_count;
	uint32_t flags; /* GATE_PLAN_* */
	uint32_t size;  /* of the plan with its strings, from its start; <= that of data */
};
#define GATE_PLAN_NO_SET_MM 1U /* prctl(PR_SET_MM_MAP) is known not to work here */
#define GATE_PLAN_IDS 4U       /* credentials are faked: the program is told `ids` */
#define GATE_PLAN_INSIDE 8U   /* map the code of inside.h beside the program, with its page */
#define GATE_PLAN_CWD_ODD 16U /* GATE_PRIVATE_CWD_ODD from the start */
#define GATE_PLAN_NO_NAMES 32U /* GATE_PRIVATE_NO_NAMES from the start */
#define GATE_PLAN_NOT_ROOT 64U /* GATE_PRIVATE_NOT_ROOT from the start */
#define GATE_PLAN_CAPABLE 128U /* the program is told `capable` */
#define GATE_PLAN_MUST_SEAL 2U /* mseal is known to work, and relied upon: no gate unsealed */

/*
 * What the loader is given in registers at its first instruction (regs_set_loader_words):
 * [0] gate address, [1] gate descriptor, [2] offset of its slot from the gate's start.
 * x86_64: rdi, rsi, rdx. aarch64: x1, x2, x3 (x0 is overwritten by execve's result).
 */

/*
 * Exit status of a loader that cannot go on; the process is killed by SIGKILL where the
 * kernel too would be past the point of no return.
 */

#endif
