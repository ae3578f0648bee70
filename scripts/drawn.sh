# shellcheck shell=bash
# Sourced by the scripts that set up servers: secrets and ports that are drawn anew each time.

# Prints so many random bytes in hexadecimal.
random_hex() { od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'; }

# Prints as many ports as asked that nothing listens on, below those that the kernel gives to outgoing connections, so that
# what is killed finds its port again.
free_ports() {
  python3 - "$1" <<'PYTHON'
import random, socket, sys
held = []
for port in random.sample(range(20000, 32000), 12000):
    if len(held) == int(sys.argv[1]):
        break
    s = socket.socket()
    try:
        s.bind(("127.0.0.1", port))
        held.append(s)
    except OSError:
        s.close()
print(*(s.getsockname()[1] for s in held))
PYTHON
}
