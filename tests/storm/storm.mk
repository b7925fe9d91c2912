# SPDX-License-Identifier: LGPL-3.0-or-later
# storm.mk: fuzzers and stressors of others let loose in the jail. Included by the root Makefile, which gives
# BUILD, RESULTS and PTJAIL; not part of `make check`, because it takes long.
#
#   STORMS='files trinity-all'       only these (tests/storm/run has the list)
#   STORM_SECONDS=2                of each stressor; a trinity has twenty times as long
#   STORM_OPTIONS='none -0'        a run for each of these words for ptjail

STORM_SECONDS ?= 2

.PHONY: check-storm
check-storm: $(PTJAIL) $(BUILD)/escape-outside ## trinity and stress-ng inside, canaries outside (half an hour)
	@./setup storm
	@mkdir -p $(RESULTS); tests/storm/run -s '$(STORM_SECONDS)' -g '$(STORMS)' -o '$(STORM_OPTIONS)' \
		$(BUILD) $(RESULTS)
