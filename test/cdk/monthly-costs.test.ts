import { expect, it } from 'vitest';
import { DEPLOYED } from '../bench/src/cost/assumptions.ts';
import { resourcesOf } from './resolved-templates.ts';
import { STACK_NAMES, templatesOf } from './synthesized.ts';

const templates = templatesOf('prod');
const of = (type: string) =>
  STACK_NAMES.flatMap((stack) => Object.values(resourcesOf(templates, stack, type))).map(
    ({ Properties }) => Properties,
  );

/** The metrics that an alarm looks at, by which it is billed. */
const metricsOf = ({ Metrics = [{ MetricStat: {} }] }: Readonly<Record<string, unknown>>): number =>
  (Metrics as readonly object[]).filter((metric) => 'MetricStat' in metric).length;

it('docs/cost.md reckons with what a production deployment has', () => {
  const madeOfLines = of('AWS::Logs::MetricFilter').map(
    ({ MetricTransformations }) =>
      (MetricTransformations as readonly { readonly MetricName: string }[])[0]?.MetricName,
  );
  expect(DEPLOYED).toEqual({
    key: of('AWS::KMS::Key').length,
    webAcl: of('AWS::WAFv2::WebACL').length,
    firewallRule: of('AWS::WAFv2::WebACL').flatMap(({ Rules }) => Rules as readonly unknown[]).length,
    alarm: of('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    metric: new Set(madeOfLines).size,
    dashboard: of('AWS::CloudWatch::Dashboard').length,
    secret: of('AWS::SecretsManager::Secret').length,
  });
});
