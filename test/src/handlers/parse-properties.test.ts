import { parseModel } from '../../../src/handlers/parse-properties';

describe('properties', () => {
  it('are typed as the schema says, from the strings that CloudFormation sends', () => {
    const raw = {
      Source: { Inline: 'FROM scratch' },
      TimeoutInMinutes: '30',
      CacheDisabled: 'true',
      Repository: { ScanOnPush: 'false' },
    };
    expect(parseModel(raw)).toEqual({
      Source: { Inline: 'FROM scratch' },
      TimeoutInMinutes: 30,
      CacheDisabled: true,
      Repository: { ScanOnPush: false },
    });
  });

  it('keep odd argument names', () => {
    const raw = JSON.parse('{"BuildArgs": {"__proto__": "a", "constructor": "b", "toString": "c"}}');
    expect(Object.entries(parseModel(raw).BuildArgs ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
  });

  it.each([
    [{ Soruce: {} }, /"Soruce" is not permitted; check its spelling/],
    [{ Source: { S3Bucket: 'abc' } }, /Source must contain either S3Bucket and S3Key, or Inline/],
    [
      { Source: { Inline: 'FROM scratch', S3Key: 'k' } },
      /Source must have property S3Bucket when property S3Key is present/,
    ],
    [
      { Source: { Inline: 'FROM scratch', S3Bucket: 'abc', S3Key: 'k' } },
      /Source must contain either S3Bucket and S3Key, or Inline/,
    ],
    [{ Source: { Inline: 'FROM scratch', S3ObjectVersion: 'v' } }, /S3ObjectVersion is present/],
    [{ TimeoutInMinutes: '4' }, /TimeoutInMinutes must be >= 5/],
    [
      { Repository: { RemovalPolicy: 'KEEP' } },
      /Repository\.RemovalPolicy must be one of RETAIN_EXCEPT_ON_CREATE, RETAIN, DELETE/,
    ],
  ])('%j is refused with its reason', (raw, reason) => {
    expect(() => parseModel(raw)).toThrow(reason);
  });
});
