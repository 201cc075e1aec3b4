import { ECR_REGISTRY } from './base-registries';

/** Turns the variables of build arguments into --build-arg options, byte for byte: the shell never expands a value. */
export const argumentsScript = `build_args=()
for variable in "\${!DOCKER_BUILDER_ARG_@}"; do
  build_args+=(--build-arg "\${variable#DOCKER_BUILDER_ARG_}=\${!variable}")
done`;

/**
 * Restores the environment from before the user's first command: their exports, `cd`, functions and BASH_ENV do not affect
 * the build. They can add two things: programs (PATH) and registry logins (Docker's configuration).
 * Our own logins go into a copy of it: the user's may be in the build context, and so in the image.
 */
export const restoreScript = `set +o posix
umask 022
DOCKER_BUILDER_PATH=\${PATH:-}
DOCKER_BUILDER_CONFIG=\${DOCKER_CONFIG:-\${HOME:-/root}/.docker}
case "$DOCKER_BUILDER_CONFIG" in /*) ;; *) DOCKER_BUILDER_CONFIG=$PWD/$DOCKER_BUILDER_CONFIG ;; esac
DOCKER_BUILDER_STATE=\${BASH_SOURCE[0]%/*}
for DOCKER_BUILDER_NAME in $(compgen -e); do
  case "$DOCKER_BUILDER_NAME" in DOCKER_BUILDER_STATE) ;; *) unset "$DOCKER_BUILDER_NAME" 2>/dev/null ;; esac
done
while IFS= read -r -d '' DOCKER_BUILDER_NAME; do
  export "$DOCKER_BUILDER_NAME"
done <"$DOCKER_BUILDER_STATE/environment" 2>/dev/null
export PATH="\${DOCKER_BUILDER_PATH:+$DOCKER_BUILDER_PATH:}$PATH" DOCKER_CONFIG="$DOCKER_BUILDER_STATE/docker"
mkdir -p "$DOCKER_CONFIG"
for DOCKER_BUILDER_NAME in "$DOCKER_BUILDER_CONFIG"/*; do
  case "$DOCKER_BUILDER_NAME" in
    */config.json) cp "$DOCKER_BUILDER_NAME" "$DOCKER_CONFIG/" 2>/dev/null ;;
    *) ln -s "$DOCKER_BUILDER_NAME" "$DOCKER_CONFIG/" 2>/dev/null ;;
  esac
done
unset DOCKER_BUILDER_NAME
export BUILDX_CONFIG="$DOCKER_BUILDER_STATE/buildx"
set -euo pipefail
cd "$CODEBUILD_SRC_DIR" 2>/dev/null || cd "$DOCKER_BUILDER_STATE"`;

