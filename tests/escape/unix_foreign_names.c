/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The name of a message's sender stands in the guest's memory when ptjail puts the jail's name in its
 * place. Here another message lies there by then: a name that leads through the outside's directories,
 * back to a device that the jail has. Whether there are such directories is told to nobody.
 * ATTACK BROKEN: FOREIGN
 */
#include "escape.h"

/* By recvmmsg, whose second message's text is where the first one's sender is. */
static bool is_told(const char *text)
{
	struct sockaddr_un forged, name, sender;
	char byte[4];
	struct iovec parts[2] = { { byte, sizeof(byte) }, { &name, sizeof(name) } };
	struct mmsghdr messages[2] = { 0 };
	int ends[2];

	unix_address(&forged, text);
	memset(&name, 0, sizeof(name));
	memset(&sender, 'x', sizeof(sender));
	sender.sun_family = AF_UNIX;
	sender.sun_path[0] = '\0';
	/* As long as any name here: what is told is cut to that. */
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) < 0 ||
	    bind(ends[0], (void *)&sender, offsetof(struct sockaddr_un, sun_path) + 94) < 0)
		broken("no sender with a name");
	if (send(ends[0], "x", 1, 0) != 1 ||
	    send(ends[0], &forged, sizeof(forged), 0) != sizeof(forged))
		broken("no messages");
	for (int i = 0; i < 2; i++) {
		messages[i].msg_hdr.msg_iov = &parts[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	messages[0].msg_hdr.msg_name = &name;
	messages[0].msg_hdr.msg_namelen = sizeof(name);
	if (recvmmsg(ends[1], messages, 2, MSG_DONTWAIT, NULL) != 2)
		broken("no two messages came");
	close(ends[0]);
	close(ends[1]);
	return messages[0].msg_hdr.msg_namelen > offsetof(struct sockaddr_un, sun_path) &&
	       strcmp(name.sun_path, text) != 0;
}

static void attack(const char *directory)
{
	char text[PATH_MAX];
	int length = snprintf(text, sizeof(text), "%s/", directory);

	for (const char *at = directory; (at = strchr(at, '/')) != NULL; at++)
		length += snprintf(text + length, sizeof(text) - (size_t)length, "../");
	snprintf(text + length, sizeof(text) - (size_t)length, "dev/null");
	if (strlen(text) > 90)
		broken("%s is too long", text);
	if (is_told(text))
		escaped("%s is there", directory);
}

int main(void)
{
	attack(given("ESCAPE_OUT"));
	attack("/usr");
	attack("/tmp");
	attack("/proc/self");
	if (is_told("/dev/null"))
		escaped("a name that nobody bound was looked up");
	contained();
}
