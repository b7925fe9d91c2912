/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Builds with one defence taken out, against which the attacks of tests/escape have to win
 * (make check-calibration): one that does not proves nothing. Each switch is a constant 0 unless
 * its build asks for it by -DPTJAIL_BROKEN_NAME.
 */
#ifndef PTJAIL_UTIL_BROKEN_H
#define PTJAIL_UTIL_BROKEN_H

/* Both: what is led away from the guest's own instruction is waited for. */
#ifdef PTJAIL_BROKEN_REENTRY_PATIENCE
#define PTJAIL_BROKEN_REENTRY
#define PTJAIL_BROKEN_PATIENCE
#endif

/* Directories of terminals are given to members; and ways are gone step by step. */
#ifdef PTJAIL_BROKEN_TERMINAL_STEPS
#define BROKEN_TERMINALS 1
#define PTJAIL_BROKEN_STEPS
#endif

/* The same; and the kernel starts where the guest's number or cwd leads to by then. */
#ifdef PTJAIL_BROKEN_TERMINAL_ARGUMENTS
#define BROKEN_TERMINALS 1
#define PTJAIL_BROKEN_ARGUMENTS
#endif

#ifndef BROKEN_TERMINALS
#define BROKEN_TERMINALS 0
#endif

/* What was judged is made by the kernel as the guest wrote it, from the guest's own memory. */
#ifdef PTJAIL_BROKEN_ARGUMENTS
#define BROKEN_ARGUMENTS 1
#else
#define BROKEN_ARGUMENTS 0
#endif

/* The same for programs: the kernel executes the name that was judged. */
#ifdef PTJAIL_BROKEN_EXEC_IDENTITY
#define BROKEN_EXEC_IDENTITY 1
#else
#define BROKEN_EXEC_IDENTITY 0
#endif

/* A call that bears the tracer's mark passes for one of the tracer's. */
#ifdef PTJAIL_BROKEN_MARK
#define BROKEN_MARK 1
#else
#define BROKEN_MARK 0
#endif

/* A descriptor is opened anew by its number, although a sibling may exchange it. */
#ifdef PTJAIL_BROKEN_REOPEN
#define BROKEN_REOPEN 1
#else
#define BROKEN_REOPEN 0
#endif

/* A way is gone step by step through the guest's numbers, whoever may exchange them on it. */
#ifdef PTJAIL_BROKEN_STEPS
#define BROKEN_STEPS 1
#else
#define BROKEN_STEPS 0
#endif

/* An open starts at the guest's own number or working directory, although a sibling may move it. */
#ifdef PTJAIL_BROKEN_BASE
#define BROKEN_BASE 1
#else
#define BROKEN_BASE 0
#endif

/* Where there is no network, nobody can have a socket of it. */
#ifdef PTJAIL_BROKEN_NONE
#define BROKEN_NONE 1
#else
#define BROKEN_NONE 0
#endif

/* The file that was judged is the one that gets the lease. */
#ifdef PTJAIL_BROKEN_LEASE
#define BROKEN_LEASE 1
#else
#define BROKEN_LEASE 0
#endif

/* Who is to get a terminal's signals stays so until the caller gets to run. */
#ifdef PTJAIL_BROKEN_ASYNC
#define BROKEN_ASYNC 1
#else
#define BROKEN_ASYNC 0
#endif

/* Drivers do for members what they do for anybody. */
#ifdef PTJAIL_BROKEN_DRIVERS
#define BROKEN_DRIVERS 1
#else
#define BROKEN_DRIVERS 0
#endif

/* What was asked of a device is not asked of a socket. */
#ifdef PTJAIL_BROKEN_DEVICE
#define BROKEN_DEVICE 1
#else
#define BROKEN_DEVICE 0
#endif

/* Whoever is notified of system calls goes before stops. */
#ifdef PTJAIL_BROKEN_LISTENER
#define BROKEN_LISTENER 1
#else
#define BROKEN_LISTENER 0
#endif

/* What the guest's memory says that it was given is believed. */
#ifdef PTJAIL_BROKEN_MAILBOX
#define BROKEN_MAILBOX 1
#else
#define BROKEN_MAILBOX 0
#endif

