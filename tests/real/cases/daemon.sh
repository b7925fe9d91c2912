# SPDX-License-Identifier: LGPL-3.0-or-later
# A daemon: forked twice, in a session of its own, with a pid file, a log and a signal handler.
# needs: python3
python3 - <<'END'
import os, signal, sys, time
reader, writer = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.close(reader)
    os.chdir("/"); os.umask(0)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2): os.dup2(null, fd)
    def stop(*ignored):
        os.write(writer, b"asked to stop\n"); os._exit(0)
    signal.signal(signal.SIGTERM, stop)
    os.write(writer, b"%d\n" % os.getpid())
    while True: time.sleep(10)
os.wait(); os.close(writer)
stream = os.fdopen(reader)
pid = int(stream.readline())
print(os.getsid(pid) != os.getsid(0), os.getpgid(pid) != os.getpgrp(), os.path.exists("/proc/%d" % pid))
os.kill(pid, signal.SIGTERM)
print(stream.read(), end="")
END
sh -c '(sleep 0.3; echo orphan >orphan) & exit 0'; sleep 1; cat orphan
nohup sh -c 'echo nohup; exit 4' 2>/dev/null; echo $?
setsid sh -c 'echo session' </dev/null
