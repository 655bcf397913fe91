import { Validations, type App } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ACKNOWLEDGEMENTS } from './acknowledgements.ts';
import type { Stage } from './configuration.ts';

const constructAt = (app: App, path: string): IConstruct => {
  const found = path
    .split('/')
    .reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), app);
  if (found === undefined) throw new Error(`nothing is at ${path}`);
  return found;
};

/** Tells cdk-nag which findings of a stage stay. Throws where one is about a construct that is not there. */
export const acknowledge = (app: App, stage: Stage): void => {
  for (const { id, construct, stages, reason } of ACKNOWLEDGEMENTS)
    if (stages.includes(stage))
      Validations.of(constructAt(app, construct)).acknowledge({ id: id.replace('<stage>', stage), reason });
};
