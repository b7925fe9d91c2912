/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E7: members that are busy with calls of every kind are attached to, interrupted, stopped,
 * continued and let go at any moment. Wherever one is held its registers have to be its own: none
 * points into a slot of the gate, where the tracer could exchange what was judged; what a call
 * made for ptjail left behind would be as bad. What it opens is looked at, too.
 * ATTACK BROKEN: HELD
 */
#include "traced.h"

#define SEIZE_     0x4206
#define INTERRUPT_ 0x4207
#define VICTIMS    3

static uint64_t gate;
static unsigned long looks;

static void victim_calls(unsigned long round)
{
	struct sockaddr_un address;
	struct stat info;
	char text[64];
	int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int fd = open("own", O_RDONLY);

	refuse_secret(fd, "a victim's open");
	refuse_secret(openat(AT_FDCWD, "link", O_RDONLY), "a victim's open");
	(void)connect(sock, (struct sockaddr *)&address, unix_address(&address, "socket"));
	close(sock);
	(void)stat("own", &info);
	(void)chdir(".");
	(void)readlink("/proc/self/exe", text, sizeof(text));
	(void)rename("own", "other");
	(void)rename("other", "own");
	close(open("/proc/self/status", O_RDONLY));
	if (round % 4 == 0 && vfork() == 0) {
		execl("/proc/self/exe", "trace_in_flight", "quick", NULL);
		_exit(1);
	}
	if (round % 4 == 0)
		wait(NULL);
}

static void *victim_thread(void *data)
{
	(void)data;
	for (;;)
		refuse_secret(open("fifo", O_RDONLY), "a fifo");
	return NULL;
}

static pid_t victim(void)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	start(victim_thread, NULL);
	for (unsigned long round = 0;; round++)
		victim_calls(round);
}

/* Held: whose registers are these? */
static void look(pid_t pid)
{
	struct user_regs_struct regs;

	if (!get_regs(pid, &regs))
		return;
	for (int i = 0; i < 6; i++)
		if (*reg_argument(&regs, i) - (gate + GATE_SLOTS_) < GATE_SIZE_ - GATE_SLOTS_)
			escaped("held with argument %d in a slot, at %lx", i,
				(unsigned long)REG_IP(&regs));
	looks++;
	/* As they were: whatever ptjail remembers has to stand that. */
	set_regs(pid, &regs);
}

static bool reap(pid_t pid, int flags, int *status)
{
	return waitpid(pid, status, __WALL | flags) == pid && WIFSTOPPED(*status);
}

static void torment(pid_t pid, unsigned long round)
{
	static const enum __ptrace_request requests[] = { PTRACE_CONT, PTRACE_SYSCALL,
							  PTRACE_SINGLESTEP, PTRACE_SYSCALL };
	bool seize = round % 2 != 0;
	int status;

	if (ptrace(seize ? (enum __ptrace_request)SEIZE_ : PTRACE_ATTACH, pid, NULL,
		   seize ? PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC : 0) < 0)
		return;
	if (seize)
		ptrace((enum __ptrace_request)INTERRUPT_, pid, NULL, NULL);
	for (int i = 0; i < 12; i++) {
		double until = now() + 1.5;
		bool stopped = false;

		while (!stopped && now() < until && kill(pid, 0) == 0)
			stopped = reap(pid, WNOHANG, &status);
		if (!stopped)
			break;
		look(pid);
		if (ptrace(requests[(round + (unsigned)i) % 4], pid, NULL,
			   (long)(round % 5 == 0 ? SIGUSR2 : 0)) < 0)
			ptrace(PTRACE_CONT, pid, NULL, NULL);
		if (i % 3 == 2)
			kill(pid, round % 3 == 0 ? SIGUSR1 : SIGCONT);
		if (seize)
			ptrace((enum __ptrace_request)INTERRUPT_, pid, NULL, NULL);
		else
			syscall(SYS_tgkill, pid, pid, SIGSTOP);
	}
	if (reap(pid, WNOHANG, &status))
		look(pid);
	ptrace(PTRACE_DETACH, pid, NULL, NULL);
	kill(pid, SIGCONT);
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	pid_t victims[VICTIMS] = { 0 };

	(void)argv;
	if (argc > 1)
		return 0;
	gate = find_gate();
	enter_scratch();
	make_file("own", "own");
	(void)symlink(outside("secret"), "link");
	mkfifo("fifo", 0600);
	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	while (racing(&race)) {
		size_t one = race.rounds % VICTIMS;
		int status;

		if (victims[one] == 0)
			victims[one] = victim();
		torment(victims[one], race.rounds);
		if (race.rounds % 8 == 7) {
			kill(victims[one], SIGKILL);
			while (waitpid(victims[one], &status, __WALL) == victims[one] &&
			       WIFSTOPPED(status))
				;
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				escaped("a victim read the secret");
			victims[one] = 0;
		}
	}
	for (size_t i = 0; i < VICTIMS; i++)
		if (victims[i] > 0)
			kill(victims[i], SIGKILL);
	printf("%lu rounds, held %lu times\n", race.rounds, looks);
	if (looks == 0)
		broken("nobody was held");
	contained();
}
