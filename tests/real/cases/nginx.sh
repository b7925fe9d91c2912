# SPDX-License-Identifier: LGPL-3.0-or-later
# nginx: two workers, files to curl over TCP and a unix socket, proxying, reload, graceful stop.
# needs: nginx curl
mkdir html temp && echo 'hello from nginx' >html/index.html && head -c 8000000 /dev/zero | tr '\0' x >html/big
# A port that is free, most likely: natively and jailed run one after the other.
port=$((20000 + $(id -u) % 10000 + 80))
cat >nginx.conf <<END
worker_processes 2;
pid $PWD/pid;
error_log $PWD/error.log;
events { worker_connections 256; }
http {
	access_log $PWD/access.log; sendfile on;
	client_body_temp_path temp/b; proxy_temp_path temp/p; fastcgi_temp_path temp/f; uwsgi_temp_path temp/u; scgi_temp_path temp/s;
	server {
		listen 127.0.0.1:$port; listen unix:$PWD/sock; root $PWD/html;
		location /proxied/ { proxy_pass http://unix:$PWD/sock:/; }
	}
}
END
wait_until() { for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "$@" && return; sleep 0.2; done; return 1; }
nginx -p "$PWD" -c nginx.conf 2>/dev/null || { cat error.log; exit 1; }
wait_until test -s pid
url=http://127.0.0.1:$port
curl -s $url/; curl -s $url/proxied/; curl -s --unix-socket sock http://x/
curl -s $url/big | cmp - html/big && echo big
curl -s -o /dev/null -w '%{http_code}\n' $url/nothing
for i in $(seq 50); do curl -s -o /dev/null $url/ & done; wait
wc -l <access.log
nginx -p "$PWD" -c nginx.conf -s reload 2>/dev/null; sleep 0.5; curl -s $url/
nginx -p "$PWD" -c nginx.conf -s quit 2>/dev/null; wait_until test ! -e pid && echo stopped
curl -s $url/; echo $?
