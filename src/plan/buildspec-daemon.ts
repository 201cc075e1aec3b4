/**
 * Shell script that prepares the Docker daemon before the user's first command runs, so that images which those commands
 * load are still there when the image is built.
 *
 * CodeBuild's own daemon runs with `--storage-driver=overlay2`, whose default builder can't export a registry cache; the
 * same daemon with the containerd snapshotter can. It is restarted with its own command line, less the storage driver.
 * A cache must never fail a build: if that daemon does not start, the original command line is started again. The script
 * only touches a daemon inside CodeBuild's container, never a remote one or a developer's. In other build images, whose
 * entry point CodeBuild ignores, no daemon is running yet, so it starts one.
 *
 * Only tests set `DOCKER_BUILDER_ROOT` and `DOCKER_BUILDER_PATIENCE`.
 */
export const daemonScript = `
root=\${DOCKER_BUILDER_ROOT:-}
pid_file=$root/var/run/docker.pid
settings=$DOCKER_BUILDER_STATE/daemon.json
log=$DOCKER_BUILDER_STATE/dockerd.log
in_codebuild() {
  case "\${DOCKER_HOST:-}" in '' | unix://*) ;; *) return 1 ;; esac
  [ -n "\${CODEBUILD_BUILD_ID:-}" ] && { [ -x "$root/usr/local/bin/dockerd-entrypoint.sh" ] || [ -d "$root/codebuild" ]; }
}
alive() { [ -e "/proc/$1" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }
gone() {
  for _ in $(seq "$(($2 * 10))"); do
    alive "$1" || return 0
    sleep 0.1
  done
  return 1
}
end_daemon() {
  kill "$1" 2>/dev/null || true
  if ! gone "$1" "\${DOCKER_BUILDER_PATIENCE:-25}"; then
    kill -9 "$1" 2>/dev/null || true
    gone "$1" 5 || true
  fi
  rm -f "$pid_file"
}
start_daemon() {
  local ready=$1
  shift
  nohup "$@" >>"$log" 2>&1 </dev/null &
  started=$!
  for _ in $(seq 150); do
    if "$ready"; then return 0; fi
    alive "$started" || return 1
    sleep 0.2
  done
  return 1
}
write_settings() {
  if [ -e "$1" ]; then
    jq 'del(.["storage-driver"]) | .features["containerd-snapshotter"] = true' "$1" >"$settings" 2>>"$log"
  else
    printf '{"features":{"containerd-snapshotter":true}}' >"$settings"
  fi
}
restart_daemon() {
  local pid option value='' config=/etc/docker/daemon.json original=() changed=()
  pid=$(cat "$pid_file")
  while IFS= read -r -d '' option; do original+=("$option"); done <"/proc/$pid/cmdline"
  [ "\${#original[@]}" -gt 0 ] || return 0
  for option in "\${original[@]}"; do
    case "$value" in
      driver) value='' ;;
      config) value='' config=$option ;;
      *)
        case "$option" in
          --storage-driver | -s) value=driver ;;
          --config-file) value=config ;;
          --storage-driver=* | -s*) ;;
          --config-file=*) config=\${option#*=} ;;
          *) changed+=("$option") ;;
        esac
        ;;
    esac
  done
  write_settings "$config" || return 0
  say 'restarting the Docker daemon with the containerd snapshotter, so that it can export the layer cache'
  end_daemon "$pid"
  if start_daemon snapshotter "\${changed[@]}" --config-file="$settings"; then return 0; fi
  say 'the Docker daemon does not start with the containerd snapshotter: starting it as it was'
  end_daemon "$started"
  if start_daemon answers "\${original[@]}"; then return 0; fi
  say "error: the Docker daemon could not be started again: $(tail -n 1 "$log")"
  exit 1
}
own_daemon() {
  local host=\${DOCKER_HOST:-unix:///var/run/docker.sock}
  say 'no Docker daemon answers: starting one'
  if write_settings /etc/docker/daemon.json && start_daemon snapshotter dockerd --host="$host" --config-file="$settings"; then
    return 0
  fi
  [ -z "$started" ] || end_daemon "$started"
  start_daemon answers dockerd --host="$host" --storage-driver=overlay2 || say "the Docker daemon does not start: $(tail -n 1 "$log")"
}
started=
if ! answers; then
  if in_codebuild && command -v dockerd >/dev/null; then own_daemon; fi
elif [ -n "\${DOCKER_BUILDER_CACHE_REPOSITORY_URI:-}" ] && ! snapshotter && in_codebuild && [ -f "$pid_file" ]; then
  restart_daemon
fi`;
