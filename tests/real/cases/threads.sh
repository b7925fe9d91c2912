# SPDX-License-Identifier: LGPL-3.0-or-later
# 64 threads that open, rename, stat and remove files at the same time; some of them fork.
# needs: python3
python3 - <<'END'
import os, subprocess, threading
done = [0] * 64
def work(i):
    for k in range(40):
        name = "t%d" % i
        with open(name, "w") as f: f.write(str(k))
        with open(name) as f: assert f.read() == str(k)
        os.rename(name, name + "x"); os.stat(name + "x"); os.unlink(name + "x")
    if i % 8 == 0:
        assert subprocess.check_output(["echo", str(i)]) == b"%d\n" % i
    done[i] = 1
threads = [threading.Thread(target=work, args=(i,)) for i in range(64)]
for t in threads: t.start()
for t in threads: t.join()
print(sum(done), os.listdir("."))
END
