# SPDX-License-Identifier: LGPL-3.0-or-later
# Terminals made inside: script(1), Python's pty module, stty, a pager and an editor in them.
# needs: python3 script stty less
script -qec 'tty | sed s/[0-9]*$//; stty -a | grep -c intr; echo $TERM; test -t 0 && echo terminal' /dev/null </dev/null | tr -d '\r'
python3 - <<'END'
import os, pty, sys, termios, tty, fcntl, struct, signal
master, slave = pty.openpty()
print(os.ttyname(slave).startswith("/dev/pts/"), os.isatty(slave), os.path.samestat(os.stat(os.ttyname(slave)), os.fstat(slave)))
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 99, 0, 0))
print(os.get_terminal_size(master))
tty.setraw(slave); os.write(master, b"raw\x03"); print(os.read(slave, 10))
os.close(slave)
try: print(os.read(master, 10))
except OSError as e: print(e.errno)
def run(words, text, prompt):
    pid, fd = pty.fork()
    if pid == 0: os.execvp(words[0], words)
    out = b""
    while True:
        if text and prompt in out:
            os.write(fd, text)
            text = None
        try: data = os.read(fd, 1000)
        except OSError: break
        if not data: break
        out += data
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), out
code, out = run(["sh", "-c", "echo ready; read line; echo got $line; exit 4"], b"typed\n", b"ready")
print(code, b"got typed" in out)
code, out = run(["less", "/etc/passwd"], b"q", b"root:")
print(code, b"root:" in out)
code, out = run(["sh", "-c", "echo ready; exec cat"], b"\x03", b"ready")
print(code)
END
