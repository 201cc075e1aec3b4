// The two commands of ours in the buildspec, for bash 4.2 and newer. Values arrive in environment variables alone, and
// every variable of ours begins with DOCKER_BUILDER_, as no command, template or Dockerfile of a user's does.

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
 * Before the user's first command: keeps the environment and the script of the build where no command of theirs has
 * business, and gets the Docker daemon ready. The scripts run in a shell of their own (\`-p\`: without BASH_ENV and exported
 * functions), so that nothing of ours is left in the user's.
 */
export const installBlock = `export DOCKER_BUILDER_STATE="$(mktemp -d "\${CODEBUILD_SRC_DIR%/*}/docker-builder-XXXXXX" 2>/dev/null || mktemp -d)" &&
env -0 >"$DOCKER_BUILDER_STATE/environment" &&
cat >"$DOCKER_BUILDER_STATE/build" <<'DOCKER_BUILDER_SCRIPT' &&
${restoreScript}
${shared}
${buildScript}
DOCKER_BUILDER_SCRIPT
cat >"$DOCKER_BUILDER_STATE/install" <<'DOCKER_BUILDER_SCRIPT' &&
${installScript}
DOCKER_BUILDER_SCRIPT
"\${BASH:-bash}" -p "$DOCKER_BUILDER_STATE/install"`;

/** After the user's last command. */
export const buildBlock = `"\${BASH:-bash}" -p "$DOCKER_BUILDER_STATE/build"`;
