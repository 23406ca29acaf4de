# Makes the page that start.sh serves; any program that writes files could stand here.
set -eu
mkdir -p public
cat > public/index.html <<PAGE
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hello from Slipway</title>
<style>body { font: 18px/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 32em; padding: 0 1em }</style>
<h1>Hello from Slipway</h1>
<p>This page was made by <code>build.sh</code> and is served by <code>start.sh</code>.
<p>Built $(date -u '+%Y-%m-%d at %H:%M:%S UTC').
</html>
PAGE
echo "made public/index.html"
