import { dynamoClient, dynamoTable } from '@temkin/dynamodb';
import { StoreUnavailable } from '@temkin/kernel';
import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the deadline of a call', () => {
  it('holds while the wall clock is set back again and again', async () => {
    let elapsed = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => elapsed);
    vi.spyOn(Date, 'now').mockImplementation(() => Date.UTC(2026, 10, 23) - elapsed * 60_000);
    const client = dynamoClient({ region: 'local' });
    client.middlewareStack.add(
      () => async () => {
        throw new ProvisionedThroughputExceededException({ message: 'throttled', $metadata: {} });
      },
      { step: 'initialize' },
    );
    const table = dynamoTable({
      client,
      sleep: async (milliseconds) => {
        elapsed += milliseconds;
        if (elapsed > 60_000) throw new Error('there is no deadline');
      },
      random: () => 1,
      giveUpAfterMilliseconds: 10_000,
    });
    await expect(table.get({ table: 'parcels', partition: 'p', sort: 's' })).rejects.toThrow(
      StoreUnavailable,
    );
  });
});
