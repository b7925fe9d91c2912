/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E47: with --net none there is a socket all the same, for standard input, of a domain whose addresses
 * nobody judges. It is led nowhere.
 * ATTACK OPTIONS: --net none
 * ATTACK STDIN: vsock
 */
#include "escape.h"

#include <linux/vm_sockets.h> /* before Linux 5.17 it needs sys/socket.h */

static void must_be_refused(long result, const char *what)
{
	must_fail(result, what);
	if (errno != EACCES)
		escaped("%s: the kernel looked for the way: %s", what, strerror(errno));
}

int main(void)
{
	struct sockaddr_vm address = { .svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_LOCAL,
				       .svm_port = 4711 };
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_name = &address, .msg_namelen = sizeof(address),
				  .msg_iov = &part, .msg_iovlen = 1 };
	int domain = -1;
	socklen_t size = sizeof(domain);

	if (getsockopt(0, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0 || domain != AF_VSOCK)
		skip("there are no such sockets here");
	must_be_refused(connect(0, (void *)&address, sizeof(address)), "connect");
	must_be_refused(sendto(0, "x", 1, MSG_NOSIGNAL, (void *)&address, sizeof(address)), "sendto");
	must_be_refused(sendmsg(0, &message, MSG_NOSIGNAL), "sendmsg");
	address.svm_cid = VMADDR_CID_ANY;
	must_be_refused(bind(0, (void *)&address, sizeof(address)), "bind");
	must_be_refused(listen(0, 1), "listen");
	contained();
}
