import fc from 'fast-check';
import type { HandlerEvent } from '../../../src/runtime/event';
import { redact } from '../../../src/runtime/redaction';
import { secretsOf } from '../../../src/runtime/secret-values';

const credentials = {
  accessKeyId: 'AKIADELIVERYOFLOGS01',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE',
  sessionToken: 'FwoGZXIvYXdzEXAMPLETOKEN==',
};

/** A text as an invocation with these build arguments would write it. */
const written = (
  text: string,
  BuildArgs: Record<string, string>,
  more: HandlerEvent['requestData'] = {},
): string =>
  redact(
    text,
    secretsOf({
      bearerToken: 'bearer-token-1',
      requestData: { resourceProperties: { BuildArgs }, callerCredentials: credentials, ...more },
    }),
  );

describe('a setting under a name that looks secret stays', () => {
  it.each([
    ['ENABLE_AUTH', 'true'],
    ['REQUIRE_PASSWORD', 'disabled'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['TOKEN_TTL_SECONDS', '86400000'],
    ['AUTH_KEY', 'basic'],
    ['COOKIE_PATH', '/app'],
    ['COOKIE_PATH', '/application/static'],
    ['SECRET_FILE', './config/token.json'],
    ['SECRET_FILE', 'config/token.json'],
    ['SECRET_FILE', '~/.netrc-of-builds'],
    ['SSH_KEY_PATH', 'C:\\Users\\build\\id_rsa'],
    ['TOKEN_URL', 'https://auth.example.com/oauth2/token'],
    ['TOKEN_ENDPOINT', 'https://auth.example.com:8443/token?audience=api'],
    ['SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:1:secret:npm'],
    ['TOKENIZER', 'cl100k_base_model'],
  ])('%s = %s', (name, value) => {
    const text = `error in ${value}/src/main.ts: ${value} is not valid`;
    expect(written(text, { [name]: value })).toBe(text);
  });

  it('in a readable cause', () => {
    const text = 'error in /app/src/main.ts: strict is true but structured is untrue';
    expect(written(text, { ENABLE_AUTH: 'true', COOKIE_PATH: '/app' })).toBe(text);
  });
});

describe('a secret goes', () => {
  it.each([
    ['DB_PASSWORD', 'hunter2-hunter2'],
    ['NPM_TOKEN', 'npm_0123456789'],
    ['APP_KEY', 'base64:k9abcdef'],
    ['API_SECRET', 'correct horse battery'],
    ['DB_PASSWORD', 'a"b\\c$(d)e'],
    ['DB_PASSWORD', '^.*[a-z]+$|(x)'],
    ['CONNECTION_STRING', 'postgres://shop:swordfish9@db.example.com/shop'],
    ['WEBHOOK_SECRET_URL', 'https://hooks.example.com/services/T0/B0/aBcDeF123456gHiJkL78'],
    ['TOKEN_URL', 'https://example.com/?access_token=abcdefgh'],
    ['SIGNING_KEY', '/aBcDeF123456gHiJkL78/xyz'],
  ])('%s = %s, as it is and as JSON writes it', (name, value) => {
    const text = `failed with ${value}, ${JSON.stringify({ value })} and '${value}'.`;
    const safe = written(text, { [name]: value });
    expect(safe).toBe(`failed with <REDACTED>, {"value":"<REDACTED>"} and '<REDACTED>'.`);
  });

  it('with the password in a URL, and with each line of a key', () => {
    expect(
      written('no login with swordfish9', { CONNECTION_STRING: 'postgres://shop:swordfish9@db/shop' }),
    ).toBe('no login with <REDACTED>');
    const key = '-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA7fL\nq3vVZ0aCk1mNbVcXz9aa\n-----END KEY-----';
    expect(written('read q3vVZ0aCk1mNbVcXz9aa', { SSH_KEY: key })).toBe('read <REDACTED>');
  });

  it.each([
    ['DB_SECRET', '{"username":"admin","password":"swordfish9"}'],
    ['APP_SECRETS', '{"stripe":{"apiKey":"swordfish9"}}'],
    ['AUTHORIZATION', 'Bearer swordfish9'],
    ['DATABASE_URL', 'postgres://shop:swordfish9@db.example.com/shop'],
    ['NPM_REGISTRY', 'https://ci:swordfish9@npm.example.com/'],
  ])('on its own, from %s = %s', (name, value) => {
    expect(
      written(`admin on db.example.com: no login with swordfish9; ${value}`, { [name]: value }),
    ).not.toContain('swordfish9');
    expect(written('admin on db.example.com', { [name]: value })).toBe('admin on db.example.com');
  });

  it('of which a cut text shows the beginning', () => {
    for (let length = 4; length < 'swordfish-and-chips'.length; length += 1) {
      const text = `error: x with ${'swordfish-and-chips'.slice(0, length)}...`;
      expect(written(text, { DB_PASSWORD: 'swordfish-and-chips' })).toBe('error: x with <REDACTED>...');
    }
    expect(written('waiting for swift...', { DB_PASSWORD: 'swordfish-and-chips' })).toBe(
      'waiting for swift...',
    );
  });

  it('as a whole word, not as part of others', () => {
    const text = 'the password swordfish is wrong; swordfishes and catswordfish are fish; (swordfish)';
    expect(written(text, { DB_PASSWORD: 'swordfish' })).toBe(
      'the password <REDACTED> is wrong; swordfishes and catswordfish are fish; (<REDACTED>)',
    );
  });

  it('wherever it is when no word can contain it', () => {
    expect(written('xq3vVZ0aCk1mNbVcXz9x', { NPM_TOKEN: 'q3vVZ0aCk1mNbVcXz9' })).toBe('x<REDACTED>x');
  });

  it('at any depth below a secret name', () => {
    const resourceProperties = { Credentials: { User: 'admin-user', Hosts: ['host-one'] } };
    expect(written('admin-user host-one', {}, { resourceProperties })).toBe('<REDACTED> <REDACTED>');
  });

  it('a longer one before one that it begins with', () => {
    expect(written('swordfish-and-chips', { A_TOKEN: 'swordfish', B_TOKEN: 'swordfish-and-chips' })).toBe(
      '<REDACTED>',
    );
  });

  it('any text of eight characters and more that is not a setting, anywhere in a line', () => {
    const secret = fc.string({ minLength: 8, unit: 'grapheme' }).map((text) => `${text}!x`);
    fc.assert(
      fc.property(secret, fc.constantFrom('', ' ', '"', "'", '=', ':'), (value, edge) => {
        expect(written(`${edge}${value}${edge}`, { DB_PASSWORD: value })).not.toContain(value);
      }),
    );
  });
});

describe('credentials and the bearer token', () => {
  it.each([...Object.values(credentials), 'bearer-token-1'])('%s always go', (secret) => {
    expect(written(`with ${secret}.`, {})).toBe('with <REDACTED>.');
  });

  it('of a local endpoint are ordinary words elsewhere', () => {
    const local = {
      callerCredentials: { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'local' },
    };
    const text = '3 tests failed in latest.test.js, on my-local/test-runner.local';
    expect(written(text, {}, local)).toBe(text);
    expect(written('the key test (local) is wrong: "test"', {}, local)).toBe(
      'the key <REDACTED> (<REDACTED>) is wrong: "<REDACTED>"',
    );
  });
});
