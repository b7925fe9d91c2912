# SPDX-License-Identifier: LGPL-3.0-or-later
# A run that was killed between the last two steps of its removal left an empty directory without a
# mark: the next one takes it away, but not one of somebody who may just begin, nor one with files.
export XDG_RUNTIME_DIR="$PWD/spools"
mkdir -m 700 spools spools/ptjail-aaaaaa spools/ptjail-bbbbbb spools/ptjail-cccccc
touch spools/ptjail-cccccc/something
touch -d '2020-01-01' spools/ptjail-aaaaaa spools/ptjail-cccccc

output '' jail true
same 'ptjail-bbbbbb ptjail-cccccc' "$(echo $(ls spools))" "what is left"
