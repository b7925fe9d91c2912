/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See control.h. */
#include "util/control.h"

bool control_at(const char *text, size_t at)
{
	unsigned char byte = (unsigned char)text[at];
	unsigned char next = (unsigned char)(byte == '\0' ? '\0' : text[at + 1]);

	if (byte == 0xc2)
		return next >= 0x80 && next < 0xa0;
	return byte < ' ' || byte == 0x7f ||
	       (byte >= 0x80 && byte < 0xa0 && at > 0 && (unsigned char)text[at - 1] == 0xc2);
}
