import { looksRandom, type Secret } from './secret-values';

const REDACTED = '<REDACTED>';

/** The text without the secrets, in any form in which JSON would write them. */
export const redact = (text: string, secrets: readonly Secret[]): string =>
  secrets.reduce(
    (rest, { value, standsAlone }) =>
      [...new Set([value, JSON.stringify(value).slice(1, -1)])].reduce(
        (left, form) =>
          withoutBeginning(
            left.includes(form) ? left.replaceAll(patternOf(form, standsAlone), REDACTED) : left,
            form,
          ),
        rest,
      ),
    text,
  );

/** A shorter beginning of a secret could be any word. */
const SHORTEST_BEGINNING = 4;

/** A text that was cut may show the beginning of a secret, before its three dots. */
function withoutBeginning(text: string, form: string): string {
  if (!text.includes('...') || !text.includes(form.slice(0, SHORTEST_BEGINNING))) return text;
  for (let length = form.length - 1; length >= SHORTEST_BEGINNING; length -= 1) {
    const cut = `${form.slice(0, length)}...`;
    if (text.includes(cut)) return text.replaceAll(cut, `${REDACTED}...`);
  }
  return text;
}

/**
 * A secret is replaced as a whole word: "latest" does not become "la<REDACTED>" for the password "test". A value
 * that no word can contain is replaced everywhere.
 */
function patternOf(form: string, standsAlone: boolean): RegExp {
  const literal = form.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  if (standsAlone) return new RegExp(`(?<![\\w.-])${literal}(?![\\w-]|\\.\\w)`, 'g');
  if (looksRandom(form)) return new RegExp(literal, 'g');
  const before = /^[A-Za-z0-9]/.test(form) ? '(?<![A-Za-z0-9])' : '';
  const after = /[A-Za-z0-9]$/.test(form) ? '(?![A-Za-z0-9])' : '';
  return new RegExp(`${before}${literal}${after}`, 'g');
}