/* Where a thread came to stand is not looked at, although it may be what a peer handed in. */
#ifdef PTJAIL_BROKEN_STANDING
#define BROKEN_STANDING 1
#else
#define BROKEN_STANDING 0
#endif

/* A chdir is taken to have led where it was judged to lead. */
#ifdef PTJAIL_BROKEN_CWD
#define BROKEN_CWD 1
#else
#define BROKEN_CWD 0
#endif

/* The socket that was judged is taken for the one that the kernel will find under its number. */
#ifdef PTJAIL_BROKEN_SOCKET
#define BROKEN_SOCKET 1
#else
#define BROKEN_SOCKET 0
#endif

/* A socket is believed to listen where it was bound to as it was looked at. */
#ifdef PTJAIL_BROKEN_LISTEN
#define BROKEN_LISTEN 1
#else
#define BROKEN_LISTEN 0
#endif

/* A socket's name is believed to lie still under a number that a sibling may exchange. */
#ifdef PTJAIL_BROKEN_SEATS
#define BROKEN_SEATS 1
#else
#define BROKEN_SEATS 0
#endif

/* What was opened by such a name can be taken by others before it was compared. */
#ifdef PTJAIL_BROKEN_UNJUDGED
#define BROKEN_UNJUDGED 1
#else
#define BROKEN_UNJUDGED 0
#endif

/* A judged name is looked up once more for whom faked modes may stop. */
#ifdef PTJAIL_BROKEN_JUDGED
#define BROKEN_JUDGED 1
#else
#define BROKEN_JUDGED 0
#endif

/* Opens pass by names where the host has its procfs below what can be renamed. */
#ifdef PTJAIL_BROKEN_TRAPS
#define BROKEN_TRAPS 1
#else
#define BROKEN_TRAPS 0
#endif

/* Protected descriptors can be sent to others. */
#ifdef PTJAIL_BROKEN_RIGHTS
#define BROKEN_RIGHTS 1
#else
#define BROKEN_RIGHTS 0
#endif

/* A call that is begun again after a signal passes for the one that was judged. */
#ifdef PTJAIL_BROKEN_RESTART
#define BROKEN_RESTART 1
#else
#define BROKEN_RESTART 0
#endif

/* The tracer opens programs as anybody would, whatever they have become. */
#ifdef PTJAIL_BROKEN_BLOCKING
#define BROKEN_BLOCKING 1
#else
#define BROKEN_BLOCKING 0
#endif

/* What was a member's is closed by whoever duplicated it, the loop. */
#ifdef PTJAIL_BROKEN_ASIDE
#define BROKEN_ASIDE 1
#else
#define BROKEN_ASIDE 0
#endif

/* Who holds a descriptor of a process may send it signals. */
#ifdef PTJAIL_BROKEN_PIDFD
#define BROKEN_PIDFD 1
#else
#define BROKEN_PIDFD 0
#endif

/* Names (O_PATH) of others' terminals are given out. */
#ifdef PTJAIL_BROKEN_TERMINAL_NAMES
#define BROKEN_TERMINAL_NAMES 1
#else
#define BROKEN_TERMINAL_NAMES 0
#endif

/* The tracer's calls run from the guest's own instruction, signals or not, unexamined. */
#ifdef PTJAIL_BROKEN_REENTRY
#define BROKEN_REENTRY 1
#else
#define BROKEN_REENTRY 0
#endif

/* The tracer waits for one thread as long as it takes. */
#ifdef PTJAIL_BROKEN_PATIENCE
#define BROKEN_PATIENCE 1
#else
#define BROKEN_PATIENCE 0
#endif

/* The first call to stop after a signal, a birth or an end is let go. */
#ifdef PTJAIL_BROKEN_STOPS
#define BROKEN_STOPS 1
#else
#define BROKEN_STOPS 0
#endif

/* A thread's stop is handled although a sibling's exec may be taking its place. */
#ifdef PTJAIL_BROKEN_FAMILY
#define BROKEN_FAMILY 1
#else
#define BROKEN_FAMILY 0
#endif

/* Who stops behind an exec that failed when the old program was gone is held like anybody. */
#ifdef PTJAIL_BROKEN_LATE
#define BROKEN_LATE 1
#else
#define BROKEN_LATE 0
#endif

