# SPDX-License-Identifier: LGPL-3.0-or-later
# leaks.mk: is what ptjail allocates freed, however many programs come and go? Included by the root
# Makefile; not part of `make check`, because valgrind takes a quarter of an hour for that.
#
#   PROCESSES=N    how many short-lived processes (10000)

PROCESSES ?= 10000

.PHONY: check-leaks
check-leaks: $(PTJAIL) guests ## valgrind over 10,000 short-lived processes; memory stays flat (slow)
	@./setup leaks
	@mkdir -p $(RESULTS); tests/leaks/run $(BUILD) $(RESULTS) $(PROCESSES)
