// The fresh process of one function: loads its bundle as Lambda does, answers each message with what the handler makes of
// the event in it. What the function writes goes the same way, so that it arrives before the answer.
for (const stream of [process.stdout, process.stderr])
  stream.write = (said) => process.send({ said: String(said) });

const [, , bundle, behind] = process.argv;
// A clock that lies behind the machine's, for what is not done at every hour.
if (behind !== undefined)
  globalThis.Date = new Proxy(Date, {
    construct: (target, args) => new target(...(args.length === 0 ? [target.now() - Number(behind)] : args)),
    get: (target, name) =>
      name === 'now' ? () => target.now() - Number(behind) : Reflect.get(target, name, target),
  });

const { handler } = await import(bundle);

process.on('message', async ({ id, event }) => {
  const context = {
    awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    getRemainingTimeInMillis: () => 60_000,
  };
  try {
    process.send({ id, result: await handler(event, context) });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.send({ ready: true });
