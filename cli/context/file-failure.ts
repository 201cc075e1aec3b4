import { badInput } from '../exit-code';

/** The error of a file system call on a path of a build context, in the user's words. */
export function fileFailure(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  if (code === 'EACCES' || code === 'EPERM') {
    return badInput(
      `${shown(path)} can't be read (permission denied): change its permissions, or exclude it in .dockerignore`,
    );
  }
  if (['ENOENT', 'ENOTDIR', 'EISDIR', 'EINVAL', 'ELOOP'].includes(code)) return changed(path);
  return badInput(`${shown(path)} can't be read (${code})`);
}

/** An object must contain what its key says. */
export const changed = (path: string) =>
  badInput(`${shown(path)} changed while it was being packaged: run the command again`);

/** The path on one line, even with line breaks in it. */
export const shown = (path: string) => (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(path) ? JSON.stringify(path) : path);
