/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code: answers hot calls inside the tracee, without a stop (ARCHITECTURE.md). It is
 * not trusted: whatever it issues is confined by the kernel, whoever issues it, so it can be
 * wrong about what the guest sees and never about what the guest may.
 *
 *   program text                      annex, within 2 GiB         gate (sealed)   private page
 *     mov $nr,%eax  }  jmp rel32 --->  stub i -> inside_serve()   how table,      entries[i]:
 *     syscall       }                    |  |                     empty string    where i goes
 *     next          <--------------------+  +-> syscall (stops, the tracer)       back to
 *
 * The annex is a second mapping of the gate's code, made by the loader, or a copy of it in a joined
 * file (syscall/joined_image.h). Everything that differs between address spaces lies in the private
 * page, at a fixed place behind the gate: writable by anybody in the process, of use for
 * correctness only.
 */
#ifndef PTJAIL_GATE_INSIDE_H
#define PTJAIL_GATE_INSIDE_H

#include <stdint.h>

#include "gate/gate.h"
#include "gate/owners_view.h"
#include "gate/words.h"
#include "stub.h"

/* In-process code, from the start of the gate's code part. */
#define GATE_INSIDE_OFFSET 0x1000UL
/* What the loader maps as the annex. Behind it stubs that are written into (ARCH_STUBS_SIZE). */
#define GATE_ANNEX_SIZE (0x10000UL + ARCH_STUBS_SIZE)
_Static_assert(GATE_ANNEX_SIZE <= GATE_CODE_ROOM, "of the code part");

/*
 * What the loader maps behind the gate, and leaves there: the private page, then, on a page of
 * its own whatever the page size, the memory that it works with itself.
 */
#define GATE_SCRATCH_OFFSET (GATE_SIZE + ARCH_PAGE_MAX)
#define GATE_SCRATCH_SIZE ((0xb000UL + ARCH_PAGE_MAX - 1) & ~(ARCH_PAGE_MAX - 1))
#define GATE_BEHIND (ARCH_PAGE_MAX + GATE_SCRATCH_SIZE)

#define GATE_STUB_SIZE 32UL
#define GATE_STUB_COUNT 192U

/* Offsets of code from the start of the annex, for the tracer; at GATE_INSIDE_OFFSET. */
struct gate_inside_head {
	uint32_t stubs;
	uint32_t serve_start, serve_end; /* the frame register points at a frame */
	uint32_t opened;  /* behind the instruction that opens a transient descriptor */
	uint32_t held;    /* behind the store of its number */
	uint32_t made;    /* behind the instruction that opens for the guest */
	uint32_t kept;    /* behind the store of its result */
	uint32_t probe;   /* faults where the stack is too small, before anything else */
	uint32_t closed;    /* behind the instruction that closes a transient descriptor */
	uint32_t forgotten; /* behind the store that says so */
	/* Addresses, the same for all members, written by the tracer before the first exec. */
	uint64_t config;  /* struct gate_config: in the gate */
	uint64_t private; /* struct gate_private */
};

#define GATE_NAMES_MAX 48U
#define GATE_NAME_MAX 31U
#define GATE_COVERED_MAX 32U
#define GATE_WINDOWS_MAX 8U
#define GATE_LINKS_MAX 8U
#define GATE_PATH_MAX 767U
#define GATE_PLACE_MAX 119U
#define GATE_HOLDERS 8U
#define GATE_GIVERS 4U

/* A mount point's last name: a path with such a component is the tracer's affair. */
struct gate_name {
	uint8_t length;
	char name[GATE_NAME_MAX];
};

/* A mount that absolute names lead into, by the text of its guest path. */
struct gate_window {
	int32_t fd;
	uint32_t length; /* of place */
	char place[GATE_PLACE_MAX + 1]; /* "/home/user", no slash behind it */
};

struct gate_inode {
	uint64_t dev, ino;
};

