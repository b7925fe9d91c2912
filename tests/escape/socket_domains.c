/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* N-03, E47: domains that reach into the kernel or the host are not to be had. */
#include <linux/netlink.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "escape.h"

int main(void)
{
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	for (int domain = 3; domain < 64; domain++) {
		if (domain == AF_INET6 || domain == AF_NETLINK)
			continue;
		for (int type = 1; type < 6; type++)
			must_fail(socket(domain, type, 0), "socket");
		must_fail(syscall(SYS_socket, (long)domain | 1L << 32, SOCK_STREAM, 0), "socket with a high word");
	}
	for (int protocol = 1; protocol < 32; protocol++)
		must_fail(socket(AF_NETLINK, SOCK_RAW, protocol), "a netlink socket");
	must_fail(socket(AF_INET, SOCK_RAW, 1), "a raw socket");
	must_fail(socketpair(AF_TIPC, SOCK_STREAM, 0, (int[2]){ 0 }), "socketpair");
	must_fail(ioctl(sock, SIOCPROTOPRIVATE, 0), "SIOCUNIXFILE");
	must_fail(syscall(SYS_ioctl, sock, (unsigned long)SIOCPROTOPRIVATE | 1UL << 32, 0), "SIOCUNIXFILE");
	must_fail(ioctl(sock, 0x894C, 0), "SIOCGSKNS");
	contained();
}
