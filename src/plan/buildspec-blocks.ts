// Our two commands in the buildspec, for bash 4.4 and newer. Values arrive in environment variables only. All our
// variables begin with DOCKER_BUILDER_, a prefix that users' commands, templates and Dockerfiles do not use.

import { buildScript, restoreScript } from './buildspec-build';
import { daemonScript } from './buildspec-daemon';

const shared = `say() { printf 'docker-builder: %s\\n' "$1"; }
answers() { timeout 30 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
snapshotter() { timeout 30 docker info --format '{{json .DriverStatus}}' 2>/dev/null | grep -q io.containerd.snapshotter; }`;

const installScript = `set -euo pipefail
${shared}
if [ -n "\${DOCKER_BUILDER_INLINE_DOCKERFILE+set}" ]; then
  mkdir -p "$DOCKER_BUILDER_STATE/context"
  printf '%s' "$DOCKER_BUILDER_INLINE_DOCKERFILE" >"$DOCKER_BUILDER_STATE/context/Dockerfile"
fi
${daemonScript}`;

/**
 * Runs before the user's first command: saves the environment and the build script outside the source folder, and prepares
 * the Docker daemon. Secrets are only for the build: neither the daemon nor the user's commands get them. The scripts run in a separate shell (`-p` ignores BASH_ENV and exported functions), so they leave
 * nothing behind in the user's shell.
 */
export const installBlock = `export DOCKER_BUILDER_STATE="$(mktemp -d "\${CODEBUILD_SRC_DIR%/*}/docker-builder-XXXXXX" 2>/dev/null || mktemp -d)" &&
env -0 >"$DOCKER_BUILDER_STATE/environment" &&
unset DOCKER_BUILDER_DOCKER_LOGIN "\${!DOCKER_BUILDER_SECRET_@}" &&
cat >"$DOCKER_BUILDER_STATE/build" <<'DOCKER_BUILDER_SCRIPT' &&
${restoreScript}
${shared}
${buildScript}
DOCKER_BUILDER_SCRIPT
cat >"$DOCKER_BUILDER_STATE/install" <<'DOCKER_BUILDER_SCRIPT' &&
${installScript}
DOCKER_BUILDER_SCRIPT
"\${BASH:-bash}" -p "$DOCKER_BUILDER_STATE/install"`;

/** Runs after the user's last command. */
export const buildBlock = `"\${BASH:-bash}" -p "$DOCKER_BUILDER_STATE/build"`;
