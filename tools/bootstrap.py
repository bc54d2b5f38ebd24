"""Makes Comity's own environment, .venv, from the locks with hashes; does nothing where it is up to date.

Usage: bootstrap.py run [--port PORT], bootstrap.py object-storage (the same with what speaks to S3),
bootstrap.py pkcs11 (the same with what speaks to devices that hold keys), bootstrap.py test.
It is the first thing that runs on a fresh machine, so it keeps to what Python 3.6 understands: an old Python
must be able to read it in order to say that it is too old.
"""

import glob
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOME = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(HOME, "bin", "python")
LOCKS = {
    "run": ["requirements.lock"],
    "object-storage": ["requirements-object-storage.lock"],
    "pkcs11": ["requirements-pkcs11.lock"],
    "test": ["requirements-object-storage.lock", "requirements-test.lock"],
}
TEXTS = os.path.join("comity", "locale", "*", "LC_MESSAGES", "*.po")
COMMAND = """#!/bin/sh
exec "{python}" -m comity "$@"
"""
SIGNS_OF_NO_NETWORK = (
    "Retrying",
    "Connection",
    "Temporary failure",
    "Name or service",
    "timed out",
    "Could not fetch",
)


def main(words):
    """This will bring the environment to the state that `words` ask for, or say in a line why it cannot."""
    kind = words[0]
    use_a_new_enough_python()
    if "--port" in words:
        refuse_a_port_in_use(words[words.index("--port") + 1])
    locks = [os.path.join(ROOT, name) for name in LOCKS[kind]]
    stamp, wanted = os.path.join(HOME, kind + ".stamp"), fingerprint(locks)
    if read(stamp) != wanted or not os.path.exists(PYTHON):
        begun = time.time()
        make_environment()
        for lock in locks:
            install(lock)
        put_comity_in()
        with open(stamp, "w") as file:
            file.write(wanted)
        print(f"Environment     made in {time.time() - begun:.0f} s", flush=True)
    compile_comity()


def stop(words):
    sys.exit("make: " + words)


def use_a_new_enough_python():
    """This will go on in a newer Python of this machine where this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(30, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer] + sys.argv)
    words = "Comity needs Python 3.11 or later, this is {}.{}. Install it, then: make demo PYTHON=python3.12"
    stop(words.format(*sys.version_info))


def refuse_a_port_in_use(port):
    if not port.isdigit() or not 0 < int(port) < 65536:
        stop(f"PORT={port} is not a port. Choose a number from 1024 to 65535: make demo PORT=8080")
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(port)))
    except OSError as trouble:
        words = "port {} cannot be used ({}). Choose another one: make demo PORT={}"
        stop(words.format(port, trouble.strerror, int(port) + 1 if int(port) > 1023 else 8000))
    finally:
        probe.close()


def fingerprint(locks):
    """What the environment is made of: this place and these locks."""
    made_of = hashlib.sha256(ROOT.encode())
    for lock in locks:
        with open(lock, "rb") as file:
            made_of.update(file.read())
    return made_of.hexdigest()


def read(path):
    if not os.path.exists(path):
        return None
    with open(path) as file:
        return file.read()


def make_environment():
    """This will make .venv where there is none that works."""
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", question], stderr=subprocess.DEVNULL) == 0:
        return
    say("Environment     making .venv")
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        words = "Python lacks its venv module. Install it (Debian: apt install python{}.{}-venv), try again."
        stop(words.format(*sys.version_info))
    venv.create(HOME, clear=True, symlinks=True, with_pip=True)


def install(lock):
    """This will install what the lock names and nothing else, each file checked against its hash, and show how far."""
    number = sum(line[:1].isalpha() for line in (read(lock) or "").splitlines())
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",  # the lock is whole: see also tools/overrides.txt
        "--no-input",
        "--disable-pip-version-check",
    ]
    command += ["--retries", "2", "--timeout", "20", "--only-binary", ":all:", "-r", lock]
    log = []
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    seen = 0
    for line in pip.stdout:
        log.append(line)
        if line.startswith("Collecting"):
            seen += 1
            say("Packages        {} of {} ({})".format(seen, number, line.split()[1].split("==")[0]))
        elif line.startswith("Installing collected"):
            say("Packages        installing")
    if pip.wait():
        explain("".join(log), lock)
    say(f"Packages        {number} of {os.path.basename(lock)} in place", last=True)


def explain(log, lock):
    """This will end with one line that says why pip could not install, and what to do."""
    say("", last=True)
    if "DO NOT MATCH THE HASHES" in log:
        stop(f"a package is not the one that {lock} names by its hash. Do not use it; tell us.")
    if any(sign in log for sign in SIGNS_OF_NO_NETWORK):
        stop("no package index can be reached. Connect to the network, or set PIP_INDEX_URL, then try again.")
    errors = [line for line in log.splitlines() if "ERROR" in line] or log.splitlines()[-3:]
    stop("the packages could not be installed: " + " ".join(errors))


def put_comity_in():
    """This will let the environment find Comity here, and put the `comity` command into it."""
    where = subprocess.check_output([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    with open(os.path.join(where.decode().strip(), "comity.pth"), "w") as file:
        file.write(ROOT + "\n")
    command = os.path.join(HOME, "bin", "comity")
    with open(command, "w") as file:
        file.write(COMMAND.format(python=PYTHON))
    os.chmod(command, 0o755)


def compile_comity():
    """This will compile what is not compiled, as whoever runs Comity may not: code (0.3 s at each start) and texts."""
    subprocess.call([PYTHON, "-m", "compileall", "-q", os.path.join(ROOT, "comity")])
    if any(is_stale(text) for text in glob.glob(os.path.join(ROOT, TEXTS))):
        subprocess.call([PYTHON, "-m", "comity.cli.messages"], cwd=ROOT)


def is_stale(text):
    """This will tell whether a file of the translators is newer than what was compiled of it."""
    compiled = text[: -len("po")] + "mo"
    return not os.path.exists(compiled) or os.stat(compiled).st_mtime < os.stat(text).st_mtime


def say(words, last=False):
    """Progress: one line that is written over on a terminal, and only its last state elsewhere."""
    if sys.stdout.isatty():
        print("\r\033[K" + words, end="\n" if last else "", flush=True)
    elif last and words:
        print(words, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
