import { play, stepsOf, wordsOf } from './aws-session';
import { playTranscripts, scripts, textOf } from './aws-transcripts';

playTranscripts(['cloudformation.txt', 'logs.txt', 's3.txt']);

it('plays at least 60 commands of five services', () => {
  const commands = scripts.flatMap((file) => stepsOf(textOf(file)));
  expect(commands.length).toBeGreaterThanOrEqual(60);
  const services = new Set(commands.map(({ command }) => wordsOf(command)[0]));
  for (const service of ['cloudformation', 'codebuild', 'ecr', 'logs', 's3'])
    expect(services).toContain(service);
});

it('fails on another answer than the one in the transcript', async () => {
  const answering =
    (stdout: string, code = 0) =>
    async () => ({ code, stdout, stderr: 'refused: Nothing' });
  await expect(play('$ x y\none', {}, answering('two'))).rejects.toThrow(/line 1: \$ x y/);
  await expect(play('$ x y\none', {}, answering('one\ntwo'))).rejects.toThrow('expected');
  await expect(play('! x y\nrefused', {}, answering('one'))).rejects.toThrow('expected a failure');
  await expect(play('$ x y\n{{\\d+}}.', {}, answering('17.'))).resolves.toBe(1);
});
