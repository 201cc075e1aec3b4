/**
 * Fixes the models that `cfn generate` (TypeScript plugin 1.0.2) writes: its transforms use the signature of
 * class-transformer 0.3, while the runtime library pins 0.5, which passes one object; and `tsc --strict` rejects the rest.
 * @throws Error if the text is not what the plugin is known to write
 */
export function repairModels(text: string): string {
  const repaired = text
    .replaceAll('(value: any, obj: any) =>', '({ value, obj }: TransformFnParams) =>')
    .replaceAll("    ['constructor']: typeof", "    declare ['constructor']: typeof")
    .replaceAll('(): Dict {', '(): Dict | null {')
    .replaceAll('(): Array<Dict> {', '(): Array<Dict> | null {')
    .replaceAll('public static readonly TYPE_NAME', 'public static override readonly TYPE_NAME')
    .replace(
      "import { Exclude, Expose, Type, Transform } from 'class-transformer';",
      "import { Exclude, Expose, Type, Transform, type TransformFnParams } from 'class-transformer';",
    );
  if (!repaired.includes('type TransformFnParams') || repaired.includes('(value: any')) {
    throw new Error('cfn generate wrote models of an unknown shape: update tools/generate/repair-models.ts');
  }
  return repaired;
}
