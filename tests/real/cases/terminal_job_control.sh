# SPDX-License-Identifier: LGPL-3.0-or-later
# A shell in the root directory on a terminal outside of it: Ctrl-C, Ctrl-Z, fg, bg, exit codes.
# runs: outside
command -v python3 >/dev/null || { echo "no python3 on this host"; exit 77; }
cat >drive.py <<'END'
import os, pty, re, select, sys, time

def runs_in_front(fd, names):
    """Whether programs of all these names are in the terminal's foreground, not stopped."""
    front, seen = os.tcgetpgrp(fd), set()
    for process in os.listdir("/proc"):
        try:
            text = open("/proc/%d/stat" % int(process)).read() if process.isdigit() else ""
        except OSError:
            continue
        fields = text.rpartition(")")[2].split()
        if fields and int(fields[2]) == front and fields[0] != "T":
            seen.add(text[text.index("(") + 1:text.rindex(")")])
    return seen.issuperset(names)

def drive(words, steps):
    pid, fd = pty.fork()
    if pid == 0: os.execvp(words[0], words)
    out = b""
    for pattern, text, *names in steps:
        end = time.time() + 60
        while not re.search(pattern, out, re.S):
            ready, _, _ = select.select([fd], [], [], max(0, end - time.time()))
            try: data = os.read(fd, 4096) if ready else b""
            except OSError: data = b""
            if not data:
                print("in vain waited for", pattern, "in", out)
                os.kill(pid, 9)
                return
            out += data
        out = out[re.search(pattern, out, re.S).end():]
        print("saw", pattern)
        # The program behind an echoed line has to be there before the signal.
        while names and not runs_in_front(fd, names):
            if time.time() > end:
                print("never in front:", names)
                os.kill(pid, 9)
                return
            time.sleep(0.05)
        os.write(fd, text)
    try:
        while os.read(fd, 4096): pass
    except OSError: pass
    print("exit status", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

session = [
    (rb"P\$ ", b"tty; stty size; echo A$((1+1))\n"),
    (rb"/dev/pts/\d+\r\n\d+ \d+\r\nA2\r\n.*P\$ ", b"sleep 100\n"), (rb"sleep 100\r\n", b"\x03", "sleep"),
    (rb"P\$ ", b"echo rc=$?\n"), (rb"rc=130\r\n.*P\$ ", b"sleep 50\n"), (rb"sleep 50\r\n", b"\x1a", "sleep"),
    (rb"Stopped.*P\$ ", b"jobs; bg\n"), (rb"sleep 50.*P\$ ", b"kill %1; wait; echo K\n"),
    (rb"K\r\n.*P\$ ", b"cat\n"), (rb"cat\r\n", b"foo\n"), (rb"foo\r\nfoo", b"\x1a", "cat"),
    (rb"Stopped.*P\$ ", b"fg\n"), (rb"cat\r\n", b"bar\n"), (rb"bar\r\nbar\r\n", b"\x04"),
    (rb"P\$ ", b"cat & until grep -q '^State:.T' /proc/$!/status; do sleep 0.1; done; jobs\n"), (rb"Stopped.*P\$ ", b"kill -9 %1; wait; echo L\n"),
    (rb"L\r\n.*P\$ ", b"sleep 100 | cat\n"), (rb"\| cat\r\n", b"\x1c", "sleep", "cat"), (rb"P\$ ", b"echo rc=$?\n"),
    (rb"rc=131\r\n.*P\$ ", b"exit 7\n"),
]
for shell in (["dash", "-i"], ["bash", "--norc", "-i"]):
    print(shell[0])
    drive([os.environ["ENTER"], "env", "PS1=P$ "] + shell, session)

# The same program as a job of a shell outside.
print("outside")
os.environ["PS1"] = "O$ "
enter = os.environ["ENTER"].encode()
drive(["dash", "-i"], [
    (rb"O\$ ", enter + b" sleep 100\n"), (rb"100\r\n", b"\x1a", "sleep"), (rb"Stopped.*O\$ ", b"fg\n"), (rb"100\r\n", b"\x03", "sleep"),
    (rb"O\$ ", b"echo rc=$?\n"), (rb"rc=130.*O\$ ", enter + b" cat\n"), (rb"cat\r\n", b"one\n"), (rb"one\r\none\r\n", b"\x1a", "cat"),
    (rb"Stopped.*O\$ ", b"fg\n"), (rb"cat\r\n", b"two\n"), (rb"two\r\ntwo\r\n", b"\x04"), (rb"O\$ ", b"echo rc=$?\n"),
    (rb"rc=0.*O\$ ", enter + b" sh -c 'kill -STOP $$; exit 5'\n"), (rb"Stopped.*O\$ ", b"fg\n"), (rb"O\$ ", b"echo rc=$?\n"),
    (rb"rc=5.*O\$ ", b"echo piped | " + enter + b" cat | cat\n"), (rb"\r\npiped\r\n.*O\$ ", b"exit\n"),
])

# Ctrl-C ends a loop only if its shell sees that the signal killed the program.
print("loop")
drive(["bash", "-c", "echo begin; for i in 1 2 3; do $ENTER sleep 100; echo again; done"], [(rb"begin\r\n", b"\x03", "sleep")])
END
python3 drive.py
