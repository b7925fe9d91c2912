/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: who splices from a pipe to a terminal that is stopped has the pipe locked for as long as he likes, and
 * who opens the pipe anew waits for him and cannot even be killed: that is who asked, never ptjail. Nor does it
 * wait for who sets O_ASYNC.
 * ATTACK BROKEN: BLOCKING
 */
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "escape.h"

static int ends[2], slave;

static void *splice_for_ever(void *data)
{
	(void)splice(ends[0], NULL, slave, NULL, 4096, 0);
	return data;
}

/* Where threads share descriptors ptjail takes the pipe itself to have it opened. */
static void be_held_up(int way, int locker)
{
	char name[64];
	int on = 1;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (locker)
		(void)splice_for_ever(NULL);
	if (way >= 2)
		(void)start(splice_for_ever, NULL);
	usleep(100000);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", ends[0]);
	if (way == 0 || way == 3)
		(void)fcntl(ends[1], F_SETFL, O_RDWR | O_ASYNC);
	else if (way == 1 || way == 4)
		(void)ioctl(ends[1], FIOASYNC, &on);
	else
		(void)open(name, O_RDONLY | O_NONBLOCK);
	_exit(0);
}

static bool look_around(void)
{
	double begin = now();

	(void)access("/etc/passwd", R_OK);
	(void)chmod("never", 0600);
	(void)close(open("/etc/passwd", O_RDONLY));
	return now() - begin < 1;
}

static void try_way(int way)
{
	bool in_time = true;
	pid_t locker, waiter;
	int master;

	if (pipe(ends) < 0 || openpty(&master, &slave, NULL, NULL, NULL) < 0 ||
	    tcflow(slave, TCOOFF) < 0 || write(ends[1], "some", 4) != 4)
		broken("no pipe or terminal");
	locker = fork();
	if (locker == 0)
		be_held_up(way, true);
	usleep(100000);
	waiter = fork();
	if (waiter == 0)
		be_held_up(way, false);
	/* Who has the lock lets go after a while, lest nobody can tell what happened. */
	if (fork() == 0) {
		sleep(10);
		(void)tcflow(slave, TCOON);
		_exit(0);
	}
	for (int i = 0; i < 40 && in_time; i++) {
		in_time = look_around();
		usleep(20000);
	}
	(void)tcflow(slave, TCOON);
	(void)kill(locker, SIGKILL);
	(void)kill(waiter, SIGKILL);
	(void)waitpid(locker, NULL, 0);
	(void)waitpid(waiter, NULL, 0);
	if (!in_time)
		escaped("who splices from a pipe holds everybody up, way %d", way);
}

int main(void)
{
	enter_scratch();
	for (int way = 0; way < 5; way++)
		try_way(way);
	contained();
}
