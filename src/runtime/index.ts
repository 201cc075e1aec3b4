import { wireAnswer } from './answer';
import { deadline, type LambdaContext } from './deadline';
import {
  type Coerce,
  type HandlerEvent,
  isAction,
  productionEventOf,
  requestOf,
  type TestEvent,
} from './event';
import { HandlerError } from './handler-error';
import { Journal } from './journal';
import type { Handlers, ProgressEvent } from './protocol';

export interface TypeDefinition<Model, Context, TypeConfiguration> {
  typeName: string;
  handlers: Handlers<Model, Context, TypeConfiguration>;
  coerce: Coerce<Model, TypeConfiguration>;
  /**
   * Whether an event must carry the credentials of the type's execution role. Without a role CloudFormation sends none, and
   * a handler would act on AWS with the rights of its own function.
   */
  needsExecutionRole?: boolean;
}

export interface Entrypoints {
  /** What CloudFormation and its contract tests invoke. */
  entrypoint(event: HandlerEvent, context?: LambdaContext): Promise<Record<string, unknown>>;
  /** What `sam local invoke` invokes: an event without log delivery. */
  testEntrypoint(event: TestEvent, context?: LambdaContext): Promise<Record<string, unknown>>;
}

/** The entry points of a resource type's package. They never throw: any failure is a FAILED answer. */
export function createEntrypoints<Model, Context, TypeConfiguration>(
  type: TypeDefinition<Model, Context, TypeConfiguration>,
): Entrypoints {
  return {
    entrypoint: async (event, context) => {
      const journal = new Journal(asEvent(event), type.typeName);
      const answer = await answerTo(event, type, journal, context);
      await journal.deliver();
      return answer;
    },
    testEntrypoint: async (event, context) => {
      const production = productionEventOf(event ?? {});
      const journal = new Journal(production, type.typeName);
      // `sam local invoke` may leave the credentials to the environment.
      const answer = await answerTo(production, { ...type, needsExecutionRole: false }, journal, context);
      journal.print();
      return answer;
    },
  };
}

const NO_ROLE =
  'the event carries no credentials: register the type with an execution role (ExecutionRoleArn of RegisterType, or of AWS::CloudFormation::ResourceVersion)';

/** Treats anything but an object as an empty event. */
const asEvent = (sent: unknown): HandlerEvent => (typeof sent === 'object' && sent !== null ? sent : {});

async function answerTo<Model, Context, TypeConfiguration>(
  event: HandlerEvent,
  type: TypeDefinition<Model, Context, TypeConfiguration>,
  journal: Journal,
  context: LambdaContext | undefined,
): Promise<Record<string, unknown>> {
  try {
    return wire(await invoke(asEvent(event), type, journal, context), journal);
  } catch (error) {
    journal.thrown(error);
    const errorCode = error instanceof HandlerError ? error.errorCode : 'InternalFailure';
    const message = error instanceof Error ? error.message : String(error);
    return wire({ status: 'FAILED', errorCode, message }, journal);
  }
}

/** As it is in JSON, and without secrets in the message, which appears in the stack's events. */
function wire<Model, Context>(
  answer: ProgressEvent<Model, Context>,
  journal: Journal,
): Record<string, unknown> {
  const safe = { ...answer, message: journal.redacted(answer.message ?? '') };
  return JSON.parse(JSON.stringify(wireAnswer(safe))) as Record<string, unknown>;
}

async function invoke<Model, Context, TypeConfiguration>(
  event: HandlerEvent,
  { handlers, coerce, needsExecutionRole }: TypeDefinition<Model, Context, TypeConfiguration>,
  journal: Journal,
  context: LambdaContext | undefined,
): Promise<ProgressEvent<Model, Context>> {
  if (!event.awsAccountId) throw new HandlerError('InvalidRequest', 'the event lacks "awsAccountId"');
  if (event.requestData === undefined || event.requestData === null) {
    throw new HandlerError('InvalidRequest', 'the event lacks "requestData"');
  }
  if (needsExecutionRole && !event.requestData.callerCredentials)
    throw new HandlerError('InvalidCredentials', NO_ROLE);
  const { action } = event;
  if (!isAction(action)) throw new HandlerError('InternalFailure', `Unknown action ${action ?? '<null>'}`);
  const request = refusing('InvalidRequest', () =>
    requestOf<Model, Context, TypeConfiguration>(event, coerce),
  );
  const raw = event.requestData?.typeConfiguration ?? undefined;
  const typeConfiguration =
    raw === undefined
      ? undefined
      : refusing('InvalidTypeConfiguration', () => coerce.typeConfiguration(raw, action));
  journal.log(
    `[${action}] ${request.logicalResourceIdentifier ?? ''} ${request.callbackContext === undefined ? 'begins' : 'goes on'}`,
  );
  const answer = await handlers[action](
    { ...request, typeConfiguration },
    {
      credentials: event.requestData?.callerCredentials ?? undefined,
      logger: journal,
      timeLeft: deadline(action, context),
    },
  );
  // A handler may have come to its end without a word.
  if (answer === undefined || answer === null)
    throw new HandlerError('InternalFailure', 'Handler failed to provide a response.');
  journal.log(`[${action}] ${answer.status}${answer.message === undefined ? '' : `: ${answer.message}`}`);
  if (answer.status === 'IN_PROGRESS' && (action === 'READ' || action === 'LIST')) {
    throw new HandlerError('InternalFailure', 'READ and LIST handlers must return synchronously.');
  }
  return answer;
}

function refusing<T>(code: 'InvalidRequest' | 'InvalidTypeConfiguration', parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new HandlerError(code, error instanceof Error ? error.message : String(error), { cause: error });
  }
}
