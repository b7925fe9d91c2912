# SPDX-License-Identifier: LGPL-3.0-or-later
# real.mk: real programs, natively in a chroot and jailed. Included by the root Makefile; not
# part of `make check`, because it takes long.
#
#   ROOTFS=DIR     a Debian root directory; made and kept if it does not exist (as root);
#                  none given: a temporary one
#   CASES='git go' run only these cases       OPTIONS='--without=openat2'  more words for ptjail

.PHONY: check-real
check-real: $(PTJAIL) ## real programs (git, python, postgres ...) natively and jailed; slow
	@[ -e '$(ROOTFS)' ] || ./setup real
	@mkdir -p $(RESULTS); tests/real/run -r '$(ROOTFS)' -o '$(OPTIONS)' $(PTJAIL) $(RESULTS) $(CASES)
