/** The key of an uploaded object: the prefix that the user gave, without slashes around it, and the object's name. */
export function objectKey(prefix: string | undefined, name: string): string {
  const folder = (prefix ?? '').replace(/^\/+|\/+$/g, '');
  return folder === '' ? name : `${folder}/${name}`;
}
