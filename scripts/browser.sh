#!/usr/bin/env bash
# A browser for the journeys: use the one that is here, install one where we may, and otherwise say what is skipped.
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser journeys"
  (apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium fonts-liberation) >/dev/null 2>&1 && exit 0
fi
echo "No Chromium here and none could be installed: the browser journeys will be skipped."
exit 0
