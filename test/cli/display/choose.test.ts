import { coloursFor, isLive } from '../../../cli/display/choose';

describe('a live display', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { CI: 'false' }, true],
    [{ isTTY: true }, { TERM: 'xterm-256color' }, true],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: true }, { CI: 'true' }, false],
    [{ isTTY: true }, { CI: '1' }, false],
  ])('on %j with %j: %s', (stream, environment, live) => {
    expect(isLive(stream, environment)).toBe(live);
  });
});

describe('colours', () => {
  it.each([
    [{ isTTY: true }, {}, '\u001b[31mx\u001b[39m'],
    [{ isTTY: true }, { NO_COLOR: '1' }, 'x'],
    [{ isTTY: true }, { NO_COLOR: '' }, '\u001b[31mx\u001b[39m'],
    [{ isTTY: true }, { TERM: 'dumb' }, 'x'],
    [{ isTTY: false }, {}, 'x'],
  ])('on %j with %j', (stream, environment, text) => {
    expect(coloursFor(stream, environment).bad('x')).toBe(text);
  });
});
