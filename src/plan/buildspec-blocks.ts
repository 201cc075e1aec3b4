// The shell text of the buildspec, for bash 4.2 and newer. Values arrive in environment variables alone.

/**
 * CodeBuild's own Docker daemon runs with `--storage-driver=overlay2`, whose default builder can't export a registry
 * cache; the same daemon with the containerd snapshotter can. It is started again with its own command line, less the
 * storage driver, but only inside CodeBuild's container (whose entry point starts it) and only by its pid file: never a
 * remote one, never a developer's engine.
 */
const daemon = `
snapshotter() { docker info --format '{{json .DriverStatus}}' 2>/dev/null | grep -q io.containerd.snapshotter; }
own_daemon() {
  case "$DOCKER_HOST" in '' | unix://*) ;; *) return 1 ;; esac
  [ -n "$CODEBUILD_BUILD_ID" ] && [ -x "$entry_point" ] && [ -f "$pid_file" ]
}
restart_daemon() {
  local pid command option kept=() config=/etc/docker/daemon.json settings
  pid=$(cat "$pid_file")
  mapfile -d '' -t command <"/proc/$pid/cmdline"
  for option in "\${command[@]}"; do
    case "$option" in
      --storage-driver=*) ;;
      --config-file=*) config="\${option#*=}" ;;
      *) kept+=("$option") ;;
    esac
  done
  settings=$(mktemp)
  if ! jq '.features["containerd-snapshotter"] = true' "$config" >"$settings" 2>/dev/null; then
    printf '{"features":{"containerd-snapshotter":true}}' >"$settings"
  fi
  kill "$pid" || return 1
  for _ in $(seq 100); do [ -e "/proc/$pid" ] || break; sleep 0.1; done
  nohup "\${kept[@]}" --config-file="$settings" >/tmp/docker-builder-dockerd.log 2>&1 &
  for _ in $(seq 150); do if snapshotter; then return 0; fi; sleep 0.2; done
  return 1
}`;

/** Before the user's own commands: what they may need. */
export const installBlock = `set -euo pipefail
if [ -n "\${INLINE_DOCKERFILE+set}" ]; then
  mkdir -p docker-builder-context
  printf '%s' "$INLINE_DOCKERFILE" >docker-builder-context/Dockerfile
fi`;

/** Turns the ARG_ variables into --build-arg options, byte for byte: no value passes through a substitution. */
export const argumentsBlock = `build_args=()
for variable in "\${!ARG_@}"; do
  build_args+=(--build-arg "\${variable#ARG_}=\${!variable}")
done`;

export const buildBlock = `set -euo pipefail
DOCKER_HOST=\${DOCKER_HOST:-}
pid_file=\${DOCKER_BUILDER_PID_FILE:-/var/run/docker.pid}
entry_point=\${DOCKER_BUILDER_ENTRY_POINT:-/usr/local/bin/dockerd-entrypoint.sh}
say() { printf 'docker-builder: %s\\n' "$1"; }
${daemon}
registry=\${REPOSITORY_URI%%/*}
say "logging in to $registry"
login=$(mktemp)
if ! aws ecr get-login-password | docker login --username AWS --password-stdin "$registry" >"$login" 2>&1; then
  cat "$login"
  say "error: cannot log in to $registry"
  exit 1
fi
if docker buildx imagetools inspect "$REPOSITORY_URI:$IMAGE_TAG" >/dev/null 2>&1; then
  say "the image $IMAGE_TAG is in the repository already: nothing to build"
  exit 0
fi
context=.
[ -z "\${INLINE_DOCKERFILE+set}" ] || context=docker-builder-context
${argumentsBlock}
options=(--file "$context/$DOCKERFILE" --platform "$PLATFORM" --tag "$REPOSITORY_URI:$IMAGE_TAG")
[ -z "$TARGET" ] || options+=(--target "$TARGET")
if [ -n "$CACHE_REPOSITORY_URI" ]; then
  cache="$CACHE_REPOSITORY_URI:cache"
  if docker buildx imagetools inspect "$cache" >/dev/null 2>&1; then
    options+=(--cache-from "type=registry,ref=$cache")
  fi
  if snapshotter || { own_daemon && say 'restarting the Docker daemon, so that it can export the layer cache' && restart_daemon; }; then
    options+=(--cache-to "type=registry,ref=$cache,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true")
  else
    say 'this Docker daemon cannot export a layer cache: building without storing one'
  fi
fi
say "building $IMAGE_TAG"
docker buildx build --push --progress=plain --provenance=false --sbom=false \\
  "\${options[@]}" \${build_args[@]+"\${build_args[@]}"} "$context"
say 'pushed the image'`;
