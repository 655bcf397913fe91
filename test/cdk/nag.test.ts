import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { acknowledge } from '../../cdk/acknowledge.ts';
import { ACKNOWLEDGEMENTS } from '../../cdk/acknowledgements.ts';
import { STAGES } from '../../cdk/configuration.ts';
import { applicationOf } from './synthesized.ts';

const findingsIn = (app: App): readonly { readonly id: string; readonly path: string }[] =>
  new AwsSolutionsChecks()
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ id: ruleName, path: constructPath })),
    );

describe.each(STAGES)('cdk-nag on %s', (stage) => {
  const app = applicationOf(stage);
  const raw = findingsIn(app);
  const acknowledged = ACKNOWLEDGEMENTS.filter(({ stages }) => stages.includes(stage));

  it('finds something for every acknowledgement', () => {
    const needless = acknowledged.filter(
      ({ id, construct }) =>
        !raw.some(
          (finding) =>
            finding.id === id.replace('<stage>', stage) && finding.path.startsWith(`${construct}/`),
        ),
    );
    expect(needless).toEqual([]);
  });

  it('finds nothing that is not acknowledged', () => {
    expect(raw.length).toBeGreaterThan(acknowledged.length);
    acknowledge(app, stage);
    expect(findingsIn(app)).toEqual([]);
  });

  it('does not stop a deployment that has gateways of its own, in whatever generation of their secrets', () => {
    const gateway = { url: 'https://gateway.example.com/temkin', secretGeneration: 3 };
    const own = applicationOf(stage, {
      noticeGateway: gateway,
      callNetworks: { ems: gateway },
      citizenGateways: { ems: gateway },
      registrySystems: { ems: { network: gateway, 'points-of-sale': gateway } },
      identitySources: { ems: { population: gateway, 'card-chip': gateway } },
    });
    acknowledge(own, stage);
    expect(findingsIn(own)).toEqual([]);
  });

  it('does not stop a deployment that changes the origin secret in a hurry', () => {
    const later = applicationOf(stage, { originSecret: { generation: 7, believesPrevious: true } });
    acknowledge(later, stage);
    expect(findingsIn(later)).toEqual([]);
  });
});