/** Logs in, builds and pushes. */
export const buildScript = `
fail() {
  say "error: $1"
  exit 1
}
log_in() {
  local host=$1
  shift
  { aws ecr get-login-password --cli-connect-timeout 20 --cli-read-timeout 20 "$@" | timeout 60 docker login --username AWS --password-stdin "$host"; } 2>&1 | tr '\\n' ' '
}
for tool in docker aws; do
  command -v "$tool" >/dev/null || fail "the build image has no $tool: BuildImage must contain bash, Docker with buildx, the AWS CLI and jq"
done
answers || fail "no Docker daemon answers$([ ! -s "$DOCKER_BUILDER_STATE/dockerd.log" ] || printf ': %s' "$(tail -n 1 "$DOCKER_BUILDER_STATE/dockerd.log")")"
docker buildx version >/dev/null 2>&1 || fail 'the build image has no buildx: BuildImage must contain bash, Docker with buildx, the AWS CLI and jq'
image=$DOCKER_BUILDER_REPOSITORY_URI:$DOCKER_BUILDER_IMAGE_TAG
registry=\${DOCKER_BUILDER_REPOSITORY_URI%%/*}
context=$CODEBUILD_SRC_DIR
[ -z "\${DOCKER_BUILDER_INLINE_DOCKERFILE+set}" ] || context=$DOCKER_BUILDER_STATE/context
[ -d "$context" ] || fail 'the build context is gone: a command of InstallCommands or PreBuildCommands removed its folder'
file=$context/$DOCKER_BUILDER_DOCKERFILE
${argumentsScript}
say "logging in to $registry"
login=$(log_in "$registry") || fail "cannot log in to $registry: $login"
while IFS= read -r host; do
  [ "$host" != "$registry" ] || continue
  region=\${host#*ecr}
  region=\${region#*.}
  say "logging in to $host"
  login=$(log_in "$host" --region "\${region%%.*}") || say "warning: cannot log in to $host: $login"
done < <({
  cat "$file" 2>/dev/null || true
  printf '%s\\n' "\${DOCKER_BUILDER_REGISTRIES:-}" \${build_args[@]+"\${build_args[@]}"}
} | grep -aoE '${ECR_REGISTRY}' | sort -u)
if [ -n "\${DOCKER_BUILDER_DOCKER_LOGIN+set}" ]; then
  command -v jq >/dev/null || fail 'the build image has no jq, which DockerLoginSecretArn needs'
  logins=$(printf '%s' "$DOCKER_BUILDER_DOCKER_LOGIN" | jq -ce '[.] | flatten | if length > 0 and all(.[]; (.username | type == "string") and (.password | type == "string") and (.registry | type == "string" or . == null)) then .[] else error end' 2>/dev/null) ||
    fail 'the secret of DockerLoginSecretArn must be JSON: {"username": "...", "password": "...", "registry": "..."}, or a list of these; without registry it is for Docker Hub'
  while IFS= read -r entry; do
    user=$(printf '%s' "$entry" | jq -j .username)
    host=$(printf '%s' "$entry" | jq -j '.registry // "" | sub("^https?://"; "") | if test("^((index|registry-1)[.])?docker[.]io(/|$)") then "" else sub("/+$"; "") end')
    say "logging in to \${host:-Docker Hub}"
    login=$({ printf '%s' "$entry" | jq -j .password | timeout 60 docker login --username "$user" --password-stdin -- "$host"; } 2>&1 | tr '\\n' ' ') ||
      fail "cannot log in to \${host:-Docker Hub} with the secret of DockerLoginSecretArn: $login"
  done < <(printf '%s\\n' "$logins")
  unset DOCKER_BUILDER_DOCKER_LOGIN logins entry
fi
if docker buildx imagetools inspect "$image" >/dev/null 2>&1; then
  say "the image $DOCKER_BUILDER_IMAGE_TAG is already in the repository: nothing to build"
  exit 0
fi
options=(--file "$file" --platform "$DOCKER_BUILDER_PLATFORM" --tag "$image")
[ -z "\${DOCKER_BUILDER_TARGET:-}" ] || options+=(--target "$DOCKER_BUILDER_TARGET")
cached=
IFS=, read -r -a ids <<<"\${DOCKER_BUILDER_SECRETS:-}" || true
for at in \${ids[@]+"\${!ids[@]}"}; do
  options+=(--secret "id=\${ids[at]},env=DOCKER_BUILDER_SECRET_$at")
done
if [ -n "\${DOCKER_BUILDER_CACHE_REPOSITORY_URI:-}" ]; then
  cache=$DOCKER_BUILDER_CACHE_REPOSITORY_URI:\${DOCKER_BUILDER_CACHE_TAG:-cache}
  if docker buildx imagetools inspect "$cache" >/dev/null 2>&1; then
    options+=(--cache-from "type=registry,ref=$cache")
    cached=yes
  fi
  if snapshotter; then
    options+=(--cache-to "type=registry,ref=$cache,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true")
  else
    say 'this Docker daemon cannot export a layer cache: building without storing one'
  fi
fi
# A daemon that is kept between builds may have cached a step that used another version of a secret.
[ "\${#ids[@]}" -eq 0 ] || [ -n "$cached" ] || options+=(--no-cache)
while IFS= read -r warning; do
  [ -z "$warning" ] || say "warning: $warning"
done <<<"\${DOCKER_BUILDER_WARNINGS:-}"
say "building $DOCKER_BUILDER_IMAGE_TAG"
docker buildx build --push --progress=plain --provenance=false --sbom=false \\
  "\${options[@]}" \${build_args[@]+"\${build_args[@]}"} "$context"
say 'pushed the image'`;
