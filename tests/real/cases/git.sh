# SPDX-License-Identifier: LGPL-3.0-or-later
# A repository's life: commits, branches, merges, rebase, clone over a pipe, worktree, gc, fsck.
# needs: git
# seconds: 120
export GIT_AUTHOR_DATE='2020-01-01T00:00:00Z' GIT_COMMITTER_DATE='2020-01-01T00:00:00Z' HOME=$PWD
git config --global user.email user@example.com; git config --global user.name user
git config --global init.defaultBranch main; git config --global advice.detachedHead false
git init -q one && cd one || exit 1
cp -r /usr/share/perl/5*/[A-F]* . && git add . && git commit -qm first && git status --short | wc -l
for i in 1 2 3 4 5; do echo $i >>numbers; git add numbers; git commit -qm "number $i"; done
git checkout -qb side HEAD~2 && echo side >side && git add side && git commit -qm side
git checkout -q main && git merge -q side -m merged && git log --oneline --graph | cat
git checkout -q side && git rebase -q main && git diff main --stat
git tag -a v1 -m v1 && git stash list && echo dirty >>numbers && git stash -q && git stash pop -q && git checkout -q numbers
cd .. && git clone -q "$PWD/one" two && git clone -q --bare "file://$PWD/one" three.git && git -C two log --format='%h %s' | head -n 3
cd two && echo x >x && git add x && git commit -qm x && git push -q ../three.git HEAD:refs/heads/x && git fetch -q ../three.git && cd ..
git -C three.git branch -a && git -C one worktree add -q ../tree main~1 && ls tree | wc -l
git -C one gc -q --aggressive && git -C one fsck --full 2>/dev/null && git -C one count-objects -v | grep -v size
git -C one grep -c 'package' -- '*.pm' | wc -l; git -C one ls-files | cksum; git -C one archive HEAD | tar t | wc -l
git -C three.git repack -adq && git -C three.git rev-parse main
