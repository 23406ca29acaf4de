# The app's one process: it listens where PORT says and tells each request on its standard error.
echo "hello listens on ${PORT:-8080}"
exec busybox httpd -f -vv -p "${PORT:-8080}" -h public
