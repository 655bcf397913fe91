import { App } from 'aws-cdk-lib';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration, type Configuration, type Stage } from '../../cdk/configuration.ts';
import { deployment } from '../../cdk/deployment.ts';
import { FUNCTION_NAMES } from '../../cdk/functions.ts';

/** A resource of a template, intrinsic functions and all. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

export const STACK_NAMES = ['Data', 'Edge', 'Api', 'Watch', 'EdgeWatch'] as const;

export type StackName = (typeof STACK_NAMES)[number];

/** Synthesizes the stacks of a stage in a directory of their own, which is gone once they have been used. */
const synthesized = <Result>(
  stage: Stage,
  change: Partial<Configuration>,
  use: (application: Application) => Result,
): Result => {
  const directory = mkdtempSync(join(tmpdir(), `temkin-cdk-${stage}-`));
  try {
    const bundles = join(directory, 'dist');
    for (const name of FUNCTION_NAMES) {
      mkdirSync(join(bundles, name), { recursive: true });
      writeFileSync(join(bundles, name, 'index.mjs'), `export const handler = '${name}';\n`);
    }
    const app = new App({ outdir: join(directory, 'out'), builtinCloudFormationValidation: false });
    const configuration = { ...readConfiguration(stage), ...change };
    deployment(app, { configuration, bundles });
    // Only then does a stack know by which export it speaks of what another holds.
    return use({ app, assembly: app.synth() });
  } finally {
    rmSync(directory, { recursive: true });
  }
};

interface Application {
  readonly app: App;
  readonly assembly: ReturnType<App['synth']>;
}

/** The stacks of a stage in memory, synthesized: functions are stubs, nothing is validated and no network asked. */
export const applicationOf = (stage: Stage, change: Partial<Configuration> = {}): App =>
  synthesized(stage, change, ({ app }) => app);

const synthesizeTemplates = (
  stage: Stage,
  change: Partial<Configuration>,
): Readonly<Record<StackName, StackTemplate>> =>
  synthesized(stage, change, ({ assembly }) => {
    const templateOf = (name: StackName): StackTemplate =>
      assembly.stacks.find(({ id }) => id === name)?.template as StackTemplate;
    return {
      Data: templateOf('Data'),
      Edge: templateOf('Edge'),
      Api: templateOf('Api'),
      Watch: templateOf('Watch'),
      EdgeWatch: templateOf('EdgeWatch'),
    };
  });

/** What was synthesized so far: whoever reads templates changes nothing in them. */
const known = new Map<string, Readonly<Record<StackName, StackTemplate>>>();

/** Their templates. */
export const templatesOf = (
  stage: Stage,
  change: Partial<Configuration> = {},
): Readonly<Record<StackName, StackTemplate>> => {
  const name = JSON.stringify([stage, change]);
  const templates = known.get(name) ?? synthesizeTemplates(stage, change);
  known.set(name, templates);
  return templates;
};
