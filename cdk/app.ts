/** The entry point of `cdk`: `-c stage=dev|prod`. Nothing else reads what a deployment is configured with. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { fileURLToPath } from 'node:url';
import { acknowledge } from './acknowledge.ts';
import { readConfiguration } from './configuration.ts';
import { deployment } from './deployment.ts';

const app = new App();
const configuration = readConfiguration(app.node.tryGetContext('stage') ?? 'dev');
deployment(app, { configuration, bundles: fileURLToPath(new URL('../dist', import.meta.url)) });
acknowledge(app, configuration.stage);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
