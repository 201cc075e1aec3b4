import { awsPorts } from '../../../src/aws/ports';

it.each(['cloudformation', 'codebuild', 'ecr', 'logs', 's3'] as const)(
  'the port of %s is created once, at its first use',
  (name) => {
    const ports = awsPorts({ region: 'us-east-1' });
    expect(ports[name]).toBe(ports[name]);
  },
);
