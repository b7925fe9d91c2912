/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * fault-run [-k MILLISECONDS] [-t SECONDS] COMMAND...: runs a command and prints on
 * standard error, as the last line, how it ended and how many of its descendants outlived it by
 * two seconds ("ended 0 survivors 0"; "killed 9 ..."; "hung ..."). -k: SIGKILL to the
 * command after so long. Survivors are killed afterwards: being their subreaper, this
 * program gets every orphan below it, whatever session it made for itself.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GRACE_MS 2000

static long now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void nap(void)
{
	(void)nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
}

/* Kills every child there is; how many. */
static unsigned int kill_children(void)
{
	char name[64];
	unsigned int count = 0;
	FILE *file;
	int pid;

	(void)snprintf(name, sizeof(name), "/proc/self/task/%d/children", getpid());
	file = fopen(name, "r");
	while (file != NULL && fscanf(file, "%d", &pid) == 1) {
		count++;
		(void)kill(pid, SIGKILL);
	}
	if (file != NULL)
		(void)fclose(file);
	return count;
}

/* True when the command has ended; false: not within `limit`. */
static bool wait_for(pid_t command, long kill_at, long limit, int *ret_status)
{
	for (;;) {
		long now = now_ms();

		if (waitpid(command, ret_status, WNOHANG) == command)
			return true;
		if (kill_at >= 0 && now >= kill_at) {
			(void)kill(command, SIGKILL);
			kill_at = -1;
		}
		if (now >= limit)
			return false;
		nap();
	}
}

static unsigned int count_survivors(void)
{
	long limit = now_ms() + GRACE_MS;
	unsigned int survivors;

	for (;;) {
		pid_t pid = waitpid(-1, NULL, WNOHANG);

		if (pid < 0 && errno == ECHILD)
			return 0;
		if (pid == 0 && now_ms() >= limit)
			break;
		if (pid == 0)
			nap();
	}
	survivors = kill_children();
	for (limit = now_ms() + GRACE_MS; now_ms() < limit; nap()) {
		(void)kill_children();
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
	return survivors;
}

int main(int argc, char **argv)
{
	long kill_after = -1;
	long seconds = 20;
	long start;
	int status = 0;
	int option;
	bool ended;
	pid_t command;

	while ((option = getopt(argc, argv, "+k:t:")) != -1) {
		if (option == 'k')
			kill_after = atol(optarg);
		else if (option == 't')
			seconds = atol(optarg);
		else
			return 2;
	}
	if (optind >= argc || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		return 2;
	start = now_ms();
	command = fork();
	if (command < 0)
		return 2;
	if (command == 0) {
		(void)execvp(argv[optind], argv + optind);
		_exit(126);
	}
	ended = wait_for(command, kill_after < 0 ? -1 : start + kill_after, start + seconds * 1000,
			 &status);
	if (!ended) {
		(void)kill(command, SIGKILL);
		(void)waitpid(command, &status, 0);
	}
	(void)fprintf(stderr, "\n%s %d survivors %u\n",
		      !ended ? "hung" : WIFEXITED(status) ? "ended" : "killed",
		      WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status),
		      count_survivors());
	return 0;
}
