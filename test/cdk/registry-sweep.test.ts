import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: true;
  readonly ItemsPath?: string;
  readonly ItemSelector?: Readonly<Record<string, string>>;
  readonly MaxConcurrency?: number;
  readonly ToleratedFailurePercentage?: number;
  readonly ResultPath?: string | null;
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly Resource?: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
  readonly ItemProcessor?: {
    readonly ProcessorConfig: Readonly<Record<string, string>>;
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State>>;
  };
}

interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

describe.each(STAGES)('the machine of sweeps of %s', (stage) => {
  const [machine, ...others] = Object.values(
    resourcesOf(templatesOf(stage), 'Api', 'AWS::StepFunctions::StateMachine'),
  );
  const definition = JSON.parse(String(machine?.Properties.DefinitionString)) as Definition;
  const { States } = definition;
  const worker = expect.stringContaining(`temkin-${stage}-subscriber-sweep`) as string;

  it('is one, goes from the plan by segments and buckets to the end, and takes a day at most', () => {
    expect(others).toEqual([]);
    expect(machine?.Properties).toMatchObject({
      StateMachineName: `temkin-${stage}-registry-sweep`,
      StateMachineType: 'STANDARD',
    });
    expect(definition.TimeoutSeconds).toBe(86_400);
    expect([definition.StartAt, States.Plan?.Next, States.Segments?.Next, States.Buckets?.Next]).toEqual([
      'Plan',
      'Segments',
      'Buckets',
      'Finish',
    ]);
    expect(States.Finish?.End).toBe(true);
    expect(Object.keys(States).toSorted()).toEqual(['Buckets', 'Finish', 'Plan', 'Segments']);
  });

  it.each([
    ['Segments', 'segment'],
    ['Buckets', 'bucket'],
  ])(
    'hands out %s by executions of their own, some at a time, and ends where one fails for good',
    (name, step) => {
      const map = States[name];
      expect(map).toMatchObject({
        Type: 'Map',
        ItemsPath: `$.plan.${step}s`,
        ItemSelector: {
          step,
          'tenant.$': '$.tenant',
          'sweepId.$': '$.sweepId',
          'part.$': '$$.Map.Item.Value',
        },
        MaxConcurrency: 16,
        ResultPath: null,
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      });
      expect(map?.ToleratedFailurePercentage).toBeUndefined();
      const [part, ...more] = Object.values(map?.ItemProcessor?.States ?? {});
      expect(more).toEqual([]);
      expect(part).toMatchObject({
        Type: 'Task',
        Resource: worker,
        Parameters: { step, 'tenant.$': '$.tenant', 'sweepId.$': '$.sweepId', 'part.$': '$.part' },
        ResultPath: null,
        End: true,
      });
    },
  );

  it('tries every step again', () => {
    const tasks = [
      States.Plan,
      States.Finish,
      ...[States.Segments, States.Buckets].flatMap((map) => Object.values(map?.ItemProcessor?.States ?? {})),
    ];
    expect(tasks).toHaveLength(4);
    for (const task of tasks)
      expect(task?.Retry).toMatchObject([{ ErrorEquals: ['States.ALL'], MaxAttempts: 7 }]);
  });
});
