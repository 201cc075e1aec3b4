import fc from 'fast-check';
import {
  namePrefix,
  packageBucketName,
  packageFolder,
  registrationStack,
} from '../../../cli/registration/names';
import { TYPE_NAME } from '../../../cli/type-name';

const part = fc.stringMatching(/^[a-zA-Z0-9]{2,64}$/);
const typeNames = fc.tuple(part, part, part).map((parts) => parts.join('::'));

describe('the names of a registration', () => {
  it('are those that the handlers and the guides name, for the type itself', () => {
    expect(registrationStack(TYPE_NAME)).toBe('docker-builder-registration');
    expect(namePrefix(TYPE_NAME)).toBe('docker-builder');
    expect(packageFolder(TYPE_NAME)).toBe('TokenInjectable-Docker-Builder/');
  });

  it.each([
    ['Acme::Docker::Image', 'docker-builder-registration-Acme-Docker-Image', 'acme-docker-image'],
    ['9Acme::Docker::Image', 'docker-builder-registration-9Acme-Docker-Image', 'type-9acme-docker-image'],
  ])('contain the name of another type: %s', (typeName, stack, prefix) => {
    expect(registrationStack(typeName)).toBe(stack);
    expect(namePrefix(typeName)).toBe(prefix);
  });

  it('are valid and fit into the longest role name for every type name', () => {
    fc.assert(
      fc.property(typeNames, (typeName) => {
        expect(registrationStack(typeName)).toMatch(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/);
        expect(namePrefix(typeName)).toMatch(/^[a-z][a-z0-9-]{0,36}$/);
        expect(`${namePrefix(typeName)}-execution-ap-southeast-1`.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('differ between types, also where they are cut', () => {
    const long = 'a'.repeat(64);
    const [one, two] = [`${long}::${long}::${long}`, `${long}::${long}::${long.slice(1)}b`];
    expect(registrationStack(one)).not.toBe(registrationStack(two));
    expect(namePrefix(one)).not.toBe(namePrefix(two));
  });

  it('of the bucket fit into the limit of bucket names', () => {
    expect(packageBucketName('123456789012', 'ap-southeast-11').length).toBeLessThanOrEqual(63);
  });
});