/* Peers may write into a loader's memory. */
#ifdef PTJAIL_BROKEN_LOADER
#define BROKEN_LOADER 1
#else
#define BROKEN_LOADER 0
#endif

/* A program without a name is copied into a descriptor of the guest's, whoever shares it. */
#ifdef PTJAIL_BROKEN_COPY
#define BROKEN_COPY 1
#else
#define BROKEN_COPY 0
#endif

/* Who looked before the first peer outside could be met is not waited for. */
#ifdef PTJAIL_BROKEN_PEERS
#define BROKEN_PEERS 1
#else
#define BROKEN_PEERS 0
#endif

/* Whoever gives up a faked root's rights keeps a faked root's windows. */
#ifdef PTJAIL_BROKEN_WINDOWS
#define BROKEN_WINDOWS 1
#else
#define BROKEN_WINDOWS 0
#endif

/* What is removed may be named by any string. */
#ifdef PTJAIL_BROKEN_WORDS
#define BROKEN_WORDS 1
#else
#define BROKEN_WORDS 0
#endif

/* A new thread whose maker is dead waits for a word of whoever is its parent then. */
#ifdef PTJAIL_BROKEN_ORPHANS
#define BROKEN_ORPHANS 1
#else
#define BROKEN_ORPHANS 0
#endif

/* A thread that stops at its end waits as others do: for its birth, for a sibling's exec. */
#ifdef PTJAIL_BROKEN_ENDS
#define BROKEN_ENDS 1
#else
#define BROKEN_ENDS 0
#endif

/* A traced thread is held with what registers it has just then. */
#ifdef PTJAIL_BROKEN_HELD
#define BROKEN_HELD 1
#else
#define BROKEN_HELD 0
#endif

/* A traced thread is held in ptjail's loader, too. */
#ifdef PTJAIL_BROKEN_LOADING
#define BROKEN_LOADING 1
#else
#define BROKEN_LOADING 0
#endif

/* The calls of a traced member are let go as its tracer left them. */
#ifdef PTJAIL_BROKEN_TRACED
#define BROKEN_TRACED 1
#else
#define BROKEN_TRACED 0
#endif

/* The windows' entries leave out that a way has to stay beneath its start. */
#ifdef PTJAIL_BROKEN_BENEATH
#define BROKEN_BENEATH 1
#else
#define BROKEN_BENEATH 0
#endif

/* Any name will do to change what it leads to. */
#ifdef PTJAIL_BROKEN_ITSELF
#define BROKEN_ITSELF 1
#else
#define BROKEN_ITSELF 0
#endif

/* Any name will do to look at the attributes of what it leads to. */
#ifdef PTJAIL_BROKEN_FD_NAMES
#define BROKEN_FD_NAMES 1
#else
#define BROKEN_FD_NAMES 0
#endif

/* Who sleeps in a call with what others wait for keeps it as long as it likes. */
#ifdef PTJAIL_BROKEN_TURNS
#define BROKEN_TURNS 1
#else
#define BROKEN_TURNS 0
#endif

/* Calls that take the tracer long are made whenever they come. */
#ifdef PTJAIL_BROKEN_SHARES
#define BROKEN_SHARES 1
#else
#define BROKEN_SHARES 0
#endif

/* From the host's /dev any name is opened. */
#ifdef PTJAIL_BROKEN_DEVICES
#define BROKEN_DEVICES 1
#else
#define BROKEN_DEVICES 0
#endif

/* Commands of ioctl that nobody knows are let go. */
#ifdef PTJAIL_BROKEN_IOCTLS
#define BROKEN_IOCTLS 1
#else
#define BROKEN_IOCTLS 0
#endif

/* A socket that is closed waits for its peer, as the guest has asked for. */
#ifdef PTJAIL_BROKEN_LINGER
#define BROKEN_LINGER 1
#else
#define BROKEN_LINGER 0
#endif

/* Names of sockets that stand in the guest's memory are looked up on the host. */
#ifdef PTJAIL_BROKEN_FOREIGN
#define BROKEN_FOREIGN 1
#else
#define BROKEN_FOREIGN 0
#endif

/* Who gets no processor is waited for, whoever of the jail has it. */
#ifdef PTJAIL_BROKEN_STARVED
#define BROKEN_STARVED 1
#else
#define BROKEN_STARVED 0
#endif

#endif