/* The same for all members; written by the tracer, read in-process; at GATE_CONFIG_OFFSET. */
struct gate_config {
	uint64_t hows, empty; /* addresses */
	uint32_t fd_base, fd_count;         /* protected descriptors look closed */
	int32_t root_fd;                    /* of "/", or -1: no absolute names */
	int32_t devices_fd;                 /* of the host's /dev, if there are devices */
	uint32_t devices;                   /* bit i: /dev/NAME is the host's, GATE_DEVICES[i] */
	uint64_t device_names;              /* address */
	uint32_t flags;                     /* GATE_MAY_* */
	uint32_t proc_entered;              /* somebody may hold a directory of the spool's /proc */
	uint32_t name_count, window_count, covered_count, link_count;
	uint64_t spool_dev;
	uint64_t name_buckets;              /* bit (hash & 63) of each name */
	struct gate_name names[GATE_NAMES_MAX];
	struct gate_window windows[GATE_WINDOWS_MAX];
	struct gate_name links[GATE_LINKS_MAX]; /* symlinks in "/", at the start */
	struct gate_inode covered[GATE_COVERED_MAX]; /* what mounts lie over, in the root */
	uint64_t owners; /* address of struct gate_owners; 0: files are as the host has them */
	uint64_t words;  /* address of struct gate_words */
	uint64_t itself; /* address of the string at GATE_ITSELF_OFFSET */
	uint64_t fd_names; /* address of the first at GATE_FD_NAMES_OFFSET; 0: there are none */
};
_Static_assert(GATE_CONFIG_OFFSET + sizeof(struct gate_config) <= GATE_HOWS_OFFSET, "before them");
_Static_assert(sizeof(struct gate_owners) <= GATE_OWNERS_ROOM, "before the slots");
_Static_assert(sizeof(struct gate_words) <= GATE_WORDS_ROOM, "in the gate");
#define GATE_MAY_FOLLOW 1U   /* no mount covers anything that a lookup could pass through */
#define GATE_MAY_OPEN_AT 2U  /* READ and PATH entries from any descriptor */
#define GATE_MAY_WRITE_AT 4U /* WRITE entries from any descriptor */
#define GATE_MAY_ACCESS 8U   /* faccessat2 on descriptors */
#define GATE_MAY_STAT 16U    /* stat and statx on descriptors show what the guest shall see */
#define GATE_MAY_WRITE 32U   /* WRITE entries at all */
#define GATE_MAY_LIST 64U    /* getdents64 with GATE_FD_MARK, while there are no devices */
#define GATE_MAY_CREATE 128U /* WRITE entries that create by O_EXCL, for a faked root */
#define GATE_MAY_CREATE_AT 256U /* the same from any descriptor */
#define GATE_MAY_CHANGE 512U /* utimensat, fchown, fchmod with GATE_FD_MARK, for a faked root */
#define GATE_MAY_REMOVE 1024U /* unlinkat with a word: not once somebody was in /proc */
#define GATE_MAY_ALTER 2048U /* modes, owners, times and attributes of what is held */
#define GATE_UNWATCHED 8192U /* nobody would hear of a directory that is opened */
#define GATE_KNOWS_FCHMODAT2 16384U /* KERNEL: 6.6 */
#define GATE_HAS_PROC 4096U /* "/proc/self/fd/N" is descriptor N */

struct gate_entry {
	uint64_t back;    /* behind the replaced instructions */
	int32_t compare;  /* what they compare the result with */
	uint32_t number;  /* of the call, with GATE_ENTRY_CWD */
};
#define GATE_ENTRY_CWD ARCH_ENTRY_CWD /* the replaced code made AT_FDCWD the first argument */
/*
 * x86_64: any call, whose number is in rax; the replaced code loaded the last argument from the
 * stack: syscall(2) of a C library. The number of no call.
 */
#define GATE_ENTRY_ANY 0x0fffffffU

struct gate_private {
	uint64_t annex; /* where the annex lies in this address space */
	uint32_t flags; /* GATE_PRIVATE_* */
	uint32_t count; /* entries in use */
	struct gate_entry entries[GATE_STUB_COUNT];
	char path[GATE_PATH_MAX + 1]; /* a path in the making, while no one shares the page */
	/* Frames of threads that hold a transient descriptor, and that give numbers; 0: free. */
	uint64_t holders[GATE_HOLDERS];
	uint64_t givers[GATE_GIVERS];
};
#define GATE_PRIVATE_OFF 1U     /* every call goes to the tracer */
#define GATE_PRIVATE_SHARED 2U  /* others share memory or descriptors: none may be transient, */
#define GATE_PRIVATE_TURNS 16U  /* but that what gives numbers comes here, too: by turns */
#define GATE_PRIVATE_CWD_ODD 4U /* the cwd is a stand-in: relative names are the tracer's */
#define GATE_PRIVATE_NOT_ROOT 32U /* faked rights are to be asked, also with descriptors */
#define GATE_PRIVATE_NO_NAMES 8U /* all names are: faked rights are to be asked, or chroot */

_Static_assert(sizeof(struct gate_private) <= 4096, "one page");

/* On the guest's stack while inside_serve() works; its address is in the frame register. */
struct gate_frame {
	int32_t fd;   /* transient descriptor, -1: none */
	/* `result` is the call's, which had its effects; where it is `fd`, `fd` is the guest's. */
	int32_t done;
	int64_t result;
	uint64_t number; /* of the call, with GATE_ENTRY_CWD until that is done */
	uint64_t args[6];
	uint64_t frame_register; /* the guest's own */
	uint64_t index;
	uint64_t rest[ARCH_FRAME_REST];
};

/* inside_serve()'s answer: the call has to be made as it is. No result of a call. */
#define GATE_CALL_IT (-5000)

#endif
