import { createServer, type Server } from 'node:http';
import { askSubgraph, type SubgraphAnswer } from '../../src/federation/gateway/ask-subgraph';
import type { OneRequest } from '../../src/federation/gateway/one-request';
import { listening } from './agency-region';

let server: Server;
let says: { readonly status: number; readonly body: unknown };
let url = '';
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(says.status).end(JSON.stringify(says.body));
  });
  url = await listening(server);
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
});

const asked = (): Promise<SubgraphAnswer> => {
  const one: Pick<OneRequest, 'headersFor' | 'heard'> = { headersFor: () => ({}), heard: () => undefined };
  return askSubgraph({ name: 'alerts', url }, one as OneRequest, { query: '{ alerts { __typename } }' });
};

test('a subgraph that says that it cannot answer is named, like one that does not', async () => {
  const error = { message: 'Try again.', extensions: { code: 'UNAVAILABLE' } };
  says = { status: 503, body: { errors: [error] } };
  const { data, errors } = await asked();
  expect(data).toBeNull();
  expect(errors).toEqual([{ ...error, extensions: { code: 'UNAVAILABLE', missing: 'alerts' } }]);
});

test('a refusal of the whole, and an error at a place, stay as they are said', async () => {
  const errors = [
    { message: 'No.', extensions: { code: 'PURPOSE_NOT_AGREED' } },
    { message: 'No.', path: ['alerts'], extensions: { code: 'WITHHELD' } },
  ];
  says = { status: 200, body: { data: { alerts: null }, errors } };
  expect(await asked()).toEqual({ data: { alerts: null }, errors });
});

test('nonsense is an error that names it', async () => {
  says = { status: 200, body: 'hello' };
  expect(await asked()).toMatchObject({
    data: null,
    errors: [{ extensions: { code: 'UNAVAILABLE', missing: 'alerts' } }],
  });
});
