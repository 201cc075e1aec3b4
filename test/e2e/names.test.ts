import { buildersOf, foldersOf, namesOfRun, stacksOf } from '../../tools/e2e/names';

it('everything that a run creates carries a name that no other run has', () => {
  const [one, two] = [namesOfRun(), namesOfRun()];
  for (const list of [stacksOf, buildersOf, foldersOf])
    for (const name of list(one)) expect(list(two)).not.toContain(name);
  expect(one.typeName).not.toBe(two.typeName);
});

it('the names are ones that the services take', () => {
  const names = namesOfRun('0a1b2c3d');
  expect(names.typeName).toMatch(/^[a-zA-Z0-9]{2,64}(::[a-zA-Z0-9]{2,64}){2}$/);
  for (const stack of stacksOf(names)) expect(stack).toMatch(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/);
  for (const builder of buildersOf(names)) expect(builder).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
});
