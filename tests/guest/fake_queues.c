/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* POSIX message queues: whose they are, who may open and who may remove them. */
#include <mqueue.h>

#include "as_user.h"

static void show_queue(const char *name)
{
	mqd_t queue = mq_open(name, O_RDONLY);

	if (queue < 0)
		printf("%s: %s\n", name, err_name(errno));
	else
		show_fd_owner(name, queue);
	if (queue >= 0)
		mq_close(queue);
}

static void use(const char *name)
{
	TRY_OPEN(mq_open(name, O_RDONLY));
	TRY_OPEN(mq_open(name, O_WRONLY));
	TRY_OPEN(mq_open(name, O_RDWR));
	TRY_OPEN(mq_open(name, O_RDWR | O_CREAT, 0666, NULL));
	TRY_OPEN(mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0666, NULL));
}

static void make(const char *name, mode_t mode)
{
	mqd_t queue;

	mq_unlink(name);
	queue = MUST(mq_open(name, O_RDWR | O_CREAT | O_EXCL, mode, NULL));
	show_fd_owner(name, queue);
	mq_close(queue);
}

int main(void)
{
	static const mode_t modes[] = { 0600, 0644, 0620, 0, 0400, 06777 };
	mqd_t queue;

	umask(027);
	for (size_t i = 0; i < 6; i++) {
		make("/ptjail-q", modes[i]);
		AS(1000, 1000, use("/ptjail-q"); CALL(mq_unlink("/ptjail-q")));
		IN_GROUP(1000, 1000, 0, use("/ptjail-q"));
		use("/ptjail-q");
		CALL(mq_unlink("/ptjail-q"));
		AS(1000, 1001, make("/ptjail-q", modes[i]));
		show_queue("/ptjail-q");
		AS(1000, 1000, use("/ptjail-q"));
		AS(1001, 1001, use("/ptjail-q"); CALL(mq_unlink("/ptjail-q")));
		use("/ptjail-q");
		AS(1000, 1000, CALL(mq_unlink("/ptjail-q")));
		show_queue("/ptjail-q");
	}
	make("/ptjail-q", 0600);
	queue = MUST(mq_open("/ptjail-q", O_RDWR));
	CALL(fchown(queue, 1000, 1000));
	CALL(fchmod(queue, 0640));
	AS(1000, 1000, use("/ptjail-q"); CALL(mq_unlink("/ptjail-q")));
	AS(1000, 1000, CALL(mq_unlink("/ptjail-q")));
	show_queue("/ptjail-q");
	return 0;
}
