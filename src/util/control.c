/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See control.h. */
#include "util/control.h"

/* The length of the control character that begins here; 0: none does. */
static size_t length_at(const unsigned char *text)
{
	if (text[0] < ' ' || text[0] == 0x7f)
		return 1;
	if (text[0] == 0xc2)
		return text[1] >= 0x80 && text[1] < 0xa0 ? 2 : 0;
	if (text[0] == 0xd8)
		return text[1] == 0x9c ? 2 : 0; /* U+061C */
	if (text[0] != 0xe2 || (text[1] != 0x80 && text[1] != 0x81))
		return 0;
	if (text[1] == 0x81)
		return text[2] >= 0xa6 && text[2] <= 0xa9 ? 3 : 0; /* U+2066 to U+2069 */
	/* U+200E, U+200F, U+2028 to U+202E */
	return text[2] == 0x8e || text[2] == 0x8f || (text[2] >= 0xa8 && text[2] <= 0xae) ? 3 : 0;
}

bool control_at(const char *text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text;

	return length_at(bytes + at) > 0 || (at > 0 && length_at(bytes + at - 1) > 1) ||
	       (at > 1 && length_at(bytes + at - 2) > 2);
}
