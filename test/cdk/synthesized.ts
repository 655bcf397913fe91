import { App } from 'aws-cdk-lib';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
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

/** One directory for all that a test file synthesizes. */
const scratch = mkdtempSync(join(tmpdir(), 'temkin-cdk-'));

afterAll(() => rmSync(scratch, { recursive: true }));

/** The stacks of a stage in memory: functions are stubs, nothing is validated and no network asked. */
export const applicationOf = (
  stage: Stage,
  change: Partial<Configuration> = {},
): { readonly app: App; readonly configuration: Configuration } => {
  const directory = mkdtempSync(join(scratch, stage));
  const bundles = join(directory, 'dist');
  for (const name of FUNCTION_NAMES) {
    mkdirSync(join(bundles, name), { recursive: true });
    writeFileSync(join(bundles, name, 'index.mjs'), `export const handler = '${name}';\n`);
  }
  const app = new App({ outdir: join(directory, 'out'), builtinCloudFormationValidation: false });
  const configuration = { ...readConfiguration(stage), ...change };
  deployment(app, { configuration, bundles });
  return { app, configuration };
};

/** Their templates. */
export const templatesOf = (
  stage: Stage,
  change: Partial<Configuration> = {},
): Readonly<Record<StackName, StackTemplate>> => {
  const assembly = applicationOf(stage, change).app.synth();
  const templateOf = (name: StackName): StackTemplate =>
    assembly.stacks.find(({ id }) => id === name)?.template as StackTemplate;
  return {
    Data: templateOf('Data'),
    Edge: templateOf('Edge'),
    Api: templateOf('Api'),
    Watch: templateOf('Watch'),
    EdgeWatch: templateOf('EdgeWatch'),
  };
};
