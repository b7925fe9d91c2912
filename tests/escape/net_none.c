/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * N-03: with --net none nothing is reached on the loopback interface, by no protocol and no form of
 * the address, nor by what connects while it sends. Somebody outside listens there and tells.
 * ATTACK OPTIONS: --net none
 * ATTACK BROKEN: DEVICE
 */
#include "escape.h"

#include <arpa/inet.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

static void attempt(int domain, int type, int protocol, const char *text, int port)
{
	int sock = socket(domain, type | SOCK_NONBLOCK, protocol);
	struct sockaddr_storage address = { .ss_family = (sa_family_t)domain };
	struct sockaddr_in *four = (void *)&address;
	struct sockaddr_in6 *six = (void *)&address;
	socklen_t length = domain == AF_INET ? sizeof(*four) : sizeof(*six);
	struct iovec part = { (char[]){ "x" }, 1 };
	struct mmsghdr message = { .msg_hdr = { .msg_name = &address, .msg_namelen = length,
						.msg_iov = &part, .msg_iovlen = 1 } };
	int on = 1;

	if (sock < 0)
		return;
	if (inet_pton(domain, text, domain == AF_INET ? (void *)&four->sin_addr : (void *)&six->sin6_addr) != 1)
		broken("%s", text);
	four->sin_port = htons((uint16_t)port);
	(void)setsockopt(sock, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof(on));
	(void)sendto(sock, "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL, (void *)&address, length);
	(void)sendto(sock, "x", 1, MSG_NOSIGNAL, (void *)&address, length);
	(void)sendmsg(sock, &message.msg_hdr, MSG_FASTOPEN | MSG_NOSIGNAL);
	(void)sendmmsg(sock, &message, 1, MSG_FASTOPEN | MSG_NOSIGNAL);
	if (connect(sock, (void *)&address, length) == 0)
		(void)send(sock, "x", 1, MSG_NOSIGNAL);
	four->sin_port = 0;
	(void)bind(sock, (void *)&address, length);
	(void)listen(sock, 1);
	/* SCTP_SOCKOPT_CONNECTX_OLD */
	four->sin_port = htons((uint16_t)port);
	(void)setsockopt(sock, 132, 107, &address, length);
	(void)setsockopt(sock, 132, 110, &address, length);
	close(sock);
}

/* Nor are the host's own sockets told of. */
static void look_at_lists(int port)
{
	static const char *const lists[] = { "tcp", "tcp6", "udp", "udp6", "raw", "icmp", "arp", "route" };
	char name[64], line[512], wanted[16];

	snprintf(wanted, sizeof(wanted), ":%04X ", (unsigned int)port);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		FILE *file;

		snprintf(name, sizeof(name), "/proc/net/%s", lists[i]);
		file = fopen(name, "r");
		for (int lines = 0; file != NULL && fgets(line, sizeof(line), file) != NULL; lines++)
			if (lines > 0 || strstr(line, wanted) != NULL)
				escaped("%s tells: %s", name, line);
		if (file != NULL)
			fclose(file);
	}
}

/* Nor of its interfaces and addresses: any socket would do to ask by. */
static void look_at_interfaces(void)
{
	static const char *const lists[] = { "dev", "dev_mcast", "fib_trie", "fib_triestat", "if_inet6", "igmp",
					     "igmp6", "ipv6_route", "ptype", "wireless" };
	int sock = socket(AF_UNIX, SOCK_DGRAM, 0);
	char name[64], line[512];
	struct ifreq all[16];
	struct ifconf list = { .ifc_len = sizeof(all), .ifc_req = all };

	if (ioctl(sock, SIOCGIFCONF, &list) == 0 && list.ifc_len > 0)
		escaped("the host has %s", all[0].ifr_name);
	for (int index = 1; index < 64; index++) {
		struct ifreq one = { .ifr_ifindex = index };

		if (ioctl(sock, SIOCGIFNAME, &one) == 0)
			escaped("interface %d is called %s", index, one.ifr_name);
	}
	for (unsigned long command = 0x8900; command < 0x8c00; command++) {
		struct ifreq one = { .ifr_name = "lo" };

		if (command >= 0x8910 && ioctl(sock, command, &one) == 0)
			escaped("%#lx is answered of lo", command);
	}
	close(sock);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		FILE *file;

		snprintf(name, sizeof(name), "/proc/net/%s", lists[i]);
		file = fopen(name, "r");
		for (int lines = 0; file != NULL && fgets(line, sizeof(line), file) != NULL; lines++)
			if (lines > 1 || strpbrk(line, ":|") == NULL || strstr(line, "lo:") != NULL ||
			    strstr(line, "eth") != NULL)
				if (lines > 0 || strstr(line, "ev") == NULL)
					escaped("%s tells: %s", name, line);
		if (file != NULL)
			fclose(file);
	}
}

static int device, local;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(device, 50);
		linger(300);
		dup2(local, 50);
		linger(300);
	}
	return NULL;
}

/* What is asked of a device is the business of its driver. */
static void ask_in_the_name_of_a_device(void)
{
	struct race race = { 0 };
	unsigned long asked = 0;

	device = eventfd(0, 0);
	local = socket(AF_UNIX, SOCK_DGRAM, 0);
	start(flip, NULL);
	while (racing(&race)) {
		struct ethtool_value link = { .cmd = ETHTOOL_GLINK };
		struct ifreq one = { .ifr_name = "lo", .ifr_data = (char *)&link };

		if (ioctl(50, SIOCETHTOOL, &one) == 0)
			escaped("lo is there: %u", link.data);
		asked += errno == ENODEV;
	}
	printf("%lu of %lu questions were a socket's\n", asked, race.rounds);
}

int main(void)
{
	static const int protocols[] = { 0, IPPROTO_TCP, IPPROTO_UDP, 262 /* MPTCP */, 132 /* SCTP */,
					 33 /* DCCP */, 136 /* UDPLITE */, IPPROTO_ICMP, 255 };
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, 6 };
	int port = atoi(given("ESCAPE_PORT"));

	look_at_lists(port);
	look_at_interfaces();
	ask_in_the_name_of_a_device();
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		for (size_t j = 0; j < sizeof(types) / sizeof(types[0]); j++) {
			attempt(AF_INET, types[j], protocols[i], "127.0.0.1", port);
			attempt(AF_INET, types[j], protocols[i], "0.0.0.0", port);
			attempt(AF_INET, types[j], protocols[i], "127.1.2.3", port);
			attempt(AF_INET6, types[j], protocols[i], "::1", port);
			attempt(AF_INET6, types[j], protocols[i], "::", port);
			attempt(AF_INET6, types[j], protocols[i], "::ffff:127.0.0.1", port);
			attempt(AF_INET6, types[j], protocols[i], "64:ff9b::7f00:1", port);
		}
	}
	must_fail(socket(AF_PACKET, SOCK_RAW, 3), "a packet socket");
	must_fail(socket(40 /* AF_VSOCK */, SOCK_STREAM, 0), "a vsock");
	must_fail(socket(44 /* AF_XDP */, SOCK_RAW, 0), "an XDP socket");
	must_fail(socket(38 /* AF_ALG */, SOCK_SEQPACKET, 0), "an algorithm socket");
	usleep(50000);
	contained();
}
