import { cleanMessage } from '../../../src/runtime/clean-message';

it.each([
  [`${String.fromCharCode(27)}[31mred${String.fromCharCode(27)}[0m`, 'red'],
  [`bell${String.fromCharCode(7)}`, 'bell?'],
  ['\u201cquoted\u201d \u2014 naïve', '"quoted" - na?ve'],
  ['x'.repeat(2000), `${'x'.repeat(897)}...`],
])('has a message that every client can show', (message, shown) => {
  expect(cleanMessage(message)).toBe(shown);
});
