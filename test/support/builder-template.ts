import { awsText } from './tools';

/** A template with one builder; its parameter Value goes where `properties` puts it. */
export const template = (builder: string, properties: string): string => `
Parameters:
  Value: { Type: String, Default: one }
Resources:
  Image:
    Type: TokenInjectable::Docker::Builder
    Properties:
      BuilderName: ${builder}
      PollIntervalSeconds: 1
${properties.replaceAll(/^/gm, '      ')}
Outputs:
  ImageUri: { Value: !GetAtt Image.ImageUri }
`;

/** Properties of a builder whose image holds the parameter. */
export const inline = `Source:
  Inline: "FROM scratch\\nARG VALUE\\nCOPY <<EOF /value\\n\${VALUE}\\nEOF\\n"
BuildArgs: { VALUE: !Ref Value }`;

/** The real `aws cloudformation deploy`. */
export const deploy = (file: string, stack: string, ...more: string[]) =>
  awsText('cloudformation', 'deploy', '--template-file', file, '--stack-name', stack, ...more);
